"""The invoice and the credit note: Peppol BIS Billing 3 (CEN EN 16931).

How whole-won VAT passes
------------------------
The market parts each line's price, which includes VAT, into supply (the price × 10 ÷ 11, rounded)
and VAT (the rest), so that every line is exact to the won. The rules compute the VAT anew from
the sum of a category's lines: BR-CO-17 and BR-S-09 want

    | VAT - base × 10 % |  <  1     (strictly, after rounding base × 10 % to two decimals)

One line is never off by more than 0.55 won, but many lines can be, together. So long as the sum
is within the rule it is told as it is. Where it isn't, the VAT told is the whole won nearest to
ours that the rule lets pass, and the won of difference stand in ``PayableRoundingAmount``
(BT-114, BR-CO-16): the lines, the total without VAT and the amount to pay are always ours, and
each line's own amount with VAT is told as an item property.

The price of a line that doesn't divide is told for the whole quantity (``BaseQuantity``), so
PEPPOL-EN16931-R120 (quantity × price ÷ base = line amount, ± 0.02) holds exactly.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from procurement.standards.parts import (
    KRW,
    Account,
    CreditNote,
    Invoice,
    Line,
    Tax,
    TaxSubtotal,
    tax_subtotals,
)
from procurement.standards.ubl import shared
from procurement.standards.ubl.xml import cac, cbc, day, document, reference, units, won

CUSTOMIZATION = (
    "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"  # BT-24
)
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"  # BT-23


def invoice(of: Invoice) -> bytes:
    """UBL 2.1 Invoice, type 380 (commercial invoice)."""
    delivery = of.delivery
    return document(
        "Invoice",
        cbc("CustomizationID", CUSTOMIZATION),
        cbc("ProfileID", PROFILE),
        cbc("ID", of.number),
        day("IssueDate", of.issued_on),
        day("DueDate", of.due_on),
        cbc("InvoiceTypeCode", "380"),
        cbc("Note", of.note),
        cbc("DocumentCurrencyCode", KRW),
        cbc("BuyerReference", of.buyer_reference),
        reference("OrderReference", of.order_number),
        reference("DespatchDocumentReference", of.despatch_number),
        reference("ReceiptDocumentReference", of.receipt_number),
        cac("AccountingSupplierParty", shared.party(of.seller, vat_number=True)),
        cac("AccountingCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac(
            "Delivery",
            day("ActualDeliveryDate", of.delivered_on),
            shared.delivery_place(delivery) if delivery else None,
            cac("DeliveryParty", cac("PartyName", cbc("Name", delivery.recipient)))
            if delivery
            else None,
        ),
        _payment(of.account) if of.account else None,
        cac("PaymentTerms", cbc("Note", of.payment_terms)),
        *_totals(of.lines, prepaid=of.prepaid),
        *(_line("InvoiceLine", "InvoicedQuantity", line) for line in of.lines),
    )


def credit_note(of: CreditNote) -> bytes:
    """UBL 2.1 CreditNote, type 381; rounded as the invoice is."""
    return document(
        "CreditNote",
        cbc("CustomizationID", CUSTOMIZATION),
        cbc("ProfileID", PROFILE),
        cbc("ID", of.number),
        day("IssueDate", of.issued_on),
        cbc("CreditNoteTypeCode", "381"),
        cbc("Note", of.note),
        cbc("DocumentCurrencyCode", KRW),
        cbc("BuyerReference", of.buyer_reference),
        reference("OrderReference", of.order_number),
        cac(
            "BillingReference",
            cac(
                "InvoiceDocumentReference",
                cbc("ID", of.invoice_number),
                day("IssueDate", of.invoice_issued_on),
            ),
        ),
        cac("AccountingSupplierParty", shared.party(of.seller, vat_number=True)),
        cac("AccountingCustomerParty", shared.party(of.buyer, vat_number=True)),
        cac("PaymentTerms", cbc("Note", of.payment_terms)),
        *_totals(of.lines),
        *(_line("CreditNoteLine", "CreditedQuantity", line) for line in of.lines),
    )


def vat_within_rule(supply: int, vat: int) -> int:
    """The whole won of VAT nearest to ``vat`` less than one won from a tenth of ``supply``.

    EN 16931 BR-CO-17 and BR-S-09, as their schematron tests them.
    """
    return min(max(vat, supply // 10), (supply + 9) // 10)


def _totals(lines: Sequence[Line], *, prepaid: int = 0) -> list[etree._Element | None]:
    ours = tax_subtotals(lines)
    told = [
        TaxSubtotal(x.tax, x.supply, vat_within_rule(x.supply, x.vat))
        if x.tax is Tax.TAXABLE
        else x
        for x in ours
    ]
    vat = sum(subtotal.vat for subtotal in told)
    return [
        shared.tax_total(told),
        shared.monetary_total(
            "LegalMonetaryTotal",
            supply=sum(subtotal.supply for subtotal in told),
            vat=vat,
            prepaid=prepaid,
            rounding=sum(subtotal.vat for subtotal in ours) - vat,
        ),
    ]


def _payment(account: Account) -> etree._Element | None:
    """A credit transfer (UNCL 4461: 30)."""
    return cac(
        "PaymentMeans",
        cbc("PaymentMeansCode", "30"),
        cac(
            "PayeeFinancialAccount",
            cbc("ID", account.number),
            cbc("Name", account.holder),
            cac("FinancialInstitutionBranch", cbc("ID", account.bank_id)),
        ),
    )


def _line(name: str, quantity: str, line: Line) -> etree._Element | None:
    return cac(
        name,
        cbc("ID", line.id),
        cbc("Note", line.note),
        units(quantity, line.quantity, line.unit),
        won("LineExtensionAmount", line.supply),
        cac("OrderLineReference", cbc("LineID", line.source_line_id)),
        shared.item(line),
        shared.price(line),
    )
