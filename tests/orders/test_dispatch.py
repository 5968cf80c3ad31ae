"""A day's parcels by a sheet: good rows are sent, bad ones named, and nothing is sent twice."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from core.actor import Actor
from core.errors import InvalidInput, NotAllowed
from core.models import AuditEntry
from orders import dispatch, papers, services
from orders.dispatch import Dispatched
from orders.models import Order, Shipment, VendorOrder
from orders.services import NewLine
from tests.factories.catalog import ProductFactory, VariantFactory
from tests.factories.payments import paid
from tests.factories.vendors import EnterpriseFactory
from tests.pdf import squeezed
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


@pytest.fixture
def shop() -> Enterprise:
    return EnterpriseFactory()


def sold(shop: Enterprise, pieces: int = 2, **variant: Any) -> VendorOrder:
    row = VariantFactory(product=ProductFactory(enterprise=shop), **variant)
    return paid(NewLine(row.pk, pieces)).order.vendor_orders.get()


def owner(shop: Enterprise) -> Actor:
    return Actor(enterprises={shop.pk: "owner"})


def send(shop: Enterprise, *rows: Dispatched) -> services.Report:
    return services.shipments_create(actor=owner(shop), enterprise_id=shop.pk, rows=rows)


def csv(*rows: str, heads: str = "주문번호,택배사,송장번호", encoding: str = "utf-8") -> bytes:
    return "\n".join([heads, *rows]).encode(encoding)


# -- the sheet ----------------------------------------------------------------------------------


def test_the_sheet_goes_out_and_comes_back(shop: Enterprise) -> None:
    part = sold(shop)
    Order.objects.update(recipient="=김시민", phone="01012345678", postal_code="01234")
    (again,) = services.dispatch_list(actor=owner(shop), enterprise_id=shop.pk)
    book = openpyxl.load_workbook(io.BytesIO(dispatch.sheet_of([again])))
    page = book["발송"]
    assert tuple(cell.value for cell in page[1]) == dispatch.HEADS
    values = dict(zip(dispatch.HEADS, (cell.value for cell in page[2]), strict=True))
    assert values["주문번호"] == part.number
    assert (values["받는 사람"], values["우편번호"]) == ("=김시민", "01234")
    assert page.cell(2, 2).data_type == "s"  # a name, never a formula
    assert values["수량"] == 2
    page.cell(2, dispatch.HEADS.index("송장번호") + 1).value = 640012345678  # Excel took it so
    out = io.BytesIO()
    book.save(out)
    assert dispatch.read_dispatched(out.getvalue(), carrier="CJ대한통운") == [
        Dispatched(2, part.number, "CJ대한통운", "640012345678")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_a_carrier_s_own_file_is_read(encoding: str) -> None:
    data = csv(
        "O-1-1,한진택배,0012-3456", "", "O-2-1,,", "O-3-1,,99",
        heads="고객주문번호,택배 회사,운송장 번호", encoding=encoding,
    )  # fmt: skip
    assert dispatch.read_dispatched(data, carrier="로젠택배") == [
        Dispatched(2, "O-1-1", "한진택배", "0012-3456"),
        Dispatched(5, "O-3-1", "로젠택배", "99"),
    ]


@pytest.mark.parametrize(
    "data",
    [b"", b"\x00\x01", csv("a,b,c", heads="이름,금액,날짜"), csv("O-1-1,CJ대한통운,"), csv(),
     csv(*[f"O-{n}-1,CJ,{n}" for n in range(501)])],
)  # fmt: skip
def test_what_is_no_such_sheet_is_refused_by_its_field(data: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        dispatch.read_dispatched(data)
    assert "file" in refused.value.by_field()


# -- sending --------------------------------------------------------------------------------------


def test_good_rows_are_sent_bad_ones_named_and_the_same_sheet_sends_nothing_twice(
    shop: Enterprise,
) -> None:
    first, second, foreign = sold(shop), sold(shop), sold(EnterpriseFactory())
    rows = (
        Dispatched(2, first.number, "CJ대한통운", "1111"),
        Dispatched(3, second.number, "CJ대한통운", "송장!"),
        Dispatched(4, foreign.number, "CJ대한통운", "3333"),
        Dispatched(5, first.number, "CJ대한통운", "4444"),
        Dispatched(6, second.number, "", "5555"),
    )
    report = send(shop, *rows)
    assert [shipment.tracking_number for shipment in report.sent] == ["1111"]
    assert [row for row, _text in report.problems] == [3, 4, 5, 6]
    again = send(shop, rows[0], Dispatched(3, second.number, "CJ대한통운", "2222"))
    assert (len(again.sent), again.known, again.problems) == (1, 1, [])
    assert Shipment.objects.count() == 2
    assert set(VendorOrder.objects.filter(enterprise=shop).values_list("status", flat=True)) == {
        "shipped"
    }
    assert not Shipment.objects.filter(vendor_order=foreign).exists()


def test_what_was_cancelled_or_sent_by_hand_is_named(shop: Enterprise) -> None:
    sent, gone = sold(shop), sold(shop)
    services.shipment_create(
        actor=owner(shop), vendor_order_id=sent.pk, carrier="CJ", tracking_number="1"
    )
    from core.actor import SYSTEM
    from payments import services as money

    line = gone.lines.get()
    money.lines_cancel(actor=SYSTEM, vendor_order_id=gone.pk, quantities={line.pk: 2}, reason="x")
    report = send(
        shop, Dispatched(2, sent.number, "CJ", "2"), Dispatched(3, gone.number, "CJ", "3")
    )
    assert [row for row, _text in report.problems] == [2, 3]
    assert Shipment.objects.count() == 1


def test_strangers_send_and_read_nothing(shop: Enterprise) -> None:
    part = sold(shop)
    stranger = owner(EnterpriseFactory())
    with pytest.raises(NotAllowed):
        services.shipments_create(
            actor=stranger, enterprise_id=shop.pk, rows=[Dispatched(2, part.number, "CJ", "1")]
        )
    with pytest.raises(NotAllowed):
        services.dispatch_list(actor=stranger, enterprise_id=shop.pk)
    assert not Shipment.objects.exists()


def test_taking_addresses_out_is_noted(shop: Enterprise) -> None:
    sold(shop)
    services.dispatch_list(actor=owner(shop), enterprise_id=shop.pk)
    assert AuditEntry.objects.filter(action="vendor_order.export").count() == 1


# -- the papers -----------------------------------------------------------------------------------


def test_the_pick_list_sums_up_by_product(shop: Enterprise) -> None:
    soap = VariantFactory(product=ProductFactory(enterprise=shop, name="미역비누"), sku="SOAP-1")
    for pieces in (2, 3):
        paid(NewLine(soap.pk, pieces))
    parts = services.dispatch_list(actor=owner(shop), enterprise_id=shop.pk)
    text = squeezed(papers.pick_list_pdf(parts))
    assert "피킹리스트" in text
    assert text.count("SOAP-1") == 1
    assert "SOAP-15" in text  # its five pieces stand right beside it
    for part in parts:
        assert part.number[2:] in text


def test_a_gift_s_slip_shows_the_card_and_no_price(shop: Enterprise) -> None:
    sold(shop, price=12_345)
    Order.objects.update(is_gift=True, gift_message="생일 축하해요")
    sold(shop, price=54_321)
    gift, plain = services.dispatch_list(actor=owner(shop), enterprise_id=shop.pk)
    assert gift.order.is_gift
    text = squeezed(papers.packing_slips_pdf([gift]))
    assert "생일축하해요" in text
    assert "24,690" not in text
    assert "108,642" in squeezed(papers.packing_slips_pdf([plain]))
