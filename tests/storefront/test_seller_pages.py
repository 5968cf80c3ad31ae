"""What the seller desk shows: the whole work of one enterprise, whatever its size."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import VariantListing
from core import clock
from core.actor import SYSTEM, Actor
from inventory.models import Stock
from orders import services as orders
from orders.models import Order, VendorOrder
from orders.services import Buyer, NewLine
from procurement import services as procurement
from tests.factories.catalog import ChannelFactory, ProductFactory, VariantFactory
from tests.factories.payments import HOME
from tests.factories.vendors import CredentialFactory, EnterpriseFactory, StaffFactory
from tests.procurement.conftest import answer, ask, desk, inspect, order_quote, seller, ship
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(client: Client) -> Enterprise:
    staff = StaffFactory()
    client.force_login(staff.user)
    return staff.enterprise


def owner_of(enterprise: Enterprise) -> Actor:
    return Actor(enterprises={enterprise.pk: "owner"})


def product_of(enterprise: Enterprise, **variant: Any) -> Any:
    return VariantFactory(product=ProductFactory(enterprise=enterprise), **variant)


def sold(*lines: NewLine) -> VendorOrder:
    order = orders.order_create(
        actor=SYSTEM,
        lines=lines,
        buyer=Buyer(kind="citizen", email="kim@example.kr"),
        address=HOME,
    )
    orders.order_confirm(actor=SYSTEM, order_id=order.pk)
    return Order.objects.get(pk=order.pk).vendor_orders.get()


def page(client: Client, path: str) -> str:
    answered = client.get(f"/seller/{path}")
    assert answered.status_code == 200
    return answered.content.decode()


def test_the_first_page_says_what_waits(client: Client, shop: Enterprise) -> None:
    part = sold(NewLine(product_of(shop).pk, 1))
    scarce = product_of(shop, on_hand=2)
    text = page(client, "")
    assert f'data-vendor-order="{part.number}"' in text
    assert scarce.product.name in text
    orders.shipment_create(
        actor=owner_of(shop), vendor_order_id=part.pk, carrier="한진택배", tracking_number="1"
    )
    assert f'data-vendor-order="{part.number}"' not in page(client, "")


def test_a_pending_order_is_nobody_s_business_yet(client: Client, shop: Enterprise) -> None:
    order = orders.order_create(
        actor=SYSTEM,
        lines=[NewLine(product_of(shop).pk, 1)],
        buyer=Buyer(kind="citizen", email="kim@example.kr"),
        address=HOME,
    )
    part = order.vendor_orders.get()
    assert part.number not in page(client, "orders/?status=")
    assert client.get(f"/seller/orders/{part.number}/").status_code == 404


def test_each_shipment_says_what_went_with_it(client: Client, shop: Enterprise) -> None:
    soap, jam = product_of(shop), product_of(shop)
    part = sold(NewLine(soap.pk, 3), NewLine(jam.pk, 2))
    lines = {line.variant_id: line for line in part.lines.all()}
    orders.shipment_create(
        actor=owner_of(shop),
        vendor_order_id=part.pk,
        carrier="한진택배",
        tracking_number="7",
        quantities={lines[soap.pk].pk: 2},
    )
    text = " ".join(page(client, f"orders/{part.number}/").split())
    _before, _heading, shipped = text.partition("보낸 것")
    assert f"{soap.product.name} × 2" in shipped
    assert jam.product.name not in shipped


def test_the_orders_of_a_day_cost_the_same_queries_as_one(client: Client, shop: Enterprise) -> None:
    counted = []
    for more in (1, 7):
        for _ in range(more):
            sold(NewLine(product_of(shop).pk, 1))
        for path in ("orders/", "products/"):
            with CaptureQueriesContext(connection) as queries:
                page(client, path)
            counted.append(len(queries))
    assert counted[:2] == counted[2:]


def test_options_of_a_product_have_forms_of_their_own(client: Client, shop: Enterprise) -> None:
    small = product_of(shop, price=5_000)
    large = VariantFactory(product=small.product, name="대", price=9_000)
    path = f"products/{small.product_id}/"
    text = page(client, path)
    ids = [part.partition('"')[0] for part in text.split(' id="')[1:]]
    assert len(ids) == len(set(ids))

    sent = {
        "action": "price", "variant": str(large.pk), "price": "구천원", "on_hand": "100",
        "known_on_hand": "100", "low_at": "5",
    }  # fmt: skip
    refused = client.post(f"/seller/{path}", sent).content.decode()
    before, _sku, own = refused.partition(f'data-variant="{large.sku}"')
    assert "구천원" in own
    assert "구천원" not in before
    client.post(f"/seller/{path}", sent | {"price": "8,500", "on_hand": "40"})
    prices = dict(VariantListing.objects.values_list("variant_id", "price_amount"))
    assert prices == {small.pk: 5_000, large.pk: 8_500}
    assert dict(Stock.objects.values_list("variant_id", "on_hand")) == {small.pk: 100, large.pk: 40}


def test_a_delivery_shows_what_went_and_what_the_inspector_said(client: Client) -> None:
    agency, one = desk(kind="agency"), seller()
    client.force_login(one.enterprise.staff.get().user)
    po = order_quote(agency, answer(ask(agency, one), one, 18_000))
    procurement.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    po.refresh_from_db()
    shipment = ship(po, one)
    text = page(client, "deliveries/")
    assert "× 300" in text
    assert "검수 대기" in text
    invoice = inspect(agency, shipment, rejected=2)
    text = page(client, "deliveries/")
    assert "합격 298" in text
    assert "불합격 2" in text
    assert invoice.number in page(client, "invoices/")
    assert invoice.number not in page(client, "invoices/?status=paid")


def test_who_sells_for_two_enterprises_chooses_one(client: Client, shop: Enterprise) -> None:
    second = EnterpriseFactory(name="가람협동조합")
    StaffFactory(enterprise=second, user=shop.staff.get().user)
    stranger = EnterpriseFactory()
    part = sold(NewLine(product_of(shop).pk, 1))

    client.post("/seller/switch/", {"enterprise": second.slug})
    assert part.number not in page(client, "orders/")
    client.post("/seller/switch/", {"enterprise": shop.slug})
    assert part.number in page(client, "orders/")
    assert client.post("/seller/switch/", {"enterprise": stranger.slug}).status_code == 404


def test_long_lists_are_paged_with_few_numbers(client: Client, shop: Enterprise) -> None:
    ChannelFactory()
    ProductFactory.create_batch(30 * 7 + 1, enterprise=shop)
    text = page(client, "products/?page=4")
    assert "?page=2" in text
    assert "?page=6" in text
    assert "?page=8" not in text


def test_an_ending_certificate_is_told_in_time(client: Client, shop: Enterprise) -> None:
    CredentialFactory(enterprise=shop, expires_on=clock.today() + dt.timedelta(days=30))
    assert "새 인증서를 올려 주세요" in page(client, "")
