"""Stripe by PaymentIntents: amounts in the smallest unit, so KRW in whole won.

Every call carries our own reference as idempotency key. The client is made per call: no key or
address lives in a global.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from payments.errors import BadSignature, GatewayFailed
from payments.gateways.base import ProviderState, WebhookMessage
from payments.models import Payment, Refund
from payments.rules import AccountKind, PaymentState

#: How long (seconds) we wait for an answer before the buyer is told to try again.
PATIENCE = 20
#: A webhook signed longer ago than this (seconds) may be a replay.
OLDEST_SIGNATURE = 300

_STATES = {
    "succeeded": PaymentState.CAPTURED,
    "canceled": PaymentState.CANCELLED,
}
_EVENTS = {
    "payment_intent.succeeded": PaymentState.CAPTURED,
    "payment_intent.payment_failed": PaymentState.FAILED,
    "payment_intent.canceled": PaymentState.CANCELLED,
}


class StripeGateway:
    slug = "stripe"
    label = _("카드 (Stripe)")
    account = AccountKind.GATEWAY_CLEARING

    def start(self, payment: Payment) -> ProviderState:
        intent = self._call(
            lambda client: client.v1.payment_intents.create(
                params={
                    "amount": payment.amount,
                    "currency": payment.currency.lower(),
                    "metadata": {"reference": payment.reference},
                },
                options={"idempotency_key": payment.reference},
            )
        )
        return _state_of(intent)

    def fetch(self, payment: Payment) -> ProviderState:
        return _state_of(
            self._call(lambda client: client.v1.payment_intents.retrieve(payment.provider_ref))
        )

    def cancel(self, payment: Payment) -> None:
        if not payment.provider_ref:
            return  # it was never begun there
        self._call(
            lambda client: client.v1.payment_intents.cancel(
                payment.provider_ref, options={"idempotency_key": f"{payment.reference}:cancel"}
            )
        )

    def refund(self, payment: Payment, refund: Refund) -> str:
        made = self._call(
            lambda client: client.v1.refunds.create(
                params={"payment_intent": payment.provider_ref, "amount": refund.amount},
                options={"idempotency_key": refund.reference},
            )
        )
        return str(made.id)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        signature = headers.get("Stripe-Signature", "")
        if not settings.STRIPE_WEBHOOK_SECRET:
            raise BadSignature  # anybody can sign with an empty secret
        try:
            stripe.WebhookSignature.verify_header(
                body.decode(),
                signature,
                settings.STRIPE_WEBHOOK_SECRET,
                tolerance=OLDEST_SIGNATURE,
            )
            event: dict[str, Any] = json.loads(body)
            subject = event["data"]["object"]
            return WebhookMessage(
                event_id=str(event["id"]),
                kind=str(event["type"]),
                provider_ref=str(subject.get("id", "")),
                state=_EVENTS.get(event["type"]),
                payload=event,
                our_reference=str((subject.get("metadata") or {}).get("reference", "")),
            )
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError):
            raise BadSignature from None

    def _call(self, ask: Any) -> Any:
        client = stripe.StripeClient(
            settings.STRIPE_SECRET_KEY,
            base_addresses={"api": settings.STRIPE_API_BASE} if settings.STRIPE_API_BASE else {},
            http_client=stripe.RequestsClient(timeout=PATIENCE),
            max_network_retries=2,
        )
        try:
            return ask(client)
        except stripe.CardError as error:
            raise GatewayFailed(error.user_message or None, code="CARD_DECLINED") from error
        except stripe.StripeError as error:
            raise GatewayFailed from error


def _state_of(intent: Any) -> ProviderState:
    return ProviderState(
        provider_ref=str(intent.id),
        state=_STATES.get(intent.status, PaymentState.PENDING),
        next_action={"type": "stripe", "client_secret": intent.client_secret},
    )
