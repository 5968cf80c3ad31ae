"""The marked test gateway: no money moves. It exists only where ``settings.TEST_GATEWAY`` is on."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from payments.errors import BadSignature
from payments.gateways.base import ProviderRefund, ProviderState, WebhookMessage
from payments.models import Payment, Refund
from payments.rules import PaymentState


class TestGateway:
    __test__ = False  # not a test case

    slug = "test"
    label = _("시험 결제 (실제 돈이 오가지 않습니다)")

    def start(self, payment: Payment) -> ProviderState:
        return ProviderState(
            provider_ref=f"test_{payment.reference}",
            state=PaymentState.PENDING,
            next_action={"type": "page"},
        )

    def confirm(self, payment: Payment, answer: Mapping[str, str]) -> ProviderState:
        return self.fetch(payment)

    def fetch(self, payment: Payment) -> ProviderState:
        return ProviderState(payment.provider_ref, PaymentState(payment.state))

    def cancel(self, payment: Payment) -> None:
        """There is nobody to tell."""

    def refund(self, payment: Payment, refund: Refund) -> ProviderRefund:
        return ProviderRefund(f"test_{refund.reference}")

    def parse_webhook(self, headers: Mapping[str, str], body: bytes) -> WebhookMessage:
        raise BadSignature
