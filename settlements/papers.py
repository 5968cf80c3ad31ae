"""The statement of a settlement, line by line: as PDF, and as a workbook."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from core import business_number, clock
from core.documents import render_pdf, won_in_words
from core.documents.workbook import Workbook
from payments.models import PayableItem
from settlements import selectors
from settlements.models import Settlement


def statement_pdf(settlement: Settlement) -> bytes:
    """정산서: who pays whom, the sums, and every line behind them."""
    enterprise = settlement.enterprise
    payout = getattr(settlement, "payout", None)
    sent_to = payout.destination if payout is not None else {}
    destination = sent_to or {
        "bank": enterprise.bank_name,
        "account": enterprise.bank_account,
        "holder": enterprise.bank_holder,
    }
    return render_pdf(
        "settlement",
        {
            "title": "정산서",
            "number": settlement.number,
            "issued_on": clock.local_date(settlement.closed_at).isoformat(),
            "period": f"{settlement.period_from} ~ {settlement.period_to}",
            "status": str(settlement.get_status_display()),
            "account": " ".join(
                str(destination.get(part, "")) for part in ("bank", "account", "holder")
            ).strip()
            or "–",
            "seller": {
                "name": enterprise.name,
                "business_number": business_number.formatted(enterprise.business_number),
                "representative": enterprise.representative,
                "address": enterprise.address,
                "phone": enterprise.phone,
            },
            "market": {
                "name": settings.MARKET_NAME,
                "business_number": business_number.formatted(settings.MARKET_BUSINESS_NUMBER),
                "representative": settings.MARKET_REPRESENTATIVE,
                "address": settings.MARKET_ADDRESS,
                "phone": "",
            },
            "total_label": "지급금액" if settlement.payout_amount else "이월금액",
            "words": won_in_words(settlement.payout_amount or -settlement.carried_out_amount),
            "payout": settlement.payout_amount or settlement.carried_out_amount,
            "sums": [
                settlement.sales_amount,
                settlement.refunds_amount,
                -settlement.enterprise_discount_amount,
                settlement.shipping_amount,
                settlement.fee_amount,
                -settlement.commission_amount,
                -settlement.commission_vat_amount,
                settlement.net_amount,
            ],
            "carried": settlement.carried_in_amount,
            "lines": [_line(row) for row in selectors.lines_of(settlement)],
            "notes": [
                "구매가 확정되었거나 검수에 합격한 거래를 모아 정산합니다.",
                "수수료의 세금계산서는 온장이 따로 발행합니다. "
                "온장이 부담한 쿠폰은 판매 금액에 들어 있습니다.",
                "마감한 정산은 고치지 않습니다. 뒤에 생긴 환불은 다음 정산에서 뺍니다.",
            ],
        },
    )


HEADS = (
    "날짜",
    "구분",
    "주문번호",
    "내용",
    "수량",
    "금액",
    "기업 쿠폰",
    "온장 쿠폰(참고)",
    "배송비",
    "반품비·조정",
    "수수료",
    "수수료 부가세",
    "정산액",
)


def statement_xlsx(settlement: Settlement) -> bytes:
    """The same lines as a workbook; the sums stand under them and equal the settlement's."""
    book = Workbook()
    rows = [
        (
            clock.local_date(row.happened_at).isoformat(),
            str(row.get_kind_display()),
            row.vendor_order.number if row.vendor_order else "",
            _name(row),
            row.quantity,
            row.goods_amount,
            -row.enterprise_discount_amount,
            row.market_discount_amount,
            row.shipping_amount,
            row.fee_amount,
            -row.commission_amount,
            -row.commission_vat_amount,
            row.net_amount,
        )
        for row in selectors.lines_of(settlement)
    ]
    sums = [sum(int(row[column]) for row in rows) for column in range(4, len(HEADS))]
    book.sheet("내역", HEADS, rows, totals=("합계", "", "", "", *sums))
    book.sheet(
        "요약",
        ("항목", "값"),
        [
            ("정산번호", settlement.number),
            ("기업", settlement.enterprise.name),
            ("정산기간", f"{settlement.period_from} ~ {settlement.period_to}"),
            ("판매", settlement.sales_amount),
            ("환불", settlement.refunds_amount),
            ("기업 쿠폰", -settlement.enterprise_discount_amount),
            ("배송비", settlement.shipping_amount),
            ("반품비·조정", settlement.fee_amount),
            ("수수료", -settlement.commission_amount),
            ("수수료 부가세", -settlement.commission_vat_amount),
            ("정산액", settlement.net_amount),
            ("이월 들어옴", settlement.carried_in_amount),
            ("지급액", settlement.payout_amount),
            ("이월 나감", settlement.carried_out_amount),
        ],
    )
    return book.done()


PAYOUT_HEADS = ("은행", "계좌번호", "예금주", "이체금액", "받는 분 표시", "정산번호")


def payout_file_xlsx(payouts: list[Any]) -> bytes:
    """A bulk transfer as banks take it: bank, account (as text), holder, amount, memo."""
    book = Workbook()
    rows = [
        (
            payout.destination.get("bank", ""),
            str(payout.destination.get("account", "")),
            payout.destination.get("holder", ""),
            payout.amount,
            "온장정산",
            payout.settlement.number,
        )
        for payout in payouts
    ]
    total = sum(payout.amount for payout in payouts)
    book.sheet("이체", PAYOUT_HEADS, rows, totals=("합계", "", "", total, "", ""))
    return book.done()


def _line(row: PayableItem) -> dict[str, Any]:
    return {
        "on": clock.local_date(row.happened_at).isoformat(),
        "order": row.vendor_order.number if row.vendor_order else "",
        "name": _name(row),
        "quantity": row.quantity,
        "goods": row.goods_amount,
        "discount": -row.enterprise_discount_amount,
        "shipping": row.shipping_amount + row.fee_amount,
        "commission": -row.commission_amount,
        "vat": -row.commission_vat_amount,
        "net": row.net_amount,
    }


def _name(row: PayableItem) -> str:
    if row.order_line is None:
        return "반품 배송비" if row.kind == PayableItem.Kind.REFUND else "조정"
    option = f" ({row.order_line.variant_name})" if row.order_line.variant_name else ""
    back = "[환불] " if row.kind == PayableItem.Kind.REFUND else ""
    return f"{back}{row.order_line.name}{option}"
