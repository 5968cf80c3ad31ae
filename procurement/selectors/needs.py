"""Requisitions of an organization."""

from __future__ import annotations

from django.db.models import QuerySet

from core.actor import Actor
from core.errors import NotFound
from procurement.models import Requisition
from procurement.selectors.access import require


def requisitions_for(
    *, actor: Actor, organization_id: int, status: str = ""
) -> QuerySet[Requisition]:
    """An organization's needs, newest first."""
    require(actor, organization_id)
    rows = Requisition.objects.filter(organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return rows.select_related("requester", "category").order_by("-created_at", "-pk")


def requisition_for(*, actor: Actor, number: str) -> Requisition:
    """One need of the actor's organizations with all that hangs on it. Raises NotFound."""
    found = (
        Requisition.objects.filter(number=number, organization_id__in=list(actor.organizations))
        .select_related("organization", "requester", "category", "cost_center", "budget_line")
        .prefetch_related(
            "lines",
            "steps__person",
            "steps__decided_by",
            "approvals__approver",
            "approvals__on_behalf_of",
            "requests_for_quote",
            "purchase_orders",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found
