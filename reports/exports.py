"""The warm-values page as a workbook: the same figures, one sheet a table."""

from __future__ import annotations

from core import clock
from core.documents.workbook import Workbook
from reports import rules
from reports.selectors import Breakdown, WarmValues


def warm_values_xlsx(values: WarmValues) -> bytes:
    """The workbook's bytes. Numbers are numbers; the first sheet says what they mean."""
    book = Workbook()
    _method(book, values)
    for name, table in (
        ("유형별", values.by_kind),
        ("구군별", values.by_district),
        ("구매자별", values.by_buyer),
        ("분류별", values.by_category),
    ):
        _breakdown(book, name, table)
    _trend(book, values)
    _agencies(book, values)
    return book.done()


def _method(book: Workbook, values: WarmValues) -> None:
    rows = [
        ("기간", f"{values.period.start:%Y-%m-%d} ~ {values.period.end:%Y-%m-%d}"),
        ("기준 시각", values.cut_off.astimezone(clock.SEOUL).strftime("%Y-%m-%d %H:%M")),
        ("순매출 합계(원)", values.headline.net_sales),
        ("공급가액 합계(원)", values.headline.net_supply),
    ]
    for indicator in (rules.NET_SALES, rules.PREFERENTIAL_SHARE):
        rows += [
            (indicator.name, indicator.formula),
            (f"{indicator.name}: 단위", indicator.unit),
            (f"{indicator.name}: 유의", indicator.caveat),
        ]
    book.sheet("설명", ("항목", "내용"), rows)


def _breakdown(book: Workbook, name: str, table: Breakdown) -> None:
    book.sheet(
        name,
        ("구분", "순매출(원)", "공급가액(원)", "주문 수", "기업 수"),
        [(c.label, c.total, c.supply, c.orders, c.enterprises) for c in table.cells],
        ("합계", table.total, table.supply),
    )


def _trend(book: Workbook, values: WarmValues) -> None:
    labels = [label for _key, label in values.trend.keys]
    book.sheet(
        "월별",
        ("월", "순매출(원)", *labels),
        [
            (f"{row.month:%Y-%m}", row.total, *(row.by_key[key] for key, _l in values.trend.keys))
            for row in values.trend.rows
        ],
        ("합계", values.trend.total),
    )


def _agencies(book: Workbook, values: WarmValues) -> None:
    heads = (
        "기관", "온장 구매(원)", "온장 밖 구매(원)", "총 구매액(원)", "비율", "목표", "부족액(원)",
    )  # fmt: skip
    rows = [
        (
            row.organization.name,
            row.share.on_market,
            row.share.off_market,
            row.share.declared_total,
            (row.share.rate_bp or 0) / 10_000,
            row.share.target_bp / 10_000,
            row.share.gap,
        )
        for row in values.agencies
    ]
    book.sheet("기관별 우선구매", heads, rows, shares=(4, 5))
