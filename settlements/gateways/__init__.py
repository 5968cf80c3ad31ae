"""The ways money reaches an enterprise."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from settlements.gateways.base import PayoutGateway
from settlements.gateways.toss_payout import TossPayout


def gateway_named(slug: str) -> PayoutGateway:
    """The provider that pays by this method. Raises InvalidInput where it isn't switched on; a
    bank file has none: a clerk uploads it."""
    if slug == "stripe" and settings.STRIPE_SECRET_KEY:
        # 25 MB of generated classes: only those load them who pay by Stripe.
        from settlements.gateways.stripe_transfer import StripeTransfer

        return StripeTransfer()
    if slug == "toss" and settings.TOSS_SECRET_KEY:
        return TossPayout()
    raise InvalidInput({"method": _("사용할 수 없는 지급 방법입니다.")}, code="NOT_FOUND")
