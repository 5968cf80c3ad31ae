"""Transfer to the market's account under the payment's reference, recorded by the back office."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from payments.errors import BadSignature
from payments.gateways.base import ProviderRefund, ProviderState, WebhookMessage
from payments.models import Payment, Refund
from payments.rules import PaymentState


class BankTransfer:
    slug = "bank_transfer"
    label = _("계좌이체")

    def start(self, payment: Payment) -> ProviderState:
        return ProviderState(
            provider_ref=f"{self.slug}_{payment.reference}",
            state=PaymentState.PENDING,
            next_action={
                "type": "transfer",
                "bank": settings.DEPOSIT_BANK,
                "account": settings.DEPOSIT_ACCOUNT,
                "holder": settings.DEPOSIT_HOLDER,
                "reference": payment.reference,
                "amount": payment.amount,
            },
        )

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        return self.fetch(payment)

    def fetch(self, payment: Payment) -> ProviderState:
        return ProviderState(payment.provider_ref, PaymentState(payment.state))

    def cancel(self, payment: Payment) -> None:
        """A deposit that comes later is refunded when it is recorded."""

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        """The clerk sends it by hand from the list of refunds, and says so."""
        return ProviderRefund(f"bank_{refund.reference}", done=False)

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        raise BadSignature
