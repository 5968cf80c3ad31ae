"""Toss Payments by its REST API v1: cards and easy pay confirmed by us, and virtual accounts.

Its rules, by its public documentation: Basic auth with the secret key and a colon; the buyer pays
in the widget and comes back with ``paymentKey``, ``orderId`` and ``amount``; the money moves only
when we confirm with the same three, so the amount is compared before; ``Idempotency-Key`` makes a
POST safe to repeat for 15 days; errors are ``{"code", "message"}``. Its messages about payments
aren't signed: they are a reason to ask, and nothing more.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from payments.errors import BadSignature, GatewayFailed
from payments.gateways.base import ProviderRefund, ProviderState, WebhookMessage
from payments.models import Payment, Refund
from payments.rules import PaymentState

#: How long (seconds) we wait for an answer, and how often a silent one is asked again.
PATIENCE = 20
TRIES = 3
#: A message older than this isn't news any more.
OLDEST_MESSAGE = dt.timedelta(days=1)
#: A signed message (payouts) older than this may be a replay.
OLDEST_SIGNATURE = dt.timedelta(minutes=5)
#: How long (hours) a virtual account waits for its deposit.
VALID_HOURS = 72

_STATES = {
    "DONE": PaymentState.CAPTURED,
    "PARTIAL_CANCELED": PaymentState.CAPTURED,
    "CANCELED": PaymentState.CANCELLED,
    "ABORTED": PaymentState.FAILED,
    "EXPIRED": PaymentState.FAILED,
}
#: Codes by which a card, not we, said no.
_DECLINED = {
    "REJECT_CARD_PAYMENT",
    "REJECT_ACCOUNT_PAYMENT",
    "REJECT_CARD_COMPANY",
    "EXCEED_MAX_AMOUNT",
    "EXCEED_MAX_DAILY_PAYMENT_COUNT",
    "EXCEED_MAX_PAYMENT_AMOUNT",
    "INVALID_STOPPED_CARD",
    "INVALID_CARD_EXPIRATION",
    "NOT_AVAILABLE_PAYMENT",
}
#: Codes that say it was done before.
_DONE_BEFORE = {"ALREADY_PROCESSED_PAYMENT", "ALREADY_CANCELED_PAYMENT"}


class TossGateway:
    slug = "toss"
    label = _("카드·간편결제 (토스페이먼츠)")

    def start(self, payment: Payment) -> ProviderState:
        """Nobody is told yet: the buyer's widget opens with what stands in ``next_action``."""
        return ProviderState(
            provider_ref=_unknown(payment),
            state=PaymentState.PENDING,
            next_action={
                "type": "toss",
                "client_key": settings.TOSS_CLIENT_KEY,
                "order_id": payment.reference,
                "order_name": payment.order.number,
                "amount": payment.amount,
            },
        )

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        """The buyer paid in the widget: say yes to exactly what we asked for.

        What came back in the address is the buyer's word; another amount or order is refused
        before anything is called.
        """
        key = answer.get("paymentKey", "")
        if not key:
            return self.fetch(payment)
        wrong = answer.get("orderId") != payment.reference
        if wrong or answer.get("amount", "") != str(payment.amount):
            text = _("결제 정보가 주문과 다릅니다. 결제하지 않았습니다.")
            raise GatewayFailed(text, code="WRONG_AMOUNT")
        try:
            said = call(
                "POST",
                "/v1/payments/confirm",
                {"paymentKey": key, "orderId": payment.reference, "amount": payment.amount},
                key=f"{payment.reference}:confirm",
            )
        except GatewayFailed as error:
            if error.code not in _DONE_BEFORE:
                raise
            said = call("GET", f"/v1/payments/{key}")
        return _state_of(payment, said)

    def fetch(self, payment: Payment) -> ProviderState:
        try:
            said = call("GET", f"/v1/payments/orders/{payment.reference}")
        except GatewayFailed as error:
            if error.code == "NOT_FOUND_PAYMENT":  # the buyer hasn't opened the widget yet
                return ProviderState(payment.provider_ref, PaymentState.PENDING)
            raise
        return _state_of(payment, said)

    def cancel(self, payment: Payment) -> None:
        """A payment nobody confirmed moves no money, and expires by itself."""

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        body: dict[str, Any] = {
            "cancelReason": refund.reason or refund.reference,
            "cancelAmount": refund.amount,
        }
        if payment.refund_account:
            body["refundReceiveAccount"] = {
                "bank": payment.refund_account["bank"],
                "accountNumber": payment.refund_account["account"].replace("-", ""),
                "holderName": payment.refund_account["holder"],
            }
        said = call(
            "POST", f"/v1/payments/{payment.provider_ref}/cancel", body, key=refund.reference
        )
        cancels = said.get("cancels") or [{}]
        return ProviderRefund(str(cancels[-1].get("transactionKey") or refund.reference)[:80])

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        """``PAYMENT_STATUS_CHANGED``, ``DEPOSIT_CALLBACK``, ``CANCEL_STATUS_CHANGED`` (unsigned:
        the provider is asked); ``payout.changed`` (signed)."""
        try:
            said = json.loads(body)
            if not isinstance(said, dict):
                raise BadSignature
            kind = str(said.get("eventType") or "DEPOSIT_CALLBACK")
            if kind.startswith("payout."):
                return _payout_message(headers, body, said, kind)
            _check_age(str(said["createdAt"]), OLDEST_MESSAGE)
            data = said.get("data") or said
            reference = str(data["orderId"])
        except (ValueError, KeyError, TypeError):
            raise BadSignature from None
        return WebhookMessage(
            event_id=_event_id(headers, body),
            kind=kind,
            provider_ref=str(data.get("paymentKey", "")),
            state=None,
            payload=_without_secret(said),
            our_reference=reference,
            ask=True,
        )


class TossVirtualAccount(TossGateway):
    slug = "toss_virtual"
    label = _("가상계좌 (토스페이먼츠)")

    def start(self, payment: Payment) -> ProviderState:
        """An account of its own for this order; the deposit confirms it."""
        said = call(
            "POST",
            "/v1/virtual-accounts",
            {
                "amount": payment.amount,
                "orderId": payment.reference,
                "orderName": payment.order.number,
                "customerName": payment.order.recipient[:40],
                "bank": settings.TOSS_VIRTUAL_BANK,
                "validHours": VALID_HOURS,
            },
            key=payment.reference,
        )
        account = said["virtualAccount"]
        return ProviderState(
            provider_ref=str(said["paymentKey"]),
            state=_STATES.get(said["status"], PaymentState.PENDING),
            next_action={
                "type": "transfer",
                "bank": str(account.get("bank") or account.get("bankCode", "")),
                "account": str(account["accountNumber"]),
                "holder": str(account.get("customerName", "")),
                "reference": payment.reference,
                "amount": payment.amount,
                "due": str(account.get("dueDate", "")),
            },
            amount=int(said["totalAmount"]),
        )


def call(
    method: str, path: str, body: Mapping[str, Any] | None = None, *, key: str = ""
) -> dict[str, Any]:
    """Ask Toss, again where it is silent: with an idempotency key that is safe.

    Raises GatewayFailed: ``CARD_DECLINED`` with Toss's own words where a card said no, Toss's code
    where the request can't be, ``GATEWAY_FAILED`` where nobody answered.
    """
    base = settings.TOSS_API_BASE.rstrip("/")
    headers = authorization(key)
    for attempt in range(1, TRIES + 1):
        try:
            answer = requests.request(
                method, base + path, json=body, headers=headers, timeout=PATIENCE
            )
            said = answer.json()
        except (requests.RequestException, ValueError) as error:
            if attempt == TRIES:
                raise GatewayFailed from error
            continue
        if answer.ok and isinstance(said, dict):
            return said
        code = str(said.get("code", "")) if isinstance(said, dict) else ""
        if answer.status_code >= 500 or code == "IDEMPOTENT_REQUEST_PROCESSING":
            if attempt == TRIES:
                raise GatewayFailed
            continue
        if code in _DECLINED:
            raise GatewayFailed(str(said.get("message", "")) or None, code="CARD_DECLINED")
        raise GatewayFailed(str(said.get("message", "")) or None, code=code or "REFUSED")
    raise GatewayFailed


def authorization(key: str = "") -> dict[str, str]:
    """Headers that say who asks, and (``key``) that asking twice is asking once."""
    token = base64.b64encode(f"{settings.TOSS_SECRET_KEY}:".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Accept-Language": "ko-KR"}
    return headers | {"Idempotency-Key": key} if key else headers


def _unknown(payment: Payment) -> str:
    """Stands for a payment key until the buyer comes back with one."""
    return f"toss:{payment.reference}"


def _state_of(payment: Payment, said: Mapping[str, Any]) -> ProviderState:
    total = int(said["totalAmount"])
    return ProviderState(
        provider_ref=str(said.get("paymentKey") or payment.provider_ref),
        state=_STATES.get(str(said["status"]), PaymentState.PENDING),
        next_action=payment.next_action,
        error=str((said.get("failure") or {}).get("message", "")),
        amount=total,
        refunded=total - int(said.get("balanceAmount", total)),
    )


def _payout_message(
    headers: Mapping[str, str], body: bytes, said: Mapping[str, Any], kind: str
) -> WebhookMessage:
    """Signed: ``v1:<base64>,…`` of HMAC-SHA256 over the body, a colon and the time it was sent."""
    sent = headers.get("Tosspayments-Webhook-Transmission-Time", "")
    given = headers.get("Tosspayments-Webhook-Signature", "")
    if not settings.TOSS_WEBHOOK_SECRET:
        raise BadSignature  # anybody can sign with an empty secret
    _check_age(sent, OLDEST_SIGNATURE)
    made = hmac.new(
        settings.TOSS_WEBHOOK_SECRET.encode(), body + b":" + sent.encode(), hashlib.sha256
    ).digest()
    signatures = given.removeprefix("v1:").split(",")
    if not any(hmac.compare_digest(base64.b64encode(made).decode(), s) for s in signatures):
        raise BadSignature
    payout = said.get("entityBody") or said["data"]
    outcome = {"COMPLETED": "done", "FAILED": "failed", "CANCELED": "failed"}
    return WebhookMessage(
        event_id=_event_id(headers, body),
        kind=kind,
        provider_ref=str(payout["id"]),
        state=None,
        payload=dict(said),
        payout_reference=str(payout["refPayoutId"]),
        outcome=outcome.get(str(payout["status"]), ""),
    )


def _event_id(headers: Mapping[str, str], body: bytes) -> str:
    given = headers.get("Tosspayments-Webhook-Transmission-Id", "")
    return given[:120] or hashlib.sha256(body).hexdigest()


def _check_age(sent: str, oldest: dt.timedelta) -> None:
    """Raises BadSignature for what was sent too long ago, or in the future. A time without a zone
    is Korean."""
    at = dt.datetime.fromisoformat(sent)
    if at.tzinfo is None:
        at = at.replace(tzinfo=clock.SEOUL)
    age = clock.now() - at
    if not -OLDEST_SIGNATURE <= age <= oldest:
        raise BadSignature


def _without_secret(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "secret"}
