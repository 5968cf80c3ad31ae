"""Collecting an order's money: start, capture, fail, and what came too late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import structlog
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, crashpoints, ids, outbox, transactions
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from inventory.errors import InsufficientStock, ReservationGone
from orders import locks as order_locks
from orders import services as orders
from orders.errors import OrderNotPending
from orders.models import Order
from payments import gateways, ledger, locks, rules
from payments.errors import GatewayFailed, PaymentNotOpen
from payments.gateways.base import ProviderState
from payments.models import Payment, Refund
from promotions.errors import CouponRefused

log = structlog.get_logger(__name__)
State = Payment.State


def payment_start(*, actor: Actor, order_id: int, gateway: str) -> Payment:
    """Begin to collect the order's total. Repeating answers the payment begun before.

    The row is committed first, the provider is called outside any transaction under the row's own
    reference, then its answer is kept: killed anywhere in between, a retry goes on from there. An
    order that coupons pay for altogether is paid at once, and no provider hears of it.

    A guest's order belongs to whoever was shown it; a person's or an organization's to them alone.
    Raises InvalidInput for an unknown gateway, NotFound, OrderNotPending, GatewayFailed.
    """
    provider = gateways.chosen(gateway)
    payment = _open_payment(actor, order_id, gateway)
    if payment.provider_ref or payment.state != State.PENDING:
        return payment
    if payment.amount == 0:
        return payment_capture(payment_id=payment.pk)
    transactions.require_none()
    state = provider.start(payment)
    crashpoints.reached("after_charge")
    _keep(payment, state)
    return follow_provider(payment, state) if state.state != rules.PaymentState.PENDING else payment


def payment_sync(*, reference: str, answer: Mapping[str, str] | None = None) -> Payment:
    """The buyer came back from the provider's page with ``answer`` (its query): ask the provider,
    and do what it says.

    The webhook may tell the same before, after or at the same moment. Raises NotFound,
    GatewayFailed.
    """
    payment = Payment.objects.filter(reference=reference).select_related("order").first()
    if payment is None:
        raise NotFound
    if payment.state != State.PENDING or not payment.provider_ref:
        return payment
    transactions.require_none()
    provider = gateways.gateway_named(payment.gateway)
    state = provider.confirm(payment, answer) if answer else provider.fetch(payment)
    crashpoints.reached("after_charge")
    if state.provider_ref and state.provider_ref != payment.provider_ref:
        Payment.objects.filter(pk=payment.pk).update(provider_ref=state.provider_ref)
        payment.provider_ref = state.provider_ref
    return follow_provider(payment, state)


def payment_capture(*, payment_id: int, happened_at: dt.datetime | None = None) -> Payment:
    """The money is there: sell the stock, confirm the order, book it, all in one transaction.

    Any number of webhooks and return pages may tell it at once; it happens once. When the time to
    pay had run out, the order is taken up again if everything is still there; else, or when it
    was cancelled or paid otherwise, the money goes back by itself. The buyer is told either way.
    """
    payment = _known(payment_id)
    if payment.state == State.CAPTURED or payment.refunded_amount:
        return payment
    at = happened_at or clock.now()
    try:
        captured = _confirm_and_capture(payment, at, late=False)
    except (OrderNotPending, ReservationGone):
        try:
            captured = _confirm_and_capture(payment, at, late=True)
        except (OrderNotPending, ReservationGone, InsufficientStock, CouponRefused):
            captured = _give_back_unwanted(payment_id)
    crashpoints.reached("after_commit")
    return captured


@transaction.atomic
def payment_fail(*, payment_id: int, error: str = "") -> Payment:
    """The provider refused; the buyer may try again until the order's time is over."""
    payment = _locked(payment_id)
    if payment.state == State.PENDING:
        payment.state = State.FAILED
        payment.error = error[:300]
        payment.save(update_fields=["state", "error"])
    return payment


def payment_flag(*, payment_id: int, flag: str) -> None:
    """Something only a person can mend; it stands on the order's page and in the nightly report."""
    log.warning("payment flagged", payment=payment_id, flag=flag)
    Payment.objects.filter(pk=payment_id).update(flag=flag[:200])


def test_payment_pay(*, actor: Actor, reference: str) -> Payment:
    """The buyer pressed "pay" on the marked test page."""
    return payment_capture(payment_id=_test_payment(reference).pk)


def test_payment_refuse(*, actor: Actor, reference: str) -> Payment:
    """The buyer pressed "refuse" on the marked test page."""
    return payment_fail(
        payment_id=_test_payment(reference).pk, error=_("시험 결제를 거절했습니다.")
    )


def bank_deposit_record(*, actor: Actor, reference: str, amount: int) -> Payment:
    """A clerk saw a deposit of ``amount`` won under ``reference``.

    Raises NotFound, or InvalidInput for another amount than asked: then nothing is booked.
    """
    actor.require_city()
    payment = Payment.objects.filter(gateway="bank_transfer", reference=reference.strip()).first()
    if payment is None:
        raise NotFound
    if amount != payment.amount:
        text = _("입금액이 청구액 %(amount)d원과 다릅니다.") % {"amount": payment.amount}
        raise InvalidInput({"amount": text})
    if payment.captured_at is not None:
        return payment  # recorded before
    captured = payment_capture(payment_id=payment.pk)
    audit.record(actor=actor, action="payment.deposit", obj=captured, amount=amount)
    return captured


def orders_expire() -> int:
    """Cancel orders whose time to pay is over, and their open payments; answers how many."""
    due = Order.objects.filter(
        status=Order.Status.PENDING, expires_at__lt=clock.now(), terms=Order.Terms.PREPAID
    ).order_by("pk")
    expired = 0
    for order_id in list(due.values_list("pk", flat=True)[:200]):
        try:
            orders.order_cancel(actor=SYSTEM, order_id=order_id, reason=orders.EXPIRED)
        except OrderNotPending:
            continue  # it was paid a moment ago
        expired += 1
        for payment in Payment.objects.filter(order_id=order_id, state=State.PENDING):
            _stop(payment)
    return expired


def _open_payment(actor: Actor, order_id: int, gateway: str) -> Payment:
    """The order's payment by this gateway: the one that is open or done, else a new one."""
    with transaction.atomic():
        order = order_locks.lock_order(order_id)
        if order is None or not _may_pay(actor, order):
            raise NotFound
        usable = order.payments.filter(gateway=gateway).exclude(
            state__in=[State.FAILED, State.CANCELLED]
        )
        payment = usable.first()
        if payment is None:
            if order.status != Order.Status.PENDING:
                raise OrderNotPending
            payment = Payment.objects.create(
                order=order,
                gateway=gateway,
                reference=ids.new_number("P", clock.today()),
                currency=order.currency,
                amount=order.total_amount,
                created_at=clock.now(),
            )
        payment.order = order
    return payment


def _may_pay(actor: Actor, order: Order) -> bool:
    is_guest_s = order.user_id is None and order.organization_id is None
    return is_guest_s or orders.is_buyer(actor, order)


def _keep(payment: Payment, state: ProviderState) -> None:
    payment.provider_ref = state.provider_ref
    payment.next_action = state.next_action
    payment.save(update_fields=["provider_ref", "next_action"])


def follow_provider(payment: Payment, state: ProviderState) -> Payment:
    """Do what the provider says of a payment; another amount than ours is flagged and not taken."""
    if state.amount is not None and state.amount != payment.amount:
        payment_flag(
            payment_id=payment.pk,
            flag=_("결제사의 금액 %(theirs)s원이 주문 금액 %(ours)s원과 다릅니다.")
            % {"theirs": f"{state.amount:,}", "ours": f"{payment.amount:,}"},
        )
        return payment
    if state.state == rules.PaymentState.CAPTURED:
        return payment_capture(payment_id=payment.pk)
    if state.state in (rules.PaymentState.FAILED, rules.PaymentState.CANCELLED):
        return payment_fail(payment_id=payment.pk, error=state.error or state.state.value)
    return payment


def _confirm_and_capture(payment: Payment, at: dt.datetime, *, late: bool) -> Payment:
    with transaction.atomic():
        if late:
            orders.order_revive(order_id=payment.order_id)
        orders.order_confirm(actor=SYSTEM, order_id=payment.order_id)
        locked = _locked(payment.pk)
        if locked.state == State.CAPTURED:
            return locked
        if _paid_otherwise(locked):
            raise OrderNotPending
        locked.state = State.CAPTURED
        locked.captured_at = at
        locked.error = ""
        locked.save(update_fields=["state", "captured_at", "error"])
        _book_capture(locked, at)
        outbox.emit(topic="payment.captured", payload={"payment_id": locked.pk})
        if late:
            outbox.emit(topic="payment.late", payload={"payment_id": locked.pk})
        crashpoints.reached("before_commit")
    return locked


def _book_capture(payment: Payment, at: dt.datetime) -> None:
    if payment.amount == 0:
        return
    ledger.post(
        key=f"payment:{payment.pk}:captured",
        kind="capture",
        postings=rules.capture_postings(
            payment.amount, gateway=payment.gateway, buyer=_buyer(payment)
        ),
        order_id=payment.order_id,
        happened_at=at,
    )


def _buyer(payment: Payment) -> str:
    order = payment.order
    return rules.buyer_owner(
        user_id=order.user_id, organization_id=order.organization_id, order_id=order.pk
    )


@transaction.atomic
def _give_back_unwanted(payment_id: int) -> Payment:
    """Money nobody waits for any more: booked in, and owed back by way of the outbox."""
    payment = _locked(payment_id)
    if payment.refunded_amount or payment.state == State.CAPTURED:
        return payment
    now = clock.now()
    payment.state = State.CANCELLED
    payment.captured_at = now
    payment.refunded_amount = payment.amount
    payment.error = _("주문이 취소된 뒤에 결제되어 전액 환불합니다.")
    payment.save(update_fields=["state", "captured_at", "refunded_amount", "error"])
    _book_capture(payment, now)
    refund = Refund.objects.create(
        payment=payment,
        reference=f"{payment.reference}-R0",
        goods_amount=payment.amount,
        reason="late payment",
        created_at=now,
    )
    buyer = _buyer(payment)
    ledger.post(
        key=f"refund:{refund.pk}:decided",
        kind="refund",
        postings=[
            rules.Posting(rules.AccountKind.BUYER_FUNDS, payment.amount, buyer),
            rules.Posting(rules.AccountKind.REFUNDS, -payment.amount, buyer),
        ],
        order_id=payment.order_id,
        happened_at=now,
    )
    outbox.emit(topic="refund.requested", payload={"refund_id": refund.pk})
    outbox.emit(topic="payment.unwanted", payload={"payment_id": payment.pk})
    return payment


def _paid_otherwise(payment: Payment) -> bool:
    others = Payment.objects.filter(order_id=payment.order_id, state=State.CAPTURED)
    return others.exclude(pk=payment.pk).exists()


def _stop(payment: Payment) -> None:
    """Tell the provider not to collect any more, and close the payment."""
    transactions.require_none()
    try:
        gateways.gateway_named(payment.gateway).cancel(payment)
    except (GatewayFailed, InvalidInput):
        return  # gone or switched off; should it be paid all the same, it is given back
    Payment.objects.filter(pk=payment.pk, state=State.PENDING).update(state=State.CANCELLED)


def _test_payment(reference: str) -> Payment:
    payment = Payment.objects.filter(gateway="test", reference=reference).first()
    if payment is None or not settings.TEST_GATEWAY:
        raise NotFound
    if payment.state in (State.FAILED, State.CANCELLED):
        raise PaymentNotOpen
    return payment


def _known(payment_id: int) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound
    return payment


def _locked(payment_id: int) -> Payment:
    payment = locks.lock_payment(payment_id)
    if payment is None:
        raise NotFound
    return payment
