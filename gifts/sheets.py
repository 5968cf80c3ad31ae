"""Lists of recipients as sheets: in from whoever gives, out to whoever sends, and what is wrong."""

from __future__ import annotations

import csv
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.utils.translation import gettext as _

from core import clock
from core.documents.sheets import read_rows, text_rows
from core.documents.workbook import Workbook
from core.errors import InvalidInput
from gifts import rules
from gifts.errors import PROBLEMS
from gifts.models import GiftOrder, GiftRecipient

MOST_BYTES = 10 * 1024 * 1024
#: Heads are looked for so far down: forms have titles and hints above them.
HEADS_WITHIN = 10
_HEADS = {column.field: column.head for column in (rules.ROW, *rules.COLUMNS)}
FIELDS = tuple(column.field for column in rules.COLUMNS)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an uploaded list: its number as the spreadsheet counts, its cells by field."""

    number: int
    cells: dict[str, str]


def heads_checked(file: IO[bytes], *, with_rows: bool) -> None:
    """Whether the file is such a list at all. Raises InvalidInput on ``file``."""
    for _row in rows_in(file, with_rows=with_rows):
        return
    raise InvalidInput({"file": _("받는 사람이 한 명도 없습니다.")})


def rows_in(file: IO[bytes], *, with_rows: bool = False) -> Iterator[Row]:
    """The rows below the heads that aren't blank; with ``with_rows`` each is numbered by its column
    “행”, and by where it stands otherwise. Raises InvalidInput on ``file``."""
    try:
        yield from _rows_in(file, with_rows)
    except (csv.Error, zipfile.BadZipFile, ParseError, KeyError, ValueError, OSError) as error:
        text = _("파일을 끝까지 읽을 수 없습니다. 다시 저장해 올려 주세요.")
        raise InvalidInput({"file": text}) from error


def _rows_in(file: IO[bytes], with_rows: bool) -> Iterator[Row]:
    rows = enumerate(text_rows(file), start=1)
    columns: dict[str, list[int]] | None = None
    for _number, cells in itertools.islice(rows, HEADS_WITHIN):
        if rules.is_heading(cells):
            columns = rules.found_columns(cells)
            break
    missing = rules.missing_columns(columns or {})
    if columns is not None and with_rows and "row" not in columns:
        missing.append(rules.ROW.head)
    if columns is None or missing:
        text = _(
            "첫 줄에 “받는 사람”, “전화번호”, “주소” 제목이 있어야 합니다. 없는 제목: %(names)s"
        )
        raise InvalidInput({"file": text % {"names": ", ".join(missing)}})
    for place, row in rows:
        told = rules.told(row, columns)
        number = told.pop("row", "")
        if any(told.values()):
            yield Row((rules.whole_quantity(number) or 0) if with_rows else place, told)


def template() -> bytes:
    """An empty list with a row that shows how."""
    shown = {
        "name": _("예시: 김온장"), "phone": "010-1234-5678", "postal_code": "48095",
        "road_address": _("부산광역시 해운대구 중동2로 11"), "address_detail": _("3층"),
        "quantity": "1", "message": "", "sku": "",
    }  # fmt: skip
    book = Workbook()
    book.sheet(_("받는 사람"), [_HEADS[name] for name in FIELDS], [[shown[n] for n in FIELDS]])
    return book.done()


def bad_rows(rows: Iterable[GiftRecipient]) -> bytes:
    """The bad rows as they were typed, numbered, what is wrong with each in a last column."""
    heads = [rules.ROW.head, *(_HEADS[name] for name in FIELDS), _("고칠 점")]
    made = [
        [row.number, *(row.cells.get(name, "") for name in FIELDS), "; ".join(problems_of(row))]
        for row in rows
    ]
    book = Workbook()
    book.sheet(_("고칠 줄"), heads, made)
    return book.done()


def problems_of(row: GiftRecipient) -> list[str]:
    """``전화번호: 비어 있습니다.``, one a column."""
    return [
        f"{_HEADS.get(name, name)}: {PROBLEMS.get(code, code)}"
        for name, code in row.problems.items()
    ]


# -- what the sender gets, and gives back --

CODE, CARRIER, TRACKING, ARRIVED = "선물번호", "택배사", "송장번호", "도착일"
ALIASES = {
    CODE: {"선물번호", "주문번호", "고객주문번호", "행", "row", "code", "order", "ordernumber"},
    CARRIER: {"택배사", "택배회사", "배송사", "carrier"},
    TRACKING: {"송장번호", "운송장번호", "운송장", "송장", "tracking", "trackingnumber"},
    ARRIVED: {"도착일", "배송완료일", "배달일", "delivered", "deliveredon"},
}


@dataclass(frozen=True, slots=True)
class Traced:
    """A row of a sheet that came back. ``row``: its place in the file; ``code``: the gift's number
    with the recipient's (``G-261123-7F3K2M-17``), or the recipient's alone."""

    row: int
    code: str
    carrier: str
    tracking_number: str
    arrived: str = ""


def recipients_sheet(
    order: GiftOrder, rows: Sequence[GiftRecipient], *, carrier: str = "", goods: dict[str, str]
) -> bytes:
    """Whom to send what, two columns of it to be filled in."""
    heads = [
        CODE, "받는 사람", "전화번호", "우편번호", "주소", "상세주소", "상품", "상품코드", "수량",
        "카드 문구", "보내는 사람", "도서산간", "조회 주소", CARRIER, TRACKING, ARRIVED,
    ]  # fmt: skip
    made = [
        [
            code_of(order, row), row.name, row.phone, row.postal_code, row.road_address,
            row.address_detail, goods.get(row.sku, row.sku), row.sku, row.quantity,
            row.message or order.message, order.sender_name, row.get_remote_display(),
            page_of(row), row.carrier or carrier, row.tracking_number, _day(row.delivered_at),
        ]
        for row in rows
    ]  # fmt: skip
    book = Workbook()
    book.sheet("받는 사람", heads, made)
    return book.done()


def result_sheet(order: GiftOrder, rows: Sequence[GiftRecipient]) -> bytes:
    """For whoever gave: what became of each."""
    heads = [
        rules.ROW.head, "받는 사람", "전화번호", "우편번호", "주소", "상세주소", "상품코드", "수량",
        "상태", CARRIER, TRACKING, "보낸 날", ARRIVED, "조회 주소",
    ]  # fmt: skip
    made = [
        [
            row.number, row.told_name, row.phone, row.postal_code,
            row.road_address, row.address_detail, row.sku, row.quantity,
            str(row.get_status_display()), row.carrier, row.tracking_number, _day(row.sent_at),
            _day(row.delivered_at), page_of(row),
        ]
        for row in rows
    ]  # fmt: skip
    book = Workbook()
    book.sheet("결과", heads, made)
    return book.done()


def code_of(order: GiftOrder, row: GiftRecipient) -> str:
    return f"{order.number}-{row.number}"


def page_of(row: GiftRecipient) -> str:
    """Where the recipient may follow the parcel."""
    return f"{settings.SITE_URL}/gift/{row.token}/" if row.token else ""


def read_traced(data: bytes, *, most: int, carrier: str = "") -> list[Traced]:
    """The rows with a tracking number, in the file's order; ``carrier`` where a row has none.
    Raises InvalidInput on ``file``."""
    columns: dict[str, int] | None = None
    found: list[Traced] = []
    for number, row in enumerate(read_rows(data, most_bytes=MOST_BYTES), start=1):
        cells = [_text(cell) for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        told = {name: cells[at] if at < len(cells) else "" for name, at in columns.items()}
        if not told[TRACKING]:
            continue
        if len(found) >= most:
            text = _("한 번에 %(most)s줄까지 올릴 수 있습니다.") % {"most": f"{most:,}"}
            raise InvalidInput({"file": text})
        found.append(
            Traced(
                number,
                told[CODE],
                told.get(CARRIER) or carrier,
                told[TRACKING],
                told.get(ARRIVED, ""),
            )
        )
    if columns is None or not found:
        raise InvalidInput({"file": _("송장번호가 적힌 행이 없습니다.")})
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    heads = ["".join(cell.split()).lower() for cell in cells]
    found = {
        name: next((at for at, head in enumerate(heads) if head in words), -1)
        for name, words in ALIASES.items()
    }
    if found[CODE] < 0 or found[TRACKING] < 0:
        raise InvalidInput({"file": _("첫 줄에 “선물번호”와 “송장번호” 제목이 있어야 합니다.")})
    return {name: at for name, at in found.items() if at >= 0}


def _day(moment: Any) -> str:
    return clock.local_date(moment).isoformat() if moment else ""


def _text(cell: Any) -> str:
    """A cell as it was typed: ``640012345678.0`` is the number 640012345678."""
    if cell is None:
        return ""
    if hasattr(cell, "date"):
        return str(cell.date().isoformat())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().lstrip("'")
