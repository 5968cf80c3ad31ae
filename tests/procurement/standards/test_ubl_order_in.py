"""Orders that come in as UBL: what we wrote reads back, and what nobody should send is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from procurement.standards import parts, ubl
from procurement.standards.errors import StandardsError
from procurement.standards.parts import Line, Order, Tax
from procurement.standards.ubl.reading import MOST_BYTES
from tests.procurement import standards as market
from tests.procurement.standards.test_ubl import any_lines, every_case


def facts(of: Order) -> dict[str, object]:
    """What an order says, its business numbers bare."""
    told = {field.name: getattr(of, field.name) for field in fields(Order)}
    for side in ("buyer", "seller"):
        party: parts.Party = told[side]
        told[side] = replace(party, business_number=party.business_number.replace("-", ""))
    return told


def problems(xml: bytes) -> dict[str, str]:
    with pytest.raises(StandardsError) as caught:
        ubl.order_read(xml)
    return dict(caught.value.problems)


def written(lines: Sequence[Line] = market.TAXABLE, **other: object) -> str:
    return ubl.order(market.order(lines, **other)).decode()


def changed(pattern: str, by: str, text: str | None = None) -> bytes:
    """An order of ours with the first that matches ``pattern`` put otherwise."""
    new, count = re.subn(pattern, by, text or written(), count=1, flags=re.DOTALL)
    assert count == 1, pattern
    return new.encode()


# -- what reads back


@every_case
def test_an_order_reads_back(lines: Sequence[Line]) -> None:
    order = market.order(lines)
    read = ubl.order_read(ubl.order(order))
    assert facts(read) == facts(order)
    assert not read.vat_assumed
    assert (read.supply, read.vat, read.total) == (order.supply, order.vat, order.total)


def test_a_bare_order_reads_back() -> None:
    order = parts.Order(
        number="1",
        issued_at=market.AT,
        buyer=parts.Party("동구청", endpoint=parts.Endpoint("0088", "7300010000001")),
        seller=parts.Party("사람들", business_number="1248100998"),
        lines=(Line("가", "사과", 1, 0, 0, Tax.EXEMPT),),
    )
    assert facts(ubl.order_read(ubl.order(order))) == facts(order)


words = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=40
)


@settings(max_examples=40, deadline=None)
@given(any_lines, words, words)
def test_any_order_reads_back(lines: tuple[Line, ...], name: str, note: str) -> None:
    lines = (replace(lines[0], name=name, note=note), *lines[1:])
    order = market.order(lines, note=note, number=name)
    assert facts(ubl.order_read(ubl.order(order))) == facts(order)


def test_a_byte_order_mark_and_another_prefix_are_no_matter() -> None:
    text = written().replace("cbc:", "b:").replace("xmlns:cbc", "xmlns:b")
    assert ubl.order_read(b"\xef\xbb\xbf" + text.encode()).number == "PO-20261123-0007"


def test_another_offset_is_read_as_it_is_told() -> None:
    xml = changed("14:05:09[+]09:00", "05:05:09Z")
    assert ubl.order_read(xml).issued_at == market.AT


def test_a_foreign_number_stays_as_it_is_told() -> None:
    xml = changed("<cbc:CompanyID>6028300109<", "<cbc:CompanyID>DE-HRB 1<")
    assert ubl.order_read(xml).buyer.business_number == "DE-HRB 1"


def test_no_time_is_midnight_in_seoul() -> None:
    xml = changed("<cbc:IssueTime>.*?</cbc:IssueTime>", "")
    assert ubl.order_read(xml).issued_at == market.AT.replace(hour=0, minute=0, second=0)


# -- a stranger's order


def stranger(xml: str) -> str:
    """Without the property that only the market writes."""
    return re.sub(
        r"<cac:AdditionalItemProperty>.*?</cac:AdditionalItemProperty>", "", xml, flags=re.DOTALL
    )


@every_case
def test_vat_that_isnt_told_by_line_is_fitted_to_the_total(lines: Sequence[Line]) -> None:
    order = market.order(lines)
    read = ubl.order_read(stranger(written(lines)).encode())
    assert read.vat_assumed == any(x.tax is Tax.TAXABLE for x in lines)
    assert (read.supply, read.vat) == (order.supply, order.vat)
    for ours, theirs in zip(lines, read.lines, strict=True):
        assert abs(ours.vat - theirs.vat) <= 1


def test_without_any_total_the_vat_is_a_tenth() -> None:
    text = stranger(written())
    text = re.sub(r"<cac:TaxTotal>.*?</cac:TaxTotal>", "", text, flags=re.DOTALL)
    text = re.sub(r"<cac:Antic.*?</cac:Anticip\w+>", "", text, flags=re.DOTALL)
    read = ubl.order_read(text.encode())
    assert [x.vat for x in read.lines] == [(x.supply + 5) // 10 for x in market.TAXABLE]


def test_a_line_without_an_amount_is_its_price_times_its_quantity() -> None:
    xml = changed(
        r"(<cbc:Quantity.*?</cbc:Quantity>)\s*<cbc:LineExtensionAmount.*?>\d+<.*?>", r"\1"
    )
    assert ubl.order_read(xml).lines[0].supply == market.TAXABLE[0].supply


def test_whole_numbers_may_have_decimals() -> None:
    xml = changed(r">3</cbc:Quantity>", ">3.000</cbc:Quantity>")
    assert ubl.order_read(xml).lines[0].quantity == 3


# -- what is refused


def test_too_large() -> None:
    xml = written().encode() + b" " * MOST_BYTES
    assert problems(xml) == {"Order": "5MB보다 큰 문서는 받을 수 없습니다."}


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE Order [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE Order SYSTEM "http://127.0.0.1/x.dtd">',
        "<!DOCTYPE Order>",
    ],
)
def test_no_doctype(doctype: str) -> None:
    xml = changed(r"(\?>)", rf"\1{doctype}")
    assert "DOCTYPE" in problems(xml)["Order"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-7", "utf-32"])
def test_no_doctype_in_another_encoding(encoding: str) -> None:
    body = "<!DOCTYPE Order [<!ENTITY x '가'>]><Order>&x;</Order>"
    xml = f"<?xml version='1.0' encoding='{encoding}'?>{body}".encode(encoding)
    assert list(problems(xml)) == ["Order"]


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"not xml",
        b"<Order>",
        b"<a>&undefined;</a>",
        b"\xff\xfe\x00",
        "<주문>".encode("euc-kr"),
        b"<a>" * 3000 + b"</a>" * 3000,
        b"<Order/>",
        ubl.invoice(market.invoice()),
    ],
    ids=["empty", "text", "open", "entity", "bytes", "euc-kr", "deep", "no namespace", "invoice"],
)
def test_no_order(xml: bytes) -> None:
    assert list(problems(xml)) == ["Order"]


LINE = r"OrderLine[1]/LineItem"


@pytest.mark.parametrize(
    ("pattern", "by", "where"),
    [
        (r"<cbc:ID>PO-20261123-0007</cbc:ID>", "", "ID"),
        (r"<cbc:ID>PO-20261123-0007</cbc:ID>", "<cbc:ID> </cbc:ID>", "ID"),
        (r"<cac:OrderLine>.*</cac:OrderLine>", "", "OrderLine"),
        (r"<cac:LineItem>.*?</cac:LineItem>", "", LINE),
        (r"<cbc:IssueDate>.*?</cbc:IssueDate>", "", "IssueDate"),
        (r"<cbc:IssueDate>.*?<", "<cbc:IssueDate>2026-13-01<", "IssueDate"),
        (r"<cbc:IssueDate>.*?<", "<cbc:IssueDate>0001-01-01<", "IssueDate"),
        (r"<cbc:IssueTime>.*?<", "<cbc:IssueTime>25:00:00<", "IssueTime"),
        (r"<cbc:EndDate>.*?<", "<cbc:EndDate>내일<", "ValidityPeriod/EndDate"),
        (r"<cbc:StartDate>.*?<", "<cbc:StartDate>1<", "Delivery/RequestedDeliveryPeriod/StartDate"),
        (r"<cac:BuyerCustomerParty>.*?</cac:Buyer\w+>", "", "BuyerCustomerParty"),
        (r"<cac:SellerSupplierParty>.*?</cac:Seller\w+>", "", "SellerSupplierParty"),
        (r"<cbc:DocumentCurrencyCode>KRW", "<cbc:DocumentCurrencyCode>USD", "DocumentCurrencyCode"),
        (r"<cbc:Doc.*?Code>KRW</cbc:Doc\w+>", "", "DocumentCurrencyCode"),
        (r"(PriceAmount currencyID)=.KRW.", r'\1="EUR"', f"{LINE}/Price/PriceAmount"),
        (r"<cac:Price>", "<cac:AllowanceCharge/><cac:Price>", f"{LINE}/AllowanceCharge"),
        (r"<cbc:ID>2</cbc:ID>", "<cbc:ID>1</cbc:ID>", "OrderLine[2]/LineItem/ID"),
        (r"(<cac:LineItem>\s*)<cbc:ID>1</cbc:ID>", r"\1", f"{LINE}/ID"),
        (r"(<cac:Item>.*?)<cbc:Name>.*?</cbc:Name>", r"\1", f"{LINE}/Item/Name"),
        (r"<cbc:Quantity.*?</cbc:Quantity>", "", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">0</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">-3</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">2.5</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">1e3</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">NaN</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">３</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">1000001</cbc:Quantity>", f"{LINE}/Quantity"),
        (r">3</cbc:Quantity>", ">4</cbc:Quantity>", f"{LINE}/LineExtensionAmount"),
        (r">2727</cbc:LineEx", ">2727.5</cbc:LineEx", f"{LINE}/LineExtensionAmount"),
        (r">2727</cbc:LineEx", ">-2727</cbc:LineEx", f"{LINE}/LineExtensionAmount"),
        (r">2727</cbc:LineEx", ">2728</cbc:LineEx", f"{LINE}/LineExtensionAmount"),
        (r">909</cbc:PriceA", ">-909</cbc:PriceA", f"{LINE}/Price/PriceAmount"),
        (r"</cbc:PriceAmount>", '</cbc:PriceAmount><cbc:BaseQuantity>0</cbc:BaseQuantity>',
         f"{LINE}/Price/BaseQuantity"),
        (r"<cbc:ID>S</cbc:ID>", "<cbc:ID>Z</cbc:ID>", f"{LINE}/Item/ClassifiedTaxCategory"),
        (r"<cac:ClassifiedTax.*?</cac:Classified\w+>", "", f"{LINE}/Item/ClassifiedTaxCategory"),
        (r"<cbc:Percent>10<", "<cbc:Percent>20<", f"{LINE}/Item/ClassifiedTaxCategory/Percent"),
        (r"<cbc:Value>3000<", "<cbc:Value>3010<", f"{LINE}/Item/AdditionalItemProperty"),
        (r"<cbc:Value>3000<", "<cbc:Value>많음<", f"{LINE}/Item/AdditionalItemProperty"),
        (r"(<cac:TaxTotal>.*?KRW\">)\d+", r"\g<1>1", "TaxTotal/TaxAmount"),
        (r"(<cac:Antic.*?KRW\">)\d+", r"\g<1>1", "AnticipatedMonetaryTotal/LineExtensionAmount"),
        (r"(TaxExclusiveAmount.*?>)\d+", r"\g<1>1", "AnticipatedMonetaryTotal/TaxExclusiveAmount"),
        (r"(TaxInclusiveAmount.*?>)\d+", r"\g<1>1", "AnticipatedMonetaryTotal/TaxInclusiveAmount"),
        (r"(<cbc:PayableAmount.*?>)\d+", r"\g<1>1", "AnticipatedMonetaryTotal/PayableAmount"),
    ],
)  # fmt: skip
def test_each_fault_is_named_where_it_is(pattern: str, by: str, where: str) -> None:
    found = problems(changed(pattern, by))
    assert where in found
    assert re.search("[가-힣]", found[where])


def test_all_faults_are_told_at_once() -> None:
    text = written().replace(">3</cbc:Quantity>", ">0</cbc:Quantity>")
    xml = changed(r"<cbc:ID>PO-20261123-0007</cbc:ID>", "", text)
    assert {"ID", f"{LINE}/Quantity"} <= problems(xml).keys()


def test_a_stranger_may_be_off_by_a_won_a_line_and_no_more() -> None:
    vat = sum(x.vat for x in market.TAXABLE) + len(market.TAXABLE) + 2
    xml = changed(r"(<cac:TaxTotal>.*?KRW\">)\d+", rf"\g<1>{vat}", stranger(written()))
    assert "TaxTotal/TaxAmount" in problems(xml)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_is_cut_out_it_reads_or_says_why(data: st.DataObject) -> None:
    root = etree.fromstring(written(market.MIXED).encode())
    nodes = list(root.iter())[1:]
    for node in data.draw(st.lists(st.sampled_from(nodes), min_size=1, max_size=3)):
        if data.draw(st.booleans()):
            node.text = data.draw(st.sampled_from(["", "0", "-1", "9" * 30, "가", "2026-02-30"]))
        elif node.getparent() is not None:
            node.getparent().remove(node)
    assert outcome(etree.tostring(root, encoding="UTF-8"))


def outcome(xml: bytes) -> list[object]:
    """The lines read, or why not."""
    try:
        return list(ubl.order_read(xml).lines)
    except StandardsError as error:
        return list(error.problems)
