"""A purchase's documents at both desks, and orders that come in as UBL."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from core.actor import Actor
from core.money import split_included_tax
from procurement import services
from procurement.models import PurchaseOrder, ReceivedOrder
from procurement.standards import parts, ubl
from tests.procurement.conftest import (
    Desk,
    Seller,
    agency,  # noqa: F401
    answer,
    ask,
    company,  # noqa: F401
    inspect,
    order_quote,
    seller,
    sellers,  # noqa: F401
    ship,
)

pytestmark = pytest.mark.django_db


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def delivered(agency: Desk, one: Seller) -> PurchaseOrder:  # noqa: F811
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    inspect(agency, ship(po, one))
    return po


def content_of(answer: Any) -> bytes:
    return bytes(answer.content)


def test_the_buyer_downloads_every_document(agency: Desk, sellers: tuple[Seller, Seller]) -> None:  # noqa: F811
    po = delivered(agency, sellers[0])
    client = signed_in(agency.requester)
    page = client.get(reverse("buyer:documents", args=[po.number]))
    assert page.status_code == 200
    shipment = po.order.vendor_orders.get().shipments.get()  # type: ignore[union-attr]
    for address in (
        reverse("buyer:contract_pdf", args=[po.number]),
        reverse("buyer:file_pdf", args=[po.number]),
        reverse("buyer:delivery_note_pdf", args=[shipment.number]),
    ):
        assert address in page.content.decode()
        said = client.get(address)
        assert content_of(said).startswith(b"%PDF")
        assert said.headers["Cache-Control"] == "private, no-store"
    packed = client.get(reverse("buyer:file_zip", args=[po.number]))
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(content_of(packed))).namelist()
    for kind, number in (
        ("order", po.number),
        ("despatch", shipment.number),
        ("invoice", po.invoices.get().number),
    ):
        address = reverse("buyer:ubl", args=[po.number, kind, number])
        assert address in page.content.decode()
        assert client.get(address).headers["Content-Type"].startswith("application/xml")
    for kind, number in (("order", "PO-X"), ("secret", po.number)):
        assert client.get(reverse("buyer:ubl", args=[po.number, kind, number])).status_code == 404


def test_the_seller_downloads_its_own_part_and_strangers_nothing(
    agency: Desk,  # noqa: F811
    company: Desk,  # noqa: F811
    sellers: tuple[Seller, Seller],  # noqa: F811
) -> None:
    po = delivered(agency, sellers[0])
    shipment = po.order.vendor_orders.get().shipments.get()  # type: ignore[union-attr]
    ours = [
        reverse("seller:po_documents", args=[po.number]),
        reverse("seller:po_pdf", args=[po.number]),
        reverse("seller:contract_pdf", args=[po.number]),
        reverse("seller:file_pdf", args=[po.number]),
        reverse("seller:file_zip", args=[po.number]),
        reverse("seller:delivery_note_pdf", args=[po.number, shipment.number]),
        reverse("seller:ubl", args=[po.number, "order", po.number]),
    ]
    theirs = [
        reverse("buyer:documents", args=[po.number]),
        reverse("buyer:contract_pdf", args=[po.number]),
        reverse("buyer:file_pdf", args=[po.number]),
        reverse("buyer:file_zip", args=[po.number]),
        reverse("buyer:delivery_note_pdf", args=[shipment.number]),
        reverse("buyer:ubl", args=[po.number, "order", po.number]),
    ]
    mine, other = signed_in(sellers[0].actor), signed_in(sellers[1].actor)
    stranger = signed_in(company.requester)
    for address in ours:
        assert mine.get(address, follow=True).status_code == 200, address
        assert other.get(address).status_code in (302, 404), address
        if other.get(address).status_code == 302:
            pytest.fail("the other seller was asked for something else")
    for address in theirs:
        assert stranger.get(address).status_code == 404, address
        assert mine.get(address).status_code == 403, address


# -- an order comes in


def ubl_order(who: Desk, one: Seller, price: int = 20_000, **more: Any) -> bytes:
    split = split_included_tax(price * 3, rate_bp=1000)
    line = parts.Line(
        id="1",
        name="비누",
        quantity=3,
        supply=split.supply,
        vat=split.vat,
        tax=parts.Tax.TAXABLE,
        sku=one.variant.sku,
    )
    order = parts.Order(
        number="ERP-2026-001",
        issued_at=clock.now(),
        buyer=parts.Party(who.organization.name, who.organization.business_number),
        seller=parts.Party(one.enterprise.name, one.enterprise.business_number),
        lines=(line,),
        note="총무과 비누",
        delivery=parts.Delivery(
            address=parts.Address("부산광역시 연제구 중앙대로 1001", "3층", "47545"),
            recipient="김담당",
            phone="051-000-1111",
            until_on=clock.today() + dt.timedelta(days=14),
        ),
    )
    return ubl.order(dataclasses.replace(order, **more))


def upload(client: Client, xml: bytes, **more: str) -> Any:
    file = SimpleUploadedFile("order.xml", xml, content_type="application/xml")
    return client.post(reverse("buyer:order_ubl"), {"file": file, **more})


def test_an_uploaded_order_becomes_a_purchase_order_once(company: Desk) -> None:  # noqa: F811
    one = seller(price=20_000)
    client = signed_in(company.requester)
    assert client.get(reverse("buyer:order_ubl")).status_code == 200
    xml = ubl_order(company, one)
    said = upload(client, xml)
    po = PurchaseOrder.objects.get()
    assert said.headers["Location"] == reverse("buyer:order", args=[po.number])
    assert (po.title, po.total_amount, po.recipient) == ("총무과 비누", 60_000, "김담당")
    assert po.received.number == "ERP-2026-001"
    assert upload(client, xml).headers["Location"] == said.headers["Location"]
    assert PurchaseOrder.objects.count() == 1
    other = upload(client, ubl_order(company, one, note="다른 주문"))
    assert other.status_code == 400
    assert "같은 주문번호로 다른 문서를 이미 받았습니다" in other.content.decode()
    assert ReceivedOrder.objects.count() == PurchaseOrder.objects.count() == 1


def test_an_agency_cites_its_ground(agency: Desk) -> None:  # noqa: F811
    one = seller(price=20_000)
    client = signed_in(agency.requester)
    assert "no_quote_2m" in client.get(reverse("buyer:order_ubl")).content.decode()
    refused = upload(client, ubl_order(agency, one))
    assert refused.status_code == 400
    assert "계약 근거를 선택해 주세요" in refused.content.decode()
    assert not PurchaseOrder.objects.exists()
    assert upload(client, ubl_order(agency, one), rule="no_quote_2m").status_code == 302
    assert PurchaseOrder.objects.get().rule_basis


def wrong_number(buyer: Desk, one: Seller) -> bytes:
    return ubl_order(buyer, one, buyer=parts.Party("남의 기관", "1248100998"))


def wrong_seller(buyer: Desk, one: Seller) -> bytes:
    return ubl_order(buyer, one, seller=parts.Party("남의 기업", "1248100998"))


def wrong_price(buyer: Desk, one: Seller) -> bytes:
    return ubl_order(buyer, one, price=19_000)


def unknown_goods(buyer: Desk, one: Seller) -> bytes:
    return ubl_order(buyer, one).replace(one.variant.sku.encode(), b"NO-SUCH")


def no_address(buyer: Desk, one: Seller) -> bytes:
    return ubl_order(buyer, one, delivery=None)


def yesterday(buyer: Desk, one: Seller) -> bytes:
    xml = ubl_order(buyer, one)
    until = (clock.today() + dt.timedelta(days=14)).isoformat()
    return xml.replace(until.encode(), (clock.today() - dt.timedelta(days=1)).isoformat().encode())


def not_xml(buyer: Desk, one: Seller) -> bytes:
    return b"PK\x03\x04 what is this"


@pytest.mark.parametrize(
    ("made", "place"),
    [
        (wrong_number, "BuyerCustomerParty"),
        (wrong_seller, "OrderLine[1]/LineItem/Item/SellersItemIdentification"),
        (wrong_price, "OrderLine[1]/LineItem/LineExtensionAmount"),
        (unknown_goods, "OrderLine[1]"),
        (no_address, "Delivery/DeliveryLocation/Address/PostalZone"),
        (yesterday, "Delivery/RequestedDeliveryPeriod/EndDate"),
        (not_xml, "Order"),
    ],
)
def test_what_can_not_be_ordered_is_named_by_its_place(
    company: Desk,  # noqa: F811
    made: Any,
    place: str,
) -> None:
    one = seller(price=20_000)
    said = upload(signed_in(company.requester), made(company, one))
    assert said.status_code == 400
    assert f"<code>{place}</code>" in said.content.decode()
    assert not PurchaseOrder.objects.exists()
    assert not ReceivedOrder.objects.exists()


def test_an_order_needs_a_file_and_somebody_who_may_buy(company: Desk) -> None:  # noqa: F811
    assert signed_in(company.requester).post(reverse("buyer:order_ubl")).status_code == 400
    assert signed_in(company.inspector).get(reverse("buyer:order_ubl")).status_code == 403


def test_the_page_of_documents_asks_no_more_for_more(
    agency: Desk,  # noqa: F811
    sellers: tuple[Seller, Seller],  # noqa: F811
) -> None:
    one = sellers[0]
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    piece = po.lines.get().order_line_id
    client, address = signed_in(agency.requester), reverse("buyer:documents", args=[po.number])

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    inspect(agency, ship(po, one, quantities={piece: 10}))
    counted()
    before = counted()
    for _ in range(3):
        inspect(agency, ship(po, one, quantities={piece: 10}))
    assert counted() == before
