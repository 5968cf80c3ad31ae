"""What consents decide: a need may be bought, a purchase binds, or neither happens."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from orders import services as orders
from orders.models import Order, OrderLine
from orders.rules import SalesChannel, Terms
from orders.services import Buyer, NewLine, ShipTo
from procurement import locks, rules, selectors
from procurement.errors import CreditExceeded, WrongState
from procurement.models import (
    Approval,
    ApprovalStep,
    PurchaseOrder,
    PurchaseOrderLine,
    Quote,
    RequestForQuote,
    Requisition,
)
from procurement.services.approve import step_decide, steps_drop
from procurement.services.purse import budget_move, spending_return

S = PurchaseOrder.Status


@transaction.atomic
def purchase_order_approve(*, actor: Actor, po_id: int, note: str = "") -> PurchaseOrder:
    """Give the consent that is open. With the last one the purchase binds: the budget is
    committed, the order placed and confirmed at the enterprises.

    Approving an ordered one changes nothing. Raises NotFound, NotYourTurn, DutiesMustPart for the
    requester and for who decided before, WrongState, BudgetTooSmall, CreditExceeded,
    InsufficientStock.
    """
    po = _theirs(actor, po_id)
    if po.order_id is not None:
        return po
    _check_move(po, S.ORDERED)
    if step_decide(actor, po, Approval.Decision.APPROVED, note) is not None:
        audit.record(actor=actor, action="po.consent", obj=po)
        return po
    if po.organization.kind == Organization.Kind.COMPANY:
        _charge_account(po)
    if po.budget_line_id is not None:
        line = locks.lock_budget(po.budget_line_id)
        budget_move(
            line, reserved=-po.reserved_amount, committed=po.total_amount, reference=po.number
        )
        po.reserved_amount = 0
    po.order = _place(actor, po)
    days = selectors.clock_value(rules.ClockCode.RESPOND)
    po.respond_by = clock.add_business_days(clock.today(), days)
    _set(po, S.ORDERED)
    audit.record(actor=actor, action="po.approved", obj=po)
    outbox.emit(topic="po.ordered", payload={"po_id": po.pk})
    return po


@transaction.atomic
def purchase_order_reject(*, actor: Actor, po_id: int, note: str) -> PurchaseOrder:
    """Send it back with the reason; its request is open again, its quotes may be chosen anew.

    Raises NotFound, NotYourTurn, DutiesMustPart, WrongState, InvalidInput without a reason.
    """
    po = _theirs(actor, po_id)
    if po.status == S.REJECTED:
        return po
    _check_move(po, S.REJECTED)
    if not note.strip():
        raise InvalidInput({"note": _("반려 사유를 적어 주세요.")})
    step_decide(actor, po, Approval.Decision.REJECTED, note)
    _fall_through(po, S.REJECTED)
    audit.record(actor=actor, action="po.rejected", obj=po)
    outbox.emit(topic="po.rejected", payload={"po_id": po.pk})
    return po


@transaction.atomic
def purchase_order_withdraw(*, actor: Actor, po_id: int) -> PurchaseOrder:
    """Take a purchase order back while nobody has decided all of it: its requester may.

    Repeating changes nothing. Raises NotFound, NotAllowed, WrongState.
    """
    po = _theirs(actor, po_id)
    if po.requester_id != actor.user_id:
        raise NotAllowed
    if po.status == S.CANCELLED:
        return po
    if po.status != S.SUBMITTED:
        raise WrongState
    steps_drop(po)
    _fall_through(po, S.CANCELLED)
    audit.record(actor=actor, action="po.withdraw", obj=po)
    outbox.emit(topic="po.withdrawn", payload={"po_id": po.pk})
    return po


@transaction.atomic
def requisition_approve(*, actor: Actor, requisition_id: int, note: str = "") -> Requisition:
    """Give the consent that is open; with the last one the need may be bought.

    Raises NotFound, NotYourTurn, DutiesMustPart, WrongState.
    """
    need = _need(actor, requisition_id)
    if need.status == Requisition.Status.APPROVED:
        return need
    if need.status != Requisition.Status.SUBMITTED:
        raise WrongState
    if step_decide(actor, need, Approval.Decision.APPROVED, note) is None:
        need.status, need.decided_at = Requisition.Status.APPROVED, clock.now()
        need.save(update_fields=["status", "decided_at"])
        outbox.emit(topic="requisition.decided", payload={"requisition_id": need.pk})
    audit.record(actor=actor, action="requisition.consent", obj=need)
    return need


@transaction.atomic
def requisition_reject(*, actor: Actor, requisition_id: int, note: str) -> Requisition:
    """Refuse a need with the reason; its budget is free again.

    Raises NotFound, NotYourTurn, DutiesMustPart, WrongState, InvalidInput without a reason.
    """
    need = _need(actor, requisition_id)
    if need.status == Requisition.Status.REJECTED:
        return need
    if need.status != Requisition.Status.SUBMITTED:
        raise WrongState
    if not note.strip():
        raise InvalidInput({"note": _("반려 사유를 적어 주세요.")})
    step_decide(actor, need, Approval.Decision.REJECTED, note)
    need_end(need, Requisition.Status.REJECTED)
    audit.record(actor=actor, action="requisition.reject", obj=need)
    outbox.emit(topic="requisition.decided", payload={"requisition_id": need.pk})
    return need


def need_end(need: Requisition, status: Requisition.Status) -> None:
    """A locked need comes to nothing: what the budget kept for it is free."""
    if need.budget_line_id is not None and need.reserved_amount:
        line = locks.lock_budget(need.budget_line_id)
        budget_move(line, reserved=-need.reserved_amount, reference=need.number)
    need.status, need.reserved_amount, need.decided_at = status, 0, clock.now()
    need.save(update_fields=["status", "reserved_amount", "decided_at"])


@transaction.atomic
def approval_remind(*, step_id: int) -> str:
    """What silence does to an open consent: ``escalated`` (the owners may decide too), ``lapsed``
    (its subject falls through), or nothing. Repeating changes nothing."""
    found = ApprovalStep.objects.filter(pk=step_id).first()
    if found is None:
        return ""
    po = locks.lock_purchase_order(found.purchase_order_id) if found.purchase_order_id else None
    need = locks.lock_requisition(found.requisition_id) if found.requisition_id else None
    step = ApprovalStep.objects.get(pk=step_id)
    now = clock.now()
    if step.status != ApprovalStep.Status.OPEN:
        return ""
    if step.expires_at is not None and step.expires_at <= now:
        step.status = ApprovalStep.Status.LAPSED
        step.save(update_fields=["status"])
        if po is not None:
            steps_drop(po)
            _fall_through(po, S.REJECTED)
            outbox.emit(topic="po.rejected", payload={"po_id": po.pk})
        if need is not None:
            steps_drop(need)
            need_end(need, Requisition.Status.REJECTED)
            outbox.emit(topic="requisition.decided", payload={"requisition_id": need.pk})
        return "lapsed"
    if step.escalates_at is not None and step.escalates_at <= now and step.escalated_at is None:
        step.escalated_at = now
        step.save(update_fields=["escalated_at"])
        outbox.emit(topic="approval.wanted", payload={"step_id": step.pk})
        return "escalated"
    return ""


def _theirs(actor: Actor, po_id: int) -> PurchaseOrder:
    po = locks.lock_purchase_order(po_id)
    if po is None or not actor.has_role(po.organization_id):
        raise NotFound
    return po


def _need(actor: Actor, requisition_id: int) -> Requisition:
    need = locks.lock_requisition(requisition_id)
    if need is None or not actor.has_role(need.organization_id):
        raise NotFound
    return need


def _check_move(po: PurchaseOrder, target: str) -> None:
    if not rules.purchase_order_may_move(po.status, target):
        raise WrongState


def _charge_account(po: PurchaseOrder) -> None:
    organization = locks.lock_credit(po.organization_id)
    free = organization.credit_limit_amount - selectors.credit_used(po.organization_id)
    if po.total_amount > free:
        raise CreditExceeded(max(free, 0))


def _fall_through(po: PurchaseOrder, status: str) -> None:
    """Nothing comes of it: limits and budget are free, the need and the request open again."""
    spending_return(po)
    if po.budget_line_id is not None and po.reserved_amount:
        line = locks.lock_budget(po.budget_line_id)
        budget_move(line, reserved=-po.reserved_amount, reference=po.number)
        po.reserved_amount = 0
    _set(po, status)
    if po.requisition_id is not None:
        Requisition.objects.filter(pk=po.requisition_id).update(status=Requisition.Status.APPROVED)
    if po.quote is not None:
        rfq = locks.lock_rfq(po.quote.rfq_id)
        if rfq is not None and rules.rfq_may_move(rfq.status, RequestForQuote.Status.OPEN):
            rfq.status = RequestForQuote.Status.OPEN
            rfq.comparison, rfq.comparison_digest = None, ""
            rfq.save(update_fields=["status", "comparison", "comparison_digest"])
            rfq.quotes.filter(status__in=[Quote.Status.ORDERED, Quote.Status.LOST]).update(
                status=Quote.Status.SUBMITTED
            )


def _place(actor: Actor, po: PurchaseOrder) -> Order:
    lines = list(po.lines.order_by("pk"))
    order = orders.order_create(
        actor=actor,
        lines=[
            NewLine(
                variant_id=line.variant_id,
                quantity=line.quantity,
                unit_price_amount=line.unit_price_amount,
                name=line.name,
                enterprise_id=line.enterprise_id,
                tax_class=line.tax_class,
            )
            for line in lines
        ],
        buyer=Buyer(
            kind=po.organization.kind,
            email=po.requester.email,
            user_id=po.requester_id,
            organization_id=po.organization_id,
            district=po.organization.district,
            language=po.requester.language,
        ),
        address=ShipTo(po.recipient, po.phone, po.postal_code, po.road_address, po.address_detail),
        sales_channel=SalesChannel.PURCHASE_ORDER,
        terms=Terms.ON_ACCOUNT,
        reference=po.number,
        charge_shipping=False,
    )
    _join(lines, order)
    return orders.order_confirm(actor=actor, order_id=order.pk)


def _join(lines: list[PurchaseOrderLine], order: Order) -> None:
    """Each line of the purchase order with its line of the order: an enterprise's come in the
    order in which they were given."""
    placed: dict[int, list[Any]] = {}
    rows = OrderLine.objects.filter(vendor_order__order=order).select_related("vendor_order")
    for row in rows.order_by("pk"):
        placed.setdefault(row.vendor_order.enterprise_id, []).append(row)
    for line in lines:
        line.order_line = placed[line.enterprise_id].pop(0)
        assert line.order_line.quantity == line.quantity
    PurchaseOrderLine.objects.bulk_update(lines, ["order_line"])


def _set(po: PurchaseOrder, status: str) -> None:
    po.status = status
    po.decided_at = clock.now()
    po.save(update_fields=["status", "decided_at", "order", "reserved_amount", "respond_by"])
