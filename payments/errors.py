"""What can go wrong with money."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, DomainError


class GatewayFailed(DomainError):
    """The provider said no, or didn't answer. Nothing was taken."""

    code = "GATEWAY_FAILED"
    message = _("결제 서비스가 응답하지 않습니다. 잠시 후 다시 시도해 주세요.")


class PaymentNotOpen(Conflict):
    """The payment was captured, failed or cancelled before."""

    code = "PAYMENT_NOT_OPEN"
    message = _("이미 처리된 결제입니다.")


class BadSignature(DomainError):
    """A webhook that the provider didn't sign, or signed too long ago."""

    code = "BAD_SIGNATURE"
    message = _("서명을 확인할 수 없습니다.")


class DepositSettled(Conflict):
    """The deposit was matched, assigned or sent back before."""

    code = "DEPOSIT_SETTLED"
    message = _("이미 처리된 입금입니다.")
