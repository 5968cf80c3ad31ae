"""A cart becomes one order, whatever is clicked, repeated or raced."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkout import rules, selectors, services
from checkout.errors import CartChanged
from checkout.models import Cart
from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, KeyReused, NotFound
from inventory.errors import InsufficientStock
from orders.models import Order
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, VariantFactory
from tests.factories.promotions import CouponFactory

pytestmark = pytest.mark.django_db

ADDRESS = {
    "email": "kim@example.kr",
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True  # the test gateway exists in demo mode only


@pytest.fixture
def cart() -> Cart:
    ChannelFactory()
    return services.cart_get_or_create(actor=ANONYMOUS)


def complete(cart: Cart, key: str = "k1", **changes: Any) -> services.CompletedCheckout:
    arguments = {"token": cart.token, "gateway": "test", "idempotency_key": key, **changes}
    return services.checkout_complete(actor=ANONYMOUS, **arguments)


def filled(cart: Cart, *variants: Any, quantity: int = 1) -> Cart:
    services.cart_lines_add(
        actor=ANONYMOUS, token=cart.token, quantities={v.pk: quantity for v in variants}
    )
    return services.cart_address_set(actor=ANONYMOUS, token=cart.token, fields=ADDRESS)


def test_adding_twice_adds_up_and_zero_takes_out(cart: Cart) -> None:
    soap = VariantFactory(on_hand=10)
    for _ in range(2):
        services.cart_line_add(actor=ANONYMOUS, token=cart.token, variant_id=soap.pk, quantity=2)
    assert selectors.cart_view(actor=ANONYMOUS, token=cart.token).count == 4
    services.cart_line_set(actor=ANONYMOUS, token=cart.token, variant_id=soap.pk, quantity=0)
    assert selectors.cart_view(actor=ANONYMOUS, token=cart.token).count == 0


def test_the_cart_shows_each_enterprise_its_tier_and_its_shipping(cart: Cart) -> None:
    soap = VariantFactory(price=10_000, tiers={10: 9_000}, on_hand=50)
    jam = VariantFactory(price=8_000)
    filled(cart, soap, quantity=10)
    filled(cart, jam)
    view = selectors.cart_view(actor=ANONYMOUS, token=cart.token)
    by_name = {group.enterprise.pk: group for group in view.groups}
    assert by_name[soap.product.enterprise_id].goods == 90_000
    assert by_name[soap.product.enterprise_id].shipping == 0
    assert by_name[jam.product.enterprise_id].free_shipping_gap == 42_000
    assert view.total == 90_000 + 8_000 + 3_000


@pytest.mark.parametrize("quantity", [0, -3])
def test_no_pieces_can_not_be_added(cart: Cart, quantity: int) -> None:
    soap = VariantFactory()
    with pytest.raises(InvalidInput) as refused:
        services.cart_line_add(
            actor=ANONYMOUS, token=cart.token, variant_id=soap.pk, quantity=quantity
        )
    assert refused.value.code == "ZERO_QUANTITY"


def test_more_than_the_stock_can_not_be_put_in_the_cart(cart: Cart) -> None:
    soap = VariantFactory(on_hand=3)
    with pytest.raises(InsufficientStock):
        services.cart_line_add(actor=ANONYMOUS, token=cart.token, variant_id=soap.pk, quantity=4)
    assert not cart.lines.exists()


def test_more_than_the_limit_is_sent_to_the_quotes(cart: Cart) -> None:
    soap = VariantFactory(on_hand=10_000)
    with pytest.raises(InvalidInput) as refused:
        services.cart_line_add(
            actor=ANONYMOUS,
            token=cart.token,
            variant_id=soap.pk,
            quantity=rules.LARGEST_QUANTITY + 1,
        )
    assert refused.value.code == "QUANTITY_GREATER_THAN_LIMIT"


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("email", "", "required"),
        ("email", "kim@", "invalid"),
        ("postal_code", "1234", "invalid"),
        ("postal_code", "123456", "too_long"),
        ("phone", "abc", "invalid"),
        ("recipient", " ", "required"),
        ("recipient", "가" * 81, "too_long"),
        ("road_address", "", "required"),
    ],
)
def test_an_address_is_checked_by_field(name: str, text: str, code: str) -> None:
    assert rules.address_problems({**ADDRESS, name: text}) == {name: code}


def test_an_incomplete_address_stops_the_order_and_names_the_fields(cart: Cart) -> None:
    filled(cart, VariantFactory())
    Cart.objects.update(phone="", recipient="")
    with pytest.raises(InvalidInput) as refused:
        complete(cart)
    assert set(refused.value.fields) == {"phone", "recipient"}
    assert not Order.objects.exists()


def test_an_empty_cart_makes_no_order(cart: Cart) -> None:
    services.cart_address_set(actor=ANONYMOUS, token=cart.token, fields=ADDRESS)
    with pytest.raises(InvalidInput) as refused:
        complete(cart)
    assert refused.value.field == "lines"


def test_a_double_click_makes_one_order_and_one_payment(cart: Cart) -> None:
    filled(cart, VariantFactory())
    first, second = complete(cart), complete(cart)
    assert first == second
    order = Order.objects.get()
    assert order.payments.count() == 1
    assert first.order_token == order.token


def test_another_key_on_the_same_cart_is_told_it_is_done(cart: Cart) -> None:
    filled(cart, VariantFactory())
    complete(cart)
    with pytest.raises(CartChanged):
        complete(cart, key="k2")
    assert Order.objects.count() == 1


def test_the_same_key_for_another_gateway_is_refused(cart: Cart) -> None:
    filled(cart, VariantFactory())
    complete(cart)
    with pytest.raises(KeyReused):
        complete(cart, gateway="bank_transfer")


def test_the_test_gateway_does_not_exist_outside_the_demo(cart: Cart, settings: Any) -> None:
    settings.TEST_GATEWAY = False
    filled(cart, VariantFactory())
    with pytest.raises(InvalidInput) as refused:
        complete(cart)
    assert refused.value.field == "gateway"
    assert not Order.objects.exists()


def test_a_person_s_cart_is_theirs_alone() -> None:
    ChannelFactory()
    owner, other = UserFactory(), UserFactory()
    cart = services.cart_get_or_create(actor=Actor(user_id=owner.pk, email=owner.email))
    soap = VariantFactory()
    for actor in (ANONYMOUS, Actor(user_id=other.pk)):
        with pytest.raises(NotFound):
            services.cart_line_add(actor=actor, token=cart.token, variant_id=soap.pk, quantity=1)
        assert selectors.cart_of(actor=actor, token=cart.token) is None
    assert not cart.lines.exists()


def test_ten_lines_of_five_enterprises_complete_within_forty_queries(cart: Cart) -> None:
    first = [VariantFactory() for _ in range(5)]
    second = [VariantFactory(product__enterprise=v.product.enterprise) for v in first]
    filled(cart, *first, *second)
    enterprise = first[0].product.enterprise
    for coupon in (CouponFactory(), CouponFactory(funder="enterprise", enterprise=enterprise)):
        services.cart_coupon_add(actor=ANONYMOUS, token=cart.token, code=coupon.code)
    with CaptureQueriesContext(connection) as seen:
        complete(cart)
    order = Order.objects.get()
    assert order.vendor_orders.count() == 5
    assert order.discount_amount > 0
    assert len(seen) <= 40, "\n".join(q["sql"][:120] for q in seen.captured_queries)


def test_the_cart_is_read_with_the_same_queries_for_one_line_and_for_ten(cart: Cart) -> None:
    counts = []
    for number in (1, 9):
        filled(cart, *[VariantFactory() for _ in range(number)])
        with CaptureQueriesContext(connection) as seen:
            selectors.cart_view(actor=ANONYMOUS, token=cart.token)
        counts.append(len(seen))
    assert counts[0] == counts[1]
