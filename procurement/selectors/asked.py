"""Requests and the quotes that answer them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from core import clock
from core.actor import Actor
from core.errors import NotFound
from procurement import rules
from procurement.models import (
    Quote,
    QuoteLine,
    RequestForQuote,
    RfqLine,
)
from procurement.selectors.access import require
from vendors import selectors as vendors
from vendors.models import Enterprise
from vendors.selectors import Badge


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


def rfqs_for(*, actor: Actor, organization_id: int, status: str = "") -> QuerySet[RequestForQuote]:
    """An organization's requests with invitations, newest first."""
    require(actor, organization_id)
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
