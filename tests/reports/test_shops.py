"""An enterprise's own figures equal its sales, and hints follow from its data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import PriceTier, Product, ProductMedia
from core import clock
from core.actor import SYSTEM, Actor
from core.errors import NotAllowed
from inventory.models import Stock
from orders.services import NewLine
from payments import services as money
from reports import rules, selectors
from reports.models import SaleFact
from reports.shops import HintKind, ShopReport, shop_report
from tests.factories.accounts import OrganizationFactory, UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.payments import deliver, paid
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from tests.reports.test_facts import sell
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db
Drain = Callable[[], int]


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True


@pytest.fixture
def shop() -> Enterprise:
    return EnterpriseFactory()


def report(shop: Enterprise, months: int = 12) -> ShopReport:
    return shop_report(
        actor=Actor(enterprises={shop.pk: "owner"}),
        enterprise_id=shop.pk,
        period=rules.last_months(clock.today(), months),
    )


def soap(shop: Enterprise, **more: Any) -> Any:
    return VariantFactory(**({"product__enterprise": shop, "price": 10_000} | more))


def hinted(shop: Enterprise) -> dict[HintKind, list[int]]:
    return {hint.kind: [pk for pk, _name in hint.products] for hint in report(shop).hints}


def test_the_figures_equal_the_sales_of_this_enterprise_alone(
    shop: Enterprise, drain_outbox: Drain
) -> None:
    mine, other = soap(shop), soap(EnterpriseFactory())
    buyer = UserFactory()
    parts = [
        deliver(paid(NewLine(mine.pk, 2), NewLine(other.pk, 5), user_id=buyer.pk)
                .order.vendor_orders.get(enterprise=shop)),
        deliver(paid(NewLine(mine.pk, 1), user_id=buyer.pk).order.vendor_orders.get()),
        deliver(paid(NewLine(mine.pk, 3)).order.vendor_orders.get()),
    ]  # fmt: skip
    drain_outbox()
    line = parts[2].lines.get()
    money.refund_create(actor=SYSTEM, vendor_order_id=parts[2].pk, quantities={line.pk: 1})
    drain_outbox()
    found = report(shop)
    assert found.net_sales == 50_000
    assert found.net_sales == selectors.net_sales(period=found.period, enterprise_id=shop.pk)
    assert (found.orders, found.buyers) == (3, 2)
    assert found.repeat_bp == 5_000  # one of two came back
    assert found.returned_bp == 1_666  # 10,000 of 60,000
    assert [(row.product_id, row.pieces, row.total) for row in found.top] == [
        (mine.product_id, 5, 50_000)
    ]
    assert found.trend.total == sum(place.total for place in found.places) == 50_000
    assert len(found.trend.rows) == 12


def test_without_sales_nothing_is_divided_by_nothing(shop: Enterprise) -> None:
    found = report(shop)
    assert (found.net_sales, found.repeat_bp, found.returned_bp, found.change_bp) == (
        0, None, None, None
    )  # fmt: skip


def test_it_is_compared_with_the_same_span_before(shop: Enterprise, drain_outbox: Drain) -> None:
    sell(NewLine(soap(shop).pk, 2))
    drain_outbox()
    delivered = SaleFact.objects.filter(event="delivered").values().get()
    period = rules.last_months(clock.today(), 1)
    row = delivered | {"id": None, "source": "x", "total_amount": 16_000}
    SaleFact.objects.create(**row | {"day": period.start - dt.timedelta(days=1)})
    assert report(shop, months=1).change_bp is None  # it began to sell within that span
    SaleFact.objects.create(
        **row | {"source": "y", "day": period.start - dt.timedelta(days=200), "total_amount": 1}
    )
    found = report(shop, months=1)
    assert (found.net_sales, found.before, found.change_bp) == (20_000, 16_000, 2_500)


def test_hints_follow_from_what_is_missing(shop: Enterprise, drain_outbox: Drain) -> None:
    good, bare = soap(shop), soap(shop)
    Product.objects.filter(pk=good.product_id).update(notice={"제조국": "대한민국"})
    Product.objects.filter(pk=bare.product_id).update(notice={})
    ProductMedia.objects.create(
        product_id=good.product_id, original="x.png", created_at=clock.now()
    )
    found = hinted(shop)
    assert found[HintKind.NO_PICTURE] == [bare.product_id]
    assert found[HintKind.NO_NOTICE] == [bare.product_id]
    assert HintKind.SOLD_OUT not in found
    Stock.objects.filter(variant=good).update(on_hand=3, reserved=3)
    assert hinted(shop)[HintKind.SOLD_OUT] == [good.product_id]


def test_a_price_by_quantity_is_asked_for_where_organizations_buy(
    shop: Enterprise, drain_outbox: Drain
) -> None:
    mine = soap(shop)
    assert HintKind.NO_TIER not in hinted(shop)
    rival = soap(EnterpriseFactory(), product__category=mine.product.category)
    sell(NewLine(rival.pk, 5), organization=OrganizationFactory(), deliver=False)
    drain_outbox()
    assert hinted(shop)[HintKind.NO_TIER] == [mine.product_id]
    PriceTier.objects.create(listing=mine.listings.get(), min_quantity=10, price_amount=9_000)
    assert HintKind.NO_TIER not in hinted(shop)


def test_what_did_not_sell_for_ninety_days_is_named(shop: Enterprise, drain_outbox: Drain) -> None:
    old = soap(shop)
    Product.objects.update(created_at=clock.now() - dt.timedelta(days=91))
    assert hinted(shop)[HintKind.NOT_SOLD] == [old.product_id]
    sell(NewLine(old.pk, 1))
    drain_outbox()
    assert HintKind.NOT_SOLD not in hinted(shop)


def test_others_figures_are_nobody_s_business(shop: Enterprise) -> None:
    with pytest.raises(NotAllowed):
        shop_report(
            actor=Actor(enterprises={shop.pk + 1: "owner"}),
            enterprise_id=shop.pk,
            period=rules.last_months(clock.today(), 1),
        )


@pytest.mark.parametrize("months", ["", "1", "3", "12", "99", "x"])
def test_the_page_opens_for_every_span(
    client: Client, shop: Enterprise, drain_outbox: Drain, months: str
) -> None:
    client.force_login(StaffFactory(enterprise=shop).user)
    sell(NewLine(soap(shop).pk, 2))
    drain_outbox()
    with CaptureQueriesContext(connection) as seen:
        page = client.get("/seller/figures/", {"months": months})
    assert page.status_code == 200
    assert "20,000원" in page.content.decode()
    assert len(seen) <= 24
