"""What several UBL documents have in common: parties, items, prices and totals."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from core.business_number import digits_of
from procurement.standards.parts import (
    EXEMPTION_REASON,
    Address,
    Contact,
    Delivery,
    Line,
    Party,
    Tax,
    TaxSubtotal,
)
from procurement.standards.ubl.xml import KOREAN_SCHEME, WITH_VAT, cac, cbc, units, won


def address(name: str, of: Address) -> etree._Element | None:
    """None where nothing but the country is known."""
    parts = (
        cbc("StreetName", of.street),
        cbc("AdditionalStreetName", of.detail),
        cbc("CityName", of.city),
        cbc("PostalZone", of.postal_code),
        cbc("CountrySubentity", of.region),
    )
    if all(part is None for part in parts):
        return None
    return cac(name, *parts, _country(of))


def _country(of: Address) -> etree._Element | None:
    return cac("Country", cbc("IdentificationCode", of.country))


def contact(of: Contact) -> etree._Element | None:
    return cac(
        "Contact",
        cbc("Name", of.name),
        cbc("Telephone", of.phone),
        cbc("ElectronicMail", of.email),
    )


def endpoint(of: Party) -> etree._Element | None:
    """Raises ValueError for a party with neither an electronic address nor a number."""
    if of.endpoint is not None:
        return cbc("EndpointID", of.endpoint.id, schemeID=of.endpoint.scheme)
    if not digits_of(of.business_number):
        raise ValueError(f"{of.name}: neither an electronic address nor a business number")
    return cbc("EndpointID", digits_of(of.business_number), schemeID=KOREAN_SCHEME)


def identified(of: Party) -> etree._Element | None:
    """The business number as a plain identifier: BR-CL-10 binds only one with a scheme."""
    return cac("PartyIdentification", cbc("ID", digits_of(of.business_number)))


def tax_scheme() -> etree._Element | None:
    return cac("TaxScheme", cbc("ID", "VAT"))


def party(of: Party, *, vat_number: bool) -> etree._Element | None:
    """The party in full, as orders and invoices have it.

    The business number is the legal registration (no scheme: BR-CL-11 knows none for Korea)
    and, with ``vat_number``, the VAT number behind the country's prefix (BR-CO-09). The
    country is told even where the address isn't (BR-08 to BR-11).
    """
    number = digits_of(of.business_number)
    taxed = vat_number and number
    postal = address("PostalAddress", of.address)
    return cac(
        "Party",
        endpoint(of),
        cac("PartyName", cbc("Name", of.name)),
        cac("PostalAddress", _country(of.address)) if postal is None else postal,
        cac("PartyTaxScheme", cbc("CompanyID", f"KR{number}"), tax_scheme()) if taxed else None,
        cac("PartyLegalEntity", cbc("RegistrationName", of.name), cbc("CompanyID", number)),
        contact(of.contact),
    )


def legal_name(of: Party) -> etree._Element | None:
    return cac("PartyLegalEntity", cbc("RegistrationName", of.name))


def delivery_place(of: Delivery) -> etree._Element | None:
    return cac("DeliveryLocation", address("Address", of.address))


def delivery_party(of: Delivery) -> etree._Element | None:
    """Peppol wants a name where there is a party (PEPPOL-T01-B16801)."""
    if not of.recipient:
        return None
    return cac(
        "DeliveryParty",
        cac("PartyName", cbc("Name", of.recipient)),
        contact(Contact(phone=of.phone)),
    )


def tax_category(name: str, tax: Tax, *, reason: bool = False) -> etree._Element | None:
    """``reason``: tell why an exempt supply is exempt (BR-E-10)."""
    return cac(
        name,
        cbc("ID", tax.code),
        cbc("Percent", tax.percent),
        cbc("TaxExemptionReason", EXEMPTION_REASON) if reason and tax is Tax.EXEMPT else None,
        tax_scheme(),
    )


def price(of: Line) -> etree._Element | None:
    """The net price: quantity × price ÷ base quantity is the supply (PEPPOL-EN16931-R120)."""
    amount, base = of.net_price
    return cac(
        "Price",
        won("PriceAmount", amount),
        units("BaseQuantity", base, of.unit) if base > 1 else None,
    )


def item(of: Line) -> etree._Element | None:
    return cac(
        "Item",
        cbc("Description", of.description),
        cbc("Name", of.name),
        cac("BuyersItemIdentification", cbc("ID", of.buyer_code)),
        cac("SellersItemIdentification", cbc("ID", of.sku)),
        tax_category("ClassifiedTaxCategory", of.tax),
        cac("AdditionalItemProperty", cbc("Name", WITH_VAT), cbc("Value", of.total)),
    )


def tax_total(subtotals: Sequence[TaxSubtotal]) -> etree._Element | None:
    return cac(
        "TaxTotal",
        won("TaxAmount", sum(subtotal.vat for subtotal in subtotals)),
        *(
            cac(
                "TaxSubtotal",
                won("TaxableAmount", subtotal.supply),
                won("TaxAmount", subtotal.vat),
                tax_category("TaxCategory", subtotal.tax, reason=True),
            )
            for subtotal in subtotals
        ),
    )


def monetary_total(
    name: str, *, supply: int, vat: int, prepaid: int = 0, rounding: int = 0
) -> etree._Element | None:
    """Payable is supply + VAT - prepaid + rounding (BR-CO-15 and BR-CO-16), in won."""
    return cac(
        name,
        won("LineExtensionAmount", supply),
        won("TaxExclusiveAmount", supply),
        won("TaxInclusiveAmount", supply + vat),
        won("PrepaidAmount", prepaid) if prepaid else None,
        won("PayableRoundingAmount", rounding) if rounding else None,
        won("PayableAmount", supply + vat - prepaid + rounding),
    )
