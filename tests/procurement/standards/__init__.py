"""A purchase of the market's as the parts of the standard documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from core.money import split_included_tax
from procurement.standards import parts
from procurement.standards.parts import Line, Tax

AT = dt.datetime(2026, 11, 23, 14, 5, 9, tzinfo=ZoneInfo("Asia/Seoul"))
TODAY = AT.date()

BUYER = parts.Party(
    name="부산광역시 동구청",
    business_number="602-83-00109",
    address=parts.Address("부산광역시 동구 구청로 1", "별관 3층", "48789", "부산광역시"),
    contact=parts.Contact("김주무 <재무과>", "051-440-4000", "officer@bsdonggu.example"),
)
SELLER = parts.Party(
    name="(주)해운대 & 사람들",
    business_number="1248100998",
    address=parts.Address("부산광역시 해운대구 센텀로 9", "", "48058", "부산광역시"),
    contact=parts.Contact("이대표", "051-000-0000", "hello@people.example"),
)
DELIVERY = parts.Delivery(
    address=parts.Address("부산광역시 동구 중앙대로 206", "1층 물품창고", "48731", "부산광역시"),
    recipient="박수령",
    phone="010-0000-0000",
    from_on=TODAY,
    until_on=TODAY + dt.timedelta(days=14),
)


def line(number: int, price: int, quantity: int, tax: Tax = Tax.TAXABLE) -> Line:
    """As the market computes it: ``price`` won a unit with VAT, parted for the whole line."""
    split = split_included_tax(price * quantity, rate_bp=tax.percent * 100)
    return Line(
        id=str(number),
        name=f"친환경 복사용지 A4 {number}호 “한지”",
        quantity=quantity,
        supply=split.supply,
        vat=split.vat,
        tax=tax,
        sku=f"SKU-{number:03}",
        buyer_code=f"G2B-{number}",
        description="80g/㎡, 500매 × 5권\n재생펄프 40% <친환경>",
        note="평일 09~18시 납품",
        source_line_id=str(number),
    )


#: 1,000 won with VAT is 909.09… without: no unit price here has an end.
TAXABLE = (line(1, 1000, 3), line(2, 12_345, 7), line(3, 1, 1), line(4, 999_999, 11))
EXEMPT = (line(1, 2_500, 13, Tax.EXEMPT), line(2, 9_999, 1, Tax.EXEMPT))
MIXED = (line(1, 3_333, 3), line(2, 2_500, 13, Tax.EXEMPT), line(3, 77, 77))
LINES = {"taxable": TAXABLE, "exempt": EXEMPT, "mixed": MIXED}


def order(lines: Sequence[Line] = MIXED, **other: object) -> parts.Order:
    facts: dict[str, object] = {
        "number": "PO-20261123-0007",
        "issued_at": AT,
        "buyer": BUYER,
        "seller": SELLER,
        "lines": tuple(lines),
        "note": "사무용품 구매\n(수의계약, 지방계약법 시행령 제25조)",
        "buyer_reference": "재무과-2026-118",
        "quotation_number": "Q-20261120-0002",
        "payment_terms": "검수 후 30일 이내",
        "valid_until": TODAY + dt.timedelta(days=30),
        "delivery": DELIVERY,
    }
    return parts.Order(**(facts | other))  # type: ignore[arg-type]


def invoice(lines: Sequence[Line] = MIXED, **other: object) -> parts.Invoice:
    facts: dict[str, object] = {
        "number": "INV-20261201-0001",
        "issued_on": TODAY,
        "due_on": TODAY + dt.timedelta(days=30),
        "order_number": "PO-20261123-0007",
        "buyer": BUYER,
        "seller": SELLER,
        "lines": tuple(lines),
        "note": "11월분",
        "buyer_reference": "재무과-2026-118",
        "despatch_number": "SH-1",
        "receipt_number": "AC-1",
        "delivered_on": TODAY,
        "delivery": DELIVERY,
        "account": parts.Account("101-2000-3000-04", "(주)해운대 & 사람들", "PUSBKR2P"),
        "payment_terms": "검수 후 30일 이내 계좌이체",
    }
    return parts.Invoice(**(facts | other))  # type: ignore[arg-type]


def credit_note(lines: Sequence[Line] = MIXED, **other: object) -> parts.CreditNote:
    facts: dict[str, object] = {
        "number": "CN-20261202-0001",
        "issued_on": TODAY,
        "invoice_number": "INV-20261201-0001",
        "order_number": "PO-20261123-0007",
        "buyer": BUYER,
        "seller": SELLER,
        "lines": tuple(lines),
        "invoice_issued_on": TODAY,
        "note": "불합격품 반품",
        "payment_terms": "다음 지급에서 차감",
    }
    return parts.CreditNote(**(facts | other))  # type: ignore[arg-type]


def despatch_advice(lines: Sequence[Line] = MIXED, **other: object) -> parts.DespatchAdvice:
    facts: dict[str, object] = {
        "number": "SH-1",
        "issued_at": AT,
        "order_number": "PO-20261123-0007",
        "buyer": BUYER,
        "seller": SELLER,
        "lines": tuple(
            parts.DespatchLine(
                id=x.id,
                order_line_id=x.id,
                name=x.name,
                quantity=x.quantity,
                sku=x.sku if x.id == "1" else "",
                note="파손 주의",
                outstanding=2 if x.id == "1" else 0,
                outstanding_reason="생산 중" if x.id == "1" else "",
            )
            for x in lines
        ),
        "note": "두 상자",
        "carrier": "한진택배",
        "tracking_number": "6789-0000-1234",
        "despatched_at": AT,
        "delivery": DELIVERY,
    }
    return parts.DespatchAdvice(**(facts | other))  # type: ignore[arg-type]


def receipt_advice(lines: Sequence[Line] = MIXED) -> parts.ReceiptAdvice:
    return parts.ReceiptAdvice(
        number="AC-1",
        inspected_at=AT,
        order_number="PO-20261123-0007",
        despatch_number="SH-1",
        buyer=BUYER,
        seller=SELLER,
        lines=tuple(
            parts.ReceiptLine(
                id=x.id,
                order_line_id=x.id,
                despatch_line_id=x.id,
                name=x.name,
                sku=x.sku,
                received=x.quantity,
                rejected=1 if x.id == "1" else 0,
                rejected_reason="모서리 파손" if x.id == "1" else "",
            )
            for x in lines
        ),
        note="검수 완료",
    )


def order_response(**other: object) -> parts.OrderResponse:
    facts: dict[str, object] = {
        "number": "OR-1",
        "issued_at": AT,
        "order_number": "PO-20261123-0007",
        "decision": parts.Decision.ACCEPTED,
        "buyer": BUYER,
        "seller": SELLER,
        "note": "확인했습니다.",
        "delivered_from": TODAY,
        "delivered_until": TODAY + dt.timedelta(days=3),
    }
    return parts.OrderResponse(**(facts | other))  # type: ignore[arg-type]


def quotation(lines: Sequence[Line] = MIXED) -> parts.Quotation:
    return parts.Quotation(
        number="Q-20261120-0002",
        issued_at=AT,
        request_number="RFQ-20261118-0001",
        buyer=BUYER,
        seller=SELLER,
        lines=tuple(lines),
        valid_until=TODAY + dt.timedelta(days=30),
        lead_days=7,
        note="부가세 포함",
    )


def request_for_quotation(lines: Sequence[Line] = MIXED) -> parts.RequestForQuotation:
    return parts.RequestForQuotation(
        number="RFQ-20261118-0001",
        issued_at=AT,
        deadline=AT + dt.timedelta(days=3),
        buyer=BUYER,
        seller=SELLER,
        lines=tuple(
            parts.AskedLine(id=x.id, name=x.name, quantity=x.quantity, description="80g/㎡")
            for x in lines
        ),
        title="사무용품 구매",
        note="친환경 인증품",
        delivery=DELIVERY,
    )
