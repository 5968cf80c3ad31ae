"""Carrying an order out: accept, ship, deliver, close, and mark what is taken back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, idempotency, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from inventory import services as inventory
from orders import locks, rules
from orders.errors import WrongState
from orders.models import (
    Order,
    OrderEvent,
    OrderLine,
    ReturnLine,
    Shipment,
    ShipmentLine,
    VendorOrder,
)
from orders.services.place import is_buyer

S = VendorOrder.Status
_TRACKING = re.compile(r"[0-9A-Za-z-]*[0-9A-Za-z][0-9A-Za-z-]*")


@transaction.atomic
def vendor_order_accept(*, actor: Actor, vendor_order_id: int) -> VendorOrder:
    """The enterprise takes the order on. Repeating changes nothing."""
    part = locked_for_seller(actor, vendor_order_id)
    if part.status != S.ACCEPTED:
        move(part, S.ACCEPTED)
        tell(actor, part, "accepted")
    return part


def shipment_create(
    *,
    actor: Actor,
    vendor_order_id: int,
    carrier: str,
    tracking_number: str,
    quantities: Mapping[int, int] | None = None,
    idempotency_key: str | None = None,
) -> Shipment:
    """Record what left the house: pieces by order line id, or all that remains.

    With an ``idempotency_key`` a double click ships once. Raises NotFound for a foreign order,
    InvalidInput by field, WrongState when there is nothing to ship.
    """
    carrier, tracking_number = carrier.strip(), tracking_number.strip()
    check_tracking(carrier, tracking_number)

    def ship() -> dict[str, Any]:
        shipment = _ship(actor, vendor_order_id, carrier, tracking_number, quantities)
        return {"shipment_id": shipment.pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = ship()
        else:
            answer = idempotency.once(
                scope=f"shipment:{vendor_order_id}",
                key=idempotency_key,
                body={"carrier": carrier, "tracking": tracking_number, "q": quantities},
                action=ship,
            )
    return Shipment.objects.get(pk=answer["shipment_id"])


@transaction.atomic
def vendor_order_mark_delivered(
    *, actor: Actor, vendor_order_id: int, order_token: str = ""
) -> VendorOrder:
    """The buyer has it (or the time to say so is over). Repeating changes nothing.

    Buyers may, guests by their order's token, and the system; enterprises may not.
    """
    part = locked(vendor_order_id)
    if not (is_buyer(actor, part.order) or (order_token and order_token == part.order.token)):
        raise NotFound
    if part.status == S.DELIVERED:
        return part
    now = clock.now()
    part.delivered_at = now
    move(part, S.DELIVERED)
    part.shipments.filter(delivered_at=None).update(delivered_at=now)
    follow(part.order)
    tell(actor, part, "delivered")
    outbox.emit(topic="vendor_order.delivered", payload={"vendor_order_id": part.pk})
    return part


@transaction.atomic
def vendor_order_close(*, actor: Actor, vendor_order_id: int, order_token: str = "") -> VendorOrder:
    """The buyer confirms the purchase (구매확정), or the time to say otherwise is over: from now on
    it is due to the enterprise. Repeating changes nothing.

    Buyers may, guests by their order's token, and the system. Raises NotFound, WrongState before
    the delivery or while something is on its way back.
    """
    part = locked(vendor_order_id)
    if not (is_buyer(actor, part.order) or (order_token and order_token == part.order.token)):
        raise NotFound
    if part.status == S.CLOSED:
        return part
    if part.returns.filter(status__in=rules.OPEN_RETURNS).exists():
        raise WrongState
    part.closed_at = clock.now()
    move(part, S.CLOSED)
    tell(actor, part, "closed")
    outbox.emit(topic="vendor_order.closed", payload={"vendor_order_id": part.pk})
    return part


@dataclass(frozen=True, slots=True)
class Taken:
    """Pieces of a line that were taken back: ``before`` them, so many were already. ``cancelled``
    of them never left the house."""

    line: OrderLine
    before: int
    pieces: int
    cancelled: int = 0


@transaction.atomic
def lines_take_back(
    *, vendor_order_id: int, quantities: Mapping[int, int], only_unshipped: bool = False
) -> tuple[VendorOrder, list[Taken]]:
    """Mark pieces (by line id) as taken back; called by payments within its refund.

    Pieces that never shipped are cancelled and go back on the shelf, they first; the others count
    as returned. When nothing is left to ship or keep, the vendor order is cancelled. Raises
    NotFound for a foreign line, InvalidInput for more than is left, WrongState when something left
    the house in the meantime.
    """
    candidates = OrderLine.objects.filter(vendor_order_id=vendor_order_id)
    unshipped = _unshipped(list(candidates), quantities)
    inventory.stock_return(quantities=unshipped, reference=f"vendor-order:{vendor_order_id}")
    part = locked(vendor_order_id)
    lines = locks.lock_lines([vendor_order_id])
    if _unshipped(list(lines.values()), quantities) != unshipped:
        raise WrongState
    if part.status == S.PENDING:
        raise WrongState
    on_their_way = _on_their_way_back(part)
    taken = []
    for line_id, quantity in quantities.items():
        line = lines.get(line_id)
        if line is None:
            raise NotFound
        free = line.quantity - line.refunded_quantity - on_their_way.get(line_id, 0)
        most = line.to_ship if only_unshipped else free
        if not 1 <= quantity <= most:
            text = _("취소·환불할 수 있는 수량은 %(most)d개입니다.") % {"most": max(most, 0)}
            raise InvalidInput({"quantity": text})
        never_left = min(quantity, line.to_ship)
        taken.append(Taken(line, line.refunded_quantity, quantity, never_left))
        line.cancelled_quantity += never_left
        line.returned_quantity += quantity - never_left
    OrderLine.objects.bulk_update(lines.values(), ["cancelled_quantity", "returned_quantity"])
    _follow_lines(part, lines)
    return part, taken


@transaction.atomic
def shipment_pieces_replace(
    *, actor: Actor, shipment_id: int, quantities: Mapping[int, int]
) -> int:
    """Pieces of a shipment (by order line id) failed the buyer's inspection and shall be sent
    again: they count as not shipped. Answers how many of them the shelf could spare now; the rest
    has to be made first. Called by procurement, with its purchase order locked.

    Raises NotFound for a line that isn't in the shipment, InvalidInput for more than it brought.
    """
    shipment = Shipment.objects.select_related("vendor_order").filter(pk=shipment_id).first()
    if shipment is None:
        raise NotFound
    brought = dict(shipment.lines.values_list("order_line_id", "quantity"))
    variants = dict(
        OrderLine.objects.filter(pk__in=quantities, variant__isnull=False).values_list(
            "pk", "variant_id"
        )
    )
    for line_id, quantity in quantities.items():
        if line_id not in brought:
            raise NotFound
        if not 1 <= quantity <= brought[line_id]:
            raise InvalidInput({"quantity": _("납품된 수량까지만 교체할 수 있습니다.")})
    spared = inventory.stock_spare(
        holder=f"replacement:{shipment.number}",
        quantities={variants[pk]: n for pk, n in quantities.items() if pk in variants},
    )
    part = locked(shipment.vendor_order_id)
    lines = locks.lock_lines([part.pk])
    for line_id, quantity in quantities.items():
        lines[line_id].shipped_quantity -= quantity
    OrderLine.objects.bulk_update([lines[pk] for pk in quantities], ["shipped_quantity"])
    move(part, S.PARTLY_SHIPPED)
    follow(part.order)
    tell(actor, part, "replacing", pieces=sum(quantities.values()))
    return sum(spared.values())


def _on_their_way_back(part: VendorOrder) -> dict[int, int]:
    """Pieces by line id that an open return keeps for itself."""
    rows = ReturnLine.objects.filter(
        request__vendor_order=part, request__status__in=rules.OPEN_RETURNS
    ).values_list("order_line_id", "quantity")
    found: dict[int, int] = {}
    for line_id, quantity in rows:
        found[line_id] = found.get(line_id, 0) + quantity
    return found


def _follow_lines(part: VendorOrder, lines: Mapping[int, OrderLine]) -> None:
    """Set the part's state where its lines are, after pieces were taken back."""
    kept = sum(line.quantity - line.refunded_quantity for line in lines.values())
    shipped = sum(line.shipped_quantity for line in lines.values())
    if kept == 0 and shipped == 0:
        move(part, S.CANCELLED)
        follow(part.order)
    elif part.status == S.PARTLY_SHIPPED and _remaining(lines) == 0:
        move(part, S.SHIPPED)
        follow(part.order)


def _ship(
    actor: Actor,
    vendor_order_id: int,
    carrier: str,
    tracking_number: str,
    quantities: Mapping[int, int] | None,
) -> Shipment:
    part = locked_for_seller(actor, vendor_order_id)
    lines = locks.lock_lines([part.pk])
    wanted = _wanted(part, lines, quantities)
    now = clock.now()
    count = part.shipments.count()
    shipment = Shipment.objects.create(
        vendor_order=part,
        number=f"{part.number}-S{count + 1}",
        carrier=carrier,
        tracking_number=tracking_number,
        shipped_at=now,
    )
    ShipmentLine.objects.bulk_create(
        ShipmentLine(shipment=shipment, order_line_id=line_id, quantity=quantity)
        for line_id, quantity in wanted.items()
    )
    for line_id, quantity in wanted.items():
        lines[line_id].shipped_quantity += quantity
    OrderLine.objects.bulk_update([lines[i] for i in wanted], ["shipped_quantity"])
    part.shipped_at = now
    move(part, S.SHIPPED if _remaining(lines) == 0 else S.PARTLY_SHIPPED)
    follow(part.order)
    tell(actor, part, "shipped", carrier=carrier, tracking_number=tracking_number)
    outbox.emit(topic="shipment.created", payload={"shipment_id": shipment.pk})
    return shipment


def _wanted(
    part: VendorOrder, lines: Mapping[int, OrderLine], quantities: Mapping[int, int] | None
) -> dict[int, int]:
    left = {pk: line.to_ship for pk, line in lines.items()}
    if part.status not in (S.CONFIRMED, S.ACCEPTED, S.PARTLY_SHIPPED) or not any(left.values()):
        raise WrongState
    wanted = left if quantities is None else dict(quantities)
    wanted = {line_id: quantity for line_id, quantity in wanted.items() if quantity}
    if not wanted:
        raise InvalidInput({"quantity": _("발송할 수량을 입력해 주세요.")})
    for line_id, quantity in wanted.items():
        if line_id not in left:
            raise NotFound
        if not 0 < quantity <= left[line_id]:
            text = _("남은 수량(%(left)d개)까지만 발송할 수 있습니다.") % {"left": left[line_id]}
            raise InvalidInput({"quantity": text})
    return wanted


def _remaining(lines: Mapping[int, OrderLine]) -> int:
    return sum(line.to_ship for line in lines.values())


def _unshipped(lines: list[OrderLine], quantities: Mapping[int, int]) -> dict[int, int]:
    """Of the pieces to refund, those by variant id that never left the shelf."""
    back: dict[int, int] = {}
    for line in lines:
        pieces = min(quantities.get(line.pk, 0), line.to_ship)
        if pieces > 0 and line.variant_id is not None:
            back[line.variant_id] = back.get(line.variant_id, 0) + pieces
    return back


def check_tracking(carrier: str, tracking_number: str) -> None:
    problems = {}
    if not carrier:
        problems["carrier"] = [_("택배사를 선택해 주세요.")]
    elif len(carrier) > 40:
        problems["carrier"] = [_("입력이 너무 깁니다.")]
    if not tracking_number:
        problems["tracking_number"] = [_("송장번호를 입력해 주세요.")]
    elif len(tracking_number) > 40 or not _TRACKING.fullmatch(tracking_number):
        problems["tracking_number"] = [_("송장번호는 숫자와 영문, 하이픈만 쓸 수 있습니다.")]
    if problems:
        raise InvalidInput(problems)


def locked(vendor_order_id: int) -> VendorOrder:
    order_id = (
        VendorOrder.objects.filter(pk=vendor_order_id).values_list("order_id", flat=True).first()
    )
    order = locks.lock_order(order_id) if order_id is not None else None
    if order is None:
        raise NotFound
    part = next(p for p in locks.lock_vendor_orders(order.pk) if p.pk == vendor_order_id)
    part.order = order
    return part


def locked_for_seller(actor: Actor, vendor_order_id: int) -> VendorOrder:
    part = locked(vendor_order_id)
    if not actor.sells_for(part.enterprise_id, Duty.ORDERS):
        raise NotFound
    return part


def move(part: VendorOrder, target: VendorOrder.Status) -> None:
    if not rules.may_move(part.status, target):
        raise WrongState
    part.status = target
    part.save(update_fields=["status", "shipped_at", "delivered_at", "closed_at"])


def follow(order: Order) -> None:
    """Set the order's state from its parts'."""
    statuses = list(order.vendor_orders.values_list("status", flat=True))
    status = rules.order_status(statuses)
    if status != order.status:
        order.status = Order.Status(status)
        order.save(update_fields=["status"])


def tell(actor: Actor, part: VendorOrder, kind: str, **data: Any) -> None:
    OrderEvent.objects.create(
        order_id=part.order_id, vendor_order=part, kind=kind, at=clock.now(), data=data
    )
    audit.record(actor=actor, action=f"vendor_order.{kind}", obj=part, **data)
