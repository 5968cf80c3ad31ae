"""Whose checkouts and orders they are, and who counts as whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.cache import cache

from accounts import services as accounts
from accounts.models import User
from api.ids import global_id
from checkout.models import Cart
from core import clock
from core.actor import Actor
from orders.models import Order
from tests.api.conftest import Ask
from tests.api.test_buying import completed, ready, sign_in, started
from tests.factories.accounts import UserFactory
from tests.factories.catalog import VariantFactory

pytestmark = pytest.mark.django_db

ATTACH = """mutation($id: ID!) { checkoutCustomerAttach(id: $id) {
  checkout { email } errors { field code } } }"""
ORDERS = """query($first: Int, $last: Int, $after: String, $before: String) {
  me { orders(first: $first, last: $last, after: $after, before: $before) { totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { node { number status paymentStatusDisplay total { gross { amount } tax { amount } }
      lines { productName quantity variant { product { slug } } thumbnail { url } }
      vendorOrders { number enterprise { name badges { kind } } total { amount } }
      fulfillments { trackingNumber } } } } } }"""


@pytest.fixture
def mine(ask: Ask) -> str:
    UserFactory(email="mine@example.kr", password="onjang-pass-1")
    return sign_in(ask, "mine@example.kr")


@pytest.fixture
def theirs(ask: Ask) -> str:
    UserFactory(email="theirs@example.kr", password="onjang-pass-1")
    return sign_in(ask, "theirs@example.kr")


def bought(ask: Ask, token: str, count: int) -> list[str]:
    """Numbers of that many new orders, the newest first."""
    numbers = []
    for _ in range(count):
        identity = ready(ask, VariantFactory(), VariantFactory())
        ask(ATTACH, id=identity, token=token)
        numbers.append(completed(ask, identity, token=token)["order"]["number"])
    return numbers[::-1]


def numbers_of(answer: dict[str, Any]) -> list[str]:
    return [edge["node"]["number"] for edge in answer["data"]["me"]["orders"]["edges"]]


def test_one_s_orders_go_forwards_and_backwards_in_as_many_queries_however_many(
    ask: Ask, mine: str
) -> None:
    numbers = bought(ask, mine, 1)
    one = ask(ORDERS, token=mine, first=10)
    numbers = bought(ask, mine, 4) + numbers
    many = ask(ORDERS, token=mine, first=10)
    assert "errors" not in many
    assert numbers_of(many) == numbers
    assert many["data"]["me"]["orders"]["totalCount"] == 5

    first = ask(ORDERS, token=mine, first=2)
    page = first["data"]["me"]["orders"]["pageInfo"]
    assert page["hasNextPage"]
    second = ask(ORDERS, token=mine, first=2, after=page["endCursor"])
    assert numbers_of(first) + numbers_of(second) == numbers[:4]
    start = second["data"]["me"]["orders"]["pageInfo"]["startCursor"]
    assert numbers_of(ask(ORDERS, token=mine, last=2, before=start)) == numbers[:2]
    assert one["queries"] == many["queries"]


def test_nobody_lists_the_orders_of_others(ask: Ask, mine: str, theirs: str) -> None:
    bought(ask, mine, 1)
    assert numbers_of(ask(ORDERS, token=theirs, first=5)) == []
    assert ask(ORDERS, first=5)["data"]["me"] is None
    orders = "query { orders(first: 5) { totalCount } }"
    assert ask(orders, token=mine)["data"]["orders"]["totalCount"] == 1
    for token in (theirs, ""):
        assert ask(orders, token=token)["data"]["orders"]["totalCount"] == 0


def test_an_order_s_row_number_finds_nothing(ask: Ask, mine: str) -> None:
    bought(ask, mine, 1)
    row = Order.objects.get()
    look = "query($id: ID!) { order(id: $id) { number } }"
    assert ask(look, id=global_id("Order", row.pk), token=mine)["data"]["order"] is None
    by_token = "query($t: UUID!) { orderByToken(token: $t) { number } }"
    assert ask(by_token, t=str(row.pk), token=mine)["data"]["orderByToken"] is None


def test_an_attached_checkout_is_found_and_completed_by_nobody_else(
    ask: Ask, mine: str, theirs: str
) -> None:
    identity = ready(ask, VariantFactory())
    attached = ask(ATTACH, id=identity, token=mine)["data"]["checkoutCustomerAttach"]
    assert attached["errors"] == []
    for token in (theirs, ""):
        assert [e["code"] for e in completed(ask, identity, token=token)["errors"]] == ["NOT_FOUND"]
        refused = ask(ATTACH, id=identity, token=token)["data"]["checkoutCustomerAttach"]
        assert refused == {"checkout": None, "errors": [{"field": "id", "code": "NOT_FOUND"}]}
    assert not Order.objects.exists()
    assert Cart.objects.get().user is not None


def test_an_idempotency_key_of_another_checkout_orders_nothing(ask: Ask) -> None:
    first, second = ready(ask, VariantFactory()), ready(ask, VariantFactory())
    assert completed(ask, first, key="same")["errors"] == []
    refused = completed(ask, second, key="same")
    assert refused["order"] is None
    assert [error["code"] for error in refused["errors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert Order.objects.count() == 1


def test_the_header_is_a_key_as_good_as_the_argument(ask: Ask) -> None:
    identity = ready(ask, VariantFactory())
    header = {"Idempotency-Key": "header-key"}
    order = completed(ask, identity, headers=header)["order"]
    assert completed(ask, identity, headers=header)["order"]["number"] == order["number"]
    assert Order.objects.count() == 1


def test_a_completed_checkout_takes_no_more_lines(ask: Ask) -> None:
    variant = VariantFactory()
    identity = ready(ask, variant)
    assert completed(ask, identity)["errors"] == []
    add = """mutation($id: ID!, $v: ID!) { checkoutLinesAdd(
      id: $id, lines: [{variantId: $v, quantity: 1}]) { checkout { id } errors { code } } }"""
    answer = ask(add, id=identity, v=global_id("ProductVariant", variant.pk))
    payload = answer["data"]["checkoutLinesAdd"]
    assert payload["checkout"] is None
    assert payload["errors"]
    assert ask("query($id: ID!) { checkout(id: $id) { id } }", id=identity)["data"] == {
        "checkout": None
    }


def test_whoever_was_shut_out_is_nobody(ask: Ask, mine: str) -> None:
    me = "query { me { email } }"
    user = User.objects.get(email="mine@example.kr")
    row, secret = accounts.api_token_create(actor=Actor(user_id=user.pk), name="shop")
    assert ask(me, token=secret)["data"]["me"]
    row.expires_at = clock.now() - dt.timedelta(seconds=1)
    row.save()
    assert ask(me, token=secret)["data"]["me"] is None
    user.is_active = False
    user.save()
    assert ask(me, token=mine)["data"]["me"] is None


def test_guessing_a_password_is_slowed_down(ask: Ask, settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/key"}
    cache.clear()
    UserFactory(email="a@example.kr", password="onjang-pass-1")
    attempt = """mutation($p: String!) { tokenCreate(email: "a@example.kr", password: $p) {
      token errors { code } } }"""
    codes = [
        ask(attempt, p=f"wrong-{n}")["data"]["tokenCreate"]["errors"][0]["code"] for n in range(4)
    ]
    assert codes == ["INVALID_CREDENTIALS"] * 3 + ["LOGIN_ATTEMPT_DELAYED"]
    right = ask(attempt, p="onjang-pass-1")["data"]["tokenCreate"]
    assert right["token"] is None
    cache.clear()


def test_a_guest_s_checkout_is_whoever_s_that_holds_its_id(ask: Ask, theirs: str) -> None:
    identity = started(ask, VariantFactory())["payload"]["checkout"]["id"]
    look = "query($id: ID!) { checkout(id: $id) { id } }"
    assert ask(look, id=identity)["data"]["checkout"]
    assert ask(look, id=identity, token=theirs)["data"]["checkout"]
    wrong = identity[:-8] + "AAAAAAA="
    assert ask(look, id=wrong).get("data") in (None, {"checkout": None})
