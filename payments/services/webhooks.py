"""Providers' messages: stored once as they came, understood later by the worker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import structlog
from django.db import transaction

from core import clock, outbox, transactions
from payments import gateways
from payments.gateways.base import DisputeNotice, ProviderState, WebhookMessage
from payments.models import Payment, Refund, WebhookEvent
from payments.rules import PaymentState
from payments.services.collect import follow_provider
from payments.services.disputes import dispute_record
from payments.services.refund import refund_done, refund_fail

log = structlog.get_logger(__name__)

#: A message about a payment we don't know may have overtaken it; for so long it is tried again.
OVERTAKEN_FOR = dt.timedelta(minutes=10)


class NotKnownYet(Exception):
    """A message about a payment that isn't there (yet): the outbox brings it again."""


def webhook_receive(*, gateway: str, headers: Mapping[str, str], body: bytes) -> bool:
    """Verify and store a message; answers whether it is new. Cheap: the worker does the rest.

    Raises BadSignature, InvalidInput for a gateway that isn't switched on.
    """
    message = gateways.gateway_named(gateway).parse_webhook(headers, body)
    with transaction.atomic():
        WebhookEvent.objects.bulk_create(
            [
                WebhookEvent(
                    gateway=gateway,
                    event_id=message.event_id,
                    kind=message.kind,
                    payload=message.payload,
                    received_at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )
        event = WebhookEvent.objects.get(gateway=gateway, event_id=message.event_id)
        if event.processed_at is not None:
            return False
        outbox.emit(topic="webhook.received", payload=_said(event, message))
    return True


def webhook_process(
    *,
    event_id: int,
    provider_ref: str = "",
    state: str = "",
    our_reference: str = "",
    amount: int | None = None,
    ask: bool = False,
    refund_reference: str = "",
    payout_reference: str = "",
    outcome: str = "",
    dispute: dict[str, Any] | None = None,
) -> None:
    """Do what a stored message says. Any order, any number of times, and many at once.

    Raises NotKnownYet for a payment that isn't there, while the message is young.
    """
    event = WebhookEvent.objects.get(pk=event_id)
    if event.processed_at is not None:
        return
    if refund_reference:
        _follow_refund(refund_reference, outcome, event.kind)
    elif payout_reference:
        # Payouts live in a room above this one, which listens.
        outbox.emit(
            topic="payout.told",
            payload={"reference": payout_reference, "outcome": outcome, "why": event.kind},
        )
    elif state or ask or dispute:
        payment = _payment(event, provider_ref, our_reference)
        if payment is not None:
            WebhookEvent.objects.filter(pk=event.pk).update(payment=payment)
            if dispute:
                dispute_record(payment_id=payment.pk, notice=DisputeNotice(**dispute))
            elif ask:
                transactions.require_none()
                follow_provider(payment, gateways.gateway_named(event.gateway).fetch(payment))
            else:
                follow_provider(
                    payment,
                    ProviderState(
                        provider_ref, PaymentState(state), error=event.kind, amount=amount
                    ),
                )
    WebhookEvent.objects.filter(pk=event.pk).update(processed_at=clock.now())


def _said(event: WebhookEvent, message: WebhookMessage) -> dict[str, Any]:
    return {
        "event_id": event.pk,
        "provider_ref": message.provider_ref,
        "our_reference": message.our_reference,
        "state": message.state.value if message.state else "",
        "amount": message.amount,
        "ask": message.ask,
        "refund_reference": message.refund_reference,
        "payout_reference": message.payout_reference,
        "outcome": message.outcome,
        "dispute": asdict(message.dispute) if message.dispute else None,
    }


def _payment(event: WebhookEvent, provider_ref: str, our_reference: str) -> Payment | None:
    """The payment a message tells of. Our row with its reference is committed before the provider
    hears of it; a message that names none of ours for long was never meant for us."""
    ours = Payment.objects.filter(gateway=event.gateway).select_related("order")
    payment = ours.filter(provider_ref=provider_ref).first() if provider_ref else None
    if payment is None and our_reference:
        payment = ours.filter(reference=our_reference).first()
    if payment is None:
        if clock.now() - event.received_at < OVERTAKEN_FOR:
            raise NotKnownYet(f"{event.gateway} {event.event_id}")
        log.warning("webhook of a foreign payment", gateway=event.gateway, id=event.event_id)
    return payment


def _follow_refund(reference: str, outcome: str, kind: str) -> None:
    refund = Refund.objects.filter(reference=reference).first()
    if refund is None:
        log.warning("webhook of a foreign refund", reference=reference)
    elif outcome == "done":
        refund_done(refund_id=refund.pk)
    elif outcome == "failed":
        refund_fail(refund_id=refund.pk, error=kind)
