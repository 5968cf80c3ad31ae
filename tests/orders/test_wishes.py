"""What buyers ask for beside the goods: coupons, pick-up, gifts; and what shipping costs them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core import clock
from core.actor import SYSTEM
from core.errors import InvalidInput
from inventory.models import Stock
from orders import services
from orders.models import CommissionRule, Order
from orders.services import Buyer, NewLine, ShipTo, Wishes
from promotions.errors import CouponRefused
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.promotions import CouponFactory
from tests.factories.vendors import EnterpriseFactory
from vendors.models import PickupPoint, RemoteArea

pytestmark = pytest.mark.django_db

HOME = ShipTo("김시민", "010-0000-0000", "47545", "부산광역시 연제구 중앙대로 1001")
JEJU = ShipTo("김시민", "010-0000-0000", "63001", "제주특별자치도 제주시 한경면 1")


def place(*lines: NewLine, address: ShipTo = HOME, **wishes: Any) -> Order:
    return services.order_create(
        actor=SYSTEM,
        lines=lines,
        buyer=Buyer(kind="citizen", email="kim@example.kr"),
        address=address,
        expires_at=clock.now() + dt.timedelta(minutes=30),
        wishes=Wishes(**wishes),
    )


def sums(order: Order) -> None:
    """Children sum to their parents, to the won."""
    parts = list(order.vendor_orders.all())
    assert order.total_amount == sum(part.total_amount for part in parts)
    assert order.discount_amount == sum(part.discount_amount for part in parts)
    for part in parts:
        lines = list(part.lines.all())
        assert part.goods_amount == sum(line.total_amount for line in lines)
        assert part.shipping_amount == sum(line.shipping_amount for line in lines)
        assert part.commission_amount == sum(line.commission_amount for line in lines)
        assert part.total_amount == part.shipping_amount + sum(line.paid_amount for line in lines)


def test_who_bears_a_coupon_decides_what_the_sale_is_worth() -> None:
    CommissionRule.objects.all().delete()
    CommissionRule.objects.create(rate_bp=1_000, valid_from=dt.date(2020, 1, 1), basis="시험")
    soap, jam = VariantFactory(price=22_000), VariantFactory(price=11_000)
    mine = CouponFactory(
        funder="enterprise", enterprise=soap.product.enterprise, kind="percent", value=5_000
    )
    market = CouponFactory(value=2_200)
    order = place(NewLine(soap.pk, 1), NewLine(jam.pk, 1), coupon_codes=[mine.code, market.code])
    sums(order)
    first = order.vendor_orders.get(enterprise=soap.product.enterprise).lines.get()
    assert (first.enterprise_discount_amount, first.market_discount_amount) == (11_000, 1_100)
    # VAT and commission are on what the enterprise gets: its own coupon lowered its price.
    assert (first.supply_amount, first.vat_amount, first.commission_amount) == (
        10_000,
        1_000,
        1_100,
    )
    second = order.vendor_orders.get(enterprise=jam.product.enterprise).lines.get()
    assert (second.supply_amount, second.market_discount_amount) == (10_000, 1_100)
    assert order.total_amount == 33_000 - 11_000 - 2_200 + 6_000


def test_a_refused_coupon_places_nothing() -> None:
    soap = VariantFactory(on_hand=5)
    with pytest.raises(CouponRefused):
        place(NewLine(soap.pk, 1), coupon_codes=["NOPE"])
    assert not Order.objects.exists()
    assert Stock.objects.get(variant=soap).reserved == 0


def test_a_cancelled_order_gives_its_coupon_back() -> None:
    coupon = CouponFactory(use_limit=1)
    order = place(NewLine(VariantFactory().pk, 1), coupon_codes=[coupon.code])
    services.order_cancel(actor=SYSTEM, order_id=order.pk, reason=services.EXPIRED)
    coupon.refresh_from_db()
    assert coupon.used == 0
    services.order_revive(order_id=order.pk)
    coupon.refresh_from_db()
    assert coupon.used == 1


def test_an_island_costs_more_by_each_enterprise_s_own_surcharge() -> None:
    near = VariantFactory(product__enterprise=EnterpriseFactory(island_surcharge_amount=4_000))
    far = VariantFactory(product__enterprise=EnterpriseFactory(island_surcharge_amount=0))
    order = place(NewLine(near.pk, 1), NewLine(far.pk, 1), address=JEJU)
    sums(order)
    surcharges = {p.enterprise_id: p.surcharge_amount for p in order.vendor_orders.all()}
    assert surcharges == {
        near.product.enterprise_id: 4_000,
        far.product.enterprise_id: 0,
    }
    assert order.shipping_amount == 3_000 + 4_000 + 3_000


def test_a_mountain_area_is_what_the_operator_entered() -> None:
    RemoteArea.objects.create(
        kind="mountain", name="시험 산간", postal_from="47000", postal_to="47999"
    )
    order = place(NewLine(VariantFactory().pk, 1))
    assert order.vendor_orders.get().surcharge_amount == 2_000


def test_shipping_by_weight_looks_at_all_pieces_of_the_enterprise() -> None:
    enterprise = EnterpriseFactory(
        shipping_basis="weight", shipping_steps=[[5_000, 6_000]], free_shipping_from_amount=0
    )
    heavy = VariantFactory(product__enterprise=enterprise, product__weight_g=2_000)
    own = VariantFactory(product__enterprise=enterprise, product__weight_g=9_000, weight_g=500)
    assert place(NewLine(heavy.pk, 2), NewLine(own.pk, 1)).shipping_amount == 3_000
    assert place(NewLine(heavy.pk, 2), NewLine(own.pk, 2)).shipping_amount == 6_000


def test_what_is_picked_up_has_no_shipping_and_says_where() -> None:
    soap = VariantFactory()
    point = PickupPoint.objects.create(name="영도 마을회관", district="26200", address="태종로 105")
    soap.product.enterprise.pickup_points.add(point)
    order = place(NewLine(soap.pk, 1), address=JEJU, pickups={soap.product.enterprise_id: point.pk})
    part = order.vendor_orders.get()
    assert (part.shipping_amount, part.delivery_method) == (0, "pickup")
    assert part.pickup_place == "영도 마을회관 (태종로 105)"


def test_a_point_that_does_not_take_the_enterprise_s_goods_is_refused() -> None:
    soap = VariantFactory()
    other = PickupPoint.objects.create(name="다른 곳", district="26200", address="태종로 1")
    with pytest.raises(InvalidInput) as refused:
        place(NewLine(soap.pk, 1), pickups={soap.product.enterprise_id: other.pk})
    assert refused.value.field == "pickup"
    assert not Order.objects.exists()


def test_what_can_not_be_sent_back_is_on_the_line_only_as_it_was_shown_and_agreed() -> None:
    fresh = VariantFactory(product=ProductFactory(is_perishable=True))
    made = VariantFactory(product=ProductFactory(is_made_to_order=True))
    for agreed, expected in ((False, ["perishable", ""]), (True, ["perishable", "made_to_order"])):
        order = place(NewLine(fresh.pk, 1), NewLine(made.pk, 1), agreed_made_to_order=agreed)
        lines = [part.lines.get() for part in order.vendor_orders.order_by("pk")]
        found = {line.variant_id: line.withdrawal_exclusion for line in lines}
        assert [found[fresh.pk], found[made.pk]] == expected


def test_commission_goes_by_the_rule_of_the_day_that_fits_most_narrowly() -> None:
    CommissionRule.objects.all().delete()
    parent = CategoryFactory(slug="parent")
    child = CategoryFactory(slug="child", parent=parent)
    soap = VariantFactory(product=ProductFactory(category=child), price=10_000)
    for rate, since, until, category in (
        (500, dt.date(2020, 1, 1), dt.date(2025, 12, 31), None),
        (400, dt.date(2026, 1, 1), None, None),
        (200, dt.date(2026, 1, 1), None, parent),
    ):
        CommissionRule.objects.create(
            rate_bp=rate, valid_from=since, valid_to=until, category=category, basis="시험"
        )
    other = VariantFactory(price=10_000)
    order = place(NewLine(soap.pk, 1), NewLine(other.pk, 1))
    rates = {
        line.variant_id: line.commission_rate_bp
        for part in order.vendor_orders.all()
        for line in part.lines.all()
    }
    assert rates == {soap.pk: 200, other.pk: 400}
    with clock.moved_to(dt.datetime(2025, 6, 1, tzinfo=dt.UTC)):
        old = place(NewLine(soap.pk, 1))
    assert old.vendor_orders.get().lines.get().commission_rate_bp == 500
