"""견적서 and 비교견적서."""

from __future__ import annotations

from core import business_number, clock
from core.documents import render_pdf, won_in_words
from procurement import selectors
from procurement.models import PurchaseOrder, Quote, RequestForQuote
from procurement.papers.shared import buyer_of, line_of, person_of, seller_of, totals_of


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
            "buyer": buyer_of(rfq.organization),
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
            "requester": person_of(rfq.organization_id, rfq.requester),
            "approver": person_of(rfq.organization_id, selectors.approver_of(po) if po else None),
            "digest": digest,
        },
    )


def quote_pdf(quote: Quote) -> bytes:
    """견적서, as the enterprise submitted it; a consortium's names who delivers which line."""
    rfq = quote.rfq
    lines = list(quote.lines.select_related("rfq_line", "supplier").order_by("pk"))
    partners = list(dict.fromkeys(line.supplier.name for line in lines if line.supplier))
    joint = any(partners)
    return render_pdf(
        "quote",
        {
            "title": "견적서",
            "number": quote.number,
            "issued_on": clock.local_date(quote.submitted_at).isoformat(),
            "buyer": buyer_of(rfq.organization) | {"person": rfq.requester.name},
            "seller": seller_of(quote.enterprise),
            "subject": rfq.title,
            "valid_until": quote.valid_until.isoformat(),
            "lead": f"발주 후 {quote.lead_days}일",
            "version": quote.version,
            "members": ", ".join([f"{quote.enterprise.name}(대표)", *partners]) if joint else "",
            "lines": [
                line_of(line, supplier=(line.supplier or quote.enterprise) if joint else None)
                for line in lines
            ],
            "totals": totals_of(quote.supply_amount, quote.vat_amount, quote.total_amount),
            "note": quote.note,
        },
    )
