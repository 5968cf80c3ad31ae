"""납품서: what a delivery brings, what came before it, and what is still to come."""

from __future__ import annotations

from core import clock, tax
from core.documents import render_pdf
from orders.models import Shipment
from procurement import interchange
from procurement.models import PurchaseOrder
from procurement.papers.shared import buyer_of, named, place_of, seller_of, totals_of


def delivery_note_pdf(po: PurchaseOrder, shipment: Shipment) -> bytes:
    """납품서 of one delivery, at the prices of the order."""
    rows = list(shipment.lines.select_related("order_line").order_by("pk"))
    left = interchange.outstanding(po, shipment, [row.order_line for row in rows])
    rates = tax.rates(on=clock.local_date(po.created_at))
    lines, supply, total = [], 0, 0
    for row in rows:
        line = row.order_line
        split = rates.split(line.unit_price_amount * row.quantity, line.tax_class)
        supply, total = supply + split.supply, total + split.total
        wanted = left[line.pk].wanted
        lines.append(
            {
                "name": named(line),
                "ordered": wanted,
                "quantity": row.quantity,
                "so_far": wanted - left[line.pk].pieces,
                "left": left[line.pk].pieces,
                "unit_price": line.unit_price_amount,
                "total": split.total,
            }
        )
    return render_pdf(
        "delivery_note",
        {
            "title": "납품서",
            "number": shipment.number,
            "issued_on": clock.local_date(shipment.shipped_at).isoformat(),
            "buyer": buyer_of(po.organization) | {"person": po.requester.name},
            "seller": seller_of(shipment.vendor_order.enterprise),
            "subject": po.title,
            "po_number": po.number,
            "delivery": place_of(po),
            "recipient": f"{po.recipient} ({po.phone})",
            "carrier": " ".join(filter(None, (shipment.carrier, shipment.tracking_number))),
            "lines": lines,
            "totals": totals_of(supply, total - supply, total),
        },
    )
