"""Monthly bills, and what an organization bought in a year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.db.models import QuerySet

from core import clock, tax
from core.actor import Actor
from core.errors import NotFound
from procurement.models import AcceptanceLine, Invoice, MonthlyBill, PurchaseCertificate
from procurement.selectors.access import require


def unbilled(organization_id: int, *, before: dt.datetime) -> QuerySet[Invoice]:
    """Open invoices that lie under no bill, oldest first."""
    rows = Invoice.objects.filter(
        purchase_order__organization_id=organization_id,
        status=Invoice.Status.ISSUED,
        billed=None,
        issued_at__lt=before,
    )
    return rows.select_related("purchase_order", "vendor_order__enterprise").order_by(
        "issued_at", "pk"
    )


def monthly_bills_for(*, actor: Actor, organization_id: int) -> QuerySet[MonthlyBill]:
    require(actor, organization_id)
    return MonthlyBill.objects.filter(organization_id=organization_id).order_by("-month")


def monthly_bill_for(*, actor: Actor, number: str) -> MonthlyBill:
    """One bill with its invoices by enterprise and order. Raises NotFound for others'."""
    found = (
        MonthlyBill.objects.filter(number=number, organization_id__in=list(actor.organizations))
        .select_related("organization")
        .prefetch_related(
            "rows__invoice__purchase_order",
            "rows__invoice__vendor_order__enterprise",
            "payments__recorded_by",
        )
        .first()
    )
    if found is None:
        raise NotFound
    return found


def certificates_for(*, actor: Actor, organization_id: int) -> QuerySet[PurchaseCertificate]:
    require(actor, organization_id)
    rows = PurchaseCertificate.objects.filter(organization_id=organization_id)
    return rows.order_by("-year", "-issued_at")


def certificate_by(number: str) -> PurchaseCertificate:
    """A certificate by its number, for anybody who holds it. Raises NotFound."""
    rows = PurchaseCertificate.objects.select_related("organization")
    found = rows.filter(number=number.strip().upper()).first()
    if found is None:
        raise NotFound
    return found


def purchases_of_year(organization_id: int, year: int) -> dict[str, Any]:
    """What was accepted between the Korean new years, in won: totals, by kind (an enterprise of
    several kinds counts in each, and once in the total), by month. One query."""
    begin = clock.midnight(dt.date(year, 1, 1))
    end = clock.midnight(dt.date(year + 1, 1, 1))
    rows = AcceptanceLine.objects.filter(
        acceptance__purchase_order__organization_id=organization_id,
        acceptance__inspected_at__gte=begin,
        acceptance__inspected_at__lt=end,
        accepted__gte=1,
    ).values_list(
        "acceptance__inspected_at",
        "accepted",
        "order_line__unit_price_amount",
        "order_line__tax_class",
        "order_line__kinds",
        "order_line__vendor_order__enterprise_id",
    )
    kinds: dict[str, dict[str, Any]] = defaultdict(lambda: {"total": 0, "sellers": set()})
    months: dict[int, int] = defaultdict(int)
    sellers: set[int] = set()
    total = supply = 0
    rates = tax.rates(on=dt.date(year, 12, 31))
    for at, accepted, price, tax_class, held, enterprise_id in rows.iterator(chunk_size=2000):
        split = rates.split(price * accepted, tax_class)
        total += split.total
        supply += split.supply
        months[clock.local_date(at).month] += split.total
        sellers.add(enterprise_id)
        for kind in held or ["other"]:
            kinds[kind]["total"] += split.total
            kinds[kind]["sellers"].add(enterprise_id)
    return {
        "organization": organization_id,
        "year": year,
        "total": total,
        "supply": supply,
        "vat": total - supply,
        "enterprises": len(sellers),
        "kinds": {
            kind: {"total": row["total"], "enterprises": len(row["sellers"])}
            for kind, row in sorted(kinds.items())
        },
        "months": {str(month): months[month] for month in sorted(months)},
    }
