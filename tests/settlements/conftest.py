"""Sales that are due, at a commission of 10 %."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from core import clock
from core.actor import SYSTEM
from orders import services as orders
from orders.models import CommissionRule, VendorOrder
from orders.services import NewLine
from payments import services as payments
from tests.factories.catalog import VariantFactory
from tests.factories.payments import deliver, paid
from tests.factories.vendors import EnterpriseFactory
from tests.payments.conftest import _ear, _stripe_address, local_stripe
from vendors.models import Enterprise

__all__ = ["_ear", "_stripe_address", "local_stripe"]  # fixtures of the payments' tests

#: A sale on the 5th, looked back on from the 20th: its half of the month is over.
SOLD = dt.datetime(2026, 11, 5, 3, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 20)
Sell = Callable[..., VendorOrder]


@pytest.fixture
def _ten_percent(settings: Any) -> None:
    settings.TEST_GATEWAY = True
    CommissionRule.objects.all().delete()
    CommissionRule.objects.create(rate_bp=1_000, valid_from=dt.date(2020, 1, 1), basis="시험")


@pytest.fixture
def enterprise() -> Enterprise:
    return EnterpriseFactory(
        bank_name="부산은행", bank_account="101-2000-3000", bank_holder="시험기업",
        shipping_fee_amount=3_000, free_shipping_from_amount=0,
    )  # fmt: skip


@pytest.fixture
def sell(enterprise: Enterprise, _ten_percent: None) -> Sell:
    """Sell pieces at ₩11,000: delivered, booked, and (unless told otherwise) confirmed."""

    def sold(
        pieces: int = 1, *, at: dt.datetime = SOLD, closed: bool = True, **variant: Any
    ) -> VendorOrder:
        with clock.moved_to(at):
            variant.setdefault("product__enterprise", enterprise)
            soap = VariantFactory(price=11_000, **variant)
            part = deliver(paid(NewLine(soap.pk, pieces)).order.vendor_orders.get())
            payments.sale_recognise(vendor_order_id=part.pk)
            if closed:
                orders.vendor_order_close(actor=SYSTEM, vendor_order_id=part.pk)
        return part

    return sold
