"""Fifty buyers, ten pieces: with the lock ten are sold; without it, as the control shows, more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext

from catalog.models import Variant
from checkout import services as checkout
from core.actor import ANONYMOUS
from inventory import locks
from inventory.errors import InsufficientStock
from inventory.models import Stock, StockChange
from orders.models import Order, OrderLine
from orders.services import NewLine
from payments import ledger
from payments import services as payments
from payments.models import Payment
from payments.rules import AccountKind
from tests.factories.catalog import ChannelFactory, VariantFactory
from tests.factories.payments import order_to_pay
from tests.races.conftest import PATIENCE, Race

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BUYERS, PIECES = 50, 10

ADDRESS = {
    "email": "kim@example.kr",
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}


def filled_cart(variant: Variant) -> str:
    ChannelFactory()
    token = checkout.cart_get_or_create(actor=ANONYMOUS).token
    checkout.cart_line_add(actor=ANONYMOUS, token=token, variant_id=variant.pk, quantity=1)
    checkout.cart_address_set(actor=ANONYMOUS, token=token, fields=ADDRESS)
    return token


def buyer(token: str) -> Callable[[], Payment]:
    """Check the cart out and pay: what a click on the shop's page does."""

    def buy() -> Payment:
        done = checkout.checkout_complete(
            actor=ANONYMOUS, token=token, gateway="test", idempotency_key=token
        )
        return payments.test_payment_pay(actor=ANONYMOUS, reference=done.payment_reference)

    return buy


def sold(variant: Variant) -> int:
    lines = OrderLine.objects.filter(variant=variant, vendor_order__order__status="confirmed")
    return lines.aggregate(sum=Sum("quantity"))["sum"] or 0


def test_fifty_buyers_of_the_last_ten_pieces_get_exactly_ten(race: Race) -> None:
    soap = VariantFactory(on_hand=PIECES, price=10_000)
    results = race([buyer(filled_cart(soap)) for _ in range(BUYERS)])

    winners = [result for result in results if isinstance(result, Payment)]
    losers = [result for result in results if isinstance(result, InsufficientStock)]
    assert (len(winners), len(losers)) == (PIECES, BUYERS - PIECES), results
    assert sold(soap) == PIECES
    stock = Stock.objects.get(variant=soap)
    assert (stock.on_hand, stock.reserved) == (0, 0)
    assert StockChange.objects.aggregate(sum=Sum("delta"))["sum"] == -PIECES
    assert Order.objects.count() == PIECES
    assert ledger.balance(AccountKind.BUYER_FUNDS) == -sum(p.amount for p in winners)
    assert sum(ledger.trial_balance().values()) == 0


@contextmanager
def lock_off(runners: int) -> Iterator[None]:
    """Stock is read without a lock, and by every runner before any of them writes."""
    everyone_has_read = threading.Barrier(runners, timeout=PATIENCE)

    def plain_select(variant_ids: Collection[int]) -> dict[int, Stock]:
        rows = Stock.objects.filter(variant_id__in=variant_ids).order_by("pk")
        stocks = {stock.variant_id: stock for stock in rows}
        everyone_has_read.wait()
        return stocks

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(locks, "lock_stocks", plain_select)
        yield


def test_control_with_the_lock_off_more_is_sold_than_there_is(race: Race) -> None:
    """What the test above would see, were the lock not there."""
    soap = VariantFactory(on_hand=PIECES, price=10_000)
    carts = [filled_cart(soap) for _ in range(BUYERS)]
    with lock_off(BUYERS):
        results = race([buyer(cart) for cart in carts])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert sold(soap) == BUYERS > PIECES
    assert StockChange.objects.aggregate(sum=Sum("delta"))["sum"] == -BUYERS


def test_what_the_check_of_the_database_refuses_even_with_the_lock_off(race: Race) -> None:
    """The last wall: whatever the code does, a shelf never holds less than was promised."""
    soap = VariantFactory(on_hand=1)
    order_to_pay(NewLine(soap.pk, 1))
    with pytest.raises(Exception, match="never_sold_twice"):
        Stock.objects.filter(variant=soap).update(reserved=2)


def test_buyers_of_the_same_two_products_in_opposite_order_never_block_each_other(
    race: Race,
) -> None:
    soap, jam = VariantFactory(on_hand=100), VariantFactory(on_hand=100)

    def buying(first: Variant, second: Variant) -> Callable[[], Any]:
        return lambda: order_to_pay(NewLine(first.pk, 1), NewLine(second.pk, 1))

    pairs = [(soap, jam), (jam, soap)] * 10
    results = race([buying(*pair) for pair in pairs])
    assert [result for result in results if isinstance(result, Exception)] == []
    assert set(Stock.objects.values_list("reserved", flat=True)) == {20}


def test_stock_is_locked_by_one_ordered_statement_before_it_is_written() -> None:
    variants = [VariantFactory().pk for _ in range(3)]
    with CaptureQueriesContext(connection) as seen:
        order_to_pay(*[NewLine(pk, 1) for pk in reversed(variants)])
    stock = [q["sql"] for q in seen.captured_queries if '"inventory_stock"' in q["sql"]]
    written = [sql for sql in stock if "FOR UPDATE" in sql or sql.startswith("UPDATE")]
    assert len(written) == 2, written
    assert written[0].endswith('ORDER BY "inventory_stock"."id" ASC FOR UPDATE')
    assert written[1].startswith("UPDATE")
