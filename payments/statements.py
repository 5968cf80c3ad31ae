"""Bank statements: what came in, read from a bank's file, and which payment it was for.

Nothing here touches the database. Banks name their columns differently and put lines of their own
above the heads; both are looked for, so that a clerk uploads what the bank gave them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from core import clock
from core.documents.sheets import read_rows
from core.errors import InvalidInput

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 20_000
#: So many of a bad file's rows are named.
MOST_NAMED = 20
#: Letters of a reference's end that are enough to know it by.
TAIL = 6

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "at": ("거래일시", "거래일자", "거래일", "일자", "거래날짜", "날짜", "date"),
    "time": ("거래시간", "시간", "거래시각", "time"),
    "amount": ("입금액", "입금", "입금금액", "맡기신금액", "입금(원)", "입금액(원)", "deposit"),
    "out": ("출금액", "출금", "출금금액", "찾으신금액", "출금(원)", "출금액(원)", "withdrawal"),
    "balance": ("거래후잔액", "잔액", "거래후잔액(원)", "잔액(원)", "balance"),
    "payer": ("의뢰인", "입금자명", "보낸분", "보낸분/받는분", "의뢰인/수취인", "입금자",
              "기재내용", "내용", "거래내용", "payer"),
    "memo": ("적요", "메모", "거래메모", "비고", "memo"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StatementRow:
    """Money that came in. ``row``: its place in the file, from 1; won; ``fingerprint``: the same
    movement has the same in every file."""

    row: int
    at: dt.datetime
    amount: int
    payer: str
    memo: str
    balance: int | None
    fingerprint: str


def read_statement(data: bytes) -> list[StatementRow]:
    """The deposits of a bank's file, in its order; rows that only pay out are left out.

    Raises InvalidInput on ``file``: for a file that isn't a statement, and naming every bad row.
    """
    columns: dict[str, int] | None = None
    found: list[StatementRow] = []
    bad: list[str] = []
    repeats: dict[str, int] = {}
    for number, row in enumerate(read_rows(data, most_bytes=MOST_BYTES), start=1):
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        if not any(cells):
            continue
        if number > MOST_ROWS:
            raise InvalidInput({"file": _("한 번에 20,000행까지 가져올 수 있습니다.")})
        if columns is None:
            columns = _columns(cells)
            continue
        try:
            read = _row(number, row, columns, repeats)
        except ValueError as error:
            bad.append(_("%(row)d행: %(why)s") % {"row": number, "why": error})
        else:
            if read is not None:
                found.append(read)
    if columns is None:
        text = _("거래일시와 입금액이 있는 제목 줄을 찾지 못했습니다.")
        raise InvalidInput({"file": text})
    if bad:
        more = [_("… 그 밖에 %(count)d행") % {"count": len(bad) - MOST_NAMED}]
        raise InvalidInput({"file": bad[:MOST_NAMED] + (more if len(bad) > MOST_NAMED else [])})
    if not found:
        raise InvalidInput({"file": _("입금이 한 건도 없는 파일입니다.")})
    return found


class Outcome(StrEnum):
    MATCHED = "matched"
    WRONG_AMOUNT = "wrong_amount"
    LATE = "late"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Expected:
    """A transfer that is waited for, or was. ``is_open``: its order still waits for it."""

    payment_id: int
    reference: str
    order_number: str
    recipient: str
    amount: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Match:
    outcome: Outcome
    payment_id: int | None = None


def match(row: StatementRow, expected: Sequence[Expected]) -> Match:
    """Which payment a deposit is for.

    By the reference (or its last six letters, or the order's number) in what the payer wrote:
    ``matched`` with our amount, ``late`` when its order doesn't wait any more, ``wrong_amount`` for
    another sum. Without any, a name and a sum that fit one open payment and no other match it too;
    else it is ``unknown``.
    """
    written = _letters(f"{row.payer} {row.memo}")
    named = [each for each in expected if _is_named(each, written)]
    fitting = [each for each in named if each.amount == row.amount]
    if len(named) == 1 or len(fitting) == 1:
        each = (fitting or named)[0]
        if each.amount != row.amount:
            return Match(Outcome.WRONG_AMOUNT, each.payment_id)
        return Match(Outcome.MATCHED if each.is_open else Outcome.LATE, each.payment_id)
    if named:
        return Match(Outcome.UNKNOWN)
    payer = _letters(row.payer)
    by_name = [
        each
        for each in expected
        if each.is_open
        and each.amount == row.amount
        and payer
        and _letters(each.recipient) == payer
    ]
    if len(by_name) == 1:
        return Match(Outcome.MATCHED, by_name[0].payment_id)
    return Match(Outcome.UNKNOWN)


def _is_named(each: Expected, written: str) -> bool:
    names = (
        _letters(each.reference),
        _letters(each.order_number),
        _letters(each.reference)[-TAIL:],
    )
    return any(name and name in written for name in names)


def _letters(text: str) -> str:
    """Letters and digits alone, upper case: full width as half, spaces and hyphens away."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text)).upper()


def _columns(cells: Sequence[str]) -> dict[str, int] | None:
    """Which column is what, where this row is the heads; else None."""
    heads = [re.sub(r"\s", "", cell).lower() for cell in cells]
    found = {}
    for name, words in HEADINGS.items():
        for word in words:
            if word in heads:
                found[name] = heads.index(word)
                break
    return found if {"at", "amount"} <= found.keys() else None


def _row(
    number: int, row: Sequence[Any], columns: Mapping[str, int], repeats: dict[str, int]
) -> StatementRow | None:
    def cell(name: str) -> Any:
        place = columns.get(name)
        return row[place] if place is not None and place < len(row) else None

    amount = _won(cell("amount"))
    if not amount:
        if amount is None and _won(cell("out")) is None and cell("at") is not None:
            raise ValueError(_("입금액을 읽을 수 없습니다."))
        return None  # it only pays out, or is a line of sums
    if amount < 0:
        raise ValueError(_("입금액이 0보다 작습니다."))
    at = _moment(cell("at"), cell("time"))
    payer, memo = str(cell("payer") or "").strip()[:80], str(cell("memo") or "").strip()[:200]
    balance = _won(cell("balance")) if "balance" in columns else None
    print_ = f"{at.isoformat()}|{amount}|{payer}|{memo}|{balance}"
    count = repeats[print_] = repeats.get(print_, 0) + 1
    if count > 1:
        # Without a balance two equal deposits of one minute look the same: they are counted.
        print_ += f"|{count}"
    return StatementRow(
        number, at, amount, payer, memo, balance, hashlib.sha256(print_.encode()).hexdigest()
    )


def _won(value: Any) -> int | None:
    """``1,200``, ``1200.0``, ``1,200원`` as 1200; blank or a dash as 0; None for anything else."""
    if value is None:
        return 0
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else None
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").replace("₩", "").strip()
    text = text.removesuffix("원").strip()
    if text in ("", "-"):
        return 0
    try:
        return int(text) if len(text) < 15 else None
    except ValueError:
        return None


def _moment(day: Any, time: Any) -> dt.datetime:
    """Korean time. Raises ValueError for what is no date."""
    if isinstance(day, dt.datetime) and not time:
        return day.replace(tzinfo=clock.SEOUL)
    text = day.strftime("%Y-%m-%d") if isinstance(day, dt.date) else str(day or "").strip()
    clock_text = time.strftime("%H:%M:%S") if isinstance(time, dt.time) else str(time or "").strip()
    digits = re.findall(r"\d+", f"{text} {clock_text}".strip())
    if digits and len(digits[0]) >= 8:  # 20261123 or 20261123140500
        whole = digits[0]
        digits = [whole[:4], whole[4:6], whole[6:8], *re.findall(r"\d\d", whole[8:]), *digits[1:]]
    if len(digits) == 4 and len(digits[3]) in (4, 6):  # 1405 or 140500
        digits = [*digits[:3], *re.findall(r"\d\d", digits[3])]
    try:
        return dt.datetime(*[int(part) for part in digits[:6]], tzinfo=clock.SEOUL)  # type: ignore[misc]
    except (TypeError, ValueError):
        raise ValueError(_("거래일시를 읽을 수 없습니다.")) from None
