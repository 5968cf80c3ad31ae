"""Lists, recurring orders, and what is to come on which day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from core import clock
from core.actor import Actor
from core.errors import NotFound
from procurement.models import PurchaseList, RecurringOrder, ScheduledDelivery
from procurement.selectors.access import require


def purchase_lists(*, actor: Actor, organization_id: int) -> QuerySet[PurchaseList]:
    require(actor, organization_id)
    rows = PurchaseList.objects.filter(organization_id=organization_id)
    return rows.prefetch_related("lines__variant__product").order_by("name")


def purchase_list_for(*, actor: Actor, list_id: int) -> PurchaseList:
    """One list of the actor's organizations. Raises NotFound."""
    rows = PurchaseList.objects.filter(organization_id__in=list(actor.organizations))
    found = rows.prefetch_related("lines__variant__product").filter(pk=list_id).first()
    if found is None:
        raise NotFound
    return found


def recurring_orders(*, actor: Actor, organization_id: int) -> QuerySet[RecurringOrder]:
    require(actor, organization_id)
    rows = RecurringOrder.objects.filter(organization_id=organization_id)
    return (
        rows.select_related("purchase_list", "person")
        .prefetch_related("runs__purchase_order")
        .order_by("status", "next_on", "pk")
    )


@dataclass(frozen=True, slots=True)
class Coming:
    """A scheduled delivery, and how many of its pieces are still to come."""

    row: ScheduledDelivery
    left: int
    is_late: bool


def schedule(
    *, organization_id: int | None = None, enterprise_id: int | None = None, days: int = 60
) -> list[Coming]:
    """Scheduled deliveries of one side that aren't here yet, soonest first: what was shipped of a
    line counts for its first days. One query."""
    today = clock.today()
    rows = ScheduledDelivery.objects.filter(
        line__order_line__isnull=False, due_on__lte=today + dt.timedelta(days=days)
    )
    if organization_id is not None:
        rows = rows.filter(line__purchase_order__organization_id=organization_id)
    if enterprise_id is not None:
        rows = rows.filter(line__enterprise_id=enterprise_id)
    found = rows.exclude(line__purchase_order__status__in=["cancelled", "rejected"]).select_related(
        "line__purchase_order__organization", "line__enterprise", "line__order_line"
    )
    shipped: dict[int, int] = {}
    coming = []
    for row in found.order_by("due_on", "pk"):
        line = row.line
        here = shipped.setdefault(
            line.pk, line.order_line.shipped_quantity if line.order_line else 0
        )
        covered = min(here, row.quantity)
        shipped[line.pk] = here - covered
        left = row.quantity - covered
        if left:
            coming.append(Coming(row, left, row.due_on < today))
    return coming
