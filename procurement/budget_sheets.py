"""Budgets as people keep them: a sheet that comes in, and the year's end as one that goes out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.documents.sheets import read_rows
from core.errors import InvalidInput
from procurement.errors import BadRows, RowError
from procurement.items import Readable
from procurement.selectors.purses import YearEnd, YearEndSums

MOST_ROWS = 2000
MOST_BYTES = 5 * 1024 * 1024
HEADINGS = {
    "year": {"회계연도", "연도", "year"},
    "account": {"회계", "회계구분", "account"},
    "programme": {"사업", "세부사업", "정책/단위/세부사업", "programme", "program"},
    "item_code": {"통계목", "item code", "item"},
    "amount": {"예산액", "예산현액", "금액", "amount", "budget"},
}


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """A line of the sheet; ``row`` as the sheet numbers it."""

    row: int
    year: int
    account: str
    programme: str
    item_code: str
    amount: int


def budget_read(file: Readable) -> list[BudgetRow]:
    """The lines of an uploaded sheet. Raises InvalidInput for a file that can't be read, BadRows
    naming every bad row."""
    columns: dict[str, int] | None = None
    found: list[BudgetRow] = []
    bad: list[RowError] = []
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in enumerate(
        read_rows(file.read(MOST_BYTES + 1), most_bytes=MOST_BYTES), start=1
    ):
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        if len(found) + len(bad) >= MOST_ROWS:
            raise InvalidInput({"file": _("한 번에 2,000행까지 올릴 수 있습니다.")})
        line = _line(number, cells, columns)
        if isinstance(line, BudgetRow):
            key = (line.year, line.account, line.programme, line.item_code)
            if key in seen:
                text = _("%(row)d행과 같은 과목입니다.") % {"row": seen[key]}
                line = RowError(number, text)
            else:
                seen[key] = number
        (bad if isinstance(line, RowError) else found).append(line)  # type: ignore[arg-type]
    if bad:
        raise BadRows(bad)
    if not found:
        raise InvalidInput({"file": _("예산 과목이 없습니다.")})
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    heads = [cell.lower() for cell in cells]
    found = {
        name: place
        for name, known in HEADINGS.items()
        for place, head in enumerate(heads)
        if head in known
    }
    if set(found) != set(HEADINGS):
        raise InvalidInput(
            {
                "file": _(
                    "첫 줄에 “회계연도”, “회계”, “사업”, “통계목”, “예산액” 제목이 있어야 합니다."
                )
            }
        )
    return found


def _line(number: int, cells: Sequence[str], columns: dict[str, int]) -> BudgetRow | RowError:
    texts = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    year, amount = _whole(texts["year"].removesuffix("년")), _whole(texts["amount"])
    if year is None or not 2000 <= year <= 2100:
        return RowError(number, _("회계연도를 네 자리로 입력해 주세요."))
    if amount is None:
        return RowError(number, _("예산액은 0 이상의 정수여야 합니다."))
    for name, label, longest in (
        ("account", _("회계"), 60),
        ("programme", _("사업"), 160),
        ("item_code", _("통계목"), 12),
    ):
        if not 1 <= len(texts[name]) <= longest:
            text = _("%(label)s은(는) 1자에서 %(most)d자까지입니다.")
            return RowError(number, text % {"label": label, "most": longest})
    return BudgetRow(number, year, texts["account"], texts["programme"], texts["item_code"], amount)


def _whole(text: str) -> int | None:
    """``1,200,000``, ``1200000.0`` or ``1,200,000원`` as a whole number; anything else is none."""
    digits = text.replace(",", "").removesuffix("원").strip()
    if digits.endswith(".0"):
        digits = digits[:-2]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 15 else None


def budget_template() -> bytes:
    """An empty sheet to fill in."""
    return _book("budget", [[_("회계연도"), _("회계"), _("사업"), _("통계목"), _("예산액")]])


def year_end_sheet(rows: Iterable[YearEnd], sums: YearEndSums) -> bytes:
    """The year's end as an Excel file, with a line of sums at its foot."""
    heads = [
        _("회계"), _("사업"), _("통계목"), _("예산액"), _("지출액"), _("원인행위액"), _("예약액"),
        _("미지출액"), _("이월 대상"), _("불용액"),
    ]  # fmt: skip
    body = [
        [
            row.line.account, row.line.programme, row.line.item_code, row.line.amount,
            row.line.spent_amount, row.line.committed_amount, row.line.reserved_amount,
            row.unspent, row.carried, row.lapsing,
        ]
        for row in rows
    ]  # fmt: skip
    foot = [
        _("합계"), "", "", sums.amount, sums.spent, sums.committed, sums.reserved, sums.unspent,
        sums.carried, sums.lapsing,
    ]  # fmt: skip
    return _book("year end", [heads, *body, foot])


def _book(title: str, rows: Sequence[Sequence[Any]]) -> bytes:
    from openpyxl import Workbook  # loaded by those processes alone that meet an Excel file

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"  # what begins with "=" is a text, never a formula
            elif isinstance(value, int):
                cell.number_format = "#,##0"
    sheet.column_dimensions["B"].width = 40
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
