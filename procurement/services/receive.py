"""Taking a delivery in: the inspection, and the invoice for what was accepted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Case, F, Sum, When
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from core import audit, clock, ids, outbox, tax
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from orders import services as orders
from orders.models import OrderLine, Shipment, ShipmentLine, VendorOrder
from payments import services as payments
from procurement import locks, rules, selectors
from procurement.errors import DutiesMustPart, WrongState
from procurement.models import (
    Acceptance,
    AcceptanceLine,
    Approval,
    Invoice,
    InvoiceLine,
    PurchaseOrder,
)
from procurement.services.files import photo_checked, photo_keep, photos_counted
from procurement.services.purse import budget_move

S = PurchaseOrder.Status
Outcome = AcceptanceLine.Outcome


class Inspected(TypedDict):
    """What was found of one order line of the delivery; both counts in pieces."""

    order_line_id: int
    accepted: int
    rejected: int
    defect: str
    #: ``replace``: the rejected pieces shall be sent again; else they are left out.
    outcome: NotRequired[str]


@transaction.atomic
def acceptance_record(
    *,
    actor: Actor,
    shipment_id: int,
    lines: Sequence[Inspected],
    note: str = "",
    photos: Sequence[UploadedFile[bytes]] = (),
) -> Acceptance:
    """Record the inspection (검수) of a delivery; the invoice for what was accepted follows.

    Every delivered piece is accepted or rejected, a rejected one with its defect, to be replaced or
    left out. What came after the agreed day bears delay damages as the law has them; they are
    shown, and settled by people. The inspector is neither requester nor approver. Raises NotFound,
    NotAllowed, DutiesMustPart, WrongState when it was inspected before, InvalidInput by field
    (a line's as ``accepted_<order line id>``).
    """
    shipment, po = _delivery(actor, shipment_id)
    if Acceptance.objects.filter(shipment=shipment).exists():
        raise WrongState
    shipped = {row.order_line_id: row for row in shipment.lines.select_related("order_line")}
    found = _checked({pk: row.quantity for pk, row in shipped.items()}, lines, note)
    pictures = [photo_checked(photo) for photo in photos_counted(photos)]
    now = clock.now()
    late, damages = _delay(po, shipment, shipped, found)
    acceptance = Acceptance.objects.create(
        purchase_order=po,
        shipment=shipment,
        number=ids.new_number("A", clock.today()),
        inspector_id=actor.require_person(),
        note=note.strip(),
        inspected_at=now,
        late_days=late,
        damages_amount=damages,
    )
    for picture in pictures:
        photo_keep(acceptance, picture)
    AcceptanceLine.objects.bulk_create(
        AcceptanceLine(
            acceptance=acceptance,
            order_line_id=pk,
            delivered=row.quantity,
            accepted=found[pk]["accepted"],
            rejected=found[pk]["rejected"],
            defect=found[pk]["defect"].strip() if found[pk]["rejected"] else "",
            outcome=_outcome(found[pk]),
        )
        for pk, row in sorted(shipped.items())
    )
    kept = [
        (row.order_line, found[pk]["accepted"])
        for pk, row in sorted(shipped.items())
        if found[pk]["accepted"]
    ]
    again = {pk: row["rejected"] for pk, row in found.items() if _outcome(row) == Outcome.REPLACE}
    if again:
        orders.shipment_pieces_replace(actor=actor, shipment_id=shipment.pk, quantities=again)
    else:
        _mark_delivered(actor, shipment.vendor_order)
    if kept:
        _invoice(actor, po, shipment.vendor_order, acceptance, kept)
    audit.record(actor=actor, action="acceptance.record", obj=acceptance, shipment=shipment.number)
    outbox.emit(topic="acceptance.recorded", payload={"acceptance_id": acceptance.pk})
    follow(po)
    return acceptance


@transaction.atomic
def purchase_order_follow(*, po_id: int) -> PurchaseOrder | None:
    """Set the purchase order where its deliveries and payments are. Repeating changes nothing."""
    po = locks.lock_purchase_order(po_id)
    if po is not None:
        follow(po)
    return po


def follow(po: PurchaseOrder) -> None:
    """As above, for a purchase order that is locked."""
    if po.status not in (S.ORDERED, S.DELIVERING, S.INSPECTED) or po.order_id is None:
        return
    lines = OrderLine.objects.filter(vendor_order__order_id=po.order_id).aggregate(
        ordered=Sum(F("quantity") - F("cancelled_quantity")), delivered=Sum("shipped_quantity")
    )
    # Pieces that are sent again count when they come again.
    inspected = AcceptanceLine.objects.filter(acceptance__purchase_order=po).aggregate(
        pieces=Sum(Case(When(outcome=Outcome.REPLACE, then=F("accepted")), default=F("delivered")))
    )
    money = po.invoices.aggregate(total=Sum("total_amount"), paid=Sum("paid_amount"))
    target: str = rules.purchase_order_status(
        ordered=lines["ordered"] or 0,
        delivered=lines["delivered"] or 0,
        inspected=inspected["pieces"] or 0,
        unpaid=(money["total"] or 0) - (money["paid"] or 0),
    )
    if not lines["ordered"]:
        return  # everything was cancelled, and the change order says so
    if target == po.status:
        return
    po.status = target
    if target == rules.PurchaseOrderStatus.CLOSED:
        po.closed_at = clock.now()
        _release_budget(po, spent=money["paid"] or 0)
        outbox.emit(topic="po.closed", payload={"po_id": po.pk})
    po.save(update_fields=["status", "closed_at"])


def _delivery(actor: Actor, shipment_id: int) -> tuple[Shipment, PurchaseOrder]:
    po_id = (
        PurchaseOrder.objects.filter(order__vendor_orders__shipments=shipment_id)
        .values_list("pk", flat=True)
        .first()
    )
    po = locks.lock_purchase_order(po_id) if po_id else None
    if po is None or not actor.has_role(po.organization_id):
        raise NotFound
    actor.require_role(po.organization_id, Role.INSPECTOR)
    approver = po.approvals.filter(decision=Approval.Decision.APPROVED).values_list(
        "approver_id", flat=True
    )
    if not rules.duties_part(
        requester=po.requester_id, approver=approver.first(), inspector=actor.user_id
    ):
        raise DutiesMustPart
    if po.budget_line_id is not None:
        locks.lock_budget(po.budget_line_id)  # before stock, orders and the books
    shipment = Shipment.objects.select_related("vendor_order__enterprise").get(pk=shipment_id)
    return shipment, po


def _outcome(line: Inspected) -> str:
    return line.get("outcome") or Outcome.REFUSE.value if line["rejected"] else ""


def _delay(
    po: PurchaseOrder,
    shipment: Shipment,
    shipped: Mapping[int, ShipmentLine],
    found: Mapping[int, Inspected],
) -> tuple[int, int]:
    """Days after the agreed day, and the delay damages on the accepted goods, in won."""
    if po.needed_by is None or po.organization.kind != Organization.Kind.AGENCY:
        return 0, 0
    arrived = clock.local_date(shipment.delivered_at or shipment.shipped_at)
    days = rules.days_late(po.needed_by, on=arrived)
    if not days:
        return 0, 0
    worth = sum(
        row.order_line.unit_price_amount * found[pk]["accepted"] for pk, row in shipped.items()
    )
    return days, rules.delay_damages(
        worth,
        days=days,
        ppm_day=selectors.clock_value(rules.ClockCode.DELAY_DAMAGES),
        most_ppm=selectors.clock_value(rules.ClockCode.DELAY_DAMAGES_MOST),
    )


def _checked(
    delivered: Mapping[int, int], lines: Sequence[Inspected], note: str
) -> dict[int, Inspected]:
    found = {line["order_line_id"]: line for line in lines}
    problems: dict[str, Any] = {}
    if set(found) != set(delivered) or len(found) != len(lines):
        problems["lines"] = _("납품된 모든 품목을 한 번씩 검수해 주세요.")
        raise InvalidInput(problems)
    for pk, line in found.items():
        accepted, rejected = line["accepted"], line["rejected"]
        if accepted < 0 or rejected < 0 or accepted + rejected != delivered[pk]:
            text = _("합격과 불합격을 더하면 납품 수량 %(count)d개가 되어야 합니다.")
            problems[f"accepted_{pk}"] = text % {"count": delivered[pk]}
        elif line.get("outcome", "") not in ("", *Outcome.values):
            problems[f"outcome_{pk}"] = _("불합격 수량의 처리를 골라 주세요.")
        elif rejected and not line["defect"].strip():
            problems[f"defect_{pk}"] = _("불합격 사유를 적어 주세요.")
        elif len(line["defect"]) > 200:
            problems[f"defect_{pk}"] = _("200자까지 입력할 수 있습니다.")
    if len(note) > 2000:
        problems["note"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)
    return found


def _mark_delivered(actor: Actor, part: VendorOrder) -> None:
    """When its last delivery is inspected, the enterprise's part has arrived."""
    waiting = part.shipments.filter(acceptance=None).exists()
    part.refresh_from_db()
    if part.status == VendorOrder.Status.SHIPPED and not waiting:
        orders.vendor_order_mark_delivered(actor=actor, vendor_order_id=part.pk)


def _invoice(
    actor: Actor,
    po: PurchaseOrder,
    part: VendorOrder,
    acceptance: Acceptance,
    kept: Sequence[tuple[OrderLine, int]],
) -> Invoice:
    """The enterprise's claim for the accepted pieces, at the prices of the order."""
    rates = tax.rates(on=clock.local_date(po.created_at))
    lines = []
    for line, pieces in kept:
        split = rates.split(line.unit_price_amount * pieces, line.tax_class)
        lines.append(
            InvoiceLine(
                order_line=line,
                quantity=pieces,
                total_amount=split.total,
                supply_amount=split.supply,
                vat_amount=split.vat,
                tax_class=line.tax_class,
            )
        )
    total = sum(line.total_amount for line in lines)
    before = dict(
        InvoiceLine.objects.filter(order_line__in=[line for line, _pieces in kept])
        .values_list("order_line_id")
        .annotate(pieces=Sum("quantity"))
    )
    supply = sum(line.supply_amount for line in lines)
    invoice = Invoice.objects.create(
        purchase_order=po,
        vendor_order=part,
        acceptance=acceptance,
        number=ids.new_number("I", clock.today()),
        goods_amount=total,
        total_amount=total,
        supply_amount=supply,
        vat_amount=total - supply,
        issued_at=clock.now(),
        due_on=clock.today() + dt.timedelta(days=po.net_days),
    )
    for row in lines:
        row.invoice = invoice
    InvoiceLine.objects.bulk_create(lines)
    payments.receivable_post(
        actor=actor,
        invoice_number=invoice.number,
        vendor_order=part,
        organization_id=po.organization_id,
        lines=[
            payments.InvoicedLine(line, before.get(line.pk, 0), pieces) for line, pieces in kept
        ],
    )
    outbox.emit(topic="invoice.issued", payload={"invoice_id": invoice.pk})
    return invoice


def _release_budget(po: PurchaseOrder, *, spent: int) -> None:
    """What was committed for pieces that were never accepted is free again."""
    rest = po.wanted_amount - spent
    if po.budget_line_id is not None and rest:
        line = locks.lock_budget(po.budget_line_id)
        budget_move(line, committed=-rest, reference=po.number)
