"""Who buys, and what waits at the desk."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Sum

from accounts.models import Organization
from core.actor import Actor
from procurement.models import (
    BudgetLine,
    CostCenter,
    Invoice,
    PurchaseOrder,
    Quote,
    RequestForQuote,
)
from procurement.selectors.access import require
from procurement.selectors.bought import deliveries_to_inspect

PO = PurchaseOrder.Status


def organizations_of(actor: Actor) -> list[Organization]:
    """The organizations the actor buys for, by name."""
    rows = Organization.objects.filter(pk__in=list(actor.organizations))
    return list(rows.order_by("name", "pk"))


def budget_lines(*, actor: Actor, organization_id: int, year: int) -> list[BudgetLine]:
    require(actor, organization_id)
    rows = BudgetLine.objects.filter(organization_id=organization_id, year=year)
    return list(rows.order_by("item_code", "programme", "pk"))


def cost_centers(*, actor: Actor, organization_id: int) -> list[CostCenter]:
    require(actor, organization_id)
    rows = CostCenter.objects.filter(organization_id=organization_id, is_active=True)
    return list(rows.order_by("code"))


def credit_used(organization_id: int) -> int:
    """Won ordered on account and not paid yet. One query for orders, one for payments."""
    open_orders = PurchaseOrder.objects.filter(
        organization_id=organization_id, status__in=[PO.ORDERED, PO.DELIVERING, PO.INSPECTED]
    )
    ordered = open_orders.aggregate(sum=Sum("total_amount"))["sum"] or 0
    paid = Invoice.objects.filter(purchase_order__in=open_orders).aggregate(sum=Sum("paid_amount"))
    return int(ordered - (paid["sum"] or 0))


def desk_counts(*, actor: Actor, organization_id: int) -> dict[str, int]:
    """What waits at the desk: approvals, inspections, payments, answers to compare."""
    require(actor, organization_id)
    return {
        "to_approve": PurchaseOrder.objects.filter(
            organization_id=organization_id, status=PO.SUBMITTED
        ).count(),
        "to_inspect": deliveries_to_inspect(actor=actor, organization_id=organization_id).count(),
        "to_pay": Invoice.objects.filter(
            purchase_order__organization_id=organization_id, status=Invoice.Status.ISSUED
        ).count(),
        "to_compare": RequestForQuote.objects.filter(
            organization_id=organization_id,
            status=RequestForQuote.Status.OPEN,
            quotes__status=Quote.Status.SUBMITTED,
        )
        .distinct()
        .count(),
    }


def amount_due(*, actor: Actor, organization_id: int) -> int:
    """Won invoiced and not paid."""
    require(actor, organization_id)
    rows = Invoice.objects.filter(
        purchase_order__organization_id=organization_id, status=Invoice.Status.ISSUED
    )
    return int(rows.aggregate(sum=Sum(F("total_amount") - F("paid_amount")))["sum"] or 0)


def approver_of(po: PurchaseOrder) -> Any:
    """Who approved it, or None."""
    approved: Sequence[Any] = [row for row in po.approvals.all() if row.decision == "approved"]
    return approved[-1].approver if approved else None
