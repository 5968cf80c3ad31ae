"""An order of gifts stands where its purchase order and its parcels are."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from core import audit, clock
from core.actor import SYSTEM
from gifts import locks, rules, selectors
from gifts.models import GiftOrder, GiftRecipient
from gifts.services.submit import cancelled, ready_left_out
from procurement.models import Acceptance, AcceptanceLine, PurchaseOrder, PurchaseOrderLine

S = GiftOrder.Status
R = GiftRecipient.Status
PO = PurchaseOrder.Status
#: A parcel nobody saw for this long counts as there (as ``orders`` has it for citizens').
PATIENCE = dt.timedelta(days=30)
OPEN = (S.SUBMITTED, S.ORDERED, S.SENDING)


@transaction.atomic
def gift_order_follow(*, order_id: int) -> GiftOrder | None:
    """Set an order where its purchase order and its parcels are. Repeating changes nothing."""
    order = locks.lock_gift_order(order_id)
    if order is not None:
        follow(order)
    return order


def gift_orders_follow_all() -> int:
    """Every open order, for what no event told of; answers how many moved."""
    moved = 0
    rows = GiftOrder.objects.filter(status__in=OPEN).order_by("pk")
    for pk, before in list(rows.values_list("pk", "status")):
        after = gift_order_follow(order_id=pk)
        moved += after is not None and after.status != before
    return moved


@transaction.atomic
def gifts_inspected(*, acceptance_id: int) -> int:
    """An organization's inspector took a delivery in whole: its recipients have theirs. Of one with
    rejected pieces nobody knows whose they were, so the carrier or the sender says. Answers how
    many recipients. Repeating changes nothing."""
    acceptance = (
        Acceptance.objects.filter(pk=acceptance_id)
        .values_list("shipment_id", "inspected_at", "purchase_order__gift_order")
        .first()
    )
    if acceptance is None or acceptance[2] is None:
        return 0
    shipment_id, at, order_id = acceptance
    order = locks.lock_gift_order(order_id)
    if order is None:
        return 0
    count = 0
    if not AcceptanceLine.objects.filter(acceptance=acceptance_id, rejected__gt=0).exists():
        rows = order.recipients.filter(shipment=shipment_id, status=R.SENT)
        count = rows.update(status=R.DELIVERED, delivered_at=at)
    follow(order)
    return count


def follow(order: GiftOrder) -> None:
    """As above, for an order that is locked."""
    if order.status not in OPEN or order.purchase_order_id is None:
        return
    po = PurchaseOrder.objects.get(pk=order.purchase_order_id)
    if po.status == PO.SUBMITTED:
        return
    before = order.status
    if po.status == PO.REJECTED:
        # The reason stands at the purchase order; what it asks for can be done to the draft.
        order.status, order.touched_at = S.DRAFT, clock.now()
        order.save(update_fields=["status", "touched_at"])
    else:
        _follow_parcels(order, po)
    if order.status != before:
        audit.record(actor=SYSTEM, action="gift.follow", obj=order, status=str(order.status))


def _follow_parcels(order: GiftOrder, po: PurchaseOrder) -> None:
    lines = PurchaseOrderLine.objects.filter(purchase_order=po)
    gone = [line.sku for line in lines if not line.ordered_quantity]
    is_over = po.closed_at is not None and po.closed_at + PATIENCE <= clock.now()
    if po.status == PO.CANCELLED or (po.status == PO.CLOSED and is_over):
        gone = [line.sku for line in lines]
    ready_left_out(order, gone)
    counts = selectors.counts_of(order)
    last = selectors.last_word(order)
    status = rules.status_once_ordered(
        ready=counts.ready,
        sent=counts.sent,
        delivered=counts.delivered,
        is_silent=last is not None and last + PATIENCE <= clock.now(),
    )
    if status == rules.GiftStatus.CANCELLED:
        cancelled(order)
    elif rules.may_move(order.status, status):
        order.status = S(status)
        if status == rules.GiftStatus.DONE:
            order.ended_at = last or clock.now()
        order.save(update_fields=["status", "ended_at"])
