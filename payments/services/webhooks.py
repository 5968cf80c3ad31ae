"""Providers' messages: stored once as they came, understood later by the worker."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from core import clock, outbox
from payments import gateways
from payments.models import Payment, WebhookEvent
from payments.rules import PaymentState
from payments.services.collect import payment_capture, payment_fail


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
                "state": message.state.value if message.state else "",
            },
        )
    return True


def webhook_process(*, event_id: int, provider_ref: str, state: str) -> None:
    """Do what a stored message says. Any order, any number of times.

    Raises LookupError while the payment isn't known yet: the outbox tries again.
    """
    event = WebhookEvent.objects.get(pk=event_id)
    if event.processed_at is not None:
        return
    if state:
        payment = Payment.objects.filter(gateway=event.gateway, provider_ref=provider_ref).first()
        if payment is None:
            reference = event.payload["data"]["object"].get("metadata", {}).get("reference", "")
            payment = Payment.objects.filter(gateway=event.gateway, reference=reference).first()
        if payment is None:
            raise LookupError(f"no payment {provider_ref} (yet)")
        if state == PaymentState.CAPTURED:
            payment_capture(payment_id=payment.pk)
        else:
            payment_fail(payment_id=payment.pk, error=event.kind)
    event.processed_at = clock.now()
    event.save(update_fields=["processed_at"])
