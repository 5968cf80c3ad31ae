"""Which articles carry a purchase, and which don't."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, Sum
from django.utils.translation import gettext_lazy as _

from catalog.models import Category
from core import clock
from procurement import rules
from procurement.errors import OBSTACLES
from procurement.models import (
    ContractRule,
    PurchaseOrder,
    PurchaseOrderLine,
    Quote,
)
from procurement.selectors.clocks import clock_value
from vendors import selectors as vendors
from vendors.models import Enterprise

PO = PurchaseOrder.Status
#: Purchase orders that a warning names at most.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class SplitWarning:
    """A limit that is passed together with ``before`` won (without VAT) bought lately."""

    limit: int
    before: int
    #: Of the same item; else of the same enterprise alone.
    is_same_item: bool
    days: int
    orders: list[str]


#: The papers of a private contract, in words.
PAPERS = {
    "registration": _("사업자등록 (계속사업자 확인)"),
    "credential": _("인증서 사본"),
    "employment": _("취약계층 고용비율 증빙"),
    "bank": _("대금 입금 계좌"),
    "quote": _("유효한 견적서"),
    "comparison": _("비교견적서 (2인 이상 견적)"),
    "budget": _("예산 과목"),
}


@dataclass(frozen=True, slots=True)
class PaperFound:
    """A paper of a contract's file, and whether it is there."""

    code: str
    is_there: bool

    @property
    def label(self) -> str:
        return str(PAPERS[self.code])


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
    *,
    organization_id: int,
    enterprise_id: int,
    supply: int,
    variant_ids: Collection[int] = (),
    names: Collection[str] = (),
) -> list[SplitWarning]:
    """Limits that this purchase keeps alone, and not together with what the same organization
    bought from the same enterprise in the window of the law's clock: of the same item (category or
    name), or of anything. Three queries, and one for each limit that is passed."""
    days = clock_value(rules.ClockCode.SPLIT_WINDOW)
    recent = PurchaseOrder.objects.filter(
        organization_id=organization_id,
        created_at__gte=clock.now() - dt.timedelta(days=days),
    ).exclude(status__in=[PO.REJECTED, PO.CANCELLED])
    bought = PurchaseOrderLine.objects.filter(
        purchase_order__in=recent, enterprise_id=enterprise_id
    )
    alike = Q(name__in=names) | Q(
        variant__product__category__in=Category.objects.filter(
            products__variants__in=list(variant_ids)
        )
    )
    sums = bought.aggregate(all=Sum("supply_amount"), alike=Sum("supply_amount", filter=alike))
    today = clock.today()
    limits = list(
        ContractRule.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today
        ).values_list("max_supply_amount", flat=True)
    )
    warnings: list[SplitWarning] = []
    for is_same, rows in ((True, bought.filter(alike)), (False, bought)):
        before = (sums["alike"] if is_same else sums["all"]) or 0
        for limit in rules.crossed_limits(limits, before=before, supply=supply):
            if all(warning.limit != limit for warning in warnings):
                latest = rows.order_by("-purchase_order__created_at").values_list(
                    "purchase_order__number", flat=True
                )
                numbers = list(dict.fromkeys(latest[: 2 * SHOWN]))[:SHOWN]
                warnings.append(SplitWarning(limit, before, is_same, days, numbers))
    return sorted(warnings, key=lambda warning: warning.limit)


def papers_for(quote: Quote, *, budget_line_id: int | None = None) -> list[PaperFound]:
    """What belongs to the file of a contract with this quote, and whether it is there. Three
    queries."""
    enterprise = quote.enterprise
    held = list(vendors.valid_credentials(on=clock.today()).filter(enterprise_id=enterprise.pk))
    others = (
        Quote.objects.filter(rfq_id=quote.rfq_id)
        .exclude(status__in=[Quote.Status.REPLACED, Quote.Status.WITHDRAWN])
        .values("enterprise_id")
        .distinct()
        .count()
    )
    status = Enterprise.BusinessStatus
    asked = quote.rfq.invitations.count()
    return [
        PaperFound("registration", enterprise.business_status == status.OPEN),
        PaperFound("credential", any(row.file for row in held)),
        PaperFound("employment", any(row.vulnerable_employment_bp is not None for row in held)),
        PaperFound("bank", bool(enterprise.bank_account)),
        PaperFound("quote", quote.valid_until >= clock.today()),
        *([PaperFound("comparison", others >= 2)] if asked >= 2 else []),
        PaperFound("budget", budget_line_id is not None),
    ]


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
