"""What was sent (Peppol BIS Despatch Advice 3, T16) and what passed the inspection."""

from __future__ import annotations

from lxml import etree

from procurement.standards.parts import (
    Contact,
    Delivery,
    DespatchAdvice,
    DespatchLine,
    Party,
    ReceiptAdvice,
    ReceiptLine,
)
from procurement.standards.ubl import shared
from procurement.standards.ubl.xml import (
    cac,
    cbc,
    day_of,
    document,
    period,
    reference,
    time_of,
    units,
)

PROFILE = "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3"
DESPATCH_ADVICE = "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3"


def despatch_advice(of: DespatchAdvice) -> bytes:
    """UBL 2.1 DespatchAdvice: one shipment of one order."""
    return document(
        "DespatchAdvice",
        cbc("CustomizationID", DESPATCH_ADVICE),
        cbc("ProfileID", PROFILE),
        cbc("ID", of.number),
        day_of("IssueDate", of.issued_at),
        time_of("IssueTime", of.issued_at),
        cbc("Note", of.note),
        reference("OrderReference", of.order_number),
        cac("DespatchSupplierParty", _party(of.seller, contacted=True)),
        cac("DeliveryCustomerParty", _party(of.buyer, contacted=False)),
        _shipment(of),
        *(_sent(of.order_number, line) for line in of.lines),
    )


def _party(of: Party, *, contacted: bool) -> etree._Element | None:
    return cac(
        "Party",
        shared.endpoint(of),
        shared.identified(of),
        shared.address("PostalAddress", of.address),
        shared.legal_name(of),
        shared.contact(of.contact) if contacted else None,
    )


def _shipment(of: DespatchAdvice) -> etree._Element | None:
    to = of.delivery or Delivery()
    carrier = cac("CarrierParty", cac("PartyName", cbc("Name", of.carrier)))
    return cac(
        "Shipment",
        cbc("ID", of.tracking_number or of.number),
        cac("Consignment", cbc("ID", of.tracking_number or of.number), carrier)
        if carrier is not None
        else None,
        cac(
            "Delivery",
            cbc("TrackingID", of.tracking_number),
            period("EstimatedDeliveryPeriod", to.from_on, to.until_on),
            cac(
                "DeliveryParty",
                cac("PartyName", cbc("Name", to.recipient or of.buyer.name)),
                shared.address("PostalAddress", to.address),
                shared.contact(Contact(phone=to.phone)),
            ),
            cac(
                "Despatch",
                day_of("ActualDespatchDate", of.despatched_at),
                time_of("ActualDespatchTime", of.despatched_at),
            ),
        ),
    )


def _sent(order_number: str, line: DespatchLine) -> etree._Element | None:
    """An item with no number of the seller's own is named by its order line (PEPPOL-T16-R003)."""
    return cac(
        "DespatchLine",
        cbc("ID", line.id),
        cbc("Note", line.note),
        units("DeliveredQuantity", line.quantity, line.unit),
        units("OutstandingQuantity", line.outstanding, line.unit) if line.outstanding else None,
        cbc("OutstandingReason", line.outstanding_reason) if line.outstanding else None,
        _order_line(line.order_line_id, order_number),
        cac(
            "Item",
            cbc("Name", line.name),
            cac(
                "SellersItemIdentification",
                cbc("ID", line.sku or f"{order_number}#{line.order_line_id}"),
            ),
        ),
    )


def _order_line(line_id: str, order_number: str) -> etree._Element | None:
    return cac(
        "OrderLineReference",
        cbc("LineID", line_id),
        reference("OrderReference", order_number),
    )


def receipt_advice(of: ReceiptAdvice) -> bytes:
    """UBL 2.1 ReceiptAdvice, the inspection's outcome. Peppol has no such transaction."""
    return document(
        "ReceiptAdvice",
        cbc("UBLVersionID", "2.1"),
        cbc("ID", of.number),
        day_of("IssueDate", of.inspected_at),
        time_of("IssueTime", of.inspected_at),
        cbc("Note", of.note),
        reference("OrderReference", of.order_number),
        reference("DespatchDocumentReference", of.despatch_number),
        cac("DeliveryCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac("DespatchSupplierParty", shared.party(of.seller, vat_number=True)),
        *(_received(of, line) for line in of.lines),
    )


def _received(of: ReceiptAdvice, line: ReceiptLine) -> etree._Element | None:
    return cac(
        "ReceiptLine",
        cbc("ID", line.id),
        cbc("Note", line.note),
        units("ReceivedQuantity", line.received, line.unit),
        units("RejectedQuantity", line.rejected, line.unit),
        cbc("RejectReason", line.rejected_reason),
        _order_line(line.order_line_id, of.order_number),
        cac(
            "DespatchLineReference",
            cbc("LineID", line.despatch_line_id),
            reference("DocumentReference", of.despatch_number),
        )
        if line.despatch_line_id
        else None,
        cac(
            "Item",
            cbc("Name", line.name),
            cac("SellersItemIdentification", cbc("ID", line.sku)),
        ),
    )
