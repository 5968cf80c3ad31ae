"""Turning lines of orders into facts. Pure shaping over rows that were read before."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from django.conf import settings

from core import clock
from core.money import split_included_tax
from orders.models import Order, OrderLine
from reports.models import SaleFact
from reports.rules import FactEvent
from vendors.rules import primary_kind


def fact(
    *,
    source: str,
    event: FactEvent,
    line: OrderLine,
    order: Order,
    quantity: int,
    at: dt.datetime,
    worth: int | None = None,
) -> SaleFact:
    """``quantity`` pieces of a line (below zero for what is taken back) as a fact.

    ``worth``: what they are worth to the enterprise, its own coupon taken off; without it, their
    price less a whole line's coupon. The whole line carries the line's own tax split; a part of it
    is split anew by the line's rate.
    """
    total = worth
    if total is None:
        off = line.enterprise_discount_amount if quantity == line.quantity else 0
        total = line.unit_price_amount * quantity - off
    if quantity == line.quantity:
        supply, vat = line.supply_amount, line.vat_amount
    elif quantity == -line.quantity:
        supply, vat = -line.supply_amount, -line.vat_amount
    else:
        split = split_included_tax(total, rate_bp=line.tax_rate_bp)
        supply, vat = split.supply, split.vat
    return SaleFact(
        source=source,
        event=event.value,
        happened_at=at,
        day=clock.local_date(at),
        order_id=order.pk,
        order_line_id=line.pk,
        enterprise_id=line.vendor_order.enterprise_id,
        product_id=line.product_id,
        category_id=line.category_id,
        organization_id=order.organization_id,
        buyer_key=buyer_key(order),
        buyer_kind=order.buyer_kind,
        buyer_district=order.buyer_district,
        seller_district=line.seller_district,
        sales_channel=order.sales_channel,
        primary_kind=primary_kind(line.kinds),
        kinds=sorted(set(line.kinds)),
        is_green=line.is_green,
        quantity=quantity,
        total_amount=total,
        supply_amount=supply,
        vat_amount=vat,
    )


def buyer_key(order: Order) -> str:
    """A keyed hash that tells buyers apart and names none: organization, person, or e-mail."""
    if order.organization_id is not None:
        who = f"organization:{order.organization_id}"
    elif order.user_id is not None:
        who = f"user:{order.user_id}"
    else:
        who = f"email:{order.email.lower()}"
    return hmac.new(settings.SECRET_KEY.encode(), who.encode(), hashlib.sha256).hexdigest()[:32]
