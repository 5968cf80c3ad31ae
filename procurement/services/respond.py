"""The enterprise's answer to a purchase order, and what changes after it: change orders, disputes.

A purchase order only ever becomes smaller, later or elsewhere. More pieces are another purchase,
with a rule check of its own; else a limit could be passed by changing what was ordered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import Role
from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from orders import services as orders
from orders.models import VendorOrder
from procurement import locks, rules
from procurement.errors import DutiesMustPart, WrongState
from procurement.models import (
    CancelledPieces,
    ChangeConsent,
    ChangeOrder,
    ChangeOrderLine,
    Dispute,
    DisputeMessage,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderResponse,
)
from procurement.services.order import BUYERS, DeliverTo, address_problems
from procurement.services.purse import budget_move, spending_return
from procurement.services.receive import follow

S = PurchaseOrder.Status
C = ChangeOrder.Status
LONGEST_NOTE = 300


@transaction.atomic
def purchase_order_respond(
    *,
    actor: Actor,
    po_id: int,
    enterprise_id: int,
    accepts: bool,
    promised_on: dt.date | None = None,
    note: str = "",
) -> PurchaseOrderResponse:
    """The enterprise takes its part of a purchase order on, or doesn't, with the reason. What is
    declined is cancelled: budget, limits and stock are free again.

    The same answer again changes nothing. Raises NotFound, WrongState once it answered otherwise
    or something was delivered, InvalidInput by field.
    """
    po = _sold(actor, po_id, enterprise_id)
    before = po.responses.filter(enterprise_id=enterprise_id).first()
    decision = PurchaseOrderResponse.Decision.ACCEPTED
    if not accepts:
        decision = PurchaseOrderResponse.Decision.DECLINED
    if before is not None:
        if before.decision == decision:
            return before
        raise WrongState
    if po.status not in (S.ORDERED, S.DELIVERING) or po.order_id is None:
        raise WrongState
    problems = {}
    if not accepts and not note.strip():
        problems["note"] = _("거절 사유를 적어 주세요.")
    if len(note) > LONGEST_NOTE:
        problems["note"] = _("300자까지 입력할 수 있습니다.")
    if accepts and promised_on is not None and promised_on < clock.today():
        problems["promised_on"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if problems:
        raise InvalidInput(problems)
    part = VendorOrder.objects.get(order=po.order_id, enterprise=enterprise_id)
    if not accepts:
        if part.status not in (VendorOrder.Status.CONFIRMED, VendorOrder.Status.ACCEPTED):
            raise WrongState
        mine = po.lines.filter(enterprise_id=enterprise_id)
        _take_out(po, {line.pk: line.ordered_quantity for line in mine}, reference=po.number)
    elif part.status == VendorOrder.Status.CONFIRMED:
        orders.vendor_order_accept(actor=actor, vendor_order_id=part.pk)
    answer = PurchaseOrderResponse.objects.create(
        purchase_order=po,
        enterprise_id=enterprise_id,
        decision=decision,
        note=note.strip(),
        promised_on=promised_on if accepts else None,
        by_id=actor.require_person(),
        at=clock.now(),
    )
    audit.record(actor=actor, action=f"po.{decision}", obj=po, enterprise=enterprise_id)
    outbox.emit(topic="po.answered", payload={"response_id": answer.pk})
    return answer


@transaction.atomic
def change_request(
    *,
    actor: Actor,
    po_id: int,
    reason: str,
    cancel: Mapping[int, int] | None = None,
    cancel_all: bool = False,
    needed_by: dt.date | None = None,
    address: DeliverTo | None = None,
) -> ChangeOrder:
    """Ask for a change: fewer pieces (``cancel``, by line id), all that isn't delivered, another
    day, another place. An approver decides, and then those who deliver.

    Raises NotFound, NotAllowed, WrongState while another change is open or nothing can change,
    InvalidInput by field (a line's as ``cancel_<line id>``).
    """
    po = _bought(actor, po_id)
    actor.require_role(po.organization_id, *BUYERS)
    open_ones = po.changes.filter(status__in=[C.REQUESTED, C.APPROVED])
    if po.status not in (S.ORDERED, S.DELIVERING) or open_ones.exists():
        raise WrongState
    lines = {line.pk: line for line in po.lines.select_related("order_line")}
    problems: dict[str, Any] = {}
    wanted = {pk: count for pk, count in (cancel or {}).items() if count}
    if cancel_all:
        wanted = {pk: _left(line) for pk, line in lines.items() if _left(line)}
    for pk, count in wanted.items():
        if pk not in lines:
            raise NotFound
        if not 1 <= count <= _left(lines[pk]):
            text = _("아직 납품되지 않은 %(left)d개까지 줄일 수 있습니다.")
            problems[f"cancel_{pk}"] = text % {"left": _left(lines[pk])}
    if not reason.strip() or len(reason) > LONGEST_NOTE:
        problems["reason"] = _("변경 사유를 300자 안으로 적어 주세요.")
    if needed_by is not None and needed_by < clock.today():
        problems["needed_by"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if address is not None:
        problems |= address_problems(address)
    if not wanted and needed_by is None and address is None and not problems:
        problems[""] = _("무엇을 바꿀지 입력해 주세요.")
    if problems:
        raise InvalidInput(problems)
    change = ChangeOrder(
        purchase_order=po,
        number=f"{po.number}-C{po.changes.count() + 1}",
        reason=reason.strip(),
        is_cancellation=cancel_all,
        needed_by=needed_by,
        requested_by_id=actor.require_person(),
        requested_at=clock.now(),
    )
    if address is not None:
        change.recipient, change.phone = address.recipient, address.phone
        change.postal_code, change.road_address = address.postal_code, address.road_address
        change.address_detail = address.detail
    change.save()
    ChangeOrderLine.objects.bulk_create(
        ChangeOrderLine(change=change, line_id=pk, cancel_quantity=count)
        for pk, count in sorted(wanted.items())
    )
    audit.record(actor=actor, action="change.request", obj=change)
    outbox.emit(topic="change.requested", payload={"change_id": change.pk})
    return change


@transaction.atomic
def change_decide(*, actor: Actor, change_id: int, approves: bool, note: str = "") -> ChangeOrder:
    """An approver (not who asked) lets the change go to the enterprises, or doesn't.

    Raises NotFound, NotAllowed, DutiesMustPart, WrongState, InvalidInput where a refusal has no
    reason.
    """
    change, po = _change(change_id)
    if not actor.has_role(po.organization_id):
        raise NotFound
    actor.require_role(po.organization_id, Role.APPROVER)
    if change.requested_by_id == actor.user_id:
        raise DutiesMustPart
    if change.status != C.REQUESTED:
        raise WrongState
    if not approves and not note.strip():
        raise InvalidInput({"note": _("반려 사유를 적어 주세요.")})
    if len(note) > LONGEST_NOTE:
        raise InvalidInput({"note": _("300자까지 입력할 수 있습니다.")})
    change.status = C.APPROVED if approves else C.REJECTED
    change.decided_by_id, change.decided_at = actor.require_person(), clock.now()
    change.note = note.strip()
    change.save(update_fields=["status", "decided_by", "decided_at", "note"])
    audit.record(actor=actor, action=f"change.{change.status}", obj=change)
    outbox.emit(topic="change.decided", payload={"change_id": change.pk})
    return change


@transaction.atomic
def change_answer(
    *, actor: Actor, change_id: int, enterprise_id: int, agrees: bool, note: str = ""
) -> ChangeOrder:
    """An enterprise agrees to a change or refuses it. With the last consent it is carried out;
    what was delivered in the meantime isn't touched.

    Raises NotFound, WrongState, InvalidInput without a reason to refuse.
    """
    change, po = _change(change_id)
    if not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    concerned = _concerned(po, change)
    if enterprise_id not in concerned:
        raise NotFound
    if change.status != C.APPROVED or change.consents.filter(enterprise_id=enterprise_id).exists():
        raise WrongState
    if not agrees and not note.strip():
        raise InvalidInput({"note": _("거절 사유를 적어 주세요.")})
    if len(note) > LONGEST_NOTE:
        raise InvalidInput({"note": _("300자까지 입력할 수 있습니다.")})
    ChangeConsent.objects.create(
        change=change,
        enterprise_id=enterprise_id,
        agrees=agrees,
        note=note.strip(),
        by_id=actor.require_person(),
        at=clock.now(),
    )
    if not agrees:
        change.status = C.REFUSED
        change.save(update_fields=["status"])
    elif change.consents.filter(agrees=True).count() == len(concerned):
        _carry_out(po, change)
    audit.record(actor=actor, action="change.answer", obj=change, agrees=agrees)
    outbox.emit(topic="change.answered", payload={"change_id": change.pk})
    return change


@transaction.atomic
def dispute_open(
    *, actor: Actor, po_id: int, enterprise_id: int, subject: str, text: str
) -> Dispute:
    """Either side says what is wrong. Raises NotFound, WrongState before anything was ordered,
    InvalidInput by field."""
    po = locks.lock_purchase_order(po_id)
    if po is None or not po.lines.filter(enterprise_id=enterprise_id).exists():
        raise NotFound
    side = _side(actor, po.organization_id, enterprise_id)
    if po.order_id is None:
        raise WrongState
    problems = {}
    if not subject.strip() or len(subject.strip()) > 120:
        problems["subject"] = _("제목을 120자 안으로 입력해 주세요.")
    if not text.strip() or len(text) > 4000:
        problems["text"] = _("내용을 4,000자 안으로 적어 주세요.")
    if problems:
        raise InvalidInput(problems)
    dispute = Dispute.objects.create(
        purchase_order=po,
        enterprise_id=enterprise_id,
        number=f"{po.number}-D{po.disputes.count() + 1}",
        subject=subject.strip(),
        opened_at=clock.now(),
    )
    _say(actor, dispute, side, text)
    audit.record(actor=actor, action="dispute.open", obj=dispute)
    return dispute


@transaction.atomic
def dispute_reply(*, actor: Actor, dispute_id: int, text: str) -> DisputeMessage:
    """Another word in a dispute, of either side or the city. Raises NotFound, WrongState when it
    was settled, InvalidInput."""
    dispute = _dispute(dispute_id)
    side = _side(actor, dispute.purchase_order.organization_id, dispute.enterprise_id)
    if dispute.status != Dispute.Status.OPEN:
        raise WrongState
    if not text.strip() or len(text) > 4000:
        raise InvalidInput({"text": _("내용을 4,000자 안으로 적어 주세요.")})
    return _say(actor, dispute, side, text)


@transaction.atomic
def dispute_settle(*, actor: Actor, dispute_id: int, settlement: str) -> Dispute:
    """The buyer's side (or the city) writes down what was agreed; the dispute is over. Raises
    NotFound, WrongState, InvalidInput."""
    dispute = _dispute(dispute_id)
    side = _side(actor, dispute.purchase_order.organization_id, dispute.enterprise_id)
    if side == DisputeMessage.Side.SELLER:
        raise NotFound
    if dispute.status != Dispute.Status.OPEN:
        raise WrongState
    if not settlement.strip() or len(settlement) > 500:
        raise InvalidInput({"settlement": _("합의 내용을 500자 안으로 적어 주세요.")})
    dispute.status, dispute.settled_at = Dispute.Status.SETTLED, clock.now()
    dispute.settlement = settlement.strip()
    dispute.save(update_fields=["status", "settled_at", "settlement"])
    audit.record(actor=actor, action="dispute.settle", obj=dispute)
    outbox.emit(topic="dispute.changed", payload={"dispute_id": dispute.pk})
    return dispute


def _bought(actor: Actor, po_id: int) -> PurchaseOrder:
    po = locks.lock_purchase_order(po_id)
    if po is None or not actor.has_role(po.organization_id):
        raise NotFound
    return po


def _sold(actor: Actor, po_id: int, enterprise_id: int) -> PurchaseOrder:
    po = locks.lock_purchase_order(po_id)
    if po is None or not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    if not po.lines.filter(enterprise_id=enterprise_id).exists():
        raise NotFound
    return po


def _change(change_id: int) -> tuple[ChangeOrder, PurchaseOrder]:
    found = ChangeOrder.objects.filter(pk=change_id).values_list("purchase_order_id", flat=True)
    po = locks.lock_purchase_order(found[0]) if found else None
    if po is None:
        raise NotFound
    return ChangeOrder.objects.get(pk=change_id), po


def _concerned(po: PurchaseOrder, change: ChangeOrder) -> set[int]:
    """Who has to agree: those whose pieces are taken out, or everybody when the day or the place
    changes."""
    rows = po.lines.all()
    if change.needed_by is None and not change.road_address:
        rows = rows.filter(pk__in=change.lines.values("line"))
    return set(rows.values_list("enterprise_id", flat=True))


def _carry_out(po: PurchaseOrder, change: ChangeOrder) -> None:
    left = {line.pk: _left(line) for line in po.lines.select_related("order_line")}
    wanted = {
        row.line_id: min(row.cancel_quantity, left[row.line_id]) for row in change.lines.all()
    }
    wanted = {pk: count for pk, count in wanted.items() if count}
    change.cancelled_amount = _take_out(po, wanted, reference=change.number)
    if change.needed_by is not None:
        po.needed_by = change.needed_by
    if change.road_address:
        po.recipient, po.phone = change.recipient, change.phone
        po.postal_code, po.road_address = change.postal_code, change.road_address
        po.address_detail = change.address_detail
    po.save(
        update_fields=[
            "needed_by", "recipient", "phone", "postal_code", "road_address", "address_detail",
        ]
    )  # fmt: skip
    change.status, change.done_at = C.DONE, clock.now()
    change.save(update_fields=["status", "done_at", "cancelled_amount"])
    outbox.emit(topic="change.done", payload={"change_id": change.pk})


def _take_out(po: PurchaseOrder, quantities: Mapping[int, int], *, reference: str) -> int:
    """Cancel undelivered pieces (by purchase order line); answers what they were worth. The
    budget, the limits and the stock are free again, and the purchase order stands where it then
    stands."""
    if not quantities:
        return 0
    lines = {line.pk: line for line in po.lines.select_related("order_line__vendor_order")}
    by_part: dict[int, dict[int, int]] = {}
    worth = 0
    for pk, count in quantities.items():
        line = lines[pk]
        assert line.order_line is not None
        part = by_part.setdefault(line.order_line.vendor_order_id, {})
        part[line.order_line.pk] = count
        line.cancelled_quantity += count
        worth += line.unit_price_amount * count
    PurchaseOrderLine.objects.bulk_update([lines[pk] for pk in quantities], ["cancelled_quantity"])
    now = clock.now()
    taken = CancelledPieces.objects.bulk_create(
        CancelledPieces(line_id=pk, quantity=count, reference=reference, at=now)
        for pk, count in sorted(quantities.items())
    )
    outbox.emit(topic="pieces.cancelled", payload={"ids": [row.pk for row in taken]})
    spending_return(po, amount=worth)
    if po.budget_line_id is not None:
        locks.lock_budget(po.budget_line_id)  # before stock and orders
    for part_id, pieces in sorted(by_part.items()):
        orders.lines_take_back(vendor_order_id=part_id, quantities=pieces, only_unshipped=True)
    po.cancelled_amount += worth
    if po.budget_line_id is not None:
        budget = locks.lock_budget(po.budget_line_id)
        budget_move(budget, committed=-worth, reference=po.number)
    if po.cancelled_amount == po.total_amount:
        po.status = rules.PurchaseOrderStatus.CANCELLED.value
        po.closed_at = clock.now()
    po.save(update_fields=["cancelled_amount", "status", "closed_at"])
    follow(po)
    return worth


def _left(line: PurchaseOrderLine) -> int:
    """Pieces that are wanted and haven't left the house."""
    return line.order_line.to_ship if line.order_line is not None else 0


def _dispute(dispute_id: int) -> Dispute:
    found = Dispute.objects.filter(pk=dispute_id).select_related("purchase_order").first()
    if found is None or locks.lock_purchase_order(found.purchase_order_id) is None:
        raise NotFound
    return found


def _side(actor: Actor, organization_id: int, enterprise_id: int) -> DisputeMessage.Side:
    """On whose side the actor speaks. Raises NotFound for outsiders."""
    if actor.has_role(organization_id):
        return DisputeMessage.Side.BUYER
    if actor.sells_for(enterprise_id, Duty.ORDERS):
        return DisputeMessage.Side.SELLER
    if actor.is_city_officer:
        return DisputeMessage.Side.CITY
    raise NotFound


def _say(actor: Actor, dispute: Dispute, side: DisputeMessage.Side, text: str) -> DisputeMessage:
    message = DisputeMessage.objects.create(
        dispute=dispute,
        side=side,
        author_id=actor.require_person(),
        text=text.strip(),
        at=clock.now(),
    )
    outbox.emit(topic="dispute.changed", payload={"dispute_id": dispute.pk})
    return message
