"""The seller desk: one's own only, errors by their field, a second click harmless."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Product
from orders.models import Shipment, VendorOrder
from orders.services import NewLine
from procurement.models import Quote
from tests.catalog.pictures import picture
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.payments import paid
from tests.factories.vendors import CredentialFactory, EnterpriseFactory, StaffFactory
from tests.procurement.conftest import ask, desk
from tests.procurement.conftest import seller as seller_of
from vendors.models import Credential, Enterprise

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 a certificate"


@dataclass
class Shop:
    client: Client
    enterprise: Enterprise
    variant: Any
    part: VendorOrder
    foreign: VendorOrder


@pytest.fixture
def shop(settings: Any) -> Shop:
    settings.TEST_GATEWAY = True
    staff = StaffFactory()
    CredentialFactory(enterprise=staff.enterprise)
    own = VariantFactory(product=ProductFactory(enterprise=staff.enterprise), price=10_000)
    order = paid(NewLine(own.pk, 3), NewLine(VariantFactory().pk, 1)).order
    client = Client()
    client.force_login(staff.user)
    parts = order.vendor_orders
    return Shop(
        client,
        staff.enterprise,
        own,
        parts.get(enterprise=staff.enterprise),
        parts.exclude(enterprise=staff.enterprise).get(),
    )


@pytest.mark.parametrize(
    "path",
    ["", "orders/", "orders/?status=&q=O-", "orders/?status=nonsense", "products/",
     "products/?q=비누", "products/new/", "quotes/", "deliveries/", "invoices/",
     "invoices/?status=paid", "profile/", "credentials/", "apply/"],
)  # fmt: skip
def test_every_page_opens(shop: Shop, path: str) -> None:
    assert shop.client.get(f"/seller/{path}").status_code == 200


def test_another_s_orders_products_and_papers_are_not_found(shop: Shop) -> None:
    foreign = Product.objects.exclude(enterprise=shop.enterprise).get()
    paper = CredentialFactory()
    for path in (
        f"orders/{shop.foreign.number}/",
        f"products/{foreign.pk}/",
        f"credentials/{paper.pk}/file/",
        "quotes/R-000000-NOTHNG/",
    ):
        assert shop.client.get(f"/seller/{path}").status_code == 404
    answer = shop.client.post(
        f"/seller/orders/{shop.foreign.number}/",
        {"action": "ship", "carrier": "x", "tracking_number": "1"},
    )
    assert answer.status_code == 404
    assert not Shipment.objects.exists()


def test_a_double_click_ships_once(shop: Shop) -> None:
    sent = {"action": "ship", "key": "one-form", "carrier": "한진택배", "tracking_number": "123"}
    for _ in range(2):
        assert shop.client.post(f"/seller/orders/{shop.part.number}/", sent).status_code == 302
    assert Shipment.objects.count() == 1
    shop.part.refresh_from_db()
    assert shop.part.status == VendorOrder.Status.SHIPPED


def test_an_order_is_accepted_and_shipped_in_parts(shop: Shop) -> None:
    path = f"/seller/orders/{shop.part.number}/"
    shop.client.post(path, {"action": "accept"})
    line = shop.part.lines.get()
    sent = {"action": "ship", "carrier": "한진택배", "tracking_number": "1"}
    shop.client.post(path, sent | {"key": "a", f"quantity_{line.pk}": "1"})
    shop.part.refresh_from_db()
    assert shop.part.status == VendorOrder.Status.PARTLY_SHIPPED
    too_many = shop.client.post(path, sent | {"key": "b", f"quantity_{line.pk}": "5"})
    assert too_many.status_code == 400
    shop.client.post(path, sent | {"key": "c"})
    shop.part.refresh_from_db()
    assert shop.part.status == VendorOrder.Status.SHIPPED


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"tracking_number": "1"}, "carrier"),
        ({"carrier": "한진"}, "tracking_number"),
        ({"carrier": "한진", "tracking_number": "<b>"}, "tracking_number"),
        ({"carrier": "가" * 50, "tracking_number": "1"}, "carrier"),
    ],
)
def test_a_bad_shipment_is_refused_by_its_field(
    shop: Shop, sent: dict[str, str], field: str
) -> None:
    answer = shop.client.post(f"/seller/orders/{shop.part.number}/", {"action": "ship"} | sent)
    assert answer.status_code == 400
    assert f'id="err_{field}"' in answer.content.decode()
    assert not Shipment.objects.exists()


def price_form(shop: Shop, **changes: Any) -> dict[str, Any]:
    return {
        "action": "price", "variant": str(shop.variant.pk), "price": "12,000",
        "known_on_hand": "97", "on_hand": "50", "low_at": "5",
        "tier_quantity": ["10", ""], "tier_price": ["11,000", ""],
    } | changes  # fmt: skip


def test_price_tiers_and_stock_are_saved_together(shop: Shop) -> None:
    path = f"/seller/products/{shop.variant.product_id}/"
    assert shop.client.post(path, price_form(shop)).status_code == 302
    page = Client().get(f"/p/{shop.variant.product.slug}/").content.decode()
    assert 'data-price="12000"' in page
    assert 'data-available="50"' in page
    assert "11,000원" in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"price": "천원"}, "price"),
        ({"price": "0"}, "price"),
        ({"on_hand": "-1"}, "on_hand"),
        ({"known_on_hand": "12"}, "on_hand"),  # sold in between
    ],
)
def test_a_bad_price_or_stock_changes_nothing(
    shop: Shop, changes: dict[str, str], field: str
) -> None:
    path = f"/seller/products/{shop.variant.product_id}/"
    answer = shop.client.post(path, price_form(shop, **changes))
    assert answer.status_code == 400
    assert f'id="err_{field}"' in answer.content.decode()
    shop.variant.refresh_from_db()
    assert shop.variant.listings.get().price_amount == 10_000


def test_a_new_product_is_a_draft_until_its_notice_is_whole(shop: Shop) -> None:
    category = CategoryFactory(
        slug="cosmetics",
        notice_fields=[{"key": "volume", "label": "용량", "label_en": "Volume", "required": True}],
    )
    new = {
        "key": "k", "name": "새 비누", "category": str(category.pk), "tax_class": "taxable",
        "price": "9,000", "on_hand": "10", "description": "새로 만든 비누",
    }  # fmt: skip
    for _ in range(2):
        photo = SimpleUploadedFile(
            "a.png", picture((300, 300), kind="PNG"), content_type="image/png"
        )
        answer = shop.client.post("/seller/products/new/", new | {"file": photo})
        assert answer.status_code == 302
    product = Product.objects.get(name="새 비누")
    path = f"/seller/products/{product.pk}/"
    refused = shop.client.post(path, {"action": "publish"})
    assert refused.status_code == 400
    assert "용량" in refused.content.decode()
    details = {
        "action": "details", "name": "새 비누", "category": str(category.pk),
        "tax_class": "taxable", "lead_days": "2", "weight_g": "100", "notice_volume": "100g",
        "description": "새로 만든 비누",
    }  # fmt: skip
    assert shop.client.post(path, details).status_code == 302
    assert shop.client.post(path, {"action": "publish"}).status_code == 302
    assert Client().get(f"/p/{product.slug}/").status_code == 200
    shop.client.post(path, {"action": "unpublish"})
    assert Client().get(f"/p/{product.slug}/").status_code == 404


def test_a_quote_is_answered_and_shown_again(shop: Shop) -> None:
    buyer, one = desk(kind="agency"), seller_of()
    shop.client.force_login(one.enterprise.staff.get().user)
    rfq = ask(buyer, one)
    line = rfq.lines.get()
    path = f"/seller/quotes/{rfq.number}/"
    assert "3구, 상자 포장" in shop.client.get(path).content.decode()
    sent = {
        f"price_{line.pk}": "18,000", f"tax_{line.pk}": "taxable",
        f"variant_{line.pk}": str(one.variant.pk), "valid_until": "2099-01-01",
        "lead_days": "7", "prices": "with",
    }  # fmt: skip
    bad = shop.client.post(path, sent | {"valid_until": "내일", f"price_{line.pk}": ""})
    assert bad.status_code == 400
    for name in ("valid_until", f"price_{line.pk}"):
        assert f'id="err_{name}"' in bad.content.decode()
    assert shop.client.post(path, sent).status_code == 302
    assert Quote.objects.get().total_amount == 5_400_000
    assert "5,400,000원" in shop.client.get(path).content.decode()


def test_a_certificate_is_handed_in_and_kept_private(shop: Shop) -> None:
    paper = {
        "kind": "village_enterprise", "number": "2026-1", "authority": "행정안전부",
        "issued_on": "2026-01-02",
        "file": SimpleUploadedFile("paper.pdf", PDF, content_type="application/pdf"),
    }  # fmt: skip
    assert shop.client.post("/seller/credentials/", paper).status_code == 302
    row = Credential.objects.get(kind="village_enterprise")
    address = f"/seller/credentials/{row.pk}/file/"
    answer = shop.client.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert "no-store" in answer.headers["Cache-Control"]
    stranger = Client()
    stranger.force_login(StaffFactory(enterprise=EnterpriseFactory()).user)
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_a_wrong_certificate_is_refused_by_its_field(shop: Shop) -> None:
    paper = {
        "kind": "nonsense", "number": "", "authority": "", "issued_on": "어제",
        "file": SimpleUploadedFile("paper.exe", b"MZ"),
    }  # fmt: skip
    answer = shop.client.post("/seller/credentials/", paper)
    assert answer.status_code == 400
    assert 'id="err_issued_on"' in answer.content.decode()
