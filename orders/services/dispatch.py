"""Many parcels at once, from a sheet of tracking numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from core import audit
from core.actor import Actor, Duty
from core.errors import DomainError
from orders import selectors
from orders.dispatch import Dispatched
from orders.errors import WrongState
from orders.models import Shipment, VendorOrder
from orders.services.fulfil import shipment_create


@dataclass(slots=True)
class Report:
    """What became of a sheet: parcels sent now, those sent before under the same number, and by row
    of the file why others weren't."""

    sent: list[Shipment] = field(default_factory=list)
    known: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)


def shipments_create(*, actor: Actor, enterprise_id: int, rows: Sequence[Dispatched]) -> Report:
    """Send what is left of each part in ``rows``, each on its own: a bad row holds up no good one.

    The same sheet again sends nothing twice, so it can be mended and uploaded once more. Raises
    NotAllowed.
    """
    actor.require_enterprise(enterprise_id, Duty.ORDERS)
    numbers = {row.number for row in rows}
    parts = {
        part.number: part
        for part in VendorOrder.objects.filter(number__in=numbers, enterprise_id=enterprise_id)
        .exclude(status=VendorOrder.Status.PENDING)
        .prefetch_related("shipments")
    }
    report = Report()
    seen: dict[str, int] = {}
    for row in rows:
        part = parts.get(row.number)
        if part is None:
            report.problems.append(
                (row.row, _("없는 주문번호입니다: %(number)s") % {"number": row.number[:40]})
            )
        elif row.number in seen:
            text = _("%(row)d행과 같은 주문번호입니다.") % {"row": seen[row.number]}
            report.problems.append((row.row, text))
        else:
            seen[row.number] = row.row
            _send(actor, part, row, report)
    if report.sent:
        audit.record(
            actor=actor, action="shipment.bulk", obj=report.sent[0], count=len(report.sent)
        )
    return report


def dispatch_list(*, actor: Actor, enterprise_id: int) -> list[VendorOrder]:
    """What an enterprise has to send, for the sheet and the papers; who took it out is noted, since
    it names people and where they live."""
    parts = selectors.parts_to_send(actor=actor, enterprise_id=enterprise_id)
    if parts:
        audit.record(actor=actor, action="vendor_order.export", obj=parts[0], count=len(parts))
    return parts


def _send(actor: Actor, part: VendorOrder, row: Dispatched, report: Report) -> None:
    if any(each.tracking_number == row.tracking_number for each in part.shipments.all()):
        report.known += 1
        return
    try:
        report.sent.append(
            shipment_create(
                actor=actor,
                vendor_order_id=part.pk,
                carrier=row.carrier,
                tracking_number=row.tracking_number,
                idempotency_key=f"sheet:{row.tracking_number}",
            )
        )
    except WrongState:
        text = _("보낼 것이 남지 않았거나 취소된 주문입니다 (%(status)s).")
        report.problems.append((row.row, text % {"status": part.get_status_display()}))
    except DomainError as error:
        texts = [text for row_ in error.by_field().values() for text in row_]
        report.problems.append((row.row, " ".join(texts)))
