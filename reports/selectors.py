"""The figures, by SQL over the facts. Every one is for whom it is meant: see ``actor``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from accounts.models import Organization
from catalog.models import Category
from core import clock
from core.actor import Actor
from core.districts import District
from orders.models import Order
from reports import rules
from reports.models import DeclaredPurchases, PurchaseTarget, SaleFact
from vendors.models import Credential, Enterprise

Dimension = Literal["primary_kind", "seller_district", "buyer_kind", "category_id"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One row of a breakdown. Amounts in won, VAT included and without."""

    key: str
    label: str
    total: int
    supply: int
    orders: int
    enterprises: int


@dataclass(frozen=True, slots=True)
class Breakdown:
    dimension: str
    title: str
    cells: list[Cell]

    @property
    def total(self) -> int:
        return sum(cell.total for cell in self.cells)

    @property
    def supply(self) -> int:
        return sum(cell.supply for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month's net sales, in all and by each key of a dimension."""

    month: dt.date
    total: int
    by_key: dict[str, int]


@dataclass(frozen=True, slots=True)
class Trend:
    dimension: str
    keys: list[tuple[str, str]]
    rows: list[MonthRow]

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)


@dataclass(frozen=True, slots=True)
class AgencyProgress:
    organization: Organization
    share: rules.Share
    basis: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The tiles above the charts, all of one period."""

    net_sales: int
    net_supply: int
    ordered: int
    orders: int
    buyers: int
    enterprises: int
    listed_enterprises: int
    local_share_bp: int | None
    organization_share_bp: int | None


@dataclass(frozen=True, slots=True)
class WarmValues:
    """Everything on the city's warm-values page."""

    period: rules.Period
    cut_off: dt.datetime
    headline: Headline
    by_kind: Breakdown
    by_district: Breakdown
    by_buyer: Breakdown
    by_category: Breakdown
    trend: Trend
    agencies: list[AgencyProgress]


def warm_values(
    *, actor: Actor, period: rules.Period, buyer_kind: str = "", year: int | None = None
) -> WarmValues:
    """The page's figures. City officers only. A fixed number of queries."""
    actor.require_city()
    facts = net_facts(period, buyer_kind=buyer_kind)
    return WarmValues(
        period=period,
        cut_off=clock.now(),
        headline=_headline(facts, period, buyer_kind),
        by_kind=_breakdown(facts, "primary_kind", "기업 유형별"),
        by_district=_breakdown(facts, "seller_district", "기업 소재 구·군별"),
        by_buyer=_breakdown(facts, "buyer_kind", "구매자별"),
        by_category=_breakdown(facts, "category_id", "분류별"),
        trend=trend_of(facts, period),
        agencies=agency_progress(actor=actor, year=year or period.end.year),
    )


def net_sales(*, period: rules.Period, **where: object) -> int:
    """Net sales of goods in won, VAT included; ``where`` are lookups on ``SaleFact``."""
    return net_facts(period).filter(**where).aggregate(sum=Sum("total_amount"))["sum"] or 0


def agency_progress(
    *,
    actor: Actor,
    year: int,
    scheme: rules.Scheme = rules.Scheme.SOCIAL_ECONOMY,
    organization_id: int | None = None,
) -> list[AgencyProgress]:
    """Each agency's preferential share of the year against the target, furthest behind first.

    City officers see all agencies; members see their own. Three queries.
    """
    agencies = Organization.objects.filter(kind=Organization.Kind.AGENCY)
    if organization_id is not None:
        actor.require_role(organization_id)
        agencies = agencies.filter(pk=organization_id)
    else:
        actor.require_city()
    target = _target(scheme, dt.date(year, 12, 31))
    declared = {row.organization_id: row for row in DeclaredPurchases.objects.filter(year=year)}
    year_period = rules.Period(dt.date(year, 1, 1), dt.date(year, 12, 31))
    bought = dict(
        net_facts(year_period)
        .filter(organization_id__isnull=False, kinds__overlap=list(rules.ELIGIBLE_KINDS[scheme]))
        .values_list("organization_id")
        .annotate(sum=Sum("total_amount"))
    )
    rows = []
    for agency in agencies.order_by("name"):
        own = declared.get(agency.pk)
        share = rules.Share(
            on_market=bought.get(agency.pk, 0),
            off_market=own.off_market_amount if own else 0,
            declared_total=own.total_amount if own else 0,
            target_bp=target.rate_bp if target else 0,
        )
        rows.append(AgencyProgress(agency, share, target.basis if target else ""))
    rows.sort(key=lambda row: (row.share.rate_bp is None, row.share.rate_bp or 0))
    return rows


def net_facts(period: rules.Period, *, buyer_kind: str = "") -> QuerySet[SaleFact]:
    """The facts that net sales are made of."""
    facts = SaleFact.objects.filter(
        day__range=(period.start, period.end),
        event__in=[event.value for event in rules.NET_SALES_EVENTS],
    )
    return facts.filter(buyer_kind=buyer_kind) if buyer_kind else facts


def _breakdown(facts: QuerySet[SaleFact], dimension: Dimension, title: str) -> Breakdown:
    rows = (
        facts.values_list(dimension)
        .annotate(
            total=Sum("total_amount"),
            supply=Sum("supply_amount"),
            orders=Count("order_id", distinct=True),
            enterprises=Count("enterprise_id", distinct=True),
        )
        .order_by("-total")
    )
    labels = _labels(dimension)
    cells = [
        Cell(str(key or ""), labels.get(str(key or ""), "기타"), total, supply, orders, enterprises)
        for key, total, supply, orders, enterprises in rows
    ]
    return Breakdown(dimension, title, cells)


def trend_of(facts: QuerySet[SaleFact], period: rules.Period) -> Trend:
    """Net sales by month and kind of buyer; months without sales are there, too."""
    rows = (
        facts.annotate(month=TruncMonth("day"))
        .values_list("month", "buyer_kind")
        .annotate(total=Sum("total_amount"))
    )
    by_month: dict[dt.date, dict[str, int]] = {}
    for month, key, total in rows:
        by_month.setdefault(month, {})[key] = total
    keys = [(str(kind.value), str(kind.label)) for kind in Order.BuyerKind]
    months = [
        MonthRow(
            month=month,
            total=sum(by_month.get(month, {}).values()),
            by_key={key: by_month.get(month, {}).get(key, 0) for key, _label in keys},
        )
        for month in period.months()
    ]
    return Trend("buyer_kind", keys, months)


def _headline(facts: QuerySet[SaleFact], period: rules.Period, buyer_kind: str) -> Headline:
    busan = [district.value for district in District]
    sums = facts.aggregate(
        net=Sum("total_amount"),
        supply=Sum("supply_amount"),
        local=Sum("total_amount", filter=Q(seller_district__in=busan)),
        organizations=Sum("total_amount", filter=~Q(buyer_kind="citizen")),
        orders=Count("order_id", distinct=True),
        buyers=Count("buyer_key", distinct=True),
        enterprises=Count("enterprise_id", distinct=True),
    )
    ordered = SaleFact.objects.filter(
        day__range=(period.start, period.end),
        event__in=[event.value for event in rules.ORDERED_EVENTS],
        **({"buyer_kind": buyer_kind} if buyer_kind else {}),
    ).aggregate(sum=Sum("total_amount"))["sum"]
    net = sums["net"] or 0
    return Headline(
        net_sales=net,
        net_supply=sums["supply"] or 0,
        ordered=ordered or 0,
        orders=sums["orders"],
        buyers=sums["buyers"],
        enterprises=sums["enterprises"],
        listed_enterprises=Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).count(),
        local_share_bp=(sums["local"] or 0) * 10_000 // net if net > 0 else None,
        organization_share_bp=(sums["organizations"] or 0) * 10_000 // net if net > 0 else None,
    )


def _labels(dimension: Dimension) -> dict[str, str]:
    if dimension == "primary_kind":
        return {str(k.value): str(k.label) for k in Credential.Kind} | {"": "인증 없음"}
    if dimension == "seller_district":
        return district_labels()
    if dimension == "buyer_kind":
        return {str(k.value): str(k.label) for k in Order.BuyerKind}
    return {str(pk): name for pk, name in Category.objects.values_list("pk", "name")} | {
        "": "주문 제작"
    }


def district_labels() -> dict[str, str]:
    return {str(d.value): str(d.label) for d in District} | {"": "부산 밖"}


def _target(scheme: rules.Scheme, on: dt.date) -> PurchaseTarget | None:
    targets = PurchaseTarget.objects.filter(scheme=scheme.value, valid_from__lte=on)
    return targets.filter(Q(valid_to=None) | Q(valid_to__gte=on)).order_by("-valid_from").first()


def purchases_by_scheme(
    *, actor: Actor, organization_id: int, year: int, schemes: Sequence[rules.Scheme]
) -> list[tuple[rules.Scheme, AgencyProgress]]:
    """An agency's own share for each scheme, each on its own."""
    return [
        (
            scheme,
            agency_progress(actor=actor, year=year, scheme=scheme, organization_id=organization_id)[
                0
            ],
        )
        for scheme in schemes
    ]
