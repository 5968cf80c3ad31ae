"""Placing and carrying out orders, on the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from core import clock
from core.actor import ANONYMOUS, SYSTEM, Actor
from core.errors import Conflict, InvalidInput, KeyReused, NotFound
from inventory.errors import InsufficientStock
from inventory.models import Stock
from orders import selectors, services
from orders.errors import OrderNotPending, WrongState
from orders.models import Order, OrderLine, Shipment, VendorOrder
from orders.services import Buyer, NewLine, ShipTo
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import CredentialFactory
from vendors import services as vendors

pytestmark = pytest.mark.django_db

HOME = ShipTo("김시민", "010-0000-0000", "47545", "부산광역시 연제구 중앙대로 1001")


def buy(*lines: NewLine, user_id: int | None = None) -> Order:
    return services.order_create(
        actor=SYSTEM,
        lines=lines,
        buyer=Buyer(kind="citizen", email="kim@example.kr", user_id=user_id),
        address=HOME,
    )


def seller_of(part: VendorOrder) -> Actor:
    return Actor(enterprises={part.enterprise_id: "owner"})


def paid(*lines: NewLine, user_id: int | None = None) -> Order:
    order = buy(*lines, user_id=user_id)
    return services.order_confirm(actor=SYSTEM, order_id=order.pk)


def test_an_order_parts_by_enterprise_and_every_sum_holds() -> None:
    soap, jam = VariantFactory(price=12_000), VariantFactory(price=30_000)
    order = buy(NewLine(soap.pk, 2), NewLine(jam.pk, 2))
    parts = list(order.vendor_orders.order_by("pk"))
    assert [p.goods_amount for p in parts] == [24_000, 60_000]
    assert [p.shipping_amount for p in parts] == [3_000, 0]  # free from 50,000 won
    assert order.total_amount == sum(p.total_amount for p in parts) == 87_000
    assert Stock.objects.get(variant=soap).reserved == 2


def test_a_line_copies_tier_tax_and_the_papers_valid_today() -> None:
    soap = VariantFactory(price=11_000, tiers={10: 9_900})
    enterprise = soap.product.enterprise
    CredentialFactory(enterprise=enterprise, kind="social_cooperative", number="고용-12")
    CredentialFactory(enterprise=enterprise, kind="village_enterprise", status="pending")
    CredentialFactory(
        enterprise=enterprise, kind="social_venture", expires_on=dt.date(2024, 12, 31)
    )
    line = OrderLine.objects.get(vendor_order__order=buy(NewLine(soap.pk, 10)))
    assert (line.unit_price_amount, line.total_amount) == (9_900, 99_000)
    assert (line.supply_amount, line.vat_amount) == (90_000, 9_000)
    assert line.kinds == ["social_cooperative"]
    assert line.credentials[0]["number"] == "고용-12"
    assert line.seller_district == enterprise.district


def test_an_exempt_line_bears_no_tax() -> None:
    fish = VariantFactory(price=15_000, product__tax_class="exempt")
    line = OrderLine.objects.get(vendor_order__order=buy(NewLine(fish.pk, 1)))
    assert (line.supply_amount, line.vat_amount, line.tax_rate_bp) == (15_000, 0, 0)


@pytest.mark.parametrize("quantity", [0, -1])
def test_an_order_of_no_pieces_is_refused(quantity: int) -> None:
    soap = VariantFactory()
    with pytest.raises(InvalidInput) as refused:
        buy(NewLine(soap.pk, quantity))
    assert refused.value.field == "quantity"
    assert not Order.objects.exists()


def test_products_ship_by_the_shop_for_nothing_or_for_a_fee_of_their_own() -> None:
    by_shop = VariantFactory(price=10_000)
    enterprise = by_shop.product.enterprise
    free = VariantFactory(
        price=10_000, product__enterprise=enterprise, product__shipping_rule="free"
    )
    own = VariantFactory(
        price=10_000, product__enterprise=enterprise, product__shipping_rule="own",
        product__own_shipping_amount=7_000,
    )  # fmt: skip

    def shipping(*variants: Any) -> int:
        order = buy(*(NewLine(variant.pk, 1) for variant in variants))
        return order.vendor_orders.get().shipping_amount

    assert shipping(by_shop) == 3_000
    assert shipping(free) == 0
    assert shipping(own) == 7_000
    assert shipping(by_shop, free, own) == 10_000
    assert shipping(own, free) == 7_000


def test_a_holiday_moves_the_day_to_send_behind_its_end() -> None:
    soap, jam = VariantFactory(), VariantFactory()
    today = clock.today()
    vendors.closure_set(
        actor=SYSTEM, enterprise_id=soap.product.enterprise_id, closed_from=today,
        closed_to=today + dt.timedelta(days=9), note="설 연휴",
    )  # fmt: skip
    order = paid(NewLine(soap.pk, 1), NewLine(jam.pk, 1))
    parts = {part.enterprise_id: part.ship_by for part in order.vendor_orders.all()}
    assert parts[jam.product.enterprise_id] == clock.add_business_days(today, 3)
    assert parts[soap.product.enterprise_id] == clock.add_business_days(
        today + dt.timedelta(days=9), 3
    )


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        (0, None, "closed_to"),
        (None, 1, "closed_from"),
        (3, 1, "closed_to"),
        (-3, -1, "closed_to"),
        (0, 61, "closed_to"),
    ],
)
def test_a_wrong_holiday_is_refused_by_its_field(
    begin: int | None, end: int | None, field: str
) -> None:
    shop = VariantFactory().product.enterprise
    day = [None if n is None else clock.today() + dt.timedelta(days=n) for n in (begin, end)]
    with pytest.raises(InvalidInput) as caught:
        vendors.closure_set(
            actor=SYSTEM, enterprise_id=shop.pk, closed_from=day[0], closed_to=day[1]
        )
    assert list(caught.value.by_field()) == [field]


def test_an_order_of_more_than_there_is_leaves_nothing_behind() -> None:
    soap = VariantFactory(on_hand=3)
    with pytest.raises(InsufficientStock):
        buy(NewLine(soap.pk, 4))
    assert not Order.objects.exists()
    assert Stock.objects.get(variant=soap).reserved == 0


def test_an_empty_order_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        buy()
    assert refused.value.field == "lines"


def test_a_confirmed_order_has_sold_its_stock_and_mails_everyone_once(
    drain_outbox: Callable[[], int],
) -> None:
    soap, jam = VariantFactory(on_hand=5), VariantFactory(on_hand=5)
    order = paid(NewLine(soap.pk, 2), NewLine(jam.pk, 1))
    services.order_confirm(actor=SYSTEM, order_id=order.pk)
    drain_outbox()
    assert Stock.objects.get(variant=soap).on_hand == 3
    to_buyer = [m for m in mail.outbox if m.to == ["kim@example.kr"]]
    assert len(to_buyer) == 1
    for part in order.vendor_orders.all():
        assert part.number in to_buyer[0].body
        assert part.enterprise.name in to_buyer[0].body
        assert [m.to for m in mail.outbox].count([part.enterprise.email]) == 1


def test_an_enterprise_s_mail_shows_its_own_part_only(drain_outbox: Callable[[], int]) -> None:
    soap, jam = VariantFactory(), VariantFactory()
    order = paid(NewLine(soap.pk, 1), NewLine(jam.pk, 1))
    drain_outbox()
    first, second = order.vendor_orders.order_by("pk")
    text = next(m.body for m in mail.outbox if m.to == [first.enterprise.email])
    assert first.number in text
    assert second.number not in text
    assert jam.product.name not in text


def test_a_cancelled_order_gives_its_stock_back_and_can_not_be_confirmed() -> None:
    soap = VariantFactory(on_hand=5)
    user = UserFactory()
    order = buy(NewLine(soap.pk, 2), user_id=user.pk)
    services.order_cancel(actor=Actor(user_id=user.pk), order_id=order.pk)
    assert Stock.objects.get(variant=soap).reserved == 0
    assert set(order.vendor_orders.values_list("status", flat=True)) == {"cancelled"}
    with pytest.raises(Conflict) as refused:
        services.order_confirm(actor=SYSTEM, order_id=order.pk)
    assert refused.value.code in ("RESERVATION_GONE", "ORDER_NOT_PENDING")


def test_only_the_buyer_cancels_and_only_before_it_is_confirmed() -> None:
    soap = VariantFactory(on_hand=5)
    user = UserFactory()
    order = buy(NewLine(soap.pk, 2), user_id=user.pk)
    for stranger in (ANONYMOUS, Actor(user_id=user.pk + 1)):
        with pytest.raises(NotFound):
            services.order_cancel(actor=stranger, order_id=order.pk)
    services.order_confirm(actor=SYSTEM, order_id=order.pk)
    with pytest.raises(OrderNotPending):
        services.order_cancel(actor=Actor(user_id=user.pk), order_id=order.pk)
    assert Stock.objects.get(variant=soap).on_hand == 3


def ship(part: VendorOrder, **fields: object) -> Shipment:
    arguments = {"carrier": "CJ대한통운", "tracking_number": "6123-4567-8901", **fields}
    return services.shipment_create(actor=seller_of(part), vendor_order_id=part.pk, **arguments)  # type: ignore[arg-type]


def test_a_part_ships_in_pieces_and_is_shipped_with_the_last(
    drain_outbox: Callable[[], int],
) -> None:
    soap = VariantFactory()
    order = paid(NewLine(soap.pk, 5))
    part = order.vendor_orders.get()
    line = part.lines.get()
    ship(part, quantities={line.pk: 2})
    part.refresh_from_db()
    assert part.status == "partly_shipped"
    ship(part)
    part.refresh_from_db()
    assert part.status == "shipped"
    drain_outbox()
    assert sum("6123-4567-8901" in m.body for m in mail.outbox) == 2


def test_a_double_click_ships_once() -> None:
    part = paid(NewLine(VariantFactory().pk, 5)).vendor_orders.get()
    first = ship(part, idempotency_key="click")
    second = ship(part, idempotency_key="click")
    assert first == second
    assert Shipment.objects.count() == 1
    with pytest.raises(KeyReused):
        ship(part, idempotency_key="click", tracking_number="999")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"carrier": ""}, "carrier"),
        ({"tracking_number": " "}, "tracking_number"),
        ({"tracking_number": "<script>"}, "tracking_number"),
        ({"tracking_number": "송장번호"}, "tracking_number"),
        ({"tracking_number": "--"}, "tracking_number"),
        ({"tracking_number": "1" * 41}, "tracking_number"),
    ],
)
def test_a_shipment_needs_carrier_and_tracking_number(fields: dict[str, str], field: str) -> None:
    part = paid(NewLine(VariantFactory().pk, 1)).vendor_orders.get()
    with pytest.raises(InvalidInput) as refused:
        ship(part, **fields)
    assert field in refused.value.fields
    assert not Shipment.objects.exists()


def test_no_more_ships_than_was_ordered() -> None:
    part = paid(NewLine(VariantFactory().pk, 2)).vendor_orders.get()
    with pytest.raises(InvalidInput):
        ship(part, quantities={part.lines.get().pk: 3})
    ship(part)
    with pytest.raises(WrongState):
        ship(part)


def test_an_unpaid_order_does_not_ship() -> None:
    part = buy(NewLine(VariantFactory().pk, 2)).vendor_orders.get()
    with pytest.raises(WrongState):
        ship(part)


def test_no_enterprise_touches_another_s_part() -> None:
    order = paid(NewLine(VariantFactory().pk, 1), NewLine(VariantFactory().pk, 1))
    mine, theirs = order.vendor_orders.order_by("pk")
    with pytest.raises(NotFound):
        services.shipment_create(
            actor=seller_of(mine),
            vendor_order_id=theirs.pk,
            carrier="우체국택배",
            tracking_number="1",
        )
    with pytest.raises(NotFound):
        selectors.vendor_order_for(actor=seller_of(mine), number=theirs.number)
    theirs.refresh_from_db()
    assert theirs.status == "confirmed"


def test_the_buyer_not_the_enterprise_confirms_the_receipt() -> None:
    user = UserFactory()
    order = paid(NewLine(VariantFactory().pk, 1), user_id=user.pk)
    part = order.vendor_orders.get()
    ship(part)
    with pytest.raises(NotFound):
        services.vendor_order_mark_delivered(actor=seller_of(part), vendor_order_id=part.pk)
    services.vendor_order_mark_delivered(actor=Actor(user_id=user.pk), vendor_order_id=part.pk)
    order.refresh_from_db()
    assert order.status == "completed"


def test_a_guest_confirms_by_the_order_s_token() -> None:
    order = paid(NewLine(VariantFactory().pk, 1))
    part = order.vendor_orders.get()
    ship(part)
    with pytest.raises(NotFound):
        services.vendor_order_mark_delivered(
            actor=ANONYMOUS, vendor_order_id=part.pk, order_token="guess"
        )
    services.vendor_order_mark_delivered(
        actor=ANONYMOUS, vendor_order_id=part.pk, order_token=order.token
    )
    part.refresh_from_db()
    assert part.status == "delivered"


def test_refunding_all_before_shipping_cancels_the_part_and_refills_the_shelf() -> None:
    soap = VariantFactory(on_hand=10)
    part = paid(NewLine(soap.pk, 4)).vendor_orders.get()
    line = part.lines.get()
    services.lines_take_back(vendor_order_id=part.pk, quantities={line.pk: 1})
    assert Stock.objects.get(variant=soap).on_hand == 7
    services.lines_take_back(vendor_order_id=part.pk, quantities={line.pk: 3})
    part.refresh_from_db()
    assert part.status == "cancelled"
    assert Stock.objects.get(variant=soap).on_hand == 10
    with pytest.raises(InvalidInput):
        services.lines_take_back(vendor_order_id=part.pk, quantities={line.pk: 1})


def test_an_order_page_takes_the_same_queries_for_one_line_and_for_many(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    order = paid(*[NewLine(VariantFactory().pk, 1) for _ in range(6)])
    with django_assert_max_num_queries(7):
        whole = selectors.order_for_token(order.token)
        for part in whole.vendor_orders.all():
            assert part.enterprise.name
            assert list(part.lines.all())
            assert list(part.shipments.all()) == []
        assert whole.events.all()
