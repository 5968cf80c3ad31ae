"""The order and the seller's answer: Peppol BIS Ordering 3, transactions T01 and T76."""

from __future__ import annotations

from lxml import etree

from procurement.standards.parts import (
    KRW,
    AnsweredLine,
    Delivery,
    Line,
    Order,
    OrderResponse,
    Party,
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

PROFILE = "urn:fdc:peppol.eu:poacc:bis:ordering:3"
ORDER = "urn:fdc:peppol.eu:poacc:trns:order:3"
ORDER_RESPONSE = "urn:fdc:peppol.eu:poacc:trns:order_response:3"


def order(of: Order) -> bytes:
    """UBL 2.1 Order, type 220. The totals are the order's own, to the won.

    T01 has no VAT per category, so nothing needs rounding: the VAT is the sum of the lines'
    (PEPPOL-T01-R017 adds it to the supply and no rule computes it).
    """
    return document(
        "Order",
        cbc("CustomizationID", ORDER),
        cbc("ProfileID", PROFILE),
        cbc("ID", of.number),
        day_of("IssueDate", of.issued_at),
        time_of("IssueTime", of.issued_at),
        cbc("OrderTypeCode", "220"),
        cbc("Note", of.note),
        cbc("DocumentCurrencyCode", KRW),
        cbc("CustomerReference", of.buyer_reference),
        cac("ValidityPeriod", day("EndDate", of.valid_until)),
        reference("QuotationDocumentReference", of.quotation_number),
        cac("BuyerCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac("SellerSupplierParty", shared.party(of.seller, vat_number=False)),
        _delivery(of.delivery) if of.delivery else None,
        cac("PaymentTerms", cbc("Note", of.payment_terms)),
        cac("TaxTotal", won("TaxAmount", of.vat)),
        shared.monetary_total("AnticipatedMonetaryTotal", supply=of.supply, vat=of.vat),
        *(_line(line, quoted=bool(of.quotation_number)) for line in of.lines),
    )


def _delivery(of: Delivery) -> etree._Element | None:
    return cac(
        "Delivery",
        shared.delivery_place(of),
        period("RequestedDeliveryPeriod", of.from_on, of.until_on),
        shared.delivery_party(of),
    )


def _line(line: Line, *, quoted: bool) -> etree._Element | None:
    """A quotation's line is named only with the quotation (PEPPOL-T01-R035)."""
    return cac(
        "OrderLine",
        cbc("Note", line.note),
        cac(
            "LineItem",
            cbc("ID", line.id),
            units("Quantity", line.quantity, line.unit),
            won("LineExtensionAmount", line.supply),
            shared.price(line),
            shared.item(line),
        ),
        cac("QuotationLineReference", cbc("LineID", line.source_line_id)) if quoted else None,
    )


def order_response(of: OrderResponse) -> bytes:
    """UBL 2.1 OrderResponse. T76 knows of the parties no more than names and numbers."""
    return document(
        "OrderResponse",
        cbc("CustomizationID", ORDER_RESPONSE),
        cbc("ProfileID", PROFILE),
        cbc("ID", of.number),
        day_of("IssueDate", of.issued_at),
        time_of("IssueTime", of.issued_at),
        cbc("OrderResponseCode", of.decision.value),
        cbc("Note", of.note),
        cbc("DocumentCurrencyCode", KRW),
        reference("OrderReference", of.order_number),
        cac("SellerSupplierParty", _named(of.seller)),
        cac("BuyerCustomerParty", _named(of.buyer)),
        cac("Delivery", period("PromisedDeliveryPeriod", of.delivered_from, of.delivered_until)),
        *(_answer(number, line) for number, line in enumerate(of.lines, start=1)),
    )


def _named(party: Party) -> etree._Element | None:
    return cac("Party", shared.endpoint(party), shared.identified(party), shared.legal_name(party))


def _answer(number: int, line: AnsweredLine) -> etree._Element | None:
    promised = period("PromisedDeliveryPeriod", line.delivered_from, line.delivered_until)
    return cac(
        "OrderLine",
        cac(
            "LineItem",
            cbc("ID", number),
            cbc("Note", line.note),
            cbc("LineStatusCode", line.decision.value),
            None if line.quantity is None else units("Quantity", line.quantity, line.unit),
            cac("Delivery", promised),
            cac(
                "Item",
                cbc("Name", line.name),
                cac("SellersItemIdentification", cbc("ID", line.sku)),
            ),
        ),
        cac("OrderLineReference", cbc("LineID", line.order_line_id)),
    )
