"""What every gateway can do. Nothing of a provider leaks above its module.

No method is ever called inside a database transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from payments.models import Payment, Refund
from payments.rules import AccountKind, PaymentState


@dataclass(frozen=True, slots=True)
class ProviderState:
    """What the provider says of a payment. ``next_action``: what the buyer's page needs."""

    provider_ref: str
    state: PaymentState
    next_action: dict[str, Any] = field(default_factory=dict)
    error: str = ""


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """A provider's message, verified. ``provider_ref`` names the payment it tells of."""

    event_id: str
    kind: str
    provider_ref: str
    state: PaymentState | None
    payload: dict[str, Any]
    #: Our own reference, where the provider repeats it.
    our_reference: str = ""


class Gateway(Protocol):
    slug: str
    label: Any
    #: Where the money lies once it is captured.
    account: AccountKind

    def start(self, payment: Payment) -> ProviderState:
        """Begin to collect ``payment.amount``. Idempotent by ``payment.reference``."""

    def fetch(self, payment: Payment) -> ProviderState:
        """The provider's present word on the payment."""

    def cancel(self, payment: Payment) -> None:
        """Stop collecting a payment that is still open. Idempotent."""

    def refund(self, payment: Payment, refund: Refund) -> str:
        """Give back ``refund.amount``; answers the provider's reference. Idempotent by
        ``refund.reference``. Raises GatewayFailed."""

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        """Verify and read a webhook. Raises BadSignature."""
