"""Reads of orders, each scoped to who may see them."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Prefetch, Q, QuerySet

from catalog.models import ShippingRule
from catalog.selectors import Offer
from core import clock
from core.actor import Actor
from core.errors import NotFound
from orders import prices, rules
from orders.models import (
    CommissionRule,
    ConsumerTerm,
    Order,
    OrderLine,
    ReturnRequest,
    Shipment,
    VendorOrder,
)
from vendors.models import Enterprise

#: States in which the enterprise still has something to do.
TO_DO = (
    VendorOrder.Status.CONFIRMED,
    VendorOrder.Status.ACCEPTED,
    VendorOrder.Status.PARTLY_SHIPPED,
)

#: So many parcels stand on one sheet.
MOST_TO_SEND = 500


def _whole(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders with parts, sellers, lines, shipments, returns and events: nine queries in all."""
    parts = VendorOrder.objects.select_related("enterprise").order_by("pk")
    return orders.prefetch_related(
        Prefetch("vendor_orders", queryset=parts),
        Prefetch("vendor_orders__lines", queryset=OrderLine.objects.order_by("pk")),
        Prefetch(
            "vendor_orders__shipments",
            queryset=Shipment.objects.prefetch_related("lines", "tracking").order_by("pk"),
        ),
        Prefetch(
            "vendor_orders__returns",
            queryset=ReturnRequest.objects.prefetch_related("lines").order_by("pk"),
        ),
        "events",
    )


def order_for_token(token: str) -> Order:
    """The order whose secret link this is. Raises NotFound."""
    order = _whole(Order.objects.filter(token=token)).first()
    if order is None:
        raise NotFound
    return order


def order_by_number_and_email(number: str, email: str) -> Order:
    """A guest's look-up; both must fit. Raises NotFound without saying which didn't."""
    order = Order.objects.filter(number__iexact=number.strip(), email__iexact=email.strip())
    found = order.first()
    if found is None:
        raise NotFound
    return found


def orders_visible_to(actor: Actor) -> QuerySet[Order]:
    """What the actor bought themselves and, as a member, their organizations; newest first."""
    if not actor.is_authenticated:
        return Order.objects.none()
    mine = Q(user_id=actor.user_id) | Q(organization_id__in=list(actor.organizations))
    return Order.objects.filter(mine).order_by("-placed_at", "-pk")


def orders_of(actor: Actor) -> QuerySet[Order]:
    """The actor's orders with everything an order list shows."""
    return _whole(orders_visible_to(actor))


def order_of(*, actor: Actor, order_id: int) -> Order:
    """One of the actor's orders. Raises NotFound for others'."""
    order = _whole(orders_visible_to(actor).filter(pk=order_id)).first()
    if order is None:
        raise NotFound
    return order


def vendor_orders_for(
    *, actor: Actor, enterprise_id: int, status: str | None = None
) -> QuerySet[VendorOrder]:
    """An enterprise's orders that are its business (paid or on account), newest first."""
    actor.require_enterprise(enterprise_id)
    parts = VendorOrder.objects.filter(enterprise_id=enterprise_id).exclude(
        status=VendorOrder.Status.PENDING
    )
    if status:
        parts = parts.filter(status=status)
    return parts.select_related("order").prefetch_related("lines").order_by("-pk")


def parts_to_send(*, actor: Actor, enterprise_id: int) -> list[VendorOrder]:
    """An enterprise's parts with pieces to send, what is due first comes first. Two queries."""
    actor.require_enterprise(enterprise_id)
    rows = (
        VendorOrder.objects.filter(enterprise_id=enterprise_id, status__in=TO_DO)
        .select_related("order", "enterprise")
        .prefetch_related(Prefetch("lines", queryset=OrderLine.objects.order_by("pk")))
    )
    due = rows.order_by("ship_by", "pk")[:MOST_TO_SEND]
    return [part for part in due if any(line.to_ship for line in part.lines.all())]


def vendor_order_counts(*, actor: Actor, enterprise_id: int) -> dict[str, int]:
    """How many of an enterprise's orders are in each state. One query."""
    actor.require_enterprise(enterprise_id)
    parts = VendorOrder.objects.filter(enterprise_id=enterprise_id)
    rows = parts.order_by().values("status").annotate(count=Count("pk"))
    return {row["status"]: row["count"] for row in rows}


def vendor_order_for(*, actor: Actor, number: str) -> VendorOrder:
    """One vendor order of an enterprise the actor sells for. Raises NotFound for others'."""
    part = (
        VendorOrder.objects.filter(number=number, enterprise_id__in=list(actor.enterprises))
        .exclude(status=VendorOrder.Status.PENDING)
        .select_related("order", "enterprise")
        .prefetch_related(
            Prefetch("lines", queryset=OrderLine.objects.order_by("pk")),
            Prefetch("shipments", queryset=Shipment.objects.prefetch_related("lines")),
            Prefetch(
                "returns",
                queryset=ReturnRequest.objects.prefetch_related(
                    "lines__order_line", "lines__variant"
                ).order_by("-pk"),
            ),
        )
        .first()
    )
    if part is None:
        raise NotFound
    return part


def consumer_clocks(*, on: dt.date) -> rules.ConsumerClocks:
    """The times of consumer law that hold on a day. One query over a handful of rows."""
    rows = ConsumerTerm.objects.filter(valid_from__lte=on).order_by("valid_from")
    return rules.ConsumerClocks(**dict(rows.values_list("name", "value")))


def commission_terms(*, on: dt.date) -> list[prices.CommissionTerm]:
    """The commission rules that hold on a day, oldest first. One query."""
    rows = CommissionRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on
    ).order_by("valid_from", "pk")
    return [
        prices.CommissionTerm(row.rate_bp, row.enterprise_id, row.category_id, row.kind)
        for row in rows
    ]


def unconfirmed_parts(*, today: dt.date, limit: int = 500) -> list[int]:
    """Delivered prepaid parts whose purchase counts as confirmed today: the market's time is over,
    and so is the buyer's to change their mind; nothing of them is on its way back."""
    clocks = consumer_clocks(on=today)
    earliest = clock.midnight(today - dt.timedelta(days=clocks.confirm_days))
    rows = VendorOrder.objects.filter(
        status=VendorOrder.Status.DELIVERED,
        delivered_at__lt=earliest,
        order__terms=Order.Terms.PREPAID,
    ).exclude(returns__status__in=rules.OPEN_RETURNS)
    return [
        pk
        for pk, delivered_at in rows.order_by("pk").values_list("pk", "delivered_at")[:limit]
        if delivered_at and today > rules.withdrawal_until(clock.local_date(delivered_at), clocks)
    ]


def unanswered_returns(*, today: dt.date, limit: int = 500) -> list[int]:
    """Return requests that the enterprise should have answered by now."""
    clocks = consumer_clocks(on=today)
    since = clock.midnight(today - dt.timedelta(days=clocks.answer_days))
    rows = ReturnRequest.objects.filter(
        status=ReturnRequest.Status.REQUESTED, requested_at__lt=since
    )
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def returns_for(
    *, actor: Actor, enterprise_id: int, status: str | None = None
) -> QuerySet[ReturnRequest]:
    """An enterprise's returns and exchanges, newest first."""
    actor.require_enterprise(enterprise_id)
    rows = ReturnRequest.objects.filter(vendor_order__enterprise_id=enterprise_id)
    if status:
        rows = rows.filter(status=status)
    return (
        rows.select_related("vendor_order__order")
        .prefetch_related("lines__order_line", "lines__variant")
        .order_by("-pk")
    )


def shipping_terms(enterprise: Enterprise) -> prices.ShippingTerms:
    """An enterprise's shipping as ``prices.shipping_charge`` takes it."""
    return prices.ShippingTerms(
        fee=enterprise.shipping_fee_amount,
        free_from=enterprise.free_shipping_from_amount,
        basis=enterprise.shipping_basis,
        steps=[(int(least), int(fee)) for least, fee in enterprise.shipping_steps],
        island=enterprise.island_surcharge_amount,
        mountain=enterprise.mountain_surcharge_amount,
    )


def piece_of(offer: Offer, quantity: int) -> prices.Piece:
    """So many of an offer, as ``prices.shipping_charge`` weighs them."""
    return prices.Piece(
        product_id=offer.product_id,
        weight_g=offer.weight_g * quantity,
        by_shop=offer.shipping_rule == ShippingRule.SHOP,
        own=offer.own_shipping,
    )


def token_of(order_id: int) -> str:
    """The secret in an order's link, for whoever was found to be its buyer."""
    return Order.objects.values_list("token", flat=True).get(pk=order_id)
