"""Crowds in processes of their own, over real connections: the last pieces, one cart, one coupon,
paying against cancelling, shipping against refunding, webhooks against the return page.

Each has its control: the same crowd with the lock off, which must fail. A crowd meets at a barrier
between the read and the write, so that a control never depends on luck.
"""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum

from checkout import locks as checkout_locks
from checkout import services as checkout
from checkout.models import Cart
from core import clock
from core.actor import ANONYMOUS, SYSTEM
from core.models import OutboxTask
from inventory import locks as stock_locks
from inventory.models import Reservation, Stock
from orders import locks as order_locks
from orders import services as orders
from orders.models import Order, OrderLine
from orders.services import NewLine
from payments import gateways, ledger, services
from payments.gateways.base import ProviderState, WebhookMessage
from payments.models import LedgerEntry, Payment, Refund, WebhookEvent
from payments.rules import PaymentState
from procurement import locks as procurement_locks
from procurement import services as procurement
from procurement.models import PurchaseOrder, SpendingPeriod
from procurement.rules import period_start
from promotions import locks as coupon_locks
from promotions import services as promotions
from promotions.models import Coupon, CouponUse
from promotions.rules import Goods
from settlements.services import reconciliation_make
from tests.factories.catalog import VariantFactory
from tests.factories.payments import order_to_pay, paid, seller_of
from tests.factories.promotions import CouponFactory
from tests.payments.test_reconcile import Provider
from tests.procurement.conftest import HALL, desk, seller
from tests.races.conftest import PATIENCE, Race
from tests.races.test_last_pieces import filled_cart

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PIECES = 10


def told(results: list[Any]) -> Counter[str]:
    return Counter(str(result) for result in results)


def in_order() -> None:
    """Books, orders and stock agree after everything that happened."""
    assert sum(ledger.trial_balance().values()) == 0
    assert reconciliation_make(day=clock.today()).differences == []
    for stock in Stock.objects.all():
        held = Reservation.objects.filter(stock=stock, state="held").aggregate(n=Sum("quantity"))
        assert stock.reserved == (held["n"] or 0)
        assert stock.on_hand >= stock.reserved >= 0


@contextmanager
def everyone_reads_first(
    module: Any, name: str, plain: Callable[..., Any], runners: int
) -> Iterator[None]:
    """The lock is off: rows are read by a plain SELECT, by everyone before anyone writes."""
    everyone_has_read = multiprocessing.get_context("fork").Barrier(runners, timeout=PATIENCE)

    def read(*args: Any) -> Any:
        found = plain(*args)
        everyone_has_read.wait()
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, name, read)
        yield


# -- the last pieces --------------------------------------------------------------------------


def buying(token: str) -> Callable[[], str]:
    def buy() -> str:
        done = checkout.checkout_complete(
            actor=ANONYMOUS, token=token, gateway="test", idempotency_key=token
        )
        services.test_payment_pay(actor=ANONYMOUS, reference=done.payment_reference)
        return "bought"

    return buy


@pytest.mark.parametrize("buyers", [2, 10, 50, 200])
def test_of_the_last_pieces_none_is_sold_twice(crowd: Race, buyers: int) -> None:
    pieces = min(PIECES, buyers - 1)
    soap = VariantFactory(on_hand=pieces, price=10_000)
    results = crowd([buying(filled_cart(soap)) for _ in range(buyers)])
    assert told(results) == {"bought": pieces, "InsufficientStock": buyers - pieces}
    stock = Stock.objects.get(variant=soap)
    assert (stock.on_hand, stock.reserved) == (0, 0)
    assert Order.objects.filter(status="confirmed").count() == pieces
    in_order()


def _stocks_unlocked(variant_ids: Collection[int]) -> dict[int, Stock]:
    rows = Stock.objects.filter(variant_id__in=variant_ids).order_by("pk")
    return {stock.variant_id: stock for stock in rows}


@pytest.mark.parametrize("buyers", [2, 10, 50])
def test_control_without_the_lock_the_last_piece_is_promised_to_everybody(
    crowd: Race, buyers: int
) -> None:
    soap = VariantFactory(on_hand=1, price=10_000)
    carts = [filled_cart(soap) for _ in range(buyers)]

    def placing(token: str) -> Callable[[], str]:
        def place() -> str:
            checkout.checkout_complete(
                actor=ANONYMOUS, token=token, gateway="test", idempotency_key=token
            )
            return "promised"

        return place

    with everyone_reads_first(stock_locks, "lock_stocks", _stocks_unlocked, buyers):
        results = crowd([placing(token) for token in carts])
    assert told(results) == {"promised": buyers}
    assert OrderLine.objects.filter(variant=soap).count() == buyers > 1


# -- one cart, many clicks --------------------------------------------------------------------


def submitting(token: str, key: str) -> Callable[[], str]:
    def submit() -> str:
        done = checkout.checkout_complete(
            actor=ANONYMOUS, token=token, gateway="test", idempotency_key=key
        )
        return done.order_number

    return submit


def test_a_cart_submitted_twenty_times_under_one_key_becomes_one_order(crowd: Race) -> None:
    token = filled_cart(VariantFactory(on_hand=50))
    results = crowd([submitting(token, "k")] * 20)
    number = Order.objects.get().number
    assert set(results) <= {number, "InFlight"}
    assert submitting(token, "k")() == number  # whoever was told to wait gets it now
    assert Payment.objects.count() == 1
    assert Stock.objects.get().reserved == 1


def test_a_cart_submitted_under_twenty_keys_becomes_one_order_too(crowd: Race) -> None:
    token = filled_cart(VariantFactory(on_hand=50))
    results = crowd([submitting(token, f"k{n}") for n in range(20)])
    assert told(results) == {Order.objects.get().number: 1, "CartChanged": 19}
    assert Stock.objects.get().reserved == 1


def test_control_without_the_cart_s_lock_it_becomes_many(crowd: Race) -> None:
    """A cart's own column can name one order; the others would be orders nobody's cart knows."""
    token = filled_cart(VariantFactory(on_hand=50))

    def plain(of: str) -> Cart | None:
        return Cart.objects.filter(token=of).first()

    with everyone_reads_first(checkout_locks, "lock_cart", plain, 8):
        crowd([submitting(token, f"k{n}") for n in range(8)])
    assert Order.objects.count() == 8


# -- two carts, goods in opposite order -------------------------------------------------------


def test_carts_with_the_same_goods_in_opposite_order_never_block_each_other(crowd: Race) -> None:
    soap, jam = VariantFactory(on_hand=200), VariantFactory(on_hand=200)

    def place(*lines: NewLine) -> Callable[[], str]:
        return lambda: order_to_pay(*lines).status

    pair = (NewLine(soap.pk, 1), NewLine(jam.pk, 1))
    results = crowd([place(*pair), place(*reversed(pair))] * 20)
    assert told(results) == {"pending": 40}


def test_control_locked_one_by_one_as_they_stand_in_the_cart_they_deadlock(crowd: Race) -> None:
    soap, jam = VariantFactory(on_hand=200), VariantFactory(on_hand=200)
    both_hold_one = multiprocessing.get_context("fork").Barrier(2, timeout=PATIENCE)

    def one_by_one(variant_ids: Collection[int]) -> dict[int, Stock]:
        found = {}
        for place, variant_id in enumerate(variant_ids):
            if place:
                both_hold_one.wait()
            found[variant_id] = Stock.objects.select_for_update().get(variant_id=variant_id)
        return found

    def place(*lines: NewLine) -> Callable[[], str]:
        return lambda: order_to_pay(*lines).status

    pair = (NewLine(soap.pk, 1), NewLine(jam.pk, 1))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stock_locks, "lock_stocks", one_by_one)
        results = crowd([place(*pair), place(*reversed(pair))])
    assert told(results) == {"pending": 1, "OperationalError": 1}  # PostgreSQL ended one of them


# -- a coupon with one use left ---------------------------------------------------------------


def using(coupon: Coupon, holder: str) -> Callable[[], str]:
    def use() -> str:
        with transaction.atomic():
            promotions.coupons_hold(
                holder=holder,
                codes=[coupon.code],
                goods=[Goods(1, 1, frozenset(), 20_000)],
                buyer=holder,
            )
        return "used"

    return use


def test_a_coupon_s_last_use_goes_to_one(crowd: Race) -> None:
    coupon = CouponFactory(use_limit=1)
    results = crowd([using(coupon, f"order:{n}") for n in range(20)])
    assert told(results) == {"used": 1, "CouponRefused": 19}
    coupon.refresh_from_db()
    assert coupon.used == CouponUse.objects.count() == 1


def test_control_without_the_lock_a_coupon_runs_into_the_database_s_last_wall(crowd: Race) -> None:
    """Everyone reads one use left. Only the CHECK keeps them from using it, as an error of ours."""
    coupon = CouponFactory(use_limit=1)

    def plain(codes: Collection[str]) -> dict[int, Coupon]:
        return {row.pk: row for row in Coupon.objects.filter(code__in=codes)}

    with everyone_reads_first(coupon_locks, "lock_coupons_named", plain, 8):
        results = crowd([using(coupon, f"order:{n}") for n in range(8)])
    assert told(results) == {"used": 1, "IntegrityError": 7}


# -- paying against cancelling ----------------------------------------------------------------


def test_an_order_is_either_paid_or_cancelled_and_its_money_back(
    crowd: Race, drain_outbox: Callable[[], int]
) -> None:
    for _ in range(10):
        soap = VariantFactory(on_hand=5)
        order = order_to_pay(NewLine(soap.pk, 2))
        payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="test")
        crowd(
            [
                lambda t=order.token: orders.order_cancel_by_token(token=t).status,
                lambda p=payment.pk: services.payment_capture(payment_id=p).state,
            ]
        )
        drain_outbox()
        order.refresh_from_db()
        payment.refresh_from_db()
        left = Stock.objects.get(variant=soap).available
        refunded = Refund.objects.filter(payment=payment, state="done").count()
        assert (order.status, payment.state, left, refunded) in (
            ("confirmed", "captured", 3, 0),
            ("cancelled", "cancelled", 5, 1),
        )
    in_order()


def test_control_without_the_order_s_lock_it_is_paid_and_cancelled(crowd: Race) -> None:
    """Both read ``pending``; stock keeps its own lock, so the order alone comes apart."""
    order = order_to_pay(NewLine(VariantFactory(on_hand=5).pk, 2))
    payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="test")

    def plain(order_id: int) -> Order | None:
        return Order.objects.filter(pk=order_id).first()

    def unlocked(_holder: str) -> tuple[list[Reservation], dict[int, Stock]]:
        return [], {}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inventory.services._locked", unlocked)
        with everyone_reads_first(order_locks, "lock_order", plain, 2):
            results = crowd(
                [
                    lambda: orders.order_cancel_by_token(token=order.token).status,
                    lambda: services.payment_capture(payment_id=payment.pk).state,
                ]
            )
    assert told(results) == {"cancelled": 1, "captured": 1}


# -- two lines on one stock, shipping against refunding ---------------------------------------


def test_what_is_shipped_is_not_cancelled_and_what_is_cancelled_not_shipped(crowd: Race) -> None:
    for _ in range(5):
        part = paid(NewLine(VariantFactory(on_hand=10).pk, 4)).order.vendor_orders.get()
        line = part.lines.get()
        seller = seller_of(part)

        def ship(p: int = part.pk, s: Any = seller) -> str:
            orders.shipment_create(
                actor=s, vendor_order_id=p, carrier="한진택배", tracking_number="1"
            )
            return "shipped"

        def cancel(p: int = part.pk, n: int = line.pk, t: str = part.order.token) -> str:
            services.lines_cancel(
                actor=ANONYMOUS, vendor_order_id=p, quantities={n: 3}, order_token=t
            )
            return "cancelled"

        crowd([ship, cancel, ship, cancel])
        line.refresh_from_db()
        assert (line.shipped_quantity, line.cancelled_quantity) in ((4, 0), (1, 3))
    in_order()


def test_two_orders_of_several_variants_share_a_stock_exactly(crowd: Race) -> None:
    soap, jam = VariantFactory(on_hand=7), VariantFactory(on_hand=100)

    def place(pieces: int) -> Callable[[], str]:
        return lambda: order_to_pay(NewLine(jam.pk, 1), NewLine(soap.pk, pieces)).status

    results = crowd([place(3)] * 6)
    assert told(results) == {"pending": 2, "InsufficientStock": 4}
    assert Stock.objects.get(variant=soap).reserved == 6
    assert Stock.objects.get(variant=jam).reserved == 2


# -- webhooks against the return page ---------------------------------------------------------


class Telling(Provider):
    """A provider that was paid, and says so to everybody."""

    def parse_webhook(self, headers: Any, body: bytes) -> WebhookMessage:
        said = json.loads(body)
        return WebhookMessage(
            event_id=said["id"],
            kind="paid",
            provider_ref=said["ref"],
            state=PaymentState.CAPTURED,
            payload=said,
            amount=said["amount"],
        )

    def fetch(self, payment: Payment) -> ProviderState:
        return ProviderState(payment.provider_ref, PaymentState.CAPTURED, amount=payment.amount)


def test_ten_webhooks_and_the_return_page_at_once_confirm_one_order_once(
    crowd: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider = Telling()
    monkeypatch.setattr(gateways, "available", lambda: [provider])
    soap = VariantFactory(on_hand=10)
    order = order_to_pay(NewLine(soap.pk, 2))
    payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="stripe")
    body = json.dumps({"id": "evt", "ref": payment.provider_ref, "amount": payment.amount})

    def webhook() -> str:
        services.webhook_receive(gateway="stripe", headers={}, body=body.encode())
        event = WebhookEvent.objects.get()
        services.webhook_process(
            event_id=event.pk,
            provider_ref=payment.provider_ref,
            state="captured",
            amount=payment.amount,
        )
        return "told"

    def come_back() -> str:
        return services.payment_sync(reference=payment.reference).state

    results = crowd([webhook] * 10 + [come_back] * 3)
    assert told(results) == {"told": 10, "captured": 3}
    assert WebhookEvent.objects.count() == 1
    assert LedgerEntry.objects.count() == 1
    assert Stock.objects.get(variant=soap).on_hand == 8
    assert OutboxTask.objects.filter(handler="orders.mail_buyer").count() == 1
    assert Order.objects.get().events.filter(kind="confirmed").count() == 1


# -- a spending limit and a hundred requests ---------------------------------------------------


def _requests_under_a_limit(people: int) -> tuple[list[Callable[[], str]], Any]:
    """``people`` requests of 100,000 won each, under a limit that ten of them reach."""
    one = seller(price=10_000, on_hand=100_000)
    company = desk(kind="company", credit_limit_amount=10**9)
    limit = procurement.spending_limit_set(
        actor=company.finance,
        organization_id=company.organization.pk,
        period="month",
        amount=1_000_000,
    )

    def ask() -> str:
        procurement.purchase_order_from_items(
            actor=company.requester,
            organization_id=company.organization.pk,
            items=[procurement.ItemOrdered(one.variant.sku, 10)],
            title="사무실 비누",
            address=HALL,
        )
        return "asked"

    return [ask] * people, limit


def test_a_hundred_requests_at_once_never_pass_a_spending_limit(crowd: Race) -> None:
    runners, limit = _requests_under_a_limit(100)
    assert told(crowd(runners)) == {"asked": 10, "LimitReached": 90}
    assert limit.periods.get().used_amount == 1_000_000
    assert PurchaseOrder.objects.count() == 10


def test_control_without_the_lock_the_limit_is_passed(crowd: Race) -> None:
    runners, limit = _requests_under_a_limit(20)
    SpendingPeriod.objects.create(
        limit=limit, starts_on=period_start(limit.period, clock.today()), used_amount=900_000
    )

    def unlocked(**_: Any) -> list[Any]:
        return [limit]

    plain = SpendingPeriod.objects.get_or_create

    everyone_has_read = multiprocessing.get_context("fork").Barrier(20, timeout=PATIENCE)

    def read(**found: Any) -> Any:
        row = plain(**found)
        everyone_has_read.wait()
        return row

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(procurement_locks, "lock_spending_limits", unlocked)
        patch.setattr(SpendingPeriod.objects, "get_or_create", read)
        results = crowd(runners)
    assert told(results) == {"asked": 20}
    assert PurchaseOrder.objects.count() == 20  # two million won under a limit of one
