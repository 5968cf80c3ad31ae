"""Stripe: a transfer from the market's balance to the enterprise's connected account."""

from __future__ import annotations

from payments.errors import GatewayFailed
from payments.gateways.stripe import call
from settlements.gateways.base import PayoutState
from settlements.models import Payout


class StripeTransfer:
    slug = "stripe"

    def send(self, payout: Payout) -> PayoutState:
        """A transfer is in the connected account's balance at once; Stripe pays it out there."""
        try:
            made = call(
                lambda client: client.v1.transfers.create(
                    params={
                        "amount": payout.amount,
                        "currency": "krw",
                        "destination": payout.destination["account"],
                        "transfer_group": payout.settlement.number,
                        "metadata": {"reference": payout.reference},
                    },
                    options={"idempotency_key": payout.reference},
                )
            )
        except GatewayFailed as error:
            if error.code == "REFUSED":  # no such account, too little balance
                return PayoutState("", "failed", str(error.message))
            raise
        return PayoutState(str(made.id), "paid")

    def fetch(self, payout: Payout) -> PayoutState:
        made = call(lambda client: client.v1.transfers.retrieve(payout.provider_ref))
        if made.reversed:
            return PayoutState(str(made.id), "failed", "reversed")
        return PayoutState(str(made.id), "paid")
