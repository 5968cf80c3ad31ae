"""The warm-values page: what the city's strategy achieves, in charts with tables behind them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput
from orders.models import Order
from reports import rules, selectors
from reports.exports import warm_values_xlsx
from reports.selectors import Breakdown, WarmValues
from storefront import charts, files
from storefront.templatetags.onjang import compact_won

#: Facts begin with the market; nobody asks for more than this many days at once.
LONGEST = dt.timedelta(days=3700)


@dataclass(frozen=True, slots=True)
class Filters:
    period: rules.Period
    buyer_kind: str
    year: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the table behind it."""

    title: str
    chart: SafeString
    table: Breakdown


def warm(request: HttpRequest) -> HttpResponse:
    """The page. Wrong filters are told by field, and the default period is shown."""
    errors: dict[str, list[str]] = {}
    try:
        filters = _filters(request)
    except InvalidInput as error:
        errors, filters = error.by_field(), _default()
    values = selectors.warm_values(
        actor=request.actor,  # type: ignore[attr-defined]
        period=filters.period,
        buyer_kind=filters.buyer_kind,
        year=filters.year,
    )
    context = {
        "values": values,
        "filters": filters,
        "errors": errors,
        "figures": [
            _figure(values.by_kind, _("기업 유형별 순매출")),
            _figure(values.by_district, _("구·군별 순매출")),
            _figure(values.by_buyer, _("구매자별 순매출")),
            _figure(values.by_category, _("분류별 순매출")),
        ],
        "trend": _trend(values),
        "agencies": _agencies(values),
        "indicators": {
            "net_sales": rules.NET_SALES,
            "preferential_share": rules.PREFERENTIAL_SHARE,
        },
        "buyer_kinds": Order.BuyerKind.choices,
        "query": request.GET.urlencode(),
    }
    return render(request, "city/warm.html", context, status=400 if errors else 200)


def warm_xlsx(request: HttpRequest) -> HttpResponse:
    """The same figures as a workbook. Raises InvalidInput for wrong filters."""
    filters = _filters(request)
    values = selectors.warm_values(
        actor=request.actor,  # type: ignore[attr-defined]
        period=filters.period,
        buyer_kind=filters.buyer_kind,
        year=filters.year,
    )
    name = f"onjang-warm-values-{filters.period.start:%Y%m%d}-{filters.period.end:%Y%m%d}"
    return files.xlsx(warm_values_xlsx(values), name)


def _default() -> Filters:
    today = clock.today()
    return Filters(rules.last_months(today, 12), "", today.year)


def _filters(request: HttpRequest) -> Filters:
    default = _default()
    start = _day(request, "start", default.period.start)
    end = _day(request, "end", default.period.end)
    if end < start:
        raise InvalidInput({"end": _("종료일이 시작일보다 앞섭니다.")})
    if end - start > LONGEST:
        raise InvalidInput({"start": _("기간은 10년까지 고를 수 있습니다.")})
    buyer = request.GET.get("buyer", "")
    if buyer and buyer not in Order.BuyerKind.values:
        raise InvalidInput({"buyer": _("없는 구매자 유형입니다.")})
    return Filters(rules.Period(start, end), buyer, end.year)


def _day(request: HttpRequest, name: str, default: dt.date) -> dt.date:
    text = request.GET.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else default
    except ValueError:
        raise InvalidInput({name: _("날짜는 2026-11-23처럼 입력해 주세요.")}) from None


def _figure(table: Breakdown, title: str) -> Figure:
    rows = [charts.Bar(cell.label, cell.total) for cell in table.cells]
    return Figure(title, charts.bars(rows, title=title, text=compact_won), table)


def _trend(values: WarmValues) -> SafeString:
    series = [
        charts.Line(label, [row.by_key[key] for row in values.trend.rows], tone)
        for tone, (key, label) in enumerate(values.trend.keys, start=1)
    ]
    steps = [f"{row.month:%y.%m}" for row in values.trend.rows]
    return charts.lines(series, steps=steps, title=_("월별 순매출 추이"), text=compact_won)


def _agencies(values: WarmValues) -> SafeString:
    rows = [
        charts.Bullet(
            label=row.organization.name,
            value=row.share.rate_bp or 0,
            target=row.share.target_bp,
            note=_percent(row.share.rate_bp),
        )
        for row in values.agencies
    ]
    return charts.bullets(rows, title=_("기관별 우선구매 비율과 목표"), text=_percent)


def _percent(basis_points: int | None) -> str:
    return "–" if basis_points is None else f"{basis_points / 100:.2f}%"
