"""Lists of items that people upload: Excel or CSV, with Korean or English headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from core.documents.sheets import read_rows
from core.errors import InvalidInput
from procurement.errors import BadRows, RowError
from procurement.services.order import ItemOrdered

MOST_ROWS = 2000
MOST_BYTES = 5 * 1024 * 1024
LARGEST_QUANTITY = 1_000_000
SKU_HEADINGS = {"상품코드", "품목코드", "sku", "code", "item code", "product code"}
QUANTITY_HEADINGS = {"수량", "주문수량", "quantity", "qty"}


class Readable(Protocol):
    def read(self, num_bytes: int = ..., /) -> bytes: ...


def items_read(file: Readable) -> list[ItemOrdered]:
    """The items of an uploaded list, with the sheet's row numbers.

    Raises InvalidInput for a file that can't be read, BadRows naming every bad row.
    """
    return _items(read_rows(file.read(MOST_BYTES + 1), most_bytes=MOST_BYTES))


def items_template() -> bytes:
    """An empty list to fill in, as an Excel file."""
    from openpyxl import Workbook  # loaded by those processes alone that meet an Excel file

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "items"
    sheet.append([_("상품코드"), _("수량"), _("메모")])
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["C"].width = 40
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _items(rows: Iterable[Sequence[Any]]) -> list[ItemOrdered]:
    columns: tuple[int, int] | None = None
    items: list[ItemOrdered] = []
    bad: list[RowError] = []
    for number, row in enumerate(rows, start=1):
        cells = ["" if cell is None else str(cell).strip() for cell in row]
        if not any(cells):
            continue
        if columns is None:
            columns = _columns(cells)
            continue
        if len(items) + len(bad) >= MOST_ROWS:
            raise InvalidInput({"file": _("한 번에 2,000행까지 올릴 수 있습니다.")})
        item = _item(number, row, cells, columns)
        (bad if isinstance(item, RowError) else items).append(item)  # type: ignore[arg-type]
    if bad:
        raise BadRows(bad)
    if not items:
        raise InvalidInput({"file": _("주문할 품목이 없습니다.")})
    return items


def _columns(cells: Sequence[str]) -> tuple[int, int]:
    heads = [cell.lower() for cell in cells]
    sku = next((i for i, head in enumerate(heads) if head in SKU_HEADINGS), None)
    quantity = next((i for i, head in enumerate(heads) if head in QUANTITY_HEADINGS), None)
    if sku is None or quantity is None:
        raise InvalidInput({"file": _("첫 줄에 “상품코드”와 “수량” 제목이 있어야 합니다.")})
    return sku, quantity


def _item(
    number: int, row: Sequence[Any], cells: Sequence[str], columns: tuple[int, int]
) -> ItemOrdered | RowError:
    place, count = columns
    sku = cells[place] if place < len(cells) else ""
    if not sku or len(sku) > 40:
        return RowError(number, _("상품코드가 없습니다."))
    value = row[count] if count < len(row) else None
    quantity = _whole(value)
    if quantity is None or not 1 <= quantity <= LARGEST_QUANTITY:
        return RowError(number, _("수량은 1 이상의 정수여야 합니다."))
    return ItemOrdered(sku, quantity, number)


def _whole(value: Any) -> int | None:
    """``500``, ``500.0`` or ``"1,200"`` as a whole number; anything else is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 10**9 else None
    text = str(value or "").replace(",", "").strip().removesuffix("개")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
