"""A purchase's rows as UBL 2.1, the form that other systems read.

UBL knows one seller a document: a purchase of several enterprises becomes an order for each, under
the purchase order's number with its place behind. Lines are numbered by their place in their own
document and name the line of the document before. Nothing here is sent anywhere: documents are
files, for whoever may see the purchase.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from accounts.models import Organization, User
from core import clock
from orders.models import OrderLine, Shipment
from procurement.models import (
    Acceptance,
    AcceptanceLine,
    CancelledPieces,
    ChangeOrder,
    Invoice,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderResponse,
    Quote,
    QuoteLine,
    RequestForQuote,
)
from procurement.standards import parts, ubl
from settlements.models import TaxDocument
from vendors.models import Enterprise

#: The rejected pieces of an inspection, when nobody wrote what was wrong with them.
NO_REASON = "불합격"


def request_xml(rfq: RequestForQuote, *, enterprise: Enterprise) -> bytes:
    """The copy of a request that one enterprise got."""
    return ubl.request_for_quotation(
        parts.RequestForQuotation(
            number=rfq.number,
            issued_at=rfq.created_at,
            deadline=rfq.deadline,
            buyer=_buyer(rfq.organization, rfq.requester),
            seller=_seller(enterprise),
            title=rfq.title,
            note=rfq.description,
            lines=tuple(
                parts.AskedLine(
                    id=str(place),
                    name=line.description,
                    quantity=line.quantity,
                    description=line.specification,
                )
                for place, line in enumerate(rfq.lines.order_by("pk"), start=1)
            ),
            delivery=_delivery(rfq, until=rfq.needed_by),
        )
    )


def quotation_xml(quote: Quote) -> bytes:
    """A quote as it was submitted, by whoever quoted for all its members."""
    rfq = quote.rfq
    asked = _places(list(rfq.lines.order_by("pk")))
    return ubl.quotation(
        parts.Quotation(
            number=quote.number,
            issued_at=quote.submitted_at,
            request_number=rfq.number,
            buyer=_buyer(rfq.organization, rfq.requester),
            seller=_seller(quote.enterprise),
            valid_until=quote.valid_until,
            lead_days=quote.lead_days,
            note=quote.note,
            lines=tuple(
                parts.Line(
                    id=str(place),
                    name=line.name,
                    quantity=line.quantity,
                    supply=line.supply_amount,
                    vat=line.vat_amount,
                    tax=parts.Tax(line.tax_class),
                    sku=line.variant.sku if line.variant else "",
                    description=line.rfq_line.specification,
                    note=f"공급: {line.supplier.name}" if line.supplier else "",
                    source_line_id=asked[line.rfq_line_id],
                )
                for place, line in enumerate(_quoted(quote), start=1)
            ),
        )
    )


def order_xml(po: PurchaseOrder, *, enterprise: Enterprise) -> bytes:
    """An enterprise's part of a purchase order, as it was ordered. What changed afterwards stands
    in the answers to it (``change_xml``)."""
    quoted = _sources(po)
    return ubl.order(
        parts.Order(
            number=order_number(po, enterprise.pk),
            issued_at=po.decided_at or po.created_at,
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(enterprise),
            note=po.title,
            buyer_reference=po.number,
            quotation_number=po.quote.number if po.quote else "",
            payment_terms=payment_terms(po),
            valid_until=po.respond_by or clock.local_date(po.created_at),
            delivery=_delivery(po, until=po.needed_by),
            lines=tuple(
                parts.Line(
                    id=place,
                    name=line.name,
                    quantity=line.quantity,
                    supply=line.supply_amount,
                    vat=line.vat_amount,
                    tax=parts.Tax(line.tax_class),
                    sku=line.sku,
                    source_line_id=quoted.get(line.pk, ""),
                )
                for line, place in _ordered(po, enterprise.pk)
            ),
        )
    )


def response_xml(answer: PurchaseOrderResponse) -> bytes:
    """An enterprise took its part on, or didn't."""
    po = answer.purchase_order
    accepted = answer.decision == PurchaseOrderResponse.Decision.ACCEPTED
    return ubl.order_response(
        parts.OrderResponse(
            number=f"{order_number(po, answer.enterprise_id)}-R",
            issued_at=answer.at,
            order_number=order_number(po, answer.enterprise_id),
            decision=parts.Decision.ACCEPTED if accepted else parts.Decision.REJECTED,
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(answer.enterprise),
            note=answer.note,
            delivered_until=answer.promised_on,
        )
    )


def change_xml(change: ChangeOrder, *, enterprise: Enterprise) -> bytes:
    """A change that was carried out, as the enterprise's answer that names every line of it: what
    it delivers now, and until when. Raises ValueError for a change that wasn't."""
    if change.done_at is None:
        raise ValueError("a change that nobody carried out changes no order")
    po = change.purchase_order
    ordered = _ordered(po, enterprise.pk)
    gone = _cancelled([line for line, _place in ordered], until=change.done_at)
    fewer = set(
        CancelledPieces.objects.filter(reference=change.number).values_list("line_id", flat=True)
    )
    until = change.needed_by or po.needed_by
    lines = []
    for line, place in ordered:
        left = line.quantity - gone.get(line.pk, 0)
        decision = parts.LineDecision.ACCEPTED
        if line.pk in fewer or change.needed_by is not None:
            decision = parts.LineDecision.CHANGED
        if not left:
            decision = parts.LineDecision.REJECTED
        lines.append(
            parts.AnsweredLine(
                order_line_id=place,
                name=line.name,
                decision=decision,
                quantity=left or None,
                sku=line.sku,
                delivered_until=until if left else None,
            )
        )
    number = order_number(po, enterprise.pk)
    return ubl.order_response(
        parts.OrderResponse(
            number=f"{number}{change.number.removeprefix(po.number)}",
            issued_at=change.done_at,
            order_number=number,
            decision=parts.Decision.CHANGED,
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(enterprise),
            note=change.reason,
            lines=tuple(lines),
        )
    )


def despatch_xml(po: PurchaseOrder, shipment: Shipment) -> bytes:
    """A delivery as it left: what is outstanding counts pieces to be sent again, too."""
    enterprise = shipment.vendor_order.enterprise
    places = _order_places(po, enterprise.pk)
    rows = list(shipment.lines.select_related("order_line").order_by("pk"))
    left = outstanding(po, shipment, [row.order_line for row in rows])
    return ubl.despatch_advice(
        parts.DespatchAdvice(
            number=shipment.number,
            issued_at=shipment.shipped_at,
            order_number=order_number(po, enterprise.pk),
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(enterprise),
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            despatched_at=shipment.shipped_at,
            delivery=_delivery(po, until=None),
            lines=tuple(
                parts.DespatchLine(
                    id=str(place),
                    order_line_id=places[row.order_line_id],
                    name=_named(row.order_line),
                    quantity=row.quantity,
                    sku=row.order_line.sku,
                    outstanding=left[row.order_line_id].pieces,
                    outstanding_reason="분할 납품" if left[row.order_line_id].pieces else "",
                )
                for place, row in enumerate(rows, start=1)
            ),
        )
    )


def receipt_xml(acceptance: Acceptance) -> bytes:
    """An inspection: what came, and what of it was refused, and why."""
    po, shipment = acceptance.purchase_order, acceptance.shipment
    enterprise = shipment.vendor_order.enterprise
    places = _order_places(po, enterprise.pk)
    sent = {
        line_id: str(place)
        for place, line_id in enumerate(
            shipment.lines.order_by("pk").values_list("order_line_id", flat=True), start=1
        )
    }
    rows = acceptance.lines.select_related("order_line").order_by("pk")
    return ubl.receipt_advice(
        parts.ReceiptAdvice(
            number=acceptance.number,
            inspected_at=acceptance.inspected_at,
            order_number=order_number(po, enterprise.pk),
            despatch_number=shipment.number,
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(enterprise),
            note=acceptance.note,
            lines=tuple(
                parts.ReceiptLine(
                    id=str(place),
                    order_line_id=places[row.order_line_id],
                    despatch_line_id=sent.get(row.order_line_id, ""),
                    name=_named(row.order_line),
                    received=row.delivered,
                    rejected=row.rejected,
                    rejected_reason=(row.defect or NO_REASON) if row.rejected else "",
                    sku=row.order_line.sku,
                    note=str(row.get_outcome_display()) if row.outcome else "",
                )
                for place, row in enumerate(rows, start=1)
            ),
        )
    )


def invoice_xml(invoice: Invoice) -> bytes:
    """A claim for what was accepted, payable to the market's account."""
    po, enterprise = invoice.purchase_order, invoice.vendor_order.enterprise
    shipment = invoice.acceptance.shipment
    return ubl.invoice(
        parts.Invoice(
            number=invoice.number,
            issued_on=clock.local_date(invoice.issued_at),
            due_on=invoice.due_on,
            order_number=order_number(po, enterprise.pk),
            buyer=_buyer(po.organization, po.requester),
            seller=_seller(enterprise),
            buyer_reference=po.number,
            despatch_number=shipment.number,
            receipt_number=invoice.acceptance.number,
            delivered_on=clock.local_date(shipment.delivered_at or shipment.shipped_at),
            delivery=_delivery(po, until=None),
            account=parts.Account(number=settings.DEPOSIT_ACCOUNT, holder=settings.DEPOSIT_HOLDER),
            payment_terms=payment_terms(po),
            lines=_claimed(invoice),
        )
    )


def amendment_xml(document: TaxDocument, *, invoice: Invoice) -> bytes:
    """An amended tax invoice of a claim: one that takes back is a credit note, one that adds is a
    further invoice. Raises ValueError where rows of both signs stand in one document."""
    po = invoice.purchase_order
    lines = _amended(document)
    buyer, seller = _buyer(po.organization, po.requester), _seller(document.enterprise)
    number = order_number(po, document.enterprise_id)
    note = str(document.get_amendment_display())
    if document.total_amount < 0:
        return ubl.credit_note(
            parts.CreditNote(
                number=document.number,
                issued_on=document.supplied_on,
                invoice_number=invoice.number,
                invoice_issued_on=clock.local_date(invoice.issued_at),
                order_number=number,
                buyer=buyer,
                seller=seller,
                note=note,
                buyer_reference=po.number,
                lines=lines,
            )
        )
    return ubl.invoice(
        parts.Invoice(
            number=document.number,
            issued_on=document.supplied_on,
            due_on=max(document.supplied_on, invoice.due_on),
            order_number=number,
            buyer=buyer,
            seller=seller,
            note=note,
            buyer_reference=po.number,
            account=parts.Account(number=settings.DEPOSIT_ACCOUNT, holder=settings.DEPOSIT_HOLDER),
            payment_terms=payment_terms(po),
            lines=lines,
        )
    )


def order_number(po: PurchaseOrder, enterprise_id: int) -> str:
    """What the enterprise's order is called: the purchase order's number, with its place behind
    where several deliver."""
    sellers = sorted({line.enterprise_id for line in po.lines.all()})
    if len(sellers) < 2:
        return po.number
    return f"{po.number}-{sellers.index(enterprise_id) + 1}"


def payment_terms(po: PurchaseOrder) -> str:
    return f"검수 후 {po.net_days}일 이내 계좌이체"


# -- lines


def _quoted(quote: Quote) -> list[QuoteLine]:
    return list(quote.lines.select_related("rfq_line", "variant", "supplier").order_by("pk"))


def _ordered(po: PurchaseOrder, enterprise_id: int) -> list[tuple[PurchaseOrderLine, str]]:
    """An enterprise's lines of the purchase order, with their ids in its order."""
    mine = [line for line in po.lines.all() if line.enterprise_id == enterprise_id]
    mine.sort(key=lambda line: line.pk)
    return [(line, str(place)) for place, line in enumerate(mine, start=1)]


def _order_places(po: PurchaseOrder, enterprise_id: int) -> dict[int, str]:
    """The ids of an enterprise's lines in its order, by the order line they became."""
    return {
        line.order_line_id: place
        for line, place in _ordered(po, enterprise_id)
        if line.order_line_id is not None
    }


def _places(rows: Sequence[object]) -> dict[int, str]:
    return {row.pk: str(place) for place, row in enumerate(rows, start=1)}  # type: ignore[attr-defined]


def _sources(po: PurchaseOrder) -> dict[int, str]:
    """Which line of the quote each line of the purchase order came from: they were written in the
    same order, those that weren't ordered left out."""
    if po.quote is None:
        return {}
    waiting = [
        (str(place), (row.supplier_id or po.quote.enterprise_id, row.variant_id, row.name))
        for place, row in enumerate(_quoted(po.quote), start=1)
    ]
    found = {}
    for line in sorted(po.lines.all(), key=lambda line: line.pk):
        key = (line.enterprise_id, line.variant_id, line.name)
        match = next((entry for entry in waiting if entry[1] == key), None)
        if match is not None:
            waiting.remove(match)
            found[line.pk] = match[0]
    return found


def _claimed(invoice: Invoice) -> tuple[parts.Line, ...]:
    """What was accepted; shipping that is charged is a line like any other."""
    places = _order_places(invoice.purchase_order, invoice.vendor_order.enterprise_id)
    rows = list(invoice.lines.select_related("order_line").order_by("pk"))
    lines = [
        parts.Line(
            id=str(place),
            name=_named(row.order_line),
            quantity=row.quantity,
            supply=row.supply_amount,
            vat=row.vat_amount,
            tax=parts.Tax(row.tax_class),
            sku=row.order_line.sku,
            source_line_id=places.get(row.order_line_id, ""),
        )
        for place, row in enumerate(rows, start=1)
    ]
    if invoice.shipping_amount:
        lines.append(
            parts.Line(
                id=str(len(lines) + 1),
                name="배송비",
                quantity=1,
                supply=invoice.supply_amount - sum(line.supply for line in lines),
                vat=invoice.vat_amount - sum(line.vat for line in lines),
                tax=parts.Tax.TAXABLE,
            )
        )
    return tuple(lines)


def _amended(document: TaxDocument) -> tuple[parts.Line, ...]:
    sign = -1 if document.total_amount < 0 else 1
    tax = parts.Tax.TAXABLE
    if document.kind == TaxDocument.Kind.INVOICE:
        tax = parts.Tax.EXEMPT
    return tuple(
        parts.Line(
            id=str(place),
            name=item["name"],
            quantity=abs(item["quantity"] or 1),
            supply=sign * item["supply_amount"],
            vat=sign * item["vat_amount"],
            tax=tax,
        )
        for place, item in enumerate(document.items, start=1)
    )


@dataclass(frozen=True, slots=True)
class Outstanding:
    """``pieces`` of those ``wanted`` that are still to come."""

    wanted: int
    pieces: int


def outstanding(
    po: PurchaseOrder, shipment: Shipment, lines: Sequence[OrderLine]
) -> dict[int, Outstanding]:
    """What was still to come when a delivery left, by order line: pieces that failed an inspection
    and shall be sent again count, those that were cancelled by then don't."""
    ids = [line.pk for line in lines]
    ours = {line.order_line_id: line for line in po.lines.all() if line.order_line_id in ids}
    gone = _cancelled(list(ours.values()), until=shipment.shipped_at)
    wanted = {
        line.pk: line.quantity - (gone.get(ours[line.pk].pk, 0) if line.pk in ours else 0)
        for line in lines
    }
    left = dict(wanted)
    earlier = [
        row
        for row in shipment.vendor_order.shipments.prefetch_related("lines")
        if (row.shipped_at, row.pk) <= (shipment.shipped_at, shipment.pk)
    ]
    for row in earlier:
        for sent in row.lines.all():
            if sent.order_line_id in left:
                left[sent.order_line_id] -= sent.quantity
    again = AcceptanceLine.objects.filter(
        acceptance__shipment__in=earlier,
        acceptance__inspected_at__lte=shipment.shipped_at,
        outcome=AcceptanceLine.Outcome.REPLACE,
        order_line__in=ids,
    )
    for line_id, rejected in again.values_list("order_line_id", "rejected"):
        left[line_id] += rejected
    return {pk: Outstanding(wanted[pk], max(count, 0)) for pk, count in left.items()}


def _cancelled(lines: Sequence[PurchaseOrderLine], *, until: dt.datetime) -> dict[int, int]:
    """Pieces that were taken out by then, by line of the purchase order."""
    found: dict[int, int] = {}
    rows = CancelledPieces.objects.filter(line__in=lines, at__lte=until)
    for line_id, quantity in rows.values_list("line_id", "quantity"):
        found[line_id] = found.get(line_id, 0) + quantity
    return found


def _named(line: OrderLine) -> str:
    return " ".join(filter(None, (line.name, line.variant_name)))


# -- parties and places


def _buyer(organization: Organization, person: User) -> parts.Party:
    return parts.Party(
        name=organization.name,
        business_number=organization.business_number,
        address=_address(organization.address, organization.postal_code),
        contact=parts.Contact(name=person.name, phone=organization.phone, email=person.email),
    )


def _seller(enterprise: Enterprise) -> parts.Party:
    return parts.Party(
        name=enterprise.name,
        business_number=enterprise.business_number,
        address=_address(enterprise.address, enterprise.postal_code),
        contact=parts.Contact(
            name=enterprise.representative, phone=enterprise.phone, email=enterprise.email
        ),
    )


def _address(text: str, postal_code: str = "", detail: str = "") -> parts.Address:
    """A road-name address as one line; its province or city, where it begins with one, apart."""
    first = text.split(" ", 1)[0]
    return parts.Address(
        street=text,
        detail=detail,
        postal_code=postal_code,
        city=first if first.endswith(("시", "도")) else "",
    )


def _delivery(to: RequestForQuote | PurchaseOrder, *, until: dt.date | None) -> parts.Delivery:
    return parts.Delivery(
        address=_address(to.road_address, to.postal_code, to.address_detail),
        recipient=to.recipient,
        phone=to.phone,
        until_on=until,
    )
