"""However many tell at once that money came, it came once; and it never meets a cancelled order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from core.actor import SYSTEM
from core.models import OutboxTask
from inventory.models import Stock
from orders.models import Order
from orders.services import NewLine
from payments import ledger, services
from payments.models import LedgerEntry, Payment, Refund
from payments.rules import AccountKind
from tests.factories.catalog import VariantFactory
from tests.factories.payments import order_to_pay, paid, seller_of
from tests.races.conftest import Race

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def start(order: Order, gateway: str = "test") -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order.pk, gateway=gateway)


def errors(results: list[Any]) -> list[Any]:
    return [result for result in results if isinstance(result, Exception)]


def test_ten_webhooks_and_the_return_page_capture_once(race: Race) -> None:
    soap = VariantFactory(on_hand=10)
    payment = start(order_to_pay(NewLine(soap.pk, 2)))
    results = race([lambda: services.payment_capture(payment_id=payment.pk)] * 11)
    assert errors(results) == []
    assert {result.state for result in results} == {"captured"}
    assert Stock.objects.get(variant=soap).on_hand == 8
    assert LedgerEntry.objects.count() == 1
    told = OutboxTask.objects.filter(topic="order.confirmed", handler="orders.mail_buyer")
    assert told.count() == 1


def test_ten_clicks_on_pay_begin_one_payment(race: Race) -> None:
    order = order_to_pay()
    results = race([lambda: start(order)] * 10)
    assert errors(results) == []
    assert len({result.pk for result in results}) == 1


def test_two_gateways_paid_at_once_confirm_the_order_by_one_and_give_the_other_back(
    race: Race, drain_outbox: Callable[[], int]
) -> None:
    order = order_to_pay()
    both = [start(order), start(order, "bank_transfer")]
    results = race([lambda p=p: services.payment_capture(payment_id=p.pk) for p in both])
    assert errors(results) == []
    drain_outbox()
    assert sorted(result.state for result in results) == ["cancelled", "captured"]
    assert Refund.objects.get().amount == order.total_amount
    assert ledger.balance(AccountKind.BUYER_FUNDS) == -order.total_amount


def test_money_that_meets_the_end_of_its_time_either_counts_or_goes_back(
    race: Race, drain_outbox: Callable[[], int]
) -> None:
    soap = VariantFactory(on_hand=20)
    waiting = [start(order_to_pay(NewLine(soap.pk, 1))) for _ in range(10)]
    Order.objects.update(expires_at=clock.now() - dt.timedelta(minutes=1))
    captures = [lambda p=p: services.payment_capture(payment_id=p.pk) for p in waiting]
    results = race([*captures, services.orders_expire, services.orders_expire])
    assert errors(results) == []
    drain_outbox()
    confirmed = 0
    for payment in Payment.objects.select_related("order"):
        if payment.order.status == "confirmed":
            confirmed += 1
            assert (payment.state, payment.refunded_amount) == ("captured", 0)
        else:
            assert payment.order.status == "cancelled"
            assert (payment.state, payment.refunded_amount) == ("cancelled", payment.amount)
            assert payment.refunds.get().state == "done"
    stock = Stock.objects.get(variant=soap)
    assert (stock.on_hand, stock.reserved) == (20 - confirmed, 0)
    kept = sum(p.amount for p in Payment.objects.filter(state="captured"))
    assert ledger.balance(AccountKind.BUYER_FUNDS) == -kept


def test_the_last_piece_is_refunded_once_by_many_clicks(race: Race) -> None:
    part = paid(NewLine(VariantFactory(on_hand=5).pk, 1)).order.vendor_orders.get()
    line = part.lines.get()

    def refund() -> Refund:
        return services.refund_create(
            actor=seller_of(part), vendor_order_id=part.pk, quantities={line.pk: 1}
        )

    results = race([refund] * 8)
    assert len(errors(results)) == 7
    assert Refund.objects.count() == 1
    assert Stock.objects.get().on_hand == 5


def test_a_refund_is_carried_out_once_by_many_workers(race: Race) -> None:
    part = paid(NewLine(VariantFactory().pk, 2)).order.vendor_orders.get()
    refund = services.refund_create(
        actor=seller_of(part), vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    results = race([lambda: services.refund_execute(refund_id=refund.pk)] * 8)
    assert errors(results) == []
    assert LedgerEntry.objects.filter(kind="refund").count() == 1
    told = list(OutboxTask.objects.filter(topic="refund.done").values_list("handler", flat=True))
    assert len(told) == len(set(told))
