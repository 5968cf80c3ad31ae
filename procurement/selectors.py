"""Reads of buying for organizations: desks, comparisons, grounds.

People see their own organization's only; enterprises see what they were asked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Sum

from accounts.models import Organization
from core import clock
from core.actor import Actor
from core.errors import NotFound
from orders.models import Shipment, VendorOrder
from procurement import rules
from procurement.errors import OBSTACLES
from procurement.models import (
    BudgetLine,
    ContractRule,
    CostCenter,
    Invoice,
    PurchaseOrder,
    Quote,
    QuoteLine,
    RequestForQuote,
    RfqLine,
)
from vendors import selectors as vendors
from vendors.models import Enterprise
from vendors.selectors import Badge

PO = PurchaseOrder.Status


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """A ground of the table with its answer to a purchase."""

    rule: ContractRule
    finding: rules.Finding

    @property
    def obstacles(self) -> list[str]:
        """In words, why it doesn't carry the purchase."""
        return [str(OBSTACLES[obstacle]) for obstacle in self.finding.obstacles]


@dataclass(frozen=True, slots=True)
class Compared:
    """A quote beside the others: its place by total, its price for each line of the request."""

    quote: Quote
    rank: int
    badges: list[Badge]
    #: In the order of the request's lines; None where it has no price.
    prices: list[QuoteLine | None]
    is_expired: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    lines: list[RfqLine]
    quotes: list[Compared]

    @property
    def rows(self) -> list[tuple[RfqLine, list[QuoteLine | None]]]:
        """Each line of the request with its price in every quote."""
        return [
            (line, [compared.prices[place] for compared in self.quotes])
            for place, line in enumerate(self.lines)
        ]


# -- who buys


def organizations_of(actor: Actor) -> list[Organization]:
    """The organizations the actor buys for, by name."""
    rows = Organization.objects.filter(pk__in=list(actor.organizations))
    return list(rows.order_by("name", "pk"))


def budget_lines(*, actor: Actor, organization_id: int, year: int) -> list[BudgetLine]:
    _require(actor, organization_id)
    rows = BudgetLine.objects.filter(organization_id=organization_id, year=year)
    return list(rows.order_by("item_code", "programme", "pk"))


def cost_centers(*, actor: Actor, organization_id: int) -> list[CostCenter]:
    _require(actor, organization_id)
    return list(CostCenter.objects.filter(organization_id=organization_id).order_by("code"))


def credit_used(organization_id: int) -> int:
    """Won ordered on account and not paid yet. One query for orders, one for payments."""
    open_orders = PurchaseOrder.objects.filter(
        organization_id=organization_id, status__in=[PO.ORDERED, PO.DELIVERING, PO.INSPECTED]
    )
    ordered = open_orders.aggregate(sum=Sum("total_amount"))["sum"] or 0
    paid = Invoice.objects.filter(purchase_order__in=open_orders).aggregate(sum=Sum("paid_amount"))
    return int(ordered - (paid["sum"] or 0))


# -- requests and quotes


def rfqs_for(*, actor: Actor, organization_id: int, status: str = "") -> QuerySet[RequestForQuote]:
    """An organization's requests with invitations, newest first."""
    _require(actor, organization_id)
    rows = RequestForQuote.objects.filter(organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return rows.prefetch_related("invitations").order_by("-created_at", "-pk")


def rfq_for(*, actor: Actor, number: str) -> RequestForQuote:
    """One request of the actor's organizations. Raises NotFound for others'."""
    rows = RequestForQuote.objects.filter(
        number=number, organization_id__in=list(actor.organizations)
    ).select_related("organization", "requester")
    found = rows.prefetch_related("lines", "invitations__enterprise").first()
    if found is None:
        raise NotFound
    return found


def enterprises_to_ask(text: str = "", *, limit: int = 60) -> list[Enterprise]:
    """Enterprises that sell, by name; ``text`` looks in names."""
    rows = Enterprise.objects.filter(status=Enterprise.Status.ACTIVE)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    return list(rows.order_by("name", "pk")[:limit])


def comparison(rfq: RequestForQuote) -> Comparison:
    """The latest quote of every enterprise side by side, cheapest first. Four queries."""
    lines = list(rfq.lines.order_by("pk"))
    shown = [Quote.Status.SUBMITTED, Quote.Status.ORDERED, Quote.Status.LOST]
    quotes = list(
        rfq.quotes.filter(status__in=shown)
        .select_related("enterprise", "submitted_by")
        .prefetch_related(Prefetch("lines", queryset=QuoteLine.objects.select_related("variant")))
        .order_by("total_amount", "submitted_at", "pk")
    )
    badges = vendors.badges_for({quote.enterprise_id for quote in quotes})
    today = clock.today()
    places = rules.ranks([quote.total_amount for quote in quotes])
    compared = []
    for quote, rank in zip(quotes, places, strict=True):
        priced = {line.rfq_line_id: line for line in quote.lines.all()}
        compared.append(
            Compared(
                quote=quote,
                rank=rank,
                badges=badges.get(quote.enterprise_id, []),
                prices=[priced.get(line.pk) for line in lines],
                is_expired=rules.is_expired(quote.valid_until, on=today),
            )
        )
    return Comparison(lines=lines, quotes=compared)


def comparison_frozen(rfq: RequestForQuote, *, chosen: Quote) -> tuple[dict[str, Any], str]:
    """The comparison as plain data, and the SHA-256 of its canonical JSON (RFC 8785's spirit:
    sorted keys, no blanks), by which a later reader can tell that nothing was changed."""
    table = comparison(rfq)
    data: dict[str, Any] = {
        "rfq": rfq.number,
        "chosen": chosen.number,
        "lines": [
            {
                "name": line.description,
                "specification": line.specification,
                "quantity": line.quantity,
            }
            for line in table.lines
        ],
        "quotes": [
            {
                "number": entry.quote.number,
                "version": entry.quote.version,
                "enterprise_id": entry.quote.enterprise_id,
                "seller": entry.quote.enterprise.name,
                "business_number": entry.quote.enterprise.business_number,
                "representative": entry.quote.enterprise.representative,
                "credentials": [f"{badge.label} {badge.number}" for badge in entry.badges],
                "valid_until": entry.quote.valid_until.isoformat(),
                "lead_days": entry.quote.lead_days,
                "supply": entry.quote.supply_amount,
                "vat": entry.quote.vat_amount,
                "total": entry.quote.total_amount,
                "rank": entry.rank,
                "prices": [
                    None
                    if line is None
                    else {"unit_price": line.unit_price_amount, "total": line.total_amount}
                    for line in entry.prices
                ],
            }
            for entry in table.quotes
        ],
    }
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return json.loads(text), hashlib.sha256(text.encode()).hexdigest()


# -- the grounds of a private contract


def findings_for_quote(quote: Quote, *, system_reference: str = "") -> list[RuleFinding]:
    """Every ground's answer to ordering this quote today, simplest first. Three queries."""
    valid = Quote.objects.filter(
        rfq_id=quote.rfq_id,
        status__in=[Quote.Status.SUBMITTED, Quote.Status.ORDERED, Quote.Status.LOST],
        valid_until__gte=clock.today(),
    )
    return findings(
        enterprise_id=quote.enterprise_id,
        supply=quote.supply_amount,
        quotes=valid.values("enterprise_id").distinct().count(),
        system_reference=system_reference,
    )


def findings(
    *, enterprise_id: int, supply: int, quotes: int, system_reference: str = ""
) -> list[RuleFinding]:
    """Every ground's answer to buying for ``supply`` won without VAT today. Two queries."""
    today = clock.today()
    rows = list(
        ContractRule.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today
        )
    )
    papers = [
        rules.Paper(kind=row.kind, vulnerable_bp=row.vulnerable_employment_bp)
        for row in vendors.valid_credentials(on=today).filter(enterprise_id=enterprise_id)
    ]
    answers = rules.examine_all(
        [_ground(row) for row in rows],
        supply=supply,
        quotes=quotes,
        papers=papers,
        on=today,
        system_reference=system_reference.strip(),
    )
    return [RuleFinding(row, answer) for row, answer in zip(rows, answers, strict=True)]


def split_warnings(
    *, organization_id: int, enterprise_id: int, supply: int, days: int = 90
) -> list[int]:
    """Limits that this purchase crosses together with those from the same enterprise lately."""
    since = clock.now() - dt.timedelta(days=days)
    before = PurchaseOrder.objects.filter(
        organization_id=organization_id,
        lines__enterprise_id=enterprise_id,
        created_at__gte=since,
    ).exclude(status__in=[PO.REJECTED, PO.CANCELLED])
    spent = before.distinct().aggregate(sum=Sum("supply_amount"))["sum"] or 0
    today = clock.today()
    limits = ContractRule.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today
    ).values_list("max_supply_amount", flat=True)
    return rules.crossed_limits(limits, before=spent, supply=supply)


def _ground(row: ContractRule) -> rules.Ground:
    return rules.Ground(
        code=row.code,
        name=row.name,
        basis=row.basis,
        max_supply=row.max_supply_amount,
        quotes_required=row.quotes_required,
        eligible_kinds=frozenset(row.eligible_kinds),
        ratio_kinds=frozenset(row.ratio_kinds),
        min_vulnerable_bp=row.min_vulnerable_bp,
        in_designated_system=row.in_designated_system,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


# -- purchase orders, deliveries, invoices


def purchase_orders_for(
    *, actor: Actor, organization_id: int, status: str = ""
) -> QuerySet[PurchaseOrder]:
    """An organization's purchase orders, newest first."""
    _require(actor, organization_id)
    rows = PurchaseOrder.objects.filter(organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return (
        rows.select_related("requester")
        .prefetch_related("lines__enterprise")
        .order_by("-created_at", "-pk")
    )


def purchase_order_for(*, actor: Actor, number: str) -> PurchaseOrder:
    """One purchase order of the actor's organizations with all that hangs on it.

    Raises NotFound for others'.
    """
    deliveries = Shipment.objects.select_related("acceptance").order_by("shipped_at", "pk")
    parts = VendorOrder.objects.select_related("enterprise").prefetch_related(
        "lines", Prefetch("shipments", queryset=deliveries), "shipments__lines"
    )
    found = (
        PurchaseOrder.objects.filter(
            number=number, organization_id__in=list(actor.organizations)
        )
        .select_related(
            "organization", "requester", "quote__rfq", "quote__enterprise", "budget_line",
            "cost_center", "order",
        )
        .prefetch_related(
            "lines__enterprise",
            "approvals__approver",
            "acceptances__lines__order_line",
            "acceptances__inspector",
            "invoices__payments",
            "invoices__vendor_order__enterprise",
            Prefetch("order__vendor_orders", queryset=parts),
        )
        .first()
    )  # fmt: skip
    if found is None:
        raise NotFound
    return found


def deliveries_to_inspect(*, actor: Actor, organization_id: int) -> QuerySet[Shipment]:
    """What arrived (or is on its way) and nobody inspected yet, oldest first."""
    _require(actor, organization_id)
    return (
        Shipment.objects.filter(
            vendor_order__order__purchase_order__organization_id=organization_id, acceptance=None
        )
        .select_related("vendor_order__enterprise", "vendor_order__order__purchase_order")
        .prefetch_related("lines__order_line")
        .order_by("shipped_at", "pk")
    )


def delivery_for(*, actor: Actor, number: str) -> Shipment:
    """One delivery to the actor's organizations. Raises NotFound for others'."""
    found = (
        Shipment.objects.filter(
            number=number,
            vendor_order__order__purchase_order__organization_id__in=list(actor.organizations),
        )
        .select_related(
            "vendor_order__enterprise",
            "vendor_order__order__purchase_order__organization",
            "acceptance__inspector",
        )
        .prefetch_related("lines__order_line", "acceptance__lines__order_line")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def invoices_for(*, actor: Actor, organization_id: int, status: str = "") -> QuerySet[Invoice]:
    """An organization's invoices: what is due first comes first."""
    _require(actor, organization_id)
    rows = Invoice.objects.filter(purchase_order__organization_id=organization_id)
    if status:
        rows = rows.filter(status=status)
    return rows.select_related("purchase_order", "vendor_order__enterprise").order_by(
        "status", "due_on", "pk"
    )


def invoice_for(*, actor: Actor, number: str) -> Invoice:
    """One invoice, for its organization's people and its enterprise's. Raises NotFound."""
    found = (
        Invoice.objects.filter(number=number)
        .filter(
            Q(purchase_order__organization_id__in=list(actor.organizations))
            | Q(vendor_order__enterprise_id__in=list(actor.enterprises))
        )
        .select_related(
            "purchase_order__organization",
            "purchase_order__requester",
            "vendor_order__enterprise",
            "acceptance",
        )
        .prefetch_related("lines__order_line", "payments__recorded_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def desk_counts(*, actor: Actor, organization_id: int) -> dict[str, int]:
    """What waits at the desk: approvals, inspections, payments, answers to compare."""
    _require(actor, organization_id)
    return {
        "to_approve": PurchaseOrder.objects.filter(
            organization_id=organization_id, status=PO.SUBMITTED
        ).count(),
        "to_inspect": deliveries_to_inspect(actor=actor, organization_id=organization_id).count(),
        "to_pay": Invoice.objects.filter(
            purchase_order__organization_id=organization_id, status=Invoice.Status.ISSUED
        ).count(),
        "to_compare": RequestForQuote.objects.filter(
            organization_id=organization_id,
            status=RequestForQuote.Status.OPEN,
            quotes__status=Quote.Status.SUBMITTED,
        )
        .distinct()
        .count(),
    }


def amount_due(*, actor: Actor, organization_id: int) -> int:
    """Won invoiced and not paid."""
    _require(actor, organization_id)
    rows = Invoice.objects.filter(
        purchase_order__organization_id=organization_id, status=Invoice.Status.ISSUED
    )
    return int(rows.aggregate(sum=Sum(F("total_amount") - F("paid_amount")))["sum"] or 0)


def approver_of(po: PurchaseOrder) -> Any:
    """Who approved it, or None."""
    approved: Sequence[Any] = [row for row in po.approvals.all() if row.decision == "approved"]
    return approved[-1].approver if approved else None


def _require(actor: Actor, organization_id: int) -> None:
    if not actor.has_role(organization_id):
        raise NotFound
