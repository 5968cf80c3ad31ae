"""What the standard documents are made of.

Amounts are whole won (ISO 4217 ``KRW``), dates ``datetime.date``, times aware datetimes;
an empty text means that nothing is known. Nothing here is bound to one syntax.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

KRW = "KRW"
SEOUL = ZoneInfo("Asia/Seoul")
#: Why an exempt supply bears no VAT: Value-Added Tax Act art. 26.
EXEMPTION_REASON = "면세(부가가치세법 제26조)"


class Tax(StrEnum):
    """How a supply is taxed; the values are the catalogue's own."""

    TAXABLE = "taxable"
    EXEMPT = "exempt"

    @property
    def code(self) -> str:
        """The UNCL 5305 duty category."""
        return "S" if self is Tax.TAXABLE else "E"

    @property
    def percent(self) -> int:
        return 10 if self is Tax.TAXABLE else 0


@dataclass(frozen=True, slots=True)
class Address:
    """``street`` is the road-name address (도로명주소), ``detail`` the floor and room."""

    street: str = ""
    detail: str = ""
    postal_code: str = ""
    city: str = ""
    region: str = ""
    country: str = "KR"


@dataclass(frozen=True, slots=True)
class Contact:
    name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An electronic address: ``scheme`` is of Peppol's EAS list, as ``0088`` for a GLN."""

    scheme: str
    id: str


@dataclass(frozen=True, slots=True)
class Party:
    """``business_number`` is the 사업자등록번호 or 고유번호, with or without hyphens.

    A party with no ``endpoint`` is addressed by its business number, under a scheme that
    Peppol's list doesn't have (see ``ubl.xml.KOREAN_SCHEME``).
    """

    name: str
    business_number: str = ""
    address: Address = Address()
    contact: Contact = Contact()
    endpoint: Endpoint | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A priced line: ``quantity`` whole units, ``supply`` won before VAT, ``vat`` won.

    ``unit`` is a UN/ECE Recommendation 20 code. ``source_line_id`` is the line's id in the
    document before this one: the request's for a quotation, the quotation's for an order,
    the order's for an invoice or a credit note.

    Raises ValueError when there is nothing to count, an amount is negative or an exempt line
    bears VAT.
    """

    id: str
    name: str
    quantity: int
    supply: int
    vat: int
    tax: Tax
    unit: str = "EA"
    sku: str = ""
    buyer_code: str = ""
    description: str = ""
    note: str = ""
    source_line_id: str = ""

    def __post_init__(self) -> None:
        if self.quantity < 1:
            raise ValueError("a line has at least one unit")
        if self.supply < 0 or self.vat < 0:
            raise ValueError("a line's amounts aren't negative")
        if self.vat and self.tax is Tax.EXEMPT:
            raise ValueError("an exempt line bears no VAT")

    @property
    def total(self) -> int:
        return self.supply + self.vat

    @property
    def net_price(self) -> tuple[int, int]:
        """Won before VAT for so many units, exact: ``(price, units)``.

        A net price for one unit often has no end (1,000 won with VAT is 909.0909… without),
        so what doesn't divide is priced for the whole quantity.
        """
        price, rest = divmod(self.supply, self.quantity)
        return (self.supply, self.quantity) if rest else (price, 1)


@dataclass(frozen=True, slots=True)
class TaxSubtotal:
    """What the lines of one kind of tax come to, in won."""

    tax: Tax
    supply: int
    vat: int


def tax_subtotals(lines: Sequence[Line]) -> list[TaxSubtotal]:
    """One for each kind of tax that occurs, the taxable first."""
    found = []
    for tax in Tax:
        of_kind = [line for line in lines if line.tax is tax]
        if of_kind:
            supply, vat = sum(x.supply for x in of_kind), sum(x.vat for x in of_kind)
            found.append(TaxSubtotal(tax, supply, vat))
    return found


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line of a request for quotation: what is wanted, with no price."""

    id: str
    name: str
    quantity: int
    unit: str = "EA"
    description: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """To whom and where, not before ``from_on`` and not after ``until_on``."""

    address: Address = Address()
    recipient: str = ""
    phone: str = ""
    from_on: dt.date | None = None
    until_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Where to pay: ``bank_id`` is the bank's BIC."""

    number: str
    holder: str = ""
    bank_id: str = ""


@dataclass(frozen=True, slots=True)
class RequestForQuotation:
    """One invited enterprise's copy: UBL has exactly one seller in it."""

    number: str
    issued_at: dt.datetime
    deadline: dt.datetime
    buyer: Party
    seller: Party
    lines: tuple[AskedLine, ...]
    title: str = ""
    note: str = ""
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """``lead_days`` counts from the order to the delivery."""

    number: str
    issued_at: dt.datetime
    request_number: str
    buyer: Party
    seller: Party
    lines: tuple[Line, ...]
    valid_until: dt.date | None = None
    lead_days: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A purchase order. Without ``valid_until`` Peppol warns (PEPPOL-T01-R002)."""

    number: str
    issued_at: dt.datetime
    buyer: Party
    seller: Party
    lines: tuple[Line, ...]
    note: str = ""
    buyer_reference: str = ""
    quotation_number: str = ""
    payment_terms: str = ""
    valid_until: dt.date | None = None
    delivery: Delivery | None = None

    @property
    def supply(self) -> int:
        return sum(line.supply for line in self.lines)

    @property
    def vat(self) -> int:
        return sum(line.vat for line in self.lines)

    @property
    def total(self) -> int:
        return self.supply + self.vat


@dataclass(frozen=True, slots=True)
class OrderRead(Order):
    """An order that came in.

    ``vat_assumed``: some line's VAT wasn't told and was taken as a tenth of its supply,
    within a won of what the order's total says. ``issued_at`` is midnight in Seoul where the
    order tells no time.
    """

    vat_assumed: bool = False


class Decision(StrEnum):
    """What the seller answers (UNCL 4343, Peppol's subset)."""

    RECEIVED = "AB"
    ACCEPTED = "AP"
    REJECTED = "RE"
    CHANGED = "CA"


class LineDecision(StrEnum):
    """What the seller answers to one line (UNCL 1229, Peppol's subset)."""

    CHANGED = "3"
    ACCEPTED = "5"
    REJECTED = "7"


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """``quantity`` whole units the seller will deliver, when it isn't what was ordered."""

    order_line_id: str
    name: str
    decision: LineDecision
    quantity: int | None = None
    unit: str = "EA"
    sku: str = ""
    note: str = ""
    delivered_from: dt.date | None = None
    delivered_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class OrderResponse:
    """Lines are told when the order is accepted with changes, and only then.

    Raises ValueError otherwise (PEPPOL-T76-R007 to R010).
    """

    number: str
    issued_at: dt.datetime
    order_number: str
    decision: Decision
    buyer: Party
    seller: Party
    lines: tuple[AnsweredLine, ...] = ()
    note: str = ""
    delivered_from: dt.date | None = None
    delivered_until: dt.date | None = None

    def __post_init__(self) -> None:
        if bool(self.lines) != (self.decision is Decision.CHANGED):
            raise ValueError("lines are told when the order is accepted with changes, only then")


@dataclass(frozen=True, slots=True)
class DespatchLine:
    """``quantity`` units sent; ``outstanding`` units of the order's line that follow later."""

    id: str
    order_line_id: str
    name: str
    quantity: int
    unit: str = "EA"
    sku: str = ""
    note: str = ""
    outstanding: int = 0
    outstanding_reason: str = ""


@dataclass(frozen=True, slots=True)
class DespatchAdvice:
    number: str
    issued_at: dt.datetime
    order_number: str
    buyer: Party
    seller: Party
    lines: tuple[DespatchLine, ...]
    note: str = ""
    carrier: str = ""
    tracking_number: str = ""
    despatched_at: dt.datetime | None = None
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """``received`` units came, of which ``rejected`` failed the inspection (검수)."""

    id: str
    order_line_id: str
    name: str
    received: int
    rejected: int = 0
    rejected_reason: str = ""
    unit: str = "EA"
    sku: str = ""
    note: str = ""
    despatch_line_id: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptAdvice:
    number: str
    inspected_at: dt.datetime
    order_number: str
    despatch_number: str
    buyer: Party
    seller: Party
    lines: tuple[ReceiptLine, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Invoice:
    """Shipping that is charged is a line like any other; ``prepaid`` won were paid before."""

    number: str
    issued_on: dt.date
    due_on: dt.date
    order_number: str
    buyer: Party
    seller: Party
    lines: tuple[Line, ...]
    note: str = ""
    buyer_reference: str = ""
    despatch_number: str = ""
    receipt_number: str = ""
    delivered_on: dt.date | None = None
    delivery: Delivery | None = None
    account: Account | None = None
    payment_terms: str = ""
    prepaid: int = 0


@dataclass(frozen=True, slots=True)
class CreditNote:
    """Takes back ``lines`` of an invoice; amounts are positive, the document's kind is the sign."""

    number: str
    issued_on: dt.date
    invoice_number: str
    order_number: str
    buyer: Party
    seller: Party
    lines: tuple[Line, ...]
    invoice_issued_on: dt.date | None = None
    note: str = ""
    buyer_reference: str = ""
    payment_terms: str = ""
