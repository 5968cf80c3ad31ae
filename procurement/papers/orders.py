"""발주서."""

from __future__ import annotations

from core import clock
from core.documents import render_pdf
from procurement import selectors
from procurement.models import PurchaseOrder
from procurement.papers.shared import buyer_of, line_of, person_of, place_of, seller_of, totals_of


def purchase_order_pdf(po: PurchaseOrder, *, only: int | None = None) -> bytes:
    """발주서. A purchase order of several enterprises names the first and counts the others; with
    ``only`` it is one enterprise's part."""
    lines = sorted(
        (line for line in po.lines.all() if only in (None, line.enterprise_id)),
        key=lambda line: line.pk,
    )
    supply, total = sum(row.supply_amount for row in lines), sum(row.total_amount for row in lines)
    lead = po.quote.enterprise_id if po.quote else None
    found = {line.enterprise_id: line.enterprise for line in lines}
    sellers = sorted(found.values(), key=lambda who: (who.pk != lead, who.pk))
    seller = seller_of(sellers[0])
    if len(sellers) > 1:
        seller["name"] = f"{sellers[0].name} 외 {len(sellers) - 1}곳"
    return render_pdf(
        "purchase_order",
        {
            "title": "발주서",
            "number": po.number,
            "issued_on": clock.local_date(po.decided_at or po.created_at).isoformat(),
            "buyer": buyer_of(po.organization) | {"person": po.requester.name},
            "seller": seller,
            "subject": po.title,
            "needed_by": po.needed_by.isoformat() if po.needed_by else "",
            "delivery": place_of(po),
            "terms": f"검수 후 {po.net_days}일 이내 계좌이체",
            "quote_number": po.quote.number if po.quote else "",
            "basis": po.rule_basis,
            "lines": [
                line_of(line, supplier=line.enterprise if len(sellers) > 1 else None)
                for line in lines
            ],
            "totals": totals_of(supply, total - supply, total),
            "conditions": [
                "납품 물품은 검수에 합격한 수량에 한하여 대금을 지급합니다.",
                "불합격품은 공급자의 부담으로 회수하거나 교환합니다.",
            ],
            "requester": person_of(po.organization_id, po.requester),
            "approver": person_of(po.organization_id, selectors.approver_of(po)),
        },
    )
