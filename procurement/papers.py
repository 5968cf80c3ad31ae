"""The papers of a purchase as data for the forms of ``core.documents``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from accounts.models import Membership, Organization, User
from core import business_number, clock
from core.documents import render_pdf, won_in_words
from orders.models import Shipment
from procurement import selectors
from procurement.models import Acceptance, Invoice, PurchaseOrder, Quote, RequestForQuote
from vendors.models import Enterprise


def comparison_pdf(rfq: RequestForQuote) -> bytes:
    """비교견적서: every quote side by side, and which one was chosen and why."""
    po = (
        PurchaseOrder.objects.filter(quote__rfq=rfq)
        .exclude(status=PurchaseOrder.Status.REJECTED)
        .select_related("quote__enterprise")
        .prefetch_related("approvals__approver")
        .first()
    )
    table, digest = rfq.comparison, rfq.comparison_digest
    if table is None:  # nothing is chosen yet, or the request is older than the sealed sheets
        chosen = po.quote if po is not None and po.quote is not None else Quote(number="")
        table, digest = selectors.comparison_frozen(rfq, chosen=chosen)[0], ""
    return render_pdf(
        "comparison",
        {
            "title": "비교견적서",
            "number": rfq.number,
            "issued_on": clock.local_date(po.created_at if po else clock.now()).isoformat(),
            "subject": rfq.title,
            "buyer": _buyer(rfq.organization),
            "rfq_number": rfq.number,
            "asked_on": clock.local_date(rfq.created_at).isoformat(),
            "deadline": rfq.deadline.astimezone(clock.SEOUL).strftime("%Y-%m-%d %H:%M"),
            "needed_by": rfq.needed_by.isoformat(),
            "invited": rfq.invitations.count(),
            "lines": [
                {**line, "prices": [quote["prices"][place] for quote in table["quotes"]]}
                for place, line in enumerate(table["lines"])
            ],
            "quotes": [
                {
                    "seller": {
                        "name": quote["seller"],
                        "business_number": business_number.formatted(quote["business_number"]),
                        "representative": quote["representative"],
                    },
                    "credentials": quote["credentials"],
                    "number": quote["number"],
                    "version": quote["version"],
                    "valid_until": quote["valid_until"],
                    "lead": f"{quote['lead_days']}일",
                    "totals": {name: quote[name] for name in ("supply", "vat", "total")},
                    "rank": f"{quote['rank']}위",
                    "chosen": quote["number"] == table["chosen"],
                }
                for quote in table["quotes"]
            ],
            "selection": None
            if po is None or po.quote is None
            else {
                "seller": po.quote.enterprise.name,
                "total": po.total_amount,
                "words": won_in_words(po.total_amount),
                "basis": po.rule_basis,
                "reason": po.reason,
            },
            "requester": _person(rfq.organization_id, rfq.requester),
            "approver": _person(rfq.organization_id, selectors.approver_of(po) if po else None),
            "digest": digest,
        },
    )


def purchase_order_pdf(po: PurchaseOrder) -> bytes:
    """발주서. A purchase order of several enterprises names the first and counts the others."""
    lines = list(po.lines.all())
    sellers = list({line.enterprise_id: line.enterprise for line in lines}.values())
    seller = _seller(sellers[0])
    if len(sellers) > 1:
        seller["name"] = f"{sellers[0].name} 외 {len(sellers) - 1}곳"
    detail = f" {po.address_detail}" if po.address_detail else ""
    return render_pdf(
        "purchase_order",
        {
            "title": "발주서",
            "number": po.number,
            "issued_on": clock.local_date(po.decided_at or po.created_at).isoformat(),
            "buyer": _buyer(po.organization) | {"person": po.requester.name},
            "seller": seller,
            "subject": po.title,
            "needed_by": po.needed_by.isoformat() if po.needed_by else "",
            "delivery": f"({po.postal_code}) {po.road_address}{detail}",
            "terms": f"검수 후 {po.net_days}일 이내 계좌이체",
            "quote_number": po.quote.number if po.quote else "",
            "basis": po.rule_basis,
            "lines": [_line(line) for line in lines],
            "totals": _totals(po.supply_amount, po.vat_amount, po.total_amount),
            "conditions": [
                "납품 물품은 검수에 합격한 수량에 한하여 대금을 지급합니다.",
                "불합격품은 공급자의 부담으로 회수하거나 교환합니다.",
            ],
            "requester": _person(po.organization_id, po.requester),
            "approver": _person(po.organization_id, selectors.approver_of(po)),
        },
    )


def acceptance_pdf(acceptance: Acceptance) -> bytes:
    """검수조서: what was ordered, delivered, accepted and rejected, and why."""
    po = acceptance.purchase_order
    shipment: Shipment = acceptance.shipment
    rows = list(acceptance.lines.select_related("order_line").order_by("pk"))
    lines = [
        {
            "name": _named(row.order_line),
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
            "buyer": _buyer(po.organization),
            "seller": _seller(shipment.vendor_order.enterprise),
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
            "inspector": _person(po.organization_id, acceptance.inspector),
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
            "buyer": _buyer(po.organization) | {"person": po.requester.name},
            "seller": _seller(seller),
            "subject": po.title,
            "po_number": po.number,
            "acceptance_number": invoice.acceptance.number,
            "account": deposit_account(),
            "lines": [
                {
                    "name": _named(row.order_line),
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
            "totals": _totals(invoice.supply_amount, invoice.vat_amount, invoice.total_amount),
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


def quote_pdf(quote: Quote) -> bytes:
    """견적서, as the enterprise submitted it."""
    rfq = quote.rfq
    return render_pdf(
        "quote",
        {
            "title": "견적서",
            "number": quote.number,
            "issued_on": clock.local_date(quote.submitted_at).isoformat(),
            "buyer": _buyer(rfq.organization) | {"person": rfq.requester.name},
            "seller": _seller(quote.enterprise),
            "subject": rfq.title,
            "valid_until": quote.valid_until.isoformat(),
            "lead": f"발주 후 {quote.lead_days}일",
            "version": quote.version,
            "lines": [
                _line(line) for line in quote.lines.select_related("rfq_line").order_by("pk")
            ],
            "totals": _totals(quote.supply_amount, quote.vat_amount, quote.total_amount),
            "note": quote.note,
        },
    )


def _buyer(organization: Organization) -> dict[str, str]:
    return {
        "name": organization.name,
        "business_number": business_number.formatted(organization.business_number),
        "representative": organization.representative,
        "address": organization.address,
        "phone": organization.phone,
        "person": "",
    }


def _seller(enterprise: Enterprise) -> dict[str, str]:
    return {
        "name": enterprise.name,
        "business_number": business_number.formatted(enterprise.business_number),
        "representative": enterprise.representative,
        "address": enterprise.address,
        "phone": enterprise.phone,
        "person": "",
    }


def _person(organization_id: int, user: User | None) -> dict[str, str]:
    if user is None:
        return {"title": "", "name": ""}
    rows = Membership.objects.filter(organization_id=organization_id, user=user)
    member = rows.select_related("department").first()
    place = f"{member.department or ''} {member.title}".strip() if member else ""
    return {"title": place, "name": user.name}


def _line(line: Any) -> dict[str, Any]:
    """A line of a quote or a purchase order."""
    asked = getattr(line, "rfq_line", None)
    return {
        "name": line.name,
        "specification": asked.specification if asked else getattr(line, "sku", ""),
        "quantity": line.quantity,
        "unit_price": line.unit_price_amount,
        "supply": line.supply_amount,
        "vat": line.vat_amount,
        "total": line.total_amount,
        "tax_class": line.tax_class,
    }


def _named(line: Any) -> str:
    return " ".join(filter(None, (line.name, line.variant_name)))


def _totals(supply: int, vat: int, total: int) -> dict[str, Any]:
    return {"supply": supply, "vat": vat, "total": total, "words": won_in_words(total)}


__all__: Sequence[str] = (
    "acceptance_pdf",
    "comparison_pdf",
    "deposit_account",
    "invoice_pdf",
    "purchase_order_pdf",
    "quote_pdf",
)
