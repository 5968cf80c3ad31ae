"""The request for quotation and the quotation. Peppol BIS 3 has neither: plain UBL 2.1."""

from __future__ import annotations

from lxml import etree

from procurement.standards.parts import (
    KRW,
    SEOUL,
    AskedLine,
    Line,
    Quotation,
    RequestForQuotation,
    tax_subtotals,
)
from procurement.standards.ubl import shared
from procurement.standards.ubl.xml import (
    cac,
    cbc,
    day,
    day_of,
    document,
    period,
    reference,
    time_of,
    units,
    won,
)


def request_for_quotation(of: RequestForQuotation) -> bytes:
    """UBL 2.1 RequestForQuotation. UBL has the deadline's day; a note tells its minute."""
    due = f"견적 마감: {of.deadline.astimezone(SEOUL):%Y-%m-%d %H:%M} (KST)"
    to = of.delivery
    return document(
        "RequestForQuotation",
        cbc("UBLVersionID", "2.1"),
        cbc("ID", of.number),
        day_of("IssueDate", of.issued_at),
        time_of("IssueTime", of.issued_at),
        day_of("SubmissionDueDate", of.deadline),
        *(cbc("Note", text) for text in (of.title, of.note, due)),
        cbc("PricingCurrencyCode", KRW),
        cbc("LineCountNumeric", len(of.lines)),
        cac("SellerSupplierParty", shared.party(of.seller, vat_number=True)),
        cac("BuyerCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac(
            "Delivery",
            shared.delivery_place(to),
            period("RequestedDeliveryPeriod", to.from_on, to.until_on),
            shared.delivery_party(to),
        )
        if to
        else None,
        *(_asked(line) for line in of.lines),
    )


def _asked(line: AskedLine) -> etree._Element | None:
    return cac(
        "RequestForQuotationLine",
        cbc("ID", line.id),
        cbc("Note", line.note),
        cac(
            "LineItem",
            cbc("ID", line.id),
            units("Quantity", line.quantity, line.unit),
            cac("Item", cbc("Description", line.description), cbc("Name", line.name)),
        ),
    )


def quotation(of: Quotation) -> bytes:
    """UBL 2.1 Quotation; the totals and each line's VAT are ours, to the won."""
    subtotals = tax_subtotals(of.lines)
    lead = None if of.lead_days is None else cbc("DurationMeasure", of.lead_days, unitCode="DAY")
    return document(
        "Quotation",
        cbc("UBLVersionID", "2.1"),
        cbc("ID", of.number),
        day_of("IssueDate", of.issued_at),
        time_of("IssueTime", of.issued_at),
        cbc("Note", of.note),
        cbc("PricingCurrencyCode", KRW),
        cbc("LineCountNumeric", len(of.lines)),
        cac("ValidityPeriod", day("EndDate", of.valid_until)),
        reference("RequestForQuotationDocumentReference", of.request_number),
        cac("SellerSupplierParty", shared.party(of.seller, vat_number=True)),
        cac("BuyerCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac("Delivery", cac("PromisedDeliveryPeriod", lead)),
        shared.tax_total(subtotals),
        shared.monetary_total(
            "QuotedMonetaryTotal",
            supply=sum(subtotal.supply for subtotal in subtotals),
            vat=sum(subtotal.vat for subtotal in subtotals),
        ),
        *(_quoted(line) for line in of.lines),
    )


def _quoted(line: Line) -> etree._Element | None:
    return cac(
        "QuotationLine",
        cbc("ID", line.id),
        cbc("Note", line.note),
        units("Quantity", line.quantity, line.unit),
        won("LineExtensionAmount", line.supply),
        won("TotalTaxAmount", line.vat),
        cbc("RequestForQuotationLineID", line.source_line_id),
        cac(
            "LineItem",
            cbc("ID", line.id),
            units("Quantity", line.quantity, line.unit),
            won("LineExtensionAmount", line.supply),
            won("TotalTaxAmount", line.vat),
            shared.price(line),
            shared.item(line),
        ),
    )
