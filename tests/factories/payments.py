"""Orders to pay and orders that were paid, made by the services themselves."""

from __future__ import annotations

import datetime as dt

from core import clock
from core.actor import SYSTEM, Actor
from orders import services as orders
from orders.models import Order, VendorOrder
from orders.services import Buyer, NewLine, ShipTo
from payments import services
from payments.models import Payment
from tests.factories.catalog import VariantFactory

HOME = ShipTo("김시민", "010-0000-0000", "47545", "부산광역시 연제구 중앙대로 1001")


def order_to_pay(
    *lines: NewLine,
    user_id: int | None = None,
    organization_id: int | None = None,
    minutes: int = 30,
) -> Order:
    """A pending order (of one piece of soap, when no lines are given) that waits ``minutes``."""
    return orders.order_create(
        actor=SYSTEM,
        lines=lines or [NewLine(VariantFactory().pk, 1)],
        buyer=Buyer(
            kind="citizen",
            email="kim@example.kr",
            user_id=user_id,
        ),
        address=HOME,
        expires_at=clock.now() + dt.timedelta(minutes=minutes),
    )


def paid(*lines: NewLine, user_id: int | None = None) -> Payment:
    """A payment captured by the test gateway."""
    order = order_to_pay(*lines, user_id=user_id)
    payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="test")
    return services.test_payment_pay(actor=SYSTEM, reference=payment.reference)


def seller_of(part: VendorOrder) -> Actor:
    return Actor(enterprises={part.enterprise_id: "owner"})


def deliver(part: VendorOrder) -> VendorOrder:
    """The enterprise ships all that is left, and the buyer has it."""
    orders.shipment_create(
        actor=seller_of(part), vendor_order_id=part.pk, carrier="우체국택배", tracking_number="1"
    )
    return orders.vendor_order_mark_delivered(actor=SYSTEM, vendor_order_id=part.pk)
