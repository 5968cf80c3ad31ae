"""An agency's purchase as open contracting facts, as they stood at any moment.

What happened to a purchase is read from its rows, every one of which bears its time; so a release
says what its day knew, whenever it is written. Quotes are told once somebody was chosen, and of
people nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from accounts.models import Organization
from core import clock
from core.districts import District
from orders.models import OrderLine, Shipment
from procurement import rules
from procurement.models import (
    Acceptance,
    CancelledPieces,
    ChangeOrder,
    Clock,
    InvoicePayment,
    PurchaseOrder,
    PurchaseOrderResponse,
    Quote,
    RequestForQuote,
)
from procurement.standards import ocds
from procurement.standards.ocds import Tag
from vendors.models import Credential, Enterprise

#: E-mail addresses, telephone and resident numbers: people write them where they don't belong.
_PERSONAL = re.compile(
    r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    r"|(?<!\d)0\d{1,2}[-). ]{0,2}\d{3,4}[-. ]?\d{4}(?!\d)"
    r"|(?<!\d)\d{6}-?[1-8]\d{6}(?!\d)"
)
HIDDEN = "(비공개)"


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that the public is told: ``event`` names it once and for all."""

    event: str
    tags: tuple[Tag, ...]
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A release that was written: its id, by the event it told of."""

    event: str
    release_id: str


class Process:
    """A contracting process: a request and what came of it, or a purchase that needed no quote."""

    def __init__(self, *, rfq: RequestForQuote | None, po: PurchaseOrder | None) -> None:
        found = rfq or po
        if found is None:
            raise ValueError("a process begins with a request or a purchase order")
        self.rfq, self.po = rfq, po
        self.organization: Organization = found.organization
        self.number: str = found.number

    # -- its rows, each asked for once

    @cached_property
    def answers(self) -> list[PurchaseOrderResponse]:
        return list(self.po.responses.order_by("at", "pk")) if self.po else []

    @cached_property
    def changes(self) -> list[ChangeOrder]:
        if self.po is None:
            return []
        done = self.po.changes.filter(status=ChangeOrder.Status.DONE)
        return list(done.order_by("done_at", "pk"))

    @cached_property
    def cancelled(self) -> list[CancelledPieces]:
        if self.po is None:
            return []
        rows = CancelledPieces.objects.filter(line__purchase_order=self.po)
        return list(rows.select_related("line").order_by("at", "pk"))

    @cached_property
    def shipments(self) -> list[Shipment]:
        if self.po is None or self.po.order_id is None:
            return []
        rows = Shipment.objects.filter(vendor_order__order=self.po.order_id)
        return list(rows.order_by("shipped_at", "pk"))

    @cached_property
    def acceptances(self) -> list[Acceptance]:
        if self.po is None:
            return []
        rows = self.po.acceptances.select_related("shipment").prefetch_related("lines")
        return list(rows.order_by("inspected_at", "pk"))

    @cached_property
    def payments(self) -> list[InvoicePayment]:
        if self.po is None:
            return []
        rows = InvoicePayment.objects.filter(invoice__purchase_order=self.po)
        return list(
            rows.select_related("invoice__vendor_order__enterprise").order_by("recorded_at", "pk")
        )

    @cached_property
    def lines(self) -> list[tuple[int, str, int, int, int]]:
        """(line id, name, pieces, won a piece, enterprise id) of the purchase order."""
        if self.po is None:
            return []
        rows = self.po.lines.order_by("pk")
        fields = ("pk", "name", "quantity", "unit_price_amount", "enterprise_id")
        return list(rows.values_list(*fields))

    @cached_property
    def quotes(self) -> list[Quote]:
        """The first version of each enterprise's, which says when it answered."""
        if self.rfq is None:
            return []
        rows = self.rfq.quotes.exclude(status=Quote.Status.WITHDRAWN).select_related("enterprise")
        first: dict[int, Quote] = {}
        for quote in rows.order_by("submitted_at", "pk"):
            first.setdefault(quote.enterprise_id, quote)
        return list(first.values())

    @cached_property
    def suppliers(self) -> tuple[ocds.Party, ...]:
        """Those who deliver, with the credentials they had at the sale."""
        papers: dict[int, list[dict[str, str]]] = {}
        if self.po is not None and self.po.order_id is not None:
            rows = OrderLine.objects.filter(vendor_order__order=self.po.order_id).order_by("pk")
            for seller, kept in rows.values_list("vendor_order__enterprise_id", "credentials"):
                mine = papers.setdefault(seller, [])
                mine += [paper for paper in kept if paper not in mine]
        ids = {line[4] for line in self.lines}
        return tuple(
            _enterprise(row, papers.get(row.pk, ()))
            for row in Enterprise.objects.filter(pk__in=ids).order_by("pk")
        )

    @cached_property
    def inspect_days(self) -> int:
        on = clock.local_date(self.po.created_at) if self.po else clock.today()
        rows = [
            rules.ClockRow(row.code, row.value, row.basis, row.valid_from, row.valid_to)
            for row in Clock.objects.filter(code=rules.ClockCode.INSPECT.value)
        ]
        found = rules.clock_on(rows, rules.ClockCode.INSPECT, day=on)
        return found.value if found else 0


def process_of_request(rfq: RequestForQuote) -> Process:
    """The request's process, with the purchase order that binds, if there is one by now."""
    bound = PurchaseOrder.objects.filter(quote__rfq=rfq, order__isnull=False)
    return Process(rfq=rfq, po=bound.select_related("organization", "budget_line").first())


def process_of_order(po: PurchaseOrder) -> Process:
    if po.quote is not None:
        rfq = RequestForQuote.objects.select_related("organization", "requisition")
        return process_of_request(rfq.get(pk=po.quote.rfq_id))
    return Process(rfq=None, po=po if po.order_id is not None else None)


def story(process: Process) -> list[Happened]:
    """All that happened and may be told, in its order."""
    found: list[Happened] = []
    rfq, po = process.rfq, process.po
    if rfq is not None:
        tags = (Tag.PLANNING, Tag.TENDER) if rfq.requisition_id else (Tag.TENDER,)
        found.append(Happened("request", tags, rfq.created_at))
        if rfq.status == RequestForQuote.Status.CANCELLED:
            found.append(Happened("request-cancelled", (Tag.TENDER_CANCELLATION,), clock.now()))
    if po is None or po.decided_at is None:
        return found
    begun: tuple[Tag, ...] = (Tag.AWARD, Tag.CONTRACT)
    if rfq is None:
        begun = (Tag.TENDER, *begun)
    found.append(Happened("order", begun, po.decided_at))
    later = [Happened(f"answer:{row.pk}", _answered(po, row), row.at) for row in process.answers]
    later += [
        Happened(f"change:{row.pk}", (Tag.CONTRACT_AMENDMENT,), row.done_at)
        for row in process.changes
        if row.done_at is not None
    ]
    done = [Happened(f"shipment:{row.pk}", (), row.shipped_at) for row in process.shipments]
    done += [Happened(f"acceptance:{row.pk}", (), row.inspected_at) for row in process.acceptances]
    done += [Happened(f"payment:{row.pk}", (), row.recorded_at) for row in process.payments]
    done.sort(key=lambda entry: entry.at)
    later += [
        Happened(
            entry.event,
            (Tag.IMPLEMENTATION_UPDATE if place else Tag.IMPLEMENTATION,),
            entry.at,
        )
        for place, entry in enumerate(done)
    ]
    if po.status == PurchaseOrder.Status.CLOSED and po.closed_at is not None:
        later.append(Happened("closed", (Tag.CONTRACT_TERMINATION,), po.closed_at))
    return found + sorted(later, key=lambda entry: entry.at)


def facts(
    process: Process, *, at: dt.datetime, prefix: str, told: Sequence[Told]
) -> ocds.ContractFacts:
    """What ``at`` knew. ``told`` are the releases so far with the one about to be written: an
    amendment names its own and the one before it."""
    po = process.po
    if po is not None and (po.decided_at is None or po.decided_at > at):
        po = None
    return ocds.ContractFacts(
        ocid_prefix=prefix,
        process=process.number,
        agency=_agency(process.organization),
        request=_request(process, po, at),
        plan=_plan(process),
        suppliers=process.suppliers if po else (),
        quotes=tuple(
            ocds.Quote(_enterprise(row.enterprise), row.submitted_at)
            for row in process.quotes
            if row.submitted_at <= at
        ),
        award=_award(process, po, at) if po else None,
        contract=_contract(process, po, at, told) if po else None,
        deliveries=_deliveries(process, po, at) if po else (),
        inspections=_inspections(process, at) if po else (),
        payments=_payments(process, at) if po else (),
    )


def public_text(text: str) -> str:
    """``text`` without the numbers and addresses of people."""
    return _PERSONAL.sub(HIDDEN, text.strip())


def _answered(po: PurchaseOrder, answer: PurchaseOrderResponse) -> tuple[Tag, ...]:
    if answer.decision == PurchaseOrderResponse.Decision.ACCEPTED:
        return (Tag.CONTRACT_UPDATE,)
    if _is_off(po, answer.at):
        return (Tag.AWARD_CANCELLATION, Tag.CONTRACT_UPDATE)
    return (Tag.AWARD_UPDATE, Tag.CONTRACT_UPDATE)


def _is_off(po: PurchaseOrder, at: dt.datetime) -> bool:
    """Whether by then nothing of it was wanted any more."""
    over = po.closed_at is not None and po.closed_at <= at
    return over and po.status == PurchaseOrder.Status.CANCELLED


def _request(process: Process, po: PurchaseOrder | None, at: dt.datetime) -> ocds.Request:
    rfq = process.rfq
    if rfq is None:
        bought = process.po
        assert bought is not None
        return ocds.Request(
            id=bought.number,
            title=public_text(bought.title),
            description="",
            items=tuple(
                ocds.Item(id=str(place), description=name, quantity=pieces)
                for place, (_pk, name, pieces, _price, _seller) in enumerate(process.lines, start=1)
            ),
            opened_at=bought.created_at,
            quotes_due_at=bought.created_at,
            invited=0,
            deliver_by=bought.needed_by,
            status=ocds.TenderStatus.COMPLETE,
        )
    status = ocds.TenderStatus.ACTIVE
    if po is not None:
        status = ocds.TenderStatus.COMPLETE
    elif rfq.status == RequestForQuote.Status.CANCELLED and at > rfq.created_at:
        status = ocds.TenderStatus.CANCELLED
    return ocds.Request(
        id=rfq.number,
        title=public_text(rfq.title),
        description="",  # written for those who quote, with names and numbers in it
        items=tuple(
            ocds.Item(
                id=str(place),
                description=public_text(
                    " ".join(filter(None, (row.description, row.specification)))
                ),
                quantity=row.quantity,
            )
            for place, row in enumerate(rfq.lines.order_by("pk"), start=1)
        ),
        opened_at=rfq.created_at,
        quotes_due_at=rfq.deadline,
        invited=0 if rfq.open_to_id else rfq.invitations.count(),
        deliver_by=rfq.needed_by,
        estimate=rfq.requisition.total_amount if rfq.requisition else None,
        status=status,
        is_open=rfq.open_to_id is not None,
    )


def _plan(process: Process) -> ocds.Plan | None:
    found = process.rfq or process.po
    need = found.requisition if found else None
    if need is None:
        return None
    budget = need.budget_line
    return ocds.Plan(
        rationale=public_text(need.reason) or public_text(need.title),
        budget=need.total_amount,
        budget_description=" ".join((budget.account, budget.label)) if budget else "",
    )


def _award(process: Process, po: PurchaseOrder, at: dt.datetime) -> ocds.Award:
    assert po.decided_at is not None
    return ocds.Award(
        id=po.number,
        title=public_text(po.title),
        decided_at=po.decided_at,
        value=_worth(process, at),
        ground=po.rule_basis or "수의계약",
        status=ocds.AwardStatus.CANCELLED if _is_off(po, at) else ocds.AwardStatus.ACTIVE,
    )


def _contract(
    process: Process, po: PurchaseOrder, at: dt.datetime, told: Sequence[Told]
) -> ocds.Contract:
    assert po.decided_at is not None
    starts_on = clock.local_date(po.decided_at)
    due = _due(process, po, at)
    status = ocds.ContractStatus.ACTIVE
    if _is_off(po, at):
        status = ocds.ContractStatus.CANCELLED
    elif po.closed_at is not None and po.closed_at <= at:
        status = ocds.ContractStatus.TERMINATED
    gone = _gone(process, at)
    return ocds.Contract(
        number=po.number,
        title=public_text(po.title),
        signed_at=po.decided_at,
        starts_on=starts_on,
        ends_on=max(starts_on, due) if due else None,
        value=_worth(process, at),
        items=tuple(
            ocds.Item(
                id=str(place),
                description=name,
                quantity=pieces - gone.get(pk, 0),
                unit_price=price,
            )
            for place, (pk, name, pieces, price, _seller) in enumerate(process.lines, start=1)
        ),
        status=status,
        amendments=tuple(_amendments(process, at, told)),
    )


def _amendments(process: Process, at: dt.datetime, told: Sequence[Told]) -> list[ocds.Amendment]:
    places = {entry.event: place for place, entry in enumerate(told)}
    found = []
    for row in process.changes:
        place = places.get(f"change:{row.pk}")
        if row.done_at is None or row.done_at > at or not place:
            continue
        found.append(
            ocds.Amendment(
                id=row.number,
                amended_at=row.done_at,
                rationale=public_text(row.reason),
                description=changed(row),
                amends_release_id=told[place - 1].release_id,
                release_id=told[place].release_id,
            )
        )
    return found


def changed(change: ChangeOrder) -> str:
    """What a change came to, in words."""
    said = []
    if change.is_cancellation:
        said.append("남은 수량 전부 취소")
    if change.cancelled_amount:
        said.append(f"금액 {change.cancelled_amount:,}원 감액")
    if change.needed_by is not None:
        said.append(f"납품기한 {change.needed_by}")
    if change.road_address:
        said.append("납품장소 변경")
    return ", ".join(said) or "변경"


def _due(process: Process, po: PurchaseOrder, at: dt.datetime) -> dt.date | None:
    """The agreed day as it was then: the last change that set one, else the request's."""
    days = [
        (row.done_at, row.needed_by)
        for row in process.changes
        if row.needed_by is not None and row.done_at is not None
    ]
    before = [day for done_at, day in days if done_at <= at]
    if before:
        return before[-1]
    if days and process.rfq is not None:
        return process.rfq.needed_by
    return po.needed_by


def _gone(process: Process, at: dt.datetime) -> dict[int, int]:
    found: dict[int, int] = {}
    for row in process.cancelled:
        if row.at <= at:
            found[row.line_id] = found.get(row.line_id, 0) + row.quantity
    return found


def _worth(process: Process, at: dt.datetime) -> int:
    gone = _gone(process, at)
    return sum(
        price * (pieces - gone.get(pk, 0)) for pk, _name, pieces, price, _seller in process.lines
    )


def _deliveries(process: Process, po: PurchaseOrder, at: dt.datetime) -> tuple[ocds.Milestone, ...]:
    due = _due(process, po, at)
    made = []
    for row in process.shipments:
        if row.shipped_at > at:
            continue
        arrived = row.shipped_at
        if row.delivered_at is not None and row.delivered_at <= at:
            arrived = row.delivered_at
        made.append(
            ocds.Milestone(
                id=row.number,
                title="납품",
                due_on=due or clock.local_date(row.shipped_at),
                status=ocds.MilestoneStatus.MET,
                modified_at=arrived,
                met_at=arrived,
            )
        )
    return tuple(made)


def _inspections(process: Process, at: dt.datetime) -> tuple[ocds.Milestone, ...]:
    found = []
    for row in process.acceptances:
        if row.inspected_at > at:
            continue
        lines = list(row.lines.all())
        accepted = sum(line.accepted for line in lines)
        rejected = sum(line.rejected for line in lines)
        status = ocds.MilestoneStatus.MET
        if rejected:
            status = ocds.MilestoneStatus.PARTIALLY_MET
        if not accepted:
            status = ocds.MilestoneStatus.NOT_MET
        came = clock.local_date(row.shipment.delivered_at or row.shipment.shipped_at)
        found.append(
            ocds.Milestone(
                id=row.number,
                title="검수",
                due_on=came + dt.timedelta(days=process.inspect_days),
                status=status,
                modified_at=row.inspected_at,
                met_at=row.inspected_at if status == ocds.MilestoneStatus.MET else None,
                description=f"합격 {accepted:,}개, 불합격 {rejected:,}개",
            )
        )
    return tuple(found)


def _payments(process: Process, at: dt.datetime) -> tuple[ocds.Payment, ...]:
    """By place, not by the bank's reference, which may name people."""
    return tuple(
        ocds.Payment(
            id=f"{row.invoice.number}-{row.pk}",
            payee=row.invoice.vendor_order.enterprise.business_number,
            value=row.amount,
            paid_at=clock.midnight(row.paid_on),
        )
        for row in process.payments
        if row.recorded_at <= at
    )


def _agency(organization: Organization) -> ocds.Party:
    return ocds.Party(
        business_number=organization.business_number,
        name=organization.name,
        address=_address(organization.address, organization.postal_code, organization.district),
    )


def _enterprise(enterprise: Enterprise, papers: Sequence[Mapping[str, str]] = ()) -> ocds.Party:
    return ocds.Party(
        business_number=enterprise.business_number,
        name=enterprise.name,
        address=_address(enterprise.address, enterprise.postal_code, enterprise.district),
        credentials=tuple(
            ocds.Credential(
                kind=paper["kind"],
                title=str(Credential.Kind(paper["kind"]).label),
                number=paper.get("number", ""),
                issuer=paper.get("authority", ""),
            )
            for paper in papers
            if paper.get("kind") in Credential.Kind.values
        ),
    )


def _address(text: str, postal_code: str, district: str) -> ocds.Address | None:
    """A road-name address; its 시·도 and 시·군·구 are its first two words."""
    words = text.split()
    if not words and not district:
        return None
    return ocds.Address(
        street=text,
        region=words[0] if words and words[0].endswith(("시", "도")) else "",
        locality=str(District(district).label) if district in District.values else "",
        postal_code=postal_code,
    )
