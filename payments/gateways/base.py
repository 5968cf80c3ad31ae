"""What every gateway can do. Nothing of a provider leaks above its module.

No method is ever called inside a database transaction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from payments.models import Payment, Refund
from payments.rules import PaymentState


@dataclass(frozen=True, slots=True)
class ProviderState:
    """What the provider says of a payment. ``next_action``: what the buyer's page needs.

    ``amount`` and ``refunded`` are won as the provider has them; None where it doesn't say.
    """

    provider_ref: str
    state: PaymentState
    next_action: dict[str, Any] = field(default_factory=dict)
    error: str = ""
    amount: int | None = None
    refunded: int | None = None


@dataclass(frozen=True, slots=True)
class ProviderRefund:
    """What the provider says of a refund. Not ``done``: it is on its way, and will be told of."""

    provider_ref: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class DisputeNotice:
    """A buyer's bank took a payment back, or it was decided: ``open``, ``won`` or ``lost``."""

    provider_ref: str
    amount: int
    reason: str
    state: str


@dataclass(frozen=True, slots=True)
class WebhookMessage:
    """A provider's message, verified. ``provider_ref`` names the payment it tells of.

    ``state``: what it says of the payment, None where it says nothing of it. ``ask``: the message
    isn't signed, or may be old, so the provider itself is asked before anything is done.
    """

    event_id: str
    kind: str
    provider_ref: str
    state: PaymentState | None
    payload: dict[str, Any]
    #: Our own reference, where the provider repeats it.
    our_reference: str = ""
    #: Won as the message has them, None where it doesn't say.
    amount: int | None = None
    ask: bool = False
    #: Our reference of a refund or payout that it says is ``done`` or ``failed``.
    refund_reference: str = ""
    payout_reference: str = ""
    outcome: str = ""
    dispute: DisputeNotice | None = None


class Gateway(Protocol):
    slug: str
    label: Any

    def start(self, payment: Payment) -> ProviderState:
        """Begin to collect ``payment.amount``. Idempotent by ``payment.reference``."""

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        """The buyer came back from the provider with ``answer`` (the query of the return page).

        Where the provider waits for our word (Toss), it is given here, after the amount was
        compared; else this asks for the present state. Idempotent. Raises GatewayFailed.
        """

    def fetch(self, payment: Payment) -> ProviderState:
        """The provider's present word on the payment."""

    def cancel(self, payment: Payment) -> None:
        """Stop collecting a payment that is still open. Idempotent."""

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        """Give back ``refund.amount``. Idempotent by ``refund.reference``. Raises GatewayFailed."""

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        """Verify and read a webhook: signature and age. Raises BadSignature."""
