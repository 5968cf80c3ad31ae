"""Providers' messages: stored once as they came, understood later by the worker."""

from __future__ import annotations

from collections.abc import Mapping

import structlog
from django.db import transaction

from core import clock, outbox
from payments import gateways
from payments.models import Payment, WebhookEvent
from payments.rules import PaymentState
from payments.services.collect import payment_capture, payment_fail

log = structlog.get_logger(__name__)


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
        outbox.emit(
            topic="webhook.received",
            payload={
                "event_id": event.pk,
                "provider_ref": message.provider_ref,
                "our_reference": message.our_reference,
                "state": message.state.value if message.state else "",
            },
        )
    return True


def webhook_process(
    *, event_id: int, provider_ref: str, state: str, our_reference: str = ""
) -> None:
    """Do what a stored message says. Any order, any number of times.

    Our row with its reference is committed before the provider hears of it, so a payment that
    isn't found by either name was never ours.
    """
    event = WebhookEvent.objects.get(pk=event_id)
    if event.processed_at is not None:
        return
    if state:
        payment = Payment.objects.filter(gateway=event.gateway, provider_ref=provider_ref).first()
        if payment is None:
            payment = Payment.objects.filter(gateway=event.gateway, reference=our_reference).first()
        if payment is None:
            log.warning("webhook of a foreign payment", gateway=event.gateway, id=event.event_id)
        elif state == PaymentState.CAPTURED:
            payment_capture(payment_id=payment.pk)
        else:
            payment_fail(payment_id=payment.pk, error=event.kind)
    event.processed_at = clock.now()
    event.save(update_fields=["processed_at"])
