"""검수조서 and 대금청구서."""

from __future__ import annotations

from django.conf import settings

from core import clock
from core.documents import render_pdf, won_in_words
from orders.models import Shipment
from procurement.models import Acceptance, Invoice
from procurement.papers.shared import buyer_of, named, person_of, seller_of, totals_of


def acceptance_pdf(acceptance: Acceptance) -> bytes:
    """검수조서: what was ordered, delivered, accepted and rejected, and why."""
    po = acceptance.purchase_order
    shipment: Shipment = acceptance.shipment
    rows = list(acceptance.lines.select_related("order_line").order_by("pk"))
    lines = [
        {
            "name": named(row.order_line),
            "ordered": row.order_line.quantity,
            "delivered": row.delivered,
            "accepted": row.accepted,
            "rejected": row.rejected,
            "accepted_total": row.order_line.unit_price_amount * row.accepted,
            "defect": row.defect,
        }
        for row in rows
    ]
    total = sum(row.order_line.unit_price_amount * row.accepted for row in rows)
    return render_pdf(
        "acceptance",
        {
            "title": "검수조서",
            "number": acceptance.number,
            "issued_on": clock.local_date(acceptance.inspected_at).isoformat(),
            "subject": po.title,
            "buyer": buyer_of(po.organization),
            "seller": seller_of(shipment.vendor_order.enterprise),
            "po_number": po.number,
            "contract_total": po.total_amount,
            "basis": po.rule_basis,
            "delivery_number": shipment.number,
            "delivered_on": clock.local_date(shipment.shipped_at).isoformat(),
            "inspected_on": clock.local_date(acceptance.inspected_at).isoformat(),
            "place": po.road_address,
            "lines": lines,
            "totals": {"total": total, "words": won_in_words(total)},
            "note": acceptance.note,
            "inspector": person_of(po.organization_id, acceptance.inspector),
        },
    )


def invoice_pdf(invoice: Invoice) -> bytes:
    """대금청구서, with the purchase order's number, for the accepted quantity."""
    po, seller = invoice.purchase_order, invoice.vendor_order.enterprise
    rows = list(invoice.lines.select_related("order_line").order_by("pk"))
    classes = {"taxable": "과세", "exempt": "면세"}
    return render_pdf(
        "invoice",
        {
            "title": "대금청구서",
            "number": invoice.number,
            "issued_on": clock.local_date(invoice.issued_at).isoformat(),
            "due_on": invoice.due_on.isoformat(),
            "buyer": buyer_of(po.organization) | {"person": po.requester.name},
            "seller": seller_of(seller),
            "subject": po.title,
            "po_number": po.number,
            "acceptance_number": invoice.acceptance.number,
            "account": deposit_account(),
            "lines": [
                {
                    "name": named(row.order_line),
                    "specification": "",
                    "quantity": row.quantity,
                    "unit_price": row.order_line.unit_price_amount,
                    "supply": row.supply_amount,
                    "vat": row.vat_amount,
                    "total": row.total_amount,
                    "tax_class": row.tax_class,
                }
                for row in rows
            ],
            "totals": totals_of(invoice.supply_amount, invoice.vat_amount, invoice.total_amount),
            "by_tax": [
                {
                    "label": label,
                    "supply": sum(row.supply_amount for row in rows if row.tax_class == name),
                    "vat": sum(row.vat_amount for row in rows if row.tax_class == name),
                    "total": sum(row.total_amount for row in rows if row.tax_class == name),
                }
                for name, label in classes.items()
                if any(row.tax_class == name for row in rows)
            ],
            "notes": [
                f"발주번호 {po.number}에 따라 검수에 합격한 수량을 청구합니다.",
                "전자세금계산서는 공급자가 별도로 발급합니다.",
                "대금은 온장이 맡아 공급자에게 정산합니다.",
                f"이체할 때 {invoice.number}을(를) 적어 주세요.",
            ],
        },
    )


def deposit_account() -> str:
    """Where organizations transfer to: the market holds what enterprises are owed."""
    return f"{settings.DEPOSIT_BANK} {settings.DEPOSIT_ACCOUNT} {settings.DEPOSIT_HOLDER}"
