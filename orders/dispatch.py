"""A day's parcels as a sheet: what is to be sent goes out, tracking numbers come back in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from core.documents.sheets import read_rows
from core.documents.workbook import Workbook
from core.errors import InvalidInput
from orders.models import VendorOrder

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 500
NUMBER, CARRIER, TRACKING = "주문번호", "택배사", "송장번호"
HEADS = (
    NUMBER, "받는 사람", "전화번호", "우편번호", "주소", "상세주소", "배송 메모", "상품", "수량",
    "픽업 장소", "선물", CARRIER, TRACKING,
)  # fmt: skip
#: What else carriers' programs call these columns.
ALIASES = {
    NUMBER: {"주문번호", "고객주문번호", "order", "ordernumber"},
    CARRIER: {"택배사", "택배회사", "배송사", "carrier"},
    TRACKING: {"송장번호", "운송장번호", "운송장", "송장", "tracking", "trackingnumber"},
}


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A row of a sheet that came back. ``row``: its place in the file, from 1."""

    row: int
    number: str
    carrier: str
    tracking_number: str


def sheet_of(parts: Iterable[VendorOrder], *, carrier: str = "") -> bytes:
    """Parts to send as a workbook, two columns of it to be filled in. Numbers stay text."""
    book = Workbook()
    book.sheet(
        "발송",
        HEADS,
        [
            (
                part.number,
                part.order.recipient,
                part.order.phone,
                part.order.postal_code,
                part.order.road_address,
                part.order.address_detail,
                part.order.delivery_note,
                goods_of(part),
                sum(line.to_ship for line in part.lines.all()),
                part.pickup_place,
                "선물" if part.order.is_gift else "",
                carrier,
                "",
            )
            for part in parts
        ],
    )
    return book.done()


def goods_of(part: VendorOrder) -> str:
    """``비누 (민트) × 2, 수건 × 1``: what is still to be sent."""
    return ", ".join(
        f"{line.name}{f' ({line.variant_name})' if line.variant_name else ''} × {line.to_ship}"
        for line in part.lines.all()
        if line.to_ship
    )


def read_dispatched(data: bytes, *, carrier: str = "") -> list[Dispatched]:
    """The rows that have a tracking number, in the file's order; ``carrier`` where a row has none.

    Numbers that a spreadsheet took for figures come back as they were typed. Raises InvalidInput on
    ``file`` for a file that isn't such a sheet, or is too long.
    """
    columns: dict[str, int] | None = None
    found: list[Dispatched] = []
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
        if len(found) >= MOST_ROWS:
            raise InvalidInput(
                {"file": _("한 번에 500건까지 올릴 수 있습니다. 나누어 올려 주세요.")}
            )
        found.append(Dispatched(number, told[NUMBER], told.get(CARRIER) or carrier, told[TRACKING]))
    if columns is None or not found:
        raise InvalidInput({"file": _("송장번호가 적힌 행이 없습니다.")})
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    heads = ["".join(cell.split()).lower() for cell in cells]
    found = {
        name: next((at for at, head in enumerate(heads) if head in words), -1)
        for name, words in ALIASES.items()
    }
    if found[NUMBER] < 0 or found[TRACKING] < 0:
        raise InvalidInput({"file": _("첫 줄에 “주문번호”와 “송장번호” 제목이 있어야 합니다.")})
    return {name: at for name, at in found.items() if at >= 0}


def _text(cell: Any) -> str:
    """A cell as it was typed: ``640012345678.0`` is the number 640012345678."""
    if cell is None or isinstance(cell, dt.datetime):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip().lstrip("'")
