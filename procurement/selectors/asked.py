"""Requests and the quotes that answer them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, Sum

from catalog import selectors as catalog
from catalog.models import Product, Variant
from core import clock
from core.actor import Actor
from core.errors import NotFound
from orders.models import OrderLine, VendorOrder
from procurement import rules
from procurement.models import (
    Quote,
    QuoteLine,
    QuoteMember,
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
    ).select_related("organization", "requester", "requisition", "open_to")
    found = rows.prefetch_related("lines", "invitations__enterprise").first()
    if found is None:
        raise NotFound
    return found


def may_answer(rfq: RequestForQuote, enterprise_id: int) -> bool:
    """Whether an enterprise that wasn't named may answer: the request is open to a category (or one
    below it) that it sells in, and it is selling."""
    if rfq.open_to_id is None:
        return False
    return rfq.open_to_id in _sells_in(enterprise_id)


def open_rfqs_for(*, enterprise_id: int) -> list[RequestForQuote]:
    """Requests open to what the enterprise sells, and that it wasn't named in, soonest first."""
    rows = RequestForQuote.objects.filter(
        open_to__isnull=False, status=RequestForQuote.Status.OPEN, deadline__gt=clock.now()
    ).exclude(invitations__enterprise_id=enterprise_id)
    found = rows.filter(open_to__in=_sells_in(enterprise_id))
    return list(found.select_related("organization", "open_to").order_by("deadline", "pk")[:100])


def partner_quotes(*, enterprise_id: int) -> list[QuoteMember]:
    """Quotes of others that the enterprise shall deliver part of, and hasn't answered, with the
    lines that would be its own. Two queries."""
    rows = QuoteMember.objects.filter(
        enterprise_id=enterprise_id,
        status=QuoteMember.Status.ASKED,
        quote__status=Quote.Status.SUBMITTED,
    ).select_related("quote__enterprise", "quote__rfq__organization")
    mine = QuoteLine.objects.filter(supplier_id=enterprise_id)
    return list(rows.prefetch_related(Prefetch("quote__lines", queryset=mine)).order_by("pk"))


def _sells_in(enterprise_id: int) -> set[int]:
    """The categories of an enterprise's goods on sale, with those above them. Two queries."""
    rows = Product.objects.filter(
        enterprise_id=enterprise_id,
        enterprise__status=Enterprise.Status.ACTIVE,
        listings__is_published=True,
    )
    sold = set(rows.values_list("category_id", flat=True))
    return set().union(*catalog.category_paths(sold).values())


def earliest_days(variant_id: int, quantity: int) -> int:
    """The shortest honest lead time of so many pieces, by the product's weekly capacity and what
    its enterprise still owes of it. Two queries."""
    capacity = Variant.objects.filter(pk=variant_id).values_list(
        "product__weekly_capacity", flat=True
    )
    weekly = capacity.first()
    if weekly is None:
        return 0
    owed = OrderLine.objects.filter(
        variant__product__variants=variant_id,
        vendor_order__status__in=[
            VendorOrder.Status.CONFIRMED,
            VendorOrder.Status.ACCEPTED,
            VendorOrder.Status.PARTLY_SHIPPED,
        ],
    ).aggregate(pieces=Sum(F("quantity") - F("cancelled_quantity") - F("shipped_quantity")))[
        "pieces"
    ]
    return rules.earliest_days(quantity, weekly_capacity=weekly, committed=owed or 0)


def enterprises_to_ask(text: str = "", *, limit: int = 60) -> list[Enterprise]:
    """Enterprises that sell, by name; ``text`` looks in names."""
    rows = Enterprise.objects.filter(status=Enterprise.Status.ACTIVE)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    return list(rows.order_by("name", "pk")[:limit])


def comparison(rfq: RequestForQuote) -> Comparison:
    """The latest quote of every enterprise side by side, cheapest first. Seven queries."""
    lines = list(rfq.lines.order_by("pk"))
    shown = [Quote.Status.SUBMITTED, Quote.Status.ORDERED, Quote.Status.LOST]
    quotes = list(
        rfq.quotes.filter(status__in=shown)
        .select_related("enterprise", "submitted_by")
        .prefetch_related(
            Prefetch(
                "lines",
                queryset=QuoteLine.objects.select_related("variant").prefetch_related("tiers"),
            ),
            "members__enterprise",
        )
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


def comparison_frozen(
    rfq: RequestForQuote, *, chosen: Quote, reason: str = ""
) -> tuple[dict[str, Any], str]:
    """The comparison as plain data, and the SHA-256 of its canonical JSON (RFC 8785's spirit:
    sorted keys, no blanks), by which a later reader can tell that nothing was changed."""
    table = comparison(rfq)
    data: dict[str, Any] = {
        "rfq": rfq.number,
        "chosen": chosen.number,
        "reason": reason,
        "at": clock.now().isoformat(),
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
