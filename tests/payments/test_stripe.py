"""Stripe, spoken to over HTTP: PaymentIntents, refunds, and what comes too late."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Callable
from typing import Any

import pytest
import stripe
from django.test import Client

from core import clock
from core.actor import SYSTEM
from core.models import OutboxTask
from orders.models import Order
from orders.services import NewLine
from payments import ledger, services
from payments.errors import GatewayFailed
from payments.models import Payment, Refund, WebhookEvent
from payments.rules import AccountKind
from payments.services import collect
from tests.factories.catalog import VariantFactory
from tests.factories.payments import order_to_pay, seller_of
from tests.payments.conftest import DECLINED_CARD, LocalStripe, Message

pytestmark = [pytest.mark.django_db, pytest.mark.urls("api.webhook_urls")]
Drain = Callable[[], int]


def start(order: Order) -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="stripe")


def deliver(client: Client, message: Message) -> int:
    """The message, as it came, to our door; answers the status."""
    answer = client.post(
        "/webhooks/stripe/",
        data=message.body,
        content_type="application/json",
        headers={"Stripe-Signature": message.headers["Stripe-Signature"]},
    )
    return answer.status_code


def test_an_intent_asks_for_whole_won_and_names_our_reference(local_stripe: LocalStripe) -> None:
    payment = start(order_to_pay(NewLine(VariantFactory(price=12_345).pk, 2)))
    intent = local_stripe.client.v1.payment_intents.retrieve(payment.provider_ref)
    assert (intent.amount, intent.currency) == (27_690, "krw")
    assert intent.metadata["reference"] == payment.reference
    assert payment.next_action == {"type": "stripe", "client_secret": intent.client_secret}


def test_killed_after_the_provider_s_answer_a_retry_finds_the_same_intent(
    local_stripe: LocalStripe, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = order_to_pay()
    answers: list[str] = []

    def die(payment: Payment, state: Any) -> None:
        answers.append(state.provider_ref)
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(collect, "_keep", die)
        with pytest.raises(KeyboardInterrupt):
            start(order)
    assert start(order).provider_ref == answers[0]
    assert order.payments.count() == 1


def test_a_paid_intent_s_webhook_confirms_the_order_however_often_it_comes(
    local_stripe: LocalStripe, client: Client, drain_outbox: Drain
) -> None:
    payment = start(order_to_pay())
    local_stripe.pay(payment.provider_ref)
    message = local_stripe.next_message("payment_intent.succeeded", payment.provider_ref)
    for _ in range(3):
        assert deliver(client, message) == 200
        drain_outbox()
    payment.refresh_from_db()
    assert (payment.state, payment.order.status) == ("captured", "confirmed")
    assert WebhookEvent.objects.get().processed_at is not None
    assert ledger.balance(AccountKind.GATEWAY_CLEARING) == payment.amount


def test_the_buyer_s_return_confirms_without_the_webhook(local_stripe: LocalStripe) -> None:
    payment = start(order_to_pay())
    assert services.payment_sync(reference=payment.reference).state == "pending"
    local_stripe.pay(payment.provider_ref)
    assert services.payment_sync(reference=payment.reference).state == "captured"
    assert ledger.balance(AccountKind.GATEWAY_CLEARING) == payment.amount


def test_a_declined_card_leaves_the_order_waiting_for_another_try(
    local_stripe: LocalStripe, client: Client, drain_outbox: Drain
) -> None:
    payment = start(order_to_pay())
    with pytest.raises(stripe.CardError):
        local_stripe.pay(payment.provider_ref, card=DECLINED_CARD)
    deliver(
        client, local_stripe.next_message("payment_intent.payment_failed", payment.provider_ref)
    )
    drain_outbox()
    payment.refresh_from_db()
    assert (payment.state, payment.order.status) == ("failed", "pending")
    assert start(payment.order).provider_ref != payment.provider_ref


def test_a_refund_is_made_at_stripe_once_and_booked(
    local_stripe: LocalStripe, drain_outbox: Drain
) -> None:
    payment = start(order_to_pay(NewLine(VariantFactory(price=10_000).pk, 3)))
    local_stripe.pay(payment.provider_ref)
    services.payment_sync(reference=payment.reference)
    part = payment.order.vendor_orders.get()
    refund = services.refund_create(
        actor=seller_of(part), vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    drain_outbox()
    Refund.objects.update(state="pending")  # as if killed before it was kept
    services.refund_execute(refund_id=refund.pk)
    refund.refresh_from_db()
    made = local_stripe.client.v1.refunds.list(params={"payment_intent": payment.provider_ref})
    assert [(r.id, r.amount) for r in made.data] == [(refund.provider_ref, 11_000)]
    assert ledger.balance(AccountKind.GATEWAY_CLEARING) == 22_000


def test_an_expired_order_s_intent_can_not_be_paid_any_more(local_stripe: LocalStripe) -> None:
    payment = start(order_to_pay())
    with clock.moved_to(clock.now() + dt.timedelta(hours=1)):
        assert services.orders_expire() == 1
    intent = local_stripe.client.v1.payment_intents.retrieve(payment.provider_ref)
    assert intent.status == "canceled"
    with pytest.raises(stripe.StripeError):
        local_stripe.pay(payment.provider_ref)


def test_a_card_charged_while_the_order_expired_is_refunded_when_its_pieces_are_gone(
    local_stripe: LocalStripe, client: Client, drain_outbox: Drain
) -> None:
    soap = VariantFactory(on_hand=1)
    payment = start(order_to_pay(NewLine(soap.pk, 1)))
    local_stripe.pay(payment.provider_ref)
    with clock.moved_to(clock.now() + dt.timedelta(hours=1)):
        services.orders_expire()
    order_to_pay(NewLine(soap.pk, 1))
    deliver(client, local_stripe.next_message("payment_intent.succeeded", payment.provider_ref))
    drain_outbox()
    payment.refresh_from_db()
    assert (payment.state, payment.refunded_amount) == ("cancelled", payment.amount)
    made = local_stripe.client.v1.refunds.list(params={"payment_intent": payment.provider_ref})
    assert [r.amount for r in made.data] == [payment.amount]
    assert ledger.balance(AccountKind.GATEWAY_CLEARING) == 0


def test_while_stripe_is_away_nothing_is_taken_and_a_retry_goes_on(
    local_stripe: LocalStripe, settings: Any
) -> None:
    order = order_to_pay()
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        settings.STRIPE_API_BASE = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with pytest.raises(GatewayFailed):
            start(order)
    payment = order.payments.get()
    assert (payment.state, payment.provider_ref) == ("pending", "")
    settings.STRIPE_API_BASE = local_stripe.address
    assert start(order).pk == payment.pk
    assert not OutboxTask.objects.filter(topic="payment.captured").exists()


def test_no_key_or_address_lives_in_a_global(local_stripe: LocalStripe) -> None:
    start(order_to_pay())
    assert stripe.api_key is None
    assert stripe.api_base == "https://api.stripe.com"
