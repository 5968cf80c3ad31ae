"""The gateways that are switched on here."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import InvalidInput
from payments.gateways.bank_transfer import BankTransfer
from payments.gateways.base import Gateway
from payments.gateways.invoice import InvoiceGateway
from payments.gateways.test import TestGateway
from payments.gateways.toss import TossGateway, TossVirtualAccount


def available() -> list[Gateway]:
    """What a buyer may choose, best first. The test gateway exists in a marked demo only."""
    found: list[Gateway] = []
    if settings.STRIPE_SECRET_KEY:
        # 25 MB of generated classes: only those load them who take cards.
        from payments.gateways.stripe import StripeGateway

        found.append(StripeGateway())
    if settings.TOSS_SECRET_KEY:
        found += [TossGateway(), TossVirtualAccount()]
    if settings.TEST_GATEWAY:
        found.append(TestGateway())
    found.append(BankTransfer())
    return found


def chosen(slug: str) -> Gateway:
    """The gateway a buyer chose. Raises InvalidInput on ``gateway`` for what nobody may choose."""
    return _named(slug, available())


def gateway_named(slug: str) -> Gateway:
    """Any gateway that is switched on, that of invoices too. Raises InvalidInput on ``gateway``."""
    return _named(slug, [*available(), InvoiceGateway()])


def _named(slug: str, among: list[Gateway]) -> Gateway:
    for gateway in among:
        if gateway.slug == slug:
            return gateway
    raise InvalidInput({"gateway": _("사용할 수 없는 결제 수단입니다.")}, code="NOT_FOUND")
