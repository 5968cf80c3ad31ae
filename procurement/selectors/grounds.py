"""Which articles carry a purchase, and which don't."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, Sum

from core import clock
from procurement import rules
from procurement.errors import OBSTACLES
from procurement.models import (
    ContractRule,
    PurchaseOrder,
    Quote,
)
from vendors import selectors as vendors

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


def findings_for_quote(
    quote: Quote, *, system_reference: str = "", supply: int | None = None
) -> list[RuleFinding]:
    """Every ground's answer to ordering this quote (or ``supply`` won of it) today, simplest first.
    Three queries."""
    valid = Quote.objects.filter(
        rfq_id=quote.rfq_id,
        status__in=[Quote.Status.SUBMITTED, Quote.Status.ORDERED, Quote.Status.LOST],
        valid_until__gte=clock.today(),
    )
    return findings(
        enterprise_id=quote.enterprise_id,
        supply=quote.supply_amount if supply is None else supply,
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
