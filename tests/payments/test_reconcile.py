"""Every open payment is compared with its provider: mended, or flagged for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest

from core import clock
from core.actor import SYSTEM
from payments import gateways, services
from payments.errors import BadSignature, GatewayFailed
from payments.gateways.base import ProviderRefund, ProviderState, WebhookMessage
from payments.models import Payment, Refund
from payments.rules import AccountKind, PaymentState
from tests.factories.payments import order_to_pay

pytestmark = pytest.mark.django_db


class Provider:
    """A provider in memory that says what it is told to."""

    slug = "stripe"
    label = "시험"
    account = AccountKind.GATEWAY_CLEARING

    def __init__(self) -> None:
        self.state = PaymentState.PENDING
        self.amount: int | None = None
        self.silent = False
        self.refund_done = True
        self.asked = 0

    def start(self, payment: Payment) -> ProviderState:
        return ProviderState(f"pi_{payment.pk}", PaymentState.PENDING)

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        return self.fetch(payment)

    def fetch(self, payment: Payment) -> ProviderState:
        self.asked += 1
        if self.silent:
            raise GatewayFailed
        return ProviderState(payment.provider_ref, self.state, amount=self.amount)

    def cancel(self, payment: Payment) -> None:
        pass

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        return ProviderRefund(f"re_{refund.pk}", done=self.refund_done)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        raise BadSignature


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Provider:
    found = Provider()
    monkeypatch.setattr(gateways, "available", lambda: [found])
    return found


@pytest.fixture
def payment(provider: Provider) -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order_to_pay().pk, gateway=provider.slug)


def later(minutes: int) -> Any:
    return clock.moved_to(clock.now() + dt.timedelta(minutes=minutes))


def test_what_nobody_told_us_is_found_and_mended(provider: Provider, payment: Payment) -> None:
    provider.state, provider.amount = PaymentState.CAPTURED, payment.amount
    assert services.payments_reconcile()["asked"] == 0  # still with its buyer
    with later(5):
        assert services.payments_reconcile() == {"asked": 1, "mended": 1, "silent": 0}
        assert services.payments_reconcile()["asked"] == 0
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert payment.order.status == "confirmed"


def test_an_open_one_is_asked_again_after_a_while(provider: Provider, payment: Payment) -> None:
    with later(5):
        services.payments_reconcile()
        services.payments_reconcile()
    assert provider.asked == 1
    with later(9):
        services.payments_reconcile()
    assert provider.asked == 2


@pytest.mark.parametrize("theirs", [1, 12_999, 13_001])
def test_another_amount_than_ours_is_flagged_and_not_taken(
    provider: Provider, payment: Payment, theirs: int
) -> None:
    provider.state, provider.amount = PaymentState.CAPTURED, theirs
    with later(5):
        services.payments_reconcile()
    payment.refresh_from_db()
    assert payment.state == "pending"
    assert f"{theirs:,}" in payment.flag
    assert payment.order.status == "pending"


def test_a_provider_that_is_silent_for_long_is_flagged(
    provider: Provider, payment: Payment
) -> None:
    provider.silent = True
    with later(5):
        assert services.payments_reconcile()["silent"] == 1
    payment.refresh_from_db()
    assert payment.flag == ""
    with later(70):
        services.payments_reconcile()
    payment.refresh_from_db()
    assert payment.flag


def test_who_paid_in_the_last_second_of_their_time_gets_their_order(
    provider: Provider, payment: Payment
) -> None:
    with later(31):
        services.orders_expire()
        payment.refresh_from_db()
        assert payment.state == "cancelled"
        provider.state, provider.amount = PaymentState.CAPTURED, payment.amount
        assert services.payments_reconcile()["mended"] == 1
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert payment.order.status == "confirmed"


def test_a_refund_on_its_way_is_asked_after_until_it_arrives(
    provider: Provider, payment: Payment
) -> None:
    services.payment_capture(payment_id=payment.pk)
    part = payment.order.vendor_orders.get()
    provider.refund_done = False
    refund = services.refund_create(
        actor=SYSTEM, vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    assert services.refund_execute(refund_id=refund.pk).state == "pending"
    with later(5):
        assert services.refunds_reconcile() == 0
        provider.refund_done = True
        assert services.refunds_reconcile() == 1
    refund.refresh_from_db()
    assert (refund.state, refund.provider_ref) == ("done", f"re_{refund.pk}")
