"""Whoever sends takes the addresses out, and tells of the parcels by a sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from core.rows import rows_update
from gifts import locks, selectors
from gifts.errors import WrongState
from gifts.models import GiftOrder, GiftRecipient
from gifts.services.follow import follow
from gifts.sheets import Traced
from orders import services as orders
from orders.models import Shipment
from orders.services.fulfil import check_tracking
from procurement.models import PurchaseOrderLine

S = GiftOrder.Status
R = GiftRecipient.Status
#: The carrier of a shipment whose parcels go to many: they have carriers of their own.
EACH_ON_ITS_OWN = "개별 배송"
_FIELDS = (
    "status", "carrier", "tracking_number", "sent_at", "delivered_at", "shipment", "tracked_at",
)  # fmt: skip


@dataclass(slots=True)
class Report:
    """What became of a sheet: gifts sent now, told of before, whose number was mended or whose
    arrival was told, and by row of the file why others weren't taken."""

    sent: int = 0
    known: int = 0
    mended: int = 0
    delivered: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    shipment: Shipment | None = None


@transaction.atomic
def gift_recipients_take_out(
    *, actor: Actor, enterprise_id: int, number: str
) -> tuple[GiftOrder, list[GiftRecipient]]:
    """To whom an enterprise's goods go, for the sheet; who took it out is noted, since it names
    people and where they live. Raises NotFound, WrongState once they were forgotten."""
    order = selectors.gift_order_to_send(actor=actor, enterprise_id=enterprise_id, number=number)
    if order.erased_at is not None:
        raise WrongState
    rows = list(selectors.rows_to_send(order, enterprise_id))
    audit.record(
        actor=actor, action="gift.export", obj=order, count=len(rows), enterprise=enterprise_id
    )
    return order, rows


@transaction.atomic
def gift_result_take_out(*, actor: Actor, order_id: int) -> tuple[GiftOrder, list[GiftRecipient]]:
    """What became of every row, for whoever gives; noted as above. Raises NotFound, NotAllowed,
    WrongState."""
    order = GiftOrder.objects.filter(pk=order_id).first()
    if order is None or not actor.has_role(order.organization_id):
        raise NotFound
    actor.require_role(order.organization_id, *selectors.GIVERS)
    if order.erased_at is not None:
        raise WrongState
    rows = list(order.recipients.order_by("number"))
    audit.record(actor=actor, action="gift.export", obj=order, count=len(rows))
    return order, rows


@transaction.atomic
def gift_parcels_record(
    *, actor: Actor, enterprise_id: int, number: str, rows: Sequence[Traced]
) -> Report:
    """Mark an order's recipients as sent (or there) by a sheet of tracking numbers. The pieces of
    those sent now leave in one shipment, so that inspection and invoice are as for any purchase.

    A bad row holds up no good one, and the same sheet again sends nothing twice. Raises NotFound,
    WrongState once people were forgotten.
    """
    found = selectors.gift_order_to_send(actor=actor, enterprise_id=enterprise_id, number=number)
    order = locks.lock_gift_order(found.pk)
    assert order is not None
    if order.erased_at is not None:
        raise WrongState
    lines = {line.sku: line for line in selectors.lines_to_send(order, enterprise_id)}
    desk = _Desk(order, lines)
    for row in rows:
        desk.take(row)
    if desk.to_send:
        desk.report.shipment = _ship(actor, order, enterprise_id, lines, desk.to_send)
    for recipient in desk.to_send:
        recipient.shipment = desk.report.shipment
    rows_update(GiftRecipient, desk.changed.values(), _FIELDS)
    if desk.changed:
        audit.record(
            actor=actor,
            action="gift.sent",
            obj=order,
            sent=desk.report.sent,
            mended=desk.report.mended,
            delivered=desk.report.delivered,
        )
        follow(order)
    return desk.report


class _Desk:
    """Takes the sheet's rows one by one."""

    def __init__(self, order: GiftOrder, lines: dict[str, PurchaseOrderLine]) -> None:
        self.order = order
        everybody = [row for row in locks.lock_recipients(order.pk) if row.sku in lines]
        self.by_number = {row.number: row for row in everybody}
        self.by_parcel = {row.tracking_number: row for row in everybody if row.tracking_number}
        gone = [row for row in everybody if row.status in (R.SENT, R.DELIVERED)]
        self.left = {
            sku: line.ordered_quantity - sum(row.quantity for row in gone if row.sku == sku)
            for sku, line in lines.items()
        }
        self.seen: dict[int, int] = {}
        self.report = Report()
        self.to_send: list[GiftRecipient] = []
        self.changed: dict[int, GiftRecipient] = {}
        self.now = clock.now()

    def take(self, row: Traced) -> None:
        try:
            self._take(row)
        except InvalidInput as error:
            texts = [text for texts in error.by_field().values() for text in texts]
            self.report.problems.append((row.row, " ".join(texts)))

    def _take(self, row: Traced) -> None:
        recipient = self._recipient(row)
        if "e+" in row.tracking_number.lower():
            text = _("엑셀이 송장번호를 줄여 적었습니다. 셀 서식을 텍스트로 바꿔 주세요.")
            raise InvalidInput({"tracking_number": text})
        check_tracking(row.carrier, row.tracking_number)
        same = self.by_parcel.get(row.tracking_number)
        if same is not None and same.pk != recipient.pk and _place(same) != _place(recipient):
            text = _("%(row)d행의 받는 사람과 같은 송장번호입니다.") % {"row": same.number}
            raise InvalidInput({"tracking_number": text})
        arrived = self._arrived(row, recipient)
        self.seen[recipient.number] = row.row
        if recipient.status == R.READY:
            self._send(recipient, row)
        elif (recipient.tracking_number, recipient.carrier) != (row.tracking_number, row.carrier):
            self._mend(recipient, row)
        elif arrived is None or recipient.status == R.DELIVERED:
            self.report.known += 1
        if arrived is not None and recipient.status == R.SENT:
            recipient.status, recipient.delivered_at = R.DELIVERED, arrived
            self.report.delivered += 1
            self.changed[recipient.pk] = recipient

    def _recipient(self, row: Traced) -> GiftRecipient:
        code = row.code.strip()
        number = code.removeprefix(f"{self.order.number}-")
        recipient = (
            self.by_number.get(int(number)) if number.isdecimal() and len(number) < 9 else None
        )
        if recipient is None or recipient.status in (R.BAD, R.LEFT_OUT):
            text = _("이 선물에 없는 번호입니다: %(code)s") % {"code": code[:40]}
            raise InvalidInput({"code": text})
        if recipient.number in self.seen:
            text = _("%(row)d행과 같은 받는 사람입니다.") % {"row": self.seen[recipient.number]}
            raise InvalidInput({"code": text})
        return recipient

    def _send(self, recipient: GiftRecipient, row: Traced) -> None:
        if recipient.quantity > self.left[recipient.sku]:
            text = _("발주한 수량을 넘습니다. 발주가 줄었는지 확인해 주세요.")
            raise InvalidInput({"code": text})
        self.left[recipient.sku] -= recipient.quantity
        recipient.status, recipient.sent_at = R.SENT, self.now
        self._trace(recipient, row)
        self.to_send.append(recipient)
        self.report.sent += 1

    def _mend(self, recipient: GiftRecipient, row: Traced) -> None:
        if recipient.status == R.DELIVERED:
            raise InvalidInput({"code": _("이미 도착한 선물의 송장번호는 바꿀 수 없습니다.")})
        self.by_parcel.pop(recipient.tracking_number, None)
        self._trace(recipient, row)
        self.report.mended += 1

    def _trace(self, recipient: GiftRecipient, row: Traced) -> None:
        recipient.carrier, recipient.tracking_number = row.carrier.strip(), row.tracking_number
        recipient.tracked_at = None
        self.by_parcel[row.tracking_number] = recipient
        self.changed[recipient.pk] = recipient

    def _arrived(self, row: Traced, recipient: GiftRecipient) -> dt.datetime | None:
        if not row.arrived:
            return None
        text = row.arrived.replace(".", "-").replace("/", "-").strip("- ")[:10]
        try:
            day = dt.date.fromisoformat("-".join(p.strip().zfill(2) for p in text.split("-")))
        except ValueError as error:
            said = _("도착일은 2026-11-23처럼 적어 주세요.")
            raise InvalidInput({"arrived": said}) from error
        first = clock.local_date(recipient.sent_at or self.now)
        if not first <= day <= clock.today():
            raise InvalidInput({"arrived": _("도착일은 보낸 날부터 오늘까지의 날짜입니다.")})
        return min(max(clock.midnight(day), recipient.sent_at or self.now), self.now)


def _place(row: GiftRecipient) -> tuple[str, str]:
    return row.postal_code, row.road_address


def _ship(
    actor: Actor,
    order: GiftOrder,
    enterprise_id: int,
    lines: dict[str, PurchaseOrderLine],
    to_send: Sequence[GiftRecipient],
) -> Shipment:
    """One shipment of all pieces; where they were shipped at the order's page already, that one."""
    part = selectors.part_of(order, enterprise_id)
    assert part is not None
    actor.require_enterprise(enterprise_id, Duty.ORDERS)
    pieces: dict[int, int] = {}
    for sku, line in lines.items():
        assert line.order_line is not None
        wanted = sum(row.quantity for row in to_send if row.sku == sku)
        if count := min(wanted, line.order_line.to_ship):
            pieces[line.order_line.pk] = count
    before = part.shipments.order_by("pk")
    if not pieces:
        last = before.last()
        if last is None:
            raise WrongState
        return last
    return orders.shipment_create(
        actor=actor,
        vendor_order_id=part.pk,
        carrier=EACH_ON_ITS_OWN,
        tracking_number=f"{order.number}-{before.count() + 1}",
        quantities=pieces,
    )
