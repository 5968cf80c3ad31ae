"""Stripe by PaymentIntents: amounts in the smallest unit, so KRW in whole won.

Separate charges and transfers: the charge belongs to the market, and what an enterprise is owed is
transferred to its connected account when its settlement is paid (``settlements.gateways``). Every
call carries our own reference as idempotency key. The client is made per call: no key or address
lives in a global.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import stripe
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from payments.errors import BadSignature, GatewayFailed
from payments.gateways.base import (
    DisputeNotice,
    ProviderRefund,
    ProviderState,
    WebhookMessage,
)
from payments.models import Payment, Refund
from payments.rules import PaymentState

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
_DISPUTES = {"won": "won", "lost": "lost", "warning_closed": "won"}


class StripeGateway:
    slug = "stripe"
    label = _("카드 (Stripe)")

    def start(self, payment: Payment) -> ProviderState:
        intent = call(
            lambda client: client.v1.payment_intents.create(
                params={
                    "amount": payment.amount,
                    "currency": payment.currency.lower(),
                    "metadata": {
                        "reference": payment.reference,
                        "order": payment.order.number,
                    },
                    "transfer_group": payment.order.number,
                },
                options={"idempotency_key": payment.reference},
            )
        )
        return _state_of(intent)

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        """Stripe's page confirms by itself; the buyer's answer is only a reason to ask."""
        return self.fetch(payment)

    def fetch(self, payment: Payment) -> ProviderState:
        return _state_of(
            call(
                lambda client: client.v1.payment_intents.retrieve(
                    payment.provider_ref, params={"expand": ["latest_charge"]}
                )
            )
        )

    def cancel(self, payment: Payment) -> None:
        if not payment.provider_ref:
            return  # it was never begun there
        call(
            lambda client: client.v1.payment_intents.cancel(
                payment.provider_ref, options={"idempotency_key": f"{payment.reference}:cancel"}
            )
        )

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        """``pending`` (some cards take days) is told of by ``refund.updated``."""
        made = call(
            lambda client: client.v1.refunds.create(
                params={
                    "payment_intent": payment.provider_ref,
                    "amount": refund.amount,
                    "metadata": {"reference": refund.reference},
                },
                options={"idempotency_key": refund.reference},
            )
        )
        if made.status in ("failed", "canceled"):
            raise GatewayFailed(_("카드사가 환불을 받아들이지 않았습니다."), code="REFUND_FAILED")
        return ProviderRefund(str(made.id), done=made.status != "pending")

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
            return _message(json.loads(body))
        except (stripe.SignatureVerificationError, ValueError, KeyError, TypeError):
            raise BadSignature from None


def call(ask: Any) -> Any:
    """Ask Stripe. Raises GatewayFailed: with the card's own word where it was declined, and with
    code ``REFUSED`` where the request itself can't be (no use asking again)."""
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
    except stripe.InvalidRequestError as error:
        raise GatewayFailed(error.user_message or None, code="REFUSED") from error
    except stripe.StripeError as error:
        raise GatewayFailed from error


def _state_of(intent: Any) -> ProviderState:
    captured = intent.status == "succeeded"
    charge = getattr(intent, "latest_charge", None)
    refunded = getattr(charge, "amount_refunded", None) if charge is not None else None
    received = getattr(intent, "amount_received", None)
    return ProviderState(
        provider_ref=str(intent.id),
        state=_STATES.get(intent.status, PaymentState.PENDING),
        next_action={"type": "stripe", "client_secret": intent.client_secret},
        amount=received if captured and received else intent.amount,
        refunded=refunded,
    )


def _message(event: dict[str, Any]) -> WebhookMessage:
    kind, subject = str(event["type"]), event["data"]["object"]
    said: dict[str, Any] = {
        "event_id": str(event["id"]),
        "kind": kind,
        "provider_ref": str(subject.get("id", "")),
        "state": _EVENTS.get(kind),
        "payload": event,
        "our_reference": str((subject.get("metadata") or {}).get("reference", "")),
    }
    if kind == "payment_intent.succeeded":
        said["amount"] = subject.get("amount_received") or subject.get("amount")
    elif kind.startswith("refund."):
        outcome = {"succeeded": "done", "failed": "failed", "canceled": "failed"}
        said["refund_reference"] = said.pop("our_reference")
        said["outcome"] = outcome.get(str(subject.get("status")), "")
    elif kind.startswith("charge.dispute."):
        said["provider_ref"] = str(subject.get("payment_intent") or "")
        said["dispute"] = DisputeNotice(
            provider_ref=str(subject["id"]),
            amount=int(subject["amount"]),
            reason=str(subject.get("reason", "")),
            state=_DISPUTES.get(str(subject.get("status")), "open"),
        )
    return WebhookMessage(**said)
