"""A draft becomes a purchase order, or comes to nothing."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.actor import Actor
from core.errors import InvalidInput
from gifts import selectors
from gifts.errors import WrongState
from gifts.models import GiftOrder, GiftRecipient
from gifts.services.make import draft_of, given_by, refuse_while_reading
from gifts.services.mend import gift_bad_rows_leave_out
from procurement import services as procurement
from procurement.models import PurchaseOrder
from procurement.services import DeliverTo

S = GiftOrder.Status


@transaction.atomic
def gift_order_submit(
    *,
    actor: Actor,
    order_id: int,
    address: DeliverTo,
    leave_bad_out: bool = False,
    budget_line_id: int | None = None,
    rule_code: str = "",
) -> GiftOrder:
    """Make a purchase order of it, with its consents, budget and limits. ``address`` is the
    organization's own: where its inspector is, and what stands on its papers; recipients' are not.

    A second click finds it submitted. Raises NotFound, NotAllowed, WrongState, StillReading,
    InvalidInput by field (``rows`` while there are bad ones, ``arrive_to`` where so many can't be
    made in time), and whatever ``purchase_order_from_items`` raises.
    """
    order = given_by(actor, order_id)
    if order.status in (S.SUBMITTED, S.ORDERED, S.SENDING, S.DONE):
        return order
    order = draft_of(actor, order_id)
    refuse_while_reading(order)
    if leave_bad_out:
        gift_bad_rows_leave_out(actor=actor, order_id=order_id)
    counts = selectors.counts_of(order)
    if counts.bad:
        text = _("고칠 줄이 %(count)d개 있습니다. 고치거나 빼 주세요.") % {"count": counts.bad}
        raise InvalidInput({"rows": text}, code="BAD_ROWS_LEFT")
    if not counts.ready:
        raise InvalidInput({"rows": _("받는 사람이 한 명도 없습니다.")})
    totals = selectors.totals_of(order)
    if totals.problems:
        raise InvalidInput(totals.problems, code="TOO_LATE")
    order.purchase_order = procurement.purchase_order_from_items(
        actor=actor,
        organization_id=order.organization_id,
        items=selectors.pieces_wanted(order),
        title=order.title,
        address=address,
        cost_center_id=order.cost_center_id,
        budget_line_id=budget_line_id,
        needed_by=order.arrive_to,
        rule_code=rule_code,
        kind=PurchaseOrder.Kind.GIFT,
    )
    order.status, order.submitted_at = S.SUBMITTED, clock.now()
    order.touched_at = order.submitted_at
    order.save(update_fields=["purchase_order", "status", "submitted_at", "touched_at"])
    audit.record(
        actor=actor, action="gift.submit", obj=order, recipients=counts.ready, pieces=totals.pieces
    )
    return order


@transaction.atomic
def gift_order_cancel(*, actor: Actor, order_id: int) -> GiftOrder:
    """Give nothing: of a draft, and while its purchase order waits for a consent (that is taken
    back, by whoever requested it). Repeating changes nothing. Raises NotFound, NotAllowed,
    WrongState."""
    order = given_by(actor, order_id)
    if order.status == S.CANCELLED:
        return order
    if order.status not in (S.DRAFT, S.SUBMITTED):
        raise WrongState
    if order.status == S.SUBMITTED:
        assert order.purchase_order_id is not None
        procurement.purchase_order_withdraw(actor=actor, po_id=order.purchase_order_id)
    cancelled(order)
    audit.record(actor=actor, action="gift.cancel", obj=order)
    return order


def cancelled(order: GiftOrder) -> None:
    """A locked order comes to nothing; its people are forgotten when the time has come."""
    order.status, order.ended_at = S.CANCELLED, clock.now()
    order.save(update_fields=["status", "ended_at"])


def ready_left_out(order: GiftOrder, skus: list[str]) -> int:
    """Recipients of goods that nobody delivers any more get nothing; answers how many."""
    rows = order.recipients.filter(status=GiftRecipient.Status.READY, sku__in=skus)
    return rows.update(status=GiftRecipient.Status.LEFT_OUT)
