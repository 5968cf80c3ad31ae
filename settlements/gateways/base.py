"""How money reaches an enterprise. Never called inside a database transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from settlements.models import Payout


@dataclass(frozen=True, slots=True)
class PayoutState:
    """What the provider says: ``sent`` (on its way), ``paid`` or ``failed`` with its ``error``."""

    provider_ref: str
    state: str
    error: str = ""


class PayoutGateway(Protocol):
    slug: str

    def send(self, payout: Payout) -> PayoutState:
        """Send ``payout.amount`` won to ``payout.destination["account"]``.

        Idempotent by ``payout.reference`` (new for each attempt). A refusal by the provider is
        an answer (``failed``); GatewayFailed means that nobody knows, and it is asked again.
        """

    def fetch(self, payout: Payout) -> PayoutState:
        """The provider's present word on ``payout.provider_ref``."""
