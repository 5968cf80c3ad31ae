"""Every document that leaves as UBL, against the published schemas and rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from procurement.standards import parts, ubl
from procurement.standards.parts import Decision, Line, LineDecision, Tax
from procurement.standards.ubl.invoices import vat_within_rule
from procurement.standards.ubl.xml import NAMES, WITH_VAT
from tests.procurement import standards as market
from tests.procurement.standards.schemas import broken, xsd_faults

T01, T16, T76 = "PEPPOLBIS-T01", "PEPPOLBIS-T16", "PEPPOLBIS-T76"
BILLING = ("CEN-EN16931-UBL", "PEPPOL-EN16931-UBL")

#: Neither ISO 6523 nor the EAS list has a scheme for Korean business numbers: the rules that
#: look the scheme of an EndpointID up there are the only ones that may fail.
NO_KOREAN_SCHEME = {
    T01: {"PEPPOL-T01-B03802", "PEPPOL-T01-B07302"},
    T16: {"PEPPOL-T16-B02102", "PEPPOL-T16-B04402"},
    T76: {"PEPPOL-T76-B01602", "PEPPOL-T76-B02502"},
    "billing": {"BR-CL-25", "PEPPOL-EN16931-CL008"},
}
#: A GLN each, for parties that do have an address Peppol knows.
LISTED = {
    "buyer": replace(market.BUYER, endpoint=parts.Endpoint("0088", "7300010000001")),
    "seller": replace(market.SELLER, endpoint=parts.Endpoint("0088", "7300010000001")),
}

every_case = pytest.mark.parametrize("lines", market.LINES.values(), ids=market.LINES)


def texts(xml: bytes, path: str) -> list[str]:
    return [str(found) for found in etree.fromstring(xml).xpath(path, namespaces=NAMES)]


def won(xml: bytes, path: str) -> int:
    """The one whole number of won at ``path``."""
    (text,) = texts(xml, f"{path}/text()")
    return int(text)


def line_of(number: int, total: int, quantity: int, tax: Tax) -> Line:
    """A line of ``total`` won with VAT, whatever that makes a unit."""
    return replace(market.line(number, total, 1, tax), quantity=quantity)


any_lines = st.lists(
    st.tuples(
        st.integers(0, 50_000_000),
        st.integers(1, 5000),
        st.sampled_from(Tax),
    ),
    min_size=1,
    max_size=40,
).map(lambda rows: tuple(line_of(n, *row) for n, row in enumerate(rows, start=1)))
#: Each is off by the same fraction of a won, so that together they are off by many.
ALL_DOWN = tuple(line_of(n, 5, 3, Tax.TAXABLE) for n in range(1, 41))
ALL_UP = tuple(line_of(n, 6, 7, Tax.TAXABLE) for n in range(1, 41))


# -- the schema


@every_case
@pytest.mark.parametrize(
    "written",
    [
        lambda lines: ubl.request_for_quotation(market.request_for_quotation(lines)),
        lambda lines: ubl.quotation(market.quotation(lines)),
        lambda lines: ubl.order(market.order(lines)),
        lambda lines: ubl.despatch_advice(market.despatch_advice(lines)),
        lambda lines: ubl.receipt_advice(market.receipt_advice(lines)),
        lambda lines: ubl.invoice(market.invoice(lines)),
        lambda lines: ubl.credit_note(market.credit_note(lines)),
    ],
    ids=["request", "quotation", "order", "despatch", "receipt", "invoice", "credit note"],
)
def test_every_document_is_valid_ubl(
    written: Callable[[Sequence[Line]], bytes], lines: Sequence[Line]
) -> None:
    xml = written(lines)
    assert xsd_faults(xml) == []
    assert "복사용지" in xml.decode("utf-8")


def test_the_schema_would_say_so() -> None:
    xml = ubl.order(market.order()).replace(b"<cbc:ID>PO-20261123-0007</cbc:ID>", b"")
    assert xsd_faults(xml) != []


def test_the_rules_would_say_so() -> None:
    xml = ubl.invoice(market.invoice(market.TAXABLE, **LISTED))
    vat = won(xml, "//cac:TaxSubtotal/cbc:TaxAmount")
    cut = xml.replace(f">{vat}<".encode(), f">{vat - 9}<".encode())
    assert {"BR-CO-17", "BR-S-09", "BR-CO-15"} <= broken(cut, *BILLING)


# -- the order


@every_case
def test_an_order_keeps_peppols_rules(lines: Sequence[Line]) -> None:
    assert broken(ubl.order(market.order(lines)), T01) == NO_KOREAN_SCHEME[T01]
    assert broken(ubl.order(market.order(lines, **LISTED)), T01) == set()


def test_a_bare_order_keeps_them_but_for_the_advice_to_tell_its_validity() -> None:
    bare = parts.Order(
        number="PO-1",
        issued_at=market.AT,
        buyer=parts.Party("동구청", endpoint=parts.Endpoint("0088", "7300010000001")),
        seller=parts.Party("사람들", endpoint=parts.Endpoint("0088", "7300010000001")),
        lines=(Line("1", "사과", 1, 0, 0, Tax.TAXABLE),),
    )
    xml = ubl.order(bare)
    assert xsd_faults(xml) == []
    assert broken(xml, T01) == {"PEPPOL-T01-R002"}


@settings(max_examples=30, deadline=None)
@given(any_lines)
@example(ALL_DOWN)
@example(ALL_UP)
def test_an_orders_totals_are_ours(lines: tuple[Line, ...]) -> None:
    xml = ubl.order(market.order(lines, **LISTED))
    assert xsd_faults(xml) == []
    assert broken(xml, T01) == set()
    total = "/*/cac:AnticipatedMonetaryTotal"
    assert won(xml, f"{total}/cbc:TaxExclusiveAmount") == sum(x.supply for x in lines)
    assert won(xml, "/*/cac:TaxTotal/cbc:TaxAmount") == sum(x.vat for x in lines)
    assert won(xml, f"{total}/cbc:PayableAmount") == sum(x.total for x in lines)


# -- the answer


@pytest.mark.parametrize("decision", [Decision.RECEIVED, Decision.ACCEPTED, Decision.REJECTED])
def test_an_answer_keeps_peppols_rules(decision: Decision) -> None:
    xml = ubl.order_response(market.order_response(decision=decision))
    assert xsd_faults(xml) == []
    assert broken(xml, T76) == NO_KOREAN_SCHEME[T76]


CHANGED = (
    parts.AnsweredLine("1", "사과", LineDecision.CHANGED, 3, sku="S-1", note="3개만 있습니다."),
    parts.AnsweredLine("2", "배", LineDecision.ACCEPTED, delivered_until=market.TODAY),
    parts.AnsweredLine("3", "귤", LineDecision.REJECTED),
)


def test_an_answer_with_changes_names_the_lines() -> None:
    xml = ubl.order_response(
        market.order_response(decision=Decision.CHANGED, lines=CHANGED, **LISTED)
    )
    assert xsd_faults(xml) == []
    assert broken(xml, T76) == set()
    assert texts(xml, "//cbc:LineStatusCode/text()") == ["3", "5", "7"]


@pytest.mark.parametrize(
    ("decision", "lines"), [(Decision.CHANGED, ()), (Decision.ACCEPTED, CHANGED)]
)
def test_lines_are_told_with_changes_only(
    decision: Decision, lines: tuple[parts.AnsweredLine, ...]
) -> None:
    with pytest.raises(ValueError, match="lines are told"):
        market.order_response(decision=decision, lines=lines)


# -- the delivery


@every_case
def test_a_despatch_advice_keeps_peppols_rules(lines: Sequence[Line]) -> None:
    assert broken(ubl.despatch_advice(market.despatch_advice(lines)), T16) == NO_KOREAN_SCHEME[T16]
    assert broken(ubl.despatch_advice(market.despatch_advice(lines, **LISTED)), T16) == set()


def test_a_despatch_without_carrier_or_place_keeps_them_too() -> None:
    bare = market.despatch_advice(
        carrier="", tracking_number="", despatched_at=None, delivery=None, note="", **LISTED
    )
    xml = ubl.despatch_advice(bare)
    assert xsd_faults(xml) == []
    assert broken(xml, T16) == set()


def test_a_receipt_tells_what_failed_the_inspection() -> None:
    xml = ubl.receipt_advice(market.receipt_advice())
    assert texts(xml, "//cbc:RejectedQuantity/text()") == ["1", "0", "0"]
    assert texts(xml, "//cbc:RejectReason/text()") == ["모서리 파손"]


# -- the invoice and the credit note


@every_case
def test_an_invoice_keeps_en_16931_and_peppols_rules(lines: Sequence[Line]) -> None:
    ours = ubl.invoice(market.invoice(lines))
    assert broken(ours, *BILLING) == NO_KOREAN_SCHEME["billing"]
    assert broken(ubl.invoice(market.invoice(lines, **LISTED)), *BILLING) == set()


@every_case
def test_a_credit_note_keeps_en_16931_and_peppols_rules(lines: Sequence[Line]) -> None:
    ours = ubl.credit_note(market.credit_note(lines))
    assert broken(ours, *BILLING) == NO_KOREAN_SCHEME["billing"]
    assert broken(ubl.credit_note(market.credit_note(lines, **LISTED)), *BILLING) == set()


def test_a_bare_invoice_and_credit_note_keep_them() -> None:
    lines = (Line("1", "사과", 1, 0, 0, Tax.TAXABLE),)
    sides = {
        "buyer": parts.Party("동구청", endpoint=parts.Endpoint("0088", "7300010000001")),
        "seller": replace(LISTED["seller"], address=parts.Address(), contact=parts.Contact()),
    }
    number, day = "1", market.TODAY
    invoice = ubl.invoice(
        parts.Invoice(number, day, day, order_number="PO-1", lines=lines, **sides)
    )
    credit = ubl.credit_note(
        parts.CreditNote(number, day, "INV-1", order_number="PO-1", lines=lines, **sides)
    )
    for xml in (invoice, credit):
        assert xsd_faults(xml) == []
        assert broken(xml, *BILLING) == set()


def test_what_was_paid_before_is_taken_off() -> None:
    xml = ubl.invoice(market.invoice(market.TAXABLE, prepaid=100_000, **LISTED))
    assert broken(xml, *BILLING) == set()
    payable = won(xml, "/*/cac:LegalMonetaryTotal/cbc:PayableAmount")
    assert payable == sum(x.total for x in market.TAXABLE) - 100_000


@settings(max_examples=40, deadline=None)
@given(any_lines, st.booleans())
@example(ALL_DOWN, False)
@example(ALL_UP, False)
@example(ALL_UP, True)
def test_what_is_due_is_ours_to_the_won(lines: tuple[Line, ...], credit: bool) -> None:
    if credit:
        xml = ubl.credit_note(market.credit_note(lines, **LISTED))
    else:
        xml = ubl.invoice(market.invoice(lines, **LISTED))
    assert xsd_faults(xml) == []
    assert broken(xml, *BILLING) == set()
    total = "/*/cac:LegalMonetaryTotal"
    assert won(xml, f"{total}/cbc:TaxExclusiveAmount") == sum(x.supply for x in lines)
    assert won(xml, f"{total}/cbc:PayableAmount") == sum(x.total for x in lines)
    assert [int(text) for text in told_with_vat(xml)] == [x.total for x in lines]
    told = won(xml, "/*/cac:TaxTotal/cbc:TaxAmount")
    rounding = texts(xml, f"{total}/cbc:PayableRoundingAmount/text()")
    assert told + sum(int(text) for text in rounding) == sum(x.vat for x in lines)


def told_with_vat(xml: bytes) -> list[str]:
    return texts(xml, f"//cac:AdditionalItemProperty[cbc:Name='{WITH_VAT}']/cbc:Value/text()")


def test_a_difference_within_the_rule_is_told_as_it_is() -> None:
    xml = ubl.invoice(market.invoice(market.TAXABLE))
    assert won(xml, "/*/cac:TaxTotal/cbc:TaxAmount") == sum(x.vat for x in market.TAXABLE)
    assert texts(xml, "//cbc:PayableRoundingAmount") == []


@pytest.mark.parametrize("lines", [ALL_DOWN, ALL_UP], ids=["down", "up"])
def test_a_difference_beyond_the_rule_stands_in_the_rounding(lines: tuple[Line, ...]) -> None:
    xml = ubl.invoice(market.invoice(lines))
    (rounding,) = texts(xml, "//cbc:PayableRoundingAmount/text()")
    assert abs(int(rounding)) > 10


@given(st.integers(0, 10**12), st.integers(-50, 50))
def test_the_vat_told_is_the_nearest_the_rule_lets_pass(supply: int, off: int) -> None:
    vat = max(0, supply // 10 + off)
    allowed = [
        told for told in range(supply // 10 - 2, supply // 10 + 4) if abs(10 * told - supply) < 10
    ]
    assert vat_within_rule(supply, vat) == min(allowed, key=lambda told: abs(told - vat))


# -- the quotation


@settings(max_examples=20, deadline=None)
@given(any_lines)
def test_a_quotations_totals_are_ours(lines: tuple[Line, ...]) -> None:
    xml = ubl.quotation(market.quotation(lines))
    assert xsd_faults(xml) == []
    assert won(xml, "//cac:QuotedMonetaryTotal/cbc:PayableAmount") == sum(x.total for x in lines)
    assert won(xml, "/*/cac:TaxTotal/cbc:TaxAmount") == sum(x.vat for x in lines)


def test_a_request_tells_the_minute_it_closes() -> None:
    xml = ubl.request_for_quotation(market.request_for_quotation())
    assert texts(xml, "/*/cbc:SubmissionDueDate/text()") == ["2026-11-26"]
    assert "견적 마감: 2026-11-26 14:05 (KST)" in texts(xml, "/*/cbc:Note/text()")


# -- texts, times and parties


def test_days_and_times_are_seouls() -> None:
    late = dt.datetime(2026, 11, 22, 15, 0, 1, tzinfo=dt.UTC)
    xml = ubl.order(market.order(issued_at=late))
    assert texts(xml, "/*/cbc:IssueDate/text()") == ["2026-11-23"]
    assert texts(xml, "/*/cbc:IssueTime/text()") == ["00:00:01+09:00"]


def test_what_xml_cant_say_is_left_out() -> None:
    lines = (replace(market.MIXED[0], name="가\x00\x0b나\ud800<b>&\uffff다", note="\x08 "),)
    xml = ubl.order(market.order(lines))
    assert xsd_faults(xml) == []
    assert broken(xml, T01) == NO_KOREAN_SCHEME[T01]
    assert texts(xml, "//cac:Item/cbc:Name/text()") == ["가나<b>&다"]


def test_a_business_number_is_the_address_and_both_registrations() -> None:
    xml = ubl.invoice(market.invoice())
    buyer = "/*/cac:AccountingCustomerParty/cac:Party"
    assert texts(xml, f"{buyer}/cbc:EndpointID[@schemeID='KR-BRN']/text()") == ["6028300109"]
    assert texts(xml, f"{buyer}/cac:PartyTaxScheme/cbc:CompanyID/text()") == ["KR6028300109"]
    assert texts(xml, f"{buyer}/cac:PartyLegalEntity/cbc:CompanyID/text()") == ["6028300109"]


def test_a_party_that_cant_be_addressed_is_refused() -> None:
    with pytest.raises(ValueError, match="neither an electronic address"):
        ubl.order(market.order(buyer=parts.Party("아무개")))


@pytest.mark.parametrize(
    ("quantity", "supply", "vat", "tax"),
    [
        (0, 10, 1, Tax.TAXABLE),
        (1, -10, 0, Tax.TAXABLE),
        (1, 10, -1, Tax.TAXABLE),
        (1, 10, 1, Tax.EXEMPT),
    ],
)
def test_a_line_that_cant_be_is_refused(quantity: int, supply: int, vat: int, tax: Tax) -> None:
    with pytest.raises(ValueError, match="line"):
        Line("1", "사과", quantity, supply, vat, tax)
