"""Purchase orders, their deliveries and their invoices."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

from core.actor import Actor
from core.errors import NotFound
from orders.models import Shipment, VendorOrder
from procurement.models import (
    Dispute,
    Invoice,
    PurchaseOrder,
    PurchaseOrderLine,
)
from procurement.selectors.access import require


def purchase_orders_for(
    *, actor: Actor, organization_id: int, status: str = ""
) -> QuerySet[PurchaseOrder]:
    """An organization's purchase orders, newest first."""
    require(actor, organization_id)
    rows = PurchaseOrder.objects.filter(organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return (
        rows.select_related("requester", "organization")
        .prefetch_related("lines__enterprise")
        .order_by("-created_at", "-pk")
    )


def purchase_order_for(*, actor: Actor, number: str) -> PurchaseOrder:
    """One purchase order of the actor's organizations with all that hangs on it.

    Raises NotFound for others'.
    """
    deliveries = Shipment.objects.select_related("acceptance").order_by("shipped_at", "pk")
    parts = VendorOrder.objects.select_related("enterprise").prefetch_related(
        "lines", Prefetch("shipments", queryset=deliveries), "shipments__lines"
    )
    found = (
        PurchaseOrder.objects.filter(
            number=number, organization_id__in=list(actor.organizations)
        )
        .select_related(
            "organization", "requester", "requisition", "quote__rfq", "quote__enterprise",
            "budget_line", "cost_center", "order",
        )
        .prefetch_related(
            "lines__enterprise",
            "approvals__approver",
            "approvals__on_behalf_of",
            "steps__person",
            "steps__decided_by",
            "responses__enterprise",
            "changes__lines__line",
            "changes__consents__enterprise",
            "changes__requested_by",
            "disputes__messages__author",
            "disputes__enterprise",
            "lines__schedule",
            "lines__order_line",
            "acceptances__lines__order_line",
            "acceptances__inspector",
            "invoices__payments",
            "invoices__vendor_order__enterprise",
            Prefetch("order__vendor_orders", queryset=parts),
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def purchase_orders_of(*, enterprise_id: int) -> QuerySet[PurchaseOrder]:
    """Purchase orders with a part of the enterprise's that bind, newest first."""
    mine = PurchaseOrderLine.objects.filter(enterprise_id=enterprise_id).values("purchase_order")
    rows = PurchaseOrder.objects.filter(pk__in=mine, order__isnull=False)
    return rows.select_related("organization").order_by("-decided_at", "-pk")


def purchase_order_sold(*, enterprise_id: int, number: str) -> PurchaseOrder:
    """One of them, with all that its page shows. Raises NotFound for others', and for those that
    nobody approved yet."""
    found = (
        purchase_orders_of(enterprise_id=enterprise_id)
        .filter(number=number)
        .prefetch_related(
            "lines__order_line__vendor_order",
            "lines__schedule",
            "responses",
            "changes__lines__line",
            "changes__consents__enterprise",
            "changes__requested_by",
            "disputes__messages",
            "disputes__enterprise",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def deliveries_to_inspect(*, actor: Actor, organization_id: int) -> QuerySet[Shipment]:
    """What arrived (or is on its way) and nobody inspected yet, oldest first."""
    require(actor, organization_id)
    return (
        Shipment.objects.filter(
            vendor_order__order__purchase_order__organization_id=organization_id, acceptance=None
        )
        .select_related("vendor_order__enterprise", "vendor_order__order__purchase_order")
        .prefetch_related("lines__order_line")
        .order_by("shipped_at", "pk")
    )


def delivery_for(*, actor: Actor, number: str) -> Shipment:
    """One delivery to the actor's organizations. Raises NotFound for others'."""
    found = (
        Shipment.objects.filter(
            number=number,
            vendor_order__order__purchase_order__organization_id__in=list(actor.organizations),
        )
        .select_related(
            "vendor_order__enterprise",
            "vendor_order__order__purchase_order__organization",
            "acceptance__inspector",
        )
        .prefetch_related("lines__order_line", "acceptance__lines__order_line")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def invoices_for(*, actor: Actor, organization_id: int, status: str = "") -> QuerySet[Invoice]:
    """An organization's invoices: what is due first comes first."""
    require(actor, organization_id)
    rows = Invoice.objects.filter(purchase_order__organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return rows.select_related("purchase_order", "vendor_order__enterprise").order_by(
        "status", "due_on", "pk"
    )


def invoice_for(*, actor: Actor, number: str) -> Invoice:
    """One invoice, for its organization's people and its enterprise's. Raises NotFound."""
    found = (
        Invoice.objects.filter(number=number)
        .filter(
            Q(purchase_order__organization_id__in=list(actor.organizations))
            | Q(vendor_order__enterprise_id__in=list(actor.enterprises))
        )
        .select_related(
            "purchase_order__organization",
            "purchase_order__requester",
            "vendor_order__enterprise",
            "acceptance",
        )
        .prefetch_related("lines__order_line", "payments__recorded_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def disputes_for_city(*, actor: Actor) -> QuerySet[Dispute]:
    """Every dispute, the open ones first. City officers only."""
    actor.require_city()
    rows = Dispute.objects.select_related("purchase_order__organization", "enterprise")
    return rows.prefetch_related("messages__author").order_by("status", "-opened_at")
