"""Lists of recipients as people hand them in, and the orders that come of them."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from core import clock
from gifts import services, sheets
from gifts.models import GiftOrder
from gifts.services import Wishes
from procurement import services as procurement
from procurement.models import PurchaseOrder
from tests.procurement.conftest import HALL, Desk, Seller

HEAD = ["받는 사람", "휴대폰", "우편번호", "주소", "상세주소", "수량", "메시지", "상품코드", "메모"]
Drain = Callable[[], int]


def person(n: int = 1, **more: Any) -> list[Any]:
    row = {
        "받는 사람": f"박선물{n}", "휴대폰": f"010-{n // 10_000:04d}-{n % 10_000:04d}",
        "우편번호": "48095", "주소": f"부산광역시 해운대구 해운대로 {n}", "상세주소": "101호",
        "수량": "", "메시지": "", "상품코드": "", "메모": "옆 부서",
    } | more  # fmt: skip
    return [row[head] for head in HEAD]


def people(count: int) -> list[list[Any]]:
    return [person(n) for n in range(1, count + 1)]


def xlsx(
    rows: Sequence[Sequence[Any]],
    head: Sequence[str] = HEAD,
    formats: Mapping[tuple[int, int], str] = {},
) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (head, *rows):
        sheet.append(list(row))
    for (number, column), shown in formats.items():
        sheet.cell(number, column).number_format = shown
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("직원명단.xlsx", buffer.getvalue())


def comma(
    rows: Sequence[Sequence[Any]], head: Sequence[str] = HEAD, *, encoding: str = "utf-8-sig"
) -> SimpleUploadedFile:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerows([head, *rows])
    return SimpleUploadedFile("직원명단.csv", buffer.getvalue().encode(encoding))


def read_back(data: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def wishes(one: Seller, **more: Any) -> Wishes:
    today = clock.today()
    return Wishes(
        **{
            "title": "추석 선물",
            "sku": one.variant.sku,
            "sender_name": "시험기관",
            "message": "한 해 고맙습니다",
            "arrive_from": today + dt.timedelta(days=10),
            "arrive_to": today + dt.timedelta(days=20),
        }
        | more
    )


def begun(buyer: Desk, one: Seller, file: SimpleUploadedFile, **more: Any) -> GiftOrder:
    return services.gift_order_create(
        actor=buyer.requester,
        organization_id=buyer.organization.pk,
        wishes=wishes(one, **more),
        file=file,
    )


def checked(buyer: Desk, one: Seller, drain: Drain, rows: Any, **more: Any) -> GiftOrder:
    file = rows if isinstance(rows, SimpleUploadedFile) else comma(rows)
    order = begun(buyer, one, file, **more)
    drain()
    assert order.files.get().stage == "checked", order.files.get().problem
    return order


def submitted(buyer: Desk, order: GiftOrder, **more: Any) -> PurchaseOrder:
    made = services.gift_order_submit(
        actor=buyer.requester, order_id=order.pk, address=HALL, **more
    )
    assert made.purchase_order is not None
    return made.purchase_order


def ordered(
    buyer: Desk, one: Seller, drain: Drain, rows: Any, rule: str = "", **more: Any
) -> GiftOrder:
    order = checked(buyer, one, drain, rows, **more)
    po = submitted(buyer, order, rule_code=rule)
    procurement.purchase_order_approve(actor=buyer.approver, po_id=po.pk)
    drain()
    order.refresh_from_db()
    assert order.status == "ordered"
    return order


def traced(
    order: GiftOrder, *numbers: int, carrier: str = "CJ대한통운", first: int = 640_000
) -> list[sheets.Traced]:
    return [
        sheets.Traced(place, f"{order.number}-{number}", carrier, str(first + number))
        for place, number in enumerate(numbers, start=2)
    ]


def sent(order: GiftOrder, one: Seller, *numbers: int, **more: Any) -> services.Report:
    return services.gift_parcels_record(
        actor=one.actor,
        enterprise_id=one.enterprise.pk,
        number=order.number,
        rows=traced(order, *numbers, **more),
    )
