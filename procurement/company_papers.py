"""The papers of companies that buy on account: the monthly bill, the yearly certificate."""

from __future__ import annotations

from django.conf import settings

from accounts.models import Organization
from core import business_number, clock
from core.documents import render_pdf, won_in_words
from core.documents.workbook import Workbook
from procurement.models import MonthlyBill, PurchaseCertificate
from procurement.papers import deposit_account
from vendors.models import Credential


def monthly_bill_pdf(bill: MonthlyBill) -> bytes:
    """월 합계 청구서: each invoice of the month by enterprise and order."""
    lines = _lines(bill)
    return render_pdf(
        "monthly_bill",
        {
            "title": "월 합계 청구서",
            "number": bill.number,
            "issued_on": clock.local_date(bill.issued_at).isoformat(),
            "month": bill.month.strftime("%Y년 %m월"),
            "due_on": bill.due_on.isoformat(),
            "market": _market(),
            "buyer": _party(bill.organization),
            "account": deposit_account(),
            "words": won_in_words(bill.open_amount),
            "open": bill.open_amount,
            "lines": lines,
            "supply": bill.supply_amount,
            "vat": bill.vat_amount,
            "total": bill.total_amount,
            "notes": [
                "세금계산서는 공급한 기업마다 따로 발행됩니다.",
                f"이체할 때 {bill.number}을(를) 적어 주세요."
                " 한 번 이체하면 각 기업에 나누어 정산됩니다.",
            ],
        },
    )


def monthly_bill_xlsx(bill: MonthlyBill) -> bytes:
    book = Workbook()
    rows = [
        [row["seller"], row["order"], row["number"], row["supply"], row["vat"], row["total"]]
        for row in _lines(bill)
    ]
    book.sheet(
        bill.month.strftime("%Y-%m"),
        ["기업", "발주번호", "청구번호", "공급가액", "세액", "합계"],
        rows,
        ["합계", "", "", bill.supply_amount, bill.vat_amount, bill.total_amount],
    )
    return book.done()


def certificate_pdf(certificate: PurchaseCertificate) -> bytes:
    """구매 확인서: what was accepted in a year, by kind and month, with its number and digest."""
    data = certificate.data
    labels = dict(Credential.Kind.choices)
    return render_pdf(
        "certificate",
        {
            "title": "사회적경제기업 제품 구매 확인서",
            "number": certificate.number,
            "issued_on": clock.local_date(certificate.issued_at).isoformat(),
            "year": f"{certificate.year}년",
            "market": _market(),
            "buyer": _party(certificate.organization),
            "enterprises": f"{data['enterprises']}곳",
            "words": won_in_words(data["total"]),
            "total": data["total"],
            "kinds": [
                {
                    "label": str(labels.get(kind, "그 밖의 기업")),
                    "enterprises": f"{row['enterprises']}곳",
                    "total": row["total"],
                }
                for kind, row in data["kinds"].items()
            ],
            "months": [
                {"label": f"{month}월", "total": data["months"].get(str(month), 0)}
                for month in range(1, 13)
            ],
            "notes": [
                "검수를 마친 수량을 부가가치세를 포함한 금액으로 셌습니다.",
                f"진위 확인: {settings.SITE_URL}/verify/{certificate.number}/",
                f"SHA-256: {certificate.digest}",
            ],
        },
    )


def _lines(bill: MonthlyBill) -> list[dict[str, object]]:
    rows = sorted(
        (row.invoice for row in bill.rows.all()),
        key=lambda invoice: (invoice.vendor_order.enterprise.name, invoice.issued_at),
    )
    return [
        {
            "seller": row.vendor_order.enterprise.name,
            "order": row.purchase_order.number,
            "number": row.number,
            "supply": row.supply_amount,
            "vat": row.vat_amount,
            "total": row.total_amount,
        }
        for row in rows
    ]


def _market() -> dict[str, str]:
    return {
        "name": settings.MARKET_NAME,
        "business_number": business_number.formatted(settings.MARKET_BUSINESS_NUMBER),
        "representative": settings.MARKET_REPRESENTATIVE,
        "address": settings.MARKET_ADDRESS,
        "phone": "",
        "person": settings.MARKET_EMAIL,
    }


def _party(organization: Organization) -> dict[str, str]:
    return {
        "name": organization.name,
        "business_number": business_number.formatted(organization.business_number),
        "representative": organization.representative,
        "address": organization.address,
        "phone": organization.phone,
        "person": "",
    }
