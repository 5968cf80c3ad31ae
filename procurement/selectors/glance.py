"""Where purchase orders stand, for every party to see alike."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db.models import F, Sum

from accounts.models import Organization
from core import clock
from orders.models import OrderLine, Shipment
from procurement import rules
from procurement.models import (
    ApprovalStep,
    ChangeOrder,
    Invoice,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderResponse,
)
from procurement.rules.glance import Next, Standing, next_acts
from procurement.selectors.clocks import clock_value


def next_acts_of(
    orders: Collection[PurchaseOrder], *, enterprise_id: int | None = None
) -> dict[int, list[Next]]:
    """What waits for somebody, by purchase order; with ``enterprise_id`` of that part alone.

    The orders carry their organization. Eight queries, however many orders.
    """
    ids = [po.pk for po in orders]
    if not ids:
        return {}
    lines = PurchaseOrderLine.objects.filter(purchase_order__in=ids)
    answers = PurchaseOrderResponse.objects.filter(purchase_order__in=ids)
    placed = OrderLine.objects.filter(purchase_order_line__purchase_order__in=ids)
    parcels = Shipment.objects.filter(vendor_order__order__purchase_order__in=ids, acceptance=None)
    invoices = Invoice.objects.filter(purchase_order__in=ids, status=Invoice.Status.ISSUED)
    if enterprise_id is not None:
        lines = lines.filter(enterprise=enterprise_id)
        answers = answers.filter(enterprise=enterprise_id)
        placed = placed.filter(vendor_order__enterprise=enterprise_id)
        parcels = parcels.filter(vendor_order__enterprise=enterprise_id)
        invoices = invoices.filter(vendor_order__enterprise=enterprise_id)
    approve_by = _approve_by(ids)
    sellers = _count(lines.values_list("purchase_order_id", "enterprise_id").distinct())
    answered = _count(answers.values_list("purchase_order_id", "enterprise_id"))
    to_ship = dict(
        placed.values_list("purchase_order_line__purchase_order_id").annotate(
            left=Sum(F("quantity") - F("cancelled_quantity") - F("shipped_quantity"))
        )
    )
    arrived = defaultdict(list)
    for po_id, shipped_at in parcels.values_list(
        "vendor_order__order__purchase_order", "shipped_at"
    ):
        arrived[po_id].append(clock.local_date(shipped_at))
    unclaimed: dict[int, int] = defaultdict(int)
    unpaid = defaultdict(list)
    for po_id, claimed_at, due_on in invoices.values_list(
        "purchase_order_id", "claimed_at", "due_on"
    ):
        unclaimed[po_id] += claimed_at is None
        unpaid[po_id].append(due_on)
    open_changes = dict(
        ChangeOrder.objects.filter(
            purchase_order__in=ids,
            status__in=[ChangeOrder.Status.REQUESTED, ChangeOrder.Status.APPROVED],
        ).values_list("purchase_order_id", "status")
    )
    inspect_days = clock_value(rules.ClockCode.INSPECT)
    return {
        po.pk: next_acts(
            Standing(
                status=po.status,
                is_agency=po.organization.kind == Organization.Kind.AGENCY,
                approve_by=approve_by.get(po.pk),
                respond_by=po.respond_by,
                # who ships has answered
                unanswered=sellers.get(po.pk, 0) - answered.get(po.pk, 0)
                if po.status == PurchaseOrder.Status.ORDERED
                else 0,
                change=open_changes.get(po.pk, ""),
                to_ship=to_ship.get(po.pk) or 0,
                needed_by=po.needed_by,
                arrived=arrived[po.pk],
                unclaimed=unclaimed[po.pk],
                unpaid=unpaid[po.pk],
            ),
            inspect_days=inspect_days,
        )
        for po in orders
    }


def _approve_by(ids: Collection[int]) -> dict[int, dt.date]:
    rows = ApprovalStep.objects.filter(
        purchase_order__in=ids, status=ApprovalStep.Status.OPEN
    ).values_list("purchase_order_id", "expires_at")
    return {po_id: clock.local_date(at) for po_id, at in rows if at is not None}


def _count(pairs: Collection[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for po_id, _enterprise in pairs:
        found[po_id] += 1
    return found
