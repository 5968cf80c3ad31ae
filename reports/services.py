"""Writing facts, exactly once each, from what orders, procurement and payments committed.

A fact's ``source`` names the event it tells of; writing it again changes nothing. So handlers may
run any number of times, and a rebuild adds exactly what is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from orders.models import Order, OrderLine, VendorOrder
from payments.models import Refund, RefundLine
from procurement.models import Acceptance, AcceptanceLine, CancelledPieces
from reports.facts import fact
from reports.models import SaleFact
from reports.rules import FactEvent

#: Told the share done, from 0 to 1.
Progress = Callable[[int, int], None]
BATCH = 500
AGAIN = AcceptanceLine.Outcome.REPLACE


def facts_of_confirmed_orders(orders: Iterable[Order]) -> Iterator[SaleFact]:
    """SOLD, a line. The orders carry their parts and lines (``_with_lines``)."""
    for order in orders:
        if order.confirmed_at is None:
            continue
        for part in order.vendor_orders.all():
            for line in part.lines.all():
                yield fact(
                    source=f"line:{line.pk}:sold",
                    event=FactEvent.SOLD,
                    line=line,
                    order=order,
                    quantity=line.quantity,
                    at=order.confirmed_at,
                )


def facts_of_delivered_parts(parts: Iterable[VendorOrder]) -> Iterator[SaleFact]:
    """DELIVERED for prepaid parts: what reached the buyer; what was refunded before, did not."""
    for part in parts:
        if part.delivered_at is None or part.order.terms != Order.Terms.PREPAID:
            continue
        gone: Counter[int] = Counter()
        worth_gone: Counter[int] = Counter()
        for refund in part.refunds.all():
            if refund.created_at < part.delivered_at:
                gone.update({row.order_line_id: row.quantity for row in refund.lines.all()})
                worth_gone.update({row.order_line_id: row.worth for row in refund.lines.all()})
        for line in part.lines.all():
            if line.quantity > gone[line.pk]:
                yield fact(
                    source=f"line:{line.pk}:delivered",
                    event=FactEvent.DELIVERED,
                    line=line,
                    order=part.order,
                    quantity=line.quantity - gone[line.pk],
                    worth=line.worth - worth_gone[line.pk],
                    at=part.delivered_at,
                )


def facts_of_acceptances(acceptances: Iterable[Acceptance]) -> Iterator[SaleFact]:
    """DELIVERED for the accepted pieces; CANCELLED for the rejected ones."""
    for acceptance in acceptances:
        for row in acceptance.lines.all():
            order = row.order_line.vendor_order.order
            for name, event, quantity in (
                ("accepted", FactEvent.DELIVERED, row.accepted),
                # What is sent again is neither delivered nor cancelled yet.
                ("rejected", FactEvent.CANCELLED, -row.rejected if row.outcome != AGAIN else 0),
            ):
                if quantity:
                    yield fact(
                        source=f"acceptance-line:{row.pk}:{name}",
                        event=event,
                        line=row.order_line,
                        order=order,
                        quantity=quantity,
                        at=acceptance.inspected_at,
                    )


def facts_of_cancelled_pieces(rows: Iterable[CancelledPieces]) -> Iterator[SaleFact]:
    """CANCELLED for what a change order took out of a purchase, or an enterprise declined."""
    for row in rows:
        line = row.line.order_line
        if line is not None:
            yield fact(
                source=f"cancelled-pieces:{row.pk}",
                event=FactEvent.CANCELLED,
                line=line,
                order=line.vendor_order.order,
                quantity=-row.quantity,
                at=row.at,
            )


def facts_of_refunds(refunds: Iterable[Refund]) -> Iterator[SaleFact]:
    """REFUNDED for pieces that had been delivered before, CANCELLED for those that had not."""
    for refund in refunds:
        if refund.done_at is None:
            continue
        part = refund.vendor_order
        if part is None:  # money that no order waited for: no sale, no fact
            continue
        was_delivered = part.delivered_at is not None and part.delivered_at <= refund.created_at
        for row in refund.lines.all():
            yield fact(
                source=f"refund-line:{row.pk}",
                event=FactEvent.REFUNDED if was_delivered else FactEvent.CANCELLED,
                line=row.order_line,
                order=part.order,
                quantity=-row.quantity,
                worth=-row.worth,
                at=refund.done_at,
            )


def facts_write(facts: Iterable[SaleFact]) -> int:
    """Add the facts that aren't there yet; answers how many rows were offered."""
    rows = list(facts)
    SaleFact.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def order_record(*, order_id: int) -> None:
    facts_write(facts_of_confirmed_orders(confirmed_orders().filter(pk=order_id)))


def delivery_record(*, vendor_order_id: int) -> None:
    facts_write(facts_of_delivered_parts(delivered_parts().filter(pk=vendor_order_id)))


def acceptance_record(*, acceptance_id: int) -> None:
    facts_write(facts_of_acceptances(acceptances().filter(pk=acceptance_id)))


def cancellation_record(*, ids: Sequence[int]) -> None:
    facts_write(facts_of_cancelled_pieces(cancelled_pieces().filter(pk__in=ids)))


def refund_record(*, refund_id: int) -> None:
    facts_write(facts_of_refunds(refunds().filter(pk=refund_id)))


def facts_rebuild(*, progress: Progress | None = None) -> int:
    """Make every fact again from its source and add those that are missing.

    Facts are append-only, so nothing is taken away; running it twice adds nothing. It can be
    stopped and started again at any time. Answers how many facts were added.
    """
    before = SaleFact.objects.count()
    steps: Sequence[tuple[QuerySet, Callable[..., Iterator[SaleFact]]]] = (  # type: ignore[type-arg]
        (confirmed_orders(), facts_of_confirmed_orders),
        (delivered_parts(), facts_of_delivered_parts),
        (acceptances(), facts_of_acceptances),
        (cancelled_pieces(), facts_of_cancelled_pieces),
        (refunds(), facts_of_refunds),
    )
    total = sum(rows.count() for rows, _make in steps)
    done = 0
    for rows, make in steps:
        for ids in _batches(rows):
            with transaction.atomic():
                facts_write(make(rows.filter(pk__in=ids)))
            done += len(ids)
            if progress is not None:
                progress(done, total)
    return SaleFact.objects.count() - before


def _batches(rows: QuerySet) -> Iterator[list[int]]:  # type: ignore[type-arg]
    last = 0
    while True:
        ids = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _lines() -> QuerySet[OrderLine]:
    return OrderLine.objects.select_related("vendor_order").order_by("pk")


def confirmed_orders() -> QuerySet[Order]:
    return Order.objects.filter(confirmed_at__isnull=False).prefetch_related(
        Prefetch("vendor_orders__lines", queryset=_lines())
    )


def delivered_parts() -> QuerySet[VendorOrder]:
    return (
        VendorOrder.objects.filter(delivered_at__isnull=False, order__terms=Order.Terms.PREPAID)
        .select_related("order")
        .prefetch_related(Prefetch("lines", queryset=_lines()), "refunds__lines")
    )


def acceptances() -> QuerySet[Acceptance]:
    rows = AcceptanceLine.objects.select_related("order_line__vendor_order__order").order_by("pk")
    return Acceptance.objects.prefetch_related(Prefetch("lines", queryset=rows))


def cancelled_pieces() -> QuerySet[CancelledPieces]:
    return CancelledPieces.objects.select_related("line__order_line__vendor_order__order")


def refunds() -> QuerySet[Refund]:
    rows = RefundLine.objects.select_related("order_line__vendor_order").order_by("pk")
    return (
        Refund.objects.filter(done_at__isnull=False)
        .select_related("vendor_order__order")
        .prefetch_related(Prefetch("lines", queryset=rows))
    )
