"""A company orders from a list, on account, at the price of the quantity."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from core.errors import InvalidInput
from inventory.errors import InsufficientStock
from inventory.services import stock_set
from procurement import items, services
from procurement.errors import BadRows, CreditExceeded, DutiesMustPart, NoAccount, RuleForbids
from procurement.models import PurchaseOrder
from procurement.services import ItemOrdered
from tests.procurement.conftest import HALL, Desk, Seller, inspect, seller, ship

pytestmark = pytest.mark.django_db


def order(buyer: Desk, *wanted: ItemOrdered, **more: object) -> PurchaseOrder:
    return services.purchase_order_from_items(
        **{
            "actor": buyer.requester,
            "organization_id": buyer.organization.pk,
            "items": list(wanted),
            "title": "직원 명절 선물",
            "address": HALL,
        }
        | more
    )


def tiered() -> Seller:
    return seller(price=10_000, tiers={100: 9_000, 500: 8_000})


def test_five_hundred_cost_the_tier_s_price_and_the_invoice_bears_the_number(
    company: Desk,
) -> None:
    one = tiered()
    po = order(company, ItemOrdered(one.variant.sku, 500))
    line = po.lines.get()
    assert (line.list_price_amount, line.unit_price_amount) == (10_000, 8_000)
    assert po.total_amount == 4_000_000
    po = services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    invoice = inspect(company, ship(po, one))
    assert invoice.purchase_order.number == po.number
    assert invoice.total_amount == 4_000_000


def test_the_same_item_twice_is_added_up_to_its_tier(company: Desk) -> None:
    one = tiered()
    po = order(company, ItemOrdered(one.variant.sku, 60), ItemOrdered(one.variant.sku, 40))
    line = po.lines.get()
    assert (line.quantity, line.unit_price_amount) == (100, 9_000)


def test_every_row_that_can_not_be_ordered_is_named(company: Desk) -> None:
    one = seller(on_hand=3)
    with pytest.raises(BadRows) as refused:
        order(company, ItemOrdered("NO-SUCH", 1, 2), ItemOrdered(one.variant.sku, 4, 3))
    assert [row.row for row in refused.value.rows] == [2, 3]
    assert not PurchaseOrder.objects.exists()


def test_the_requester_does_not_approve(company: Desk) -> None:
    po = order(company, ItemOrdered(tiered().variant.sku, 1))
    member = company.organization.memberships.get(user_id=company.requester.user_id)
    member.roles = ["requester", "approver"]
    member.save()
    from vendors.selectors import actor_for

    with pytest.raises(DutiesMustPart):
        services.purchase_order_approve(actor=actor_for(member.user), po_id=po.pk)


def test_credit_is_counted_over_all_that_is_unpaid(company: Desk) -> None:
    one = tiered()
    first = order(company, ItemOrdered(one.variant.sku, 1000))
    second = order(company, ItemOrdered(one.variant.sku, 500))
    services.purchase_order_approve(actor=company.approver, po_id=first.pk)
    with pytest.raises(CreditExceeded):
        services.purchase_order_approve(actor=company.approver, po_id=second.pk)


def test_without_an_account_there_is_no_order_on_account(company: Desk) -> None:
    company.organization.net_days = None
    company.organization.save()
    with pytest.raises(NoAccount):
        order(company, ItemOrdered(tiered().variant.sku, 1))


def test_stock_that_went_meanwhile_stops_the_approval(company: Desk) -> None:
    one = tiered()
    po = order(company, ItemOrdered(one.variant.sku, 10))
    stock_set(actor=one.actor, variant_id=one.variant.pk, on_hand=9)
    with pytest.raises(InsufficientStock):
        services.purchase_order_approve(actor=company.approver, po_id=po.pk)
    po.refresh_from_db()
    assert po.status == PurchaseOrder.Status.SUBMITTED


def test_a_double_click_orders_once(company: Desk) -> None:
    item = ItemOrdered(tiered().variant.sku, 1)
    first = order(company, item, idempotency_key="one-form")
    again = order(company, item, idempotency_key="one-form")
    assert first.pk == again.pk


def test_an_agency_orders_small_things_of_one_enterprise_and_cites_why(agency: Desk) -> None:
    one, other = seller(price=10_000), seller(price=10_000)
    with pytest.raises(RuleForbids):
        order(agency, ItemOrdered(one.variant.sku, 10))
    with pytest.raises(InvalidInput):
        order(
            agency, ItemOrdered(one.variant.sku, 1), ItemOrdered(other.variant.sku, 1),
            rule_code="no_quote_2m",
        )  # fmt: skip
    with pytest.raises(RuleForbids):
        order(agency, ItemOrdered(one.variant.sku, 300), rule_code="no_quote_2m")
    po = order(agency, ItemOrdered(one.variant.sku, 10), rule_code="no_quote_2m")
    assert "제25조" in po.rule_basis


# -- the uploaded list


def excel(*rows: list[object]) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_a_list_is_read_by_its_headings_wherever_they_stand() -> None:
    found = items.items_read(excel(["메모", "수량", "상품코드"], [None], ["급함", 500, "0012"]))
    assert found == [ItemOrdered("0012", 500, 3)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_csv_is_read_in_the_encodings_people_have(encoding: str) -> None:
    text = '상품코드,수량\r\n0012,"1,200"\r\n'
    assert items.items_read(io.BytesIO(text.encode(encoding))) == [ItemOrdered("0012", 1200, 2)]


def test_bad_rows_are_all_named() -> None:
    sheet = excel(["sku", "quantity"], ["A", 0], ["", 3], ["B", 2.5], ["C", "열"], ["D", -1])
    with pytest.raises(BadRows) as refused:
        items.items_read(sheet)
    assert [row.row for row in refused.value.rows] == [2, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"PK not a zip", b"%PDF-1.7", b"\x89PNG\x00\x00", "가나다\n1,2".encode(),
     "상품코드,수량\n".encode(), b"\xff\xfe\x00\x00"],
)  # fmt: skip
def test_a_file_that_is_no_list_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        items.items_read(io.BytesIO(data))
    assert "file" in refused.value.fields


def test_a_list_is_bounded() -> None:
    rows = "".join(f"A{n},1\n" for n in range(items.MOST_ROWS + 1))
    with pytest.raises(InvalidInput):
        items.items_read(io.BytesIO(f"sku,qty\n{rows}".encode()))
    with pytest.raises(InvalidInput):
        items.items_read(io.BytesIO(b"x" * (items.MOST_BYTES + 1)))


def test_the_template_can_be_filled_in_and_read_again() -> None:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(items.items_template()))
    assert book.active is not None
    book.active.append(["A-1", 5, ""])
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    assert items.items_read(out) == [ItemOrdered("A-1", 5, 2)]
