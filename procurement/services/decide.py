"""The approver's decision: from here the purchase binds, stock is taken and budget committed."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from orders import services as orders
from orders.models import Order
from orders.rules import SalesChannel, Terms
from orders.services import Buyer, NewLine, ShipTo
from procurement import locks, rules, selectors
from procurement.errors import BudgetTooSmall, CreditExceeded, DutiesMustPart, WrongState
from procurement.models import Approval, PurchaseOrder, Quote, RequestForQuote

S = PurchaseOrder.Status


@transaction.atomic
def purchase_order_approve(*, actor: Actor, po_id: int, note: str = "") -> PurchaseOrder:
    """Approve: commit the budget, place and confirm the order at the enterprises.

    Approving twice changes nothing. Raises NotFound, NotAllowed, DutiesMustPart for the
    requester, WrongState, BudgetTooSmall, CreditExceeded, InsufficientStock.
    """
    po = _to_decide(actor, po_id)
    if po.order_id is not None:
        return po
    _check_move(po, S.ORDERED)
    _check_note(note)
    if po.organization.kind == Organization.Kind.COMPANY:
        _charge_account(po)
    if po.budget_line_id is not None:
        _commit_budget(po)
    order = _place(actor, po)
    po.order = order
    _decide(actor, po, Approval.Decision.APPROVED, S.ORDERED, note)
    outbox.emit(topic="po.ordered", payload={"po_id": po.pk})
    return po


@transaction.atomic
def purchase_order_reject(*, actor: Actor, po_id: int, note: str) -> PurchaseOrder:
    """Send it back with the reason; its request is open again, its quotes may be chosen anew.

    Raises NotFound, NotAllowed, DutiesMustPart, WrongState, InvalidInput without a reason.
    """
    po = _to_decide(actor, po_id)
    if po.status == S.REJECTED:
        return po
    _check_move(po, S.REJECTED)
    if not note.strip():
        raise InvalidInput({"note": _("반려 사유를 적어 주세요.")})
    _check_note(note)
    _decide(actor, po, Approval.Decision.REJECTED, S.REJECTED, note)
    if po.quote is not None:
        rfq = locks.lock_rfq(po.quote.rfq_id)
        if rfq is not None and rules.rfq_may_move(rfq.status, RequestForQuote.Status.OPEN):
            rfq.status = RequestForQuote.Status.OPEN
            rfq.comparison, rfq.comparison_digest = None, ""
            rfq.save(update_fields=["status", "comparison", "comparison_digest"])
            rfq.quotes.filter(status__in=[Quote.Status.ORDERED, Quote.Status.LOST]).update(
                status=Quote.Status.SUBMITTED
            )
    outbox.emit(topic="po.rejected", payload={"po_id": po.pk})
    return po


def _to_decide(actor: Actor, po_id: int) -> PurchaseOrder:
    po = locks.lock_purchase_order(po_id)
    if po is None or not actor.has_role(po.organization_id):
        raise NotFound
    actor.require_role(po.organization_id, Role.APPROVER)
    if not rules.duties_part(requester=po.requester_id, approver=actor.user_id, inspector=None):
        raise DutiesMustPart
    return po


def _check_move(po: PurchaseOrder, target: str) -> None:
    if not rules.purchase_order_may_move(po.status, target):
        raise WrongState


def _check_note(note: str) -> None:
    if len(note) > 300:
        raise InvalidInput({"note": _("300자까지 입력할 수 있습니다.")})


def _charge_account(po: PurchaseOrder) -> None:
    organization = locks.lock_credit(po.organization_id)
    free = organization.credit_limit_amount - selectors.credit_used(po.organization_id)
    if po.total_amount > free:
        raise CreditExceeded(max(free, 0))


def _commit_budget(po: PurchaseOrder) -> None:
    line = locks.lock_budget(po.budget_line_id or 0)
    if line.free_amount < po.total_amount:
        raise BudgetTooSmall(line.free_amount)
    line.committed_amount += po.total_amount
    line.save(update_fields=["committed_amount"])


def _place(actor: Actor, po: PurchaseOrder) -> Order:
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
            for line in po.lines.order_by("pk")
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
    return orders.order_confirm(actor=actor, order_id=order.pk)


def _decide(
    actor: Actor, po: PurchaseOrder, decision: Approval.Decision, status: str, note: str
) -> None:
    now = clock.now()
    Approval.objects.create(
        purchase_order=po,
        approver_id=actor.require_person(),
        decision=decision,
        note=note.strip(),
        at=now,
    )
    po.status = status
    po.decided_at = now
    po.save(update_fields=["status", "decided_at", "order"])
    audit.record(actor=actor, action=f"po.{decision}", obj=po)
