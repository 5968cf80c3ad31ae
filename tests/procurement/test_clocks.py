"""The law's limits, clocks and rates at their boundaries, without VAT and with it."""

from __future__ import annotations

import datetime as dt

import pytest

from core import clock, tax
from procurement import rules, selectors, services
from procurement.errors import RuleForbids
from procurement.models import Clock, PurchaseOrder
from procurement.rules import ClockCode, ClockRow, Obstacle, Paper
from procurement.rules.glance import Act, Standing, next_acts
from tests.factories.vendors import CredentialFactory
from tests.procurement.conftest import Desk, Seller, answer, ask, order_quote
from tests.procurement.test_rules import obstacles

DAY = dt.date(2026, 11, 23)
SHOWN = [Paper("social_cooperative", 3000)]


@pytest.mark.parametrize(
    ("code", "supply", "quotes", "fits"),
    [
        ("one_quote_50m", 50_000_000, 1, True),
        ("one_quote_50m", 50_000_001, 1, False),
        ("two_quotes_100m", 100_000_000, 2, True),
        ("two_quotes_100m", 100_000_001, 2, False),
    ],
)
def test_the_special_limits_are_reached_at_their_own_amount(
    code: str, supply: int, quotes: int, fits: bool
) -> None:
    found = obstacles(
        code, supply=supply, quotes=quotes, papers=SHOWN, system_reference="R26BK00000001"
    )
    assert found == (() if fits else (Obstacle.ABOVE_LIMIT,))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "total", "fits"),
    [
        # what is written with VAT: the supply decides
        ("one_quote_20m", 22_000_000, True),
        ("one_quote_20m", 22_000_001, False),
        ("one_quote_50m", 55_000_000, True),
        ("one_quote_50m", 55_000_001, False),
    ],
)
def test_a_price_with_vat_is_measured_without_it(
    agency: Desk, sellers: tuple[Seller, Seller], code: str, total: int, fits: bool
) -> None:
    one = sellers[0]
    CredentialFactory(
        enterprise=one.enterprise, kind="social_cooperative", vulnerable_employment_bp=3000
    )
    quote = answer(ask(agency, one, quantity=1), one, total)
    supply = tax.rates(on=clock.today()).split(total, "taxable").supply
    limit = 20_000_000 if code == "one_quote_20m" else 50_000_000
    assert (supply <= limit) == fits
    if fits:
        assert order_quote(agency, quote, rule_code=code).rule_basis
        return
    with pytest.raises(RuleForbids):
        order_quote(agency, quote, rule_code=code)


@pytest.mark.parametrize(
    ("on", "late"), [(DAY, 0), (DAY - dt.timedelta(days=1), 0), (DAY + dt.timedelta(days=1), 1)]
)
def test_the_last_day_is_in_time(on: dt.date, late: int) -> None:
    assert rules.days_late(DAY, on=on) == late


def test_interest_and_damages_drop_broken_won() -> None:
    assert rules.late_interest(5_400_000, days=10, ppm_year=50_000) == 7_397
    assert rules.late_interest(5_400_000, days=0, ppm_year=50_000) == 0
    damages = rules.delay_damages
    assert damages(1_000_001, days=1, ppm_day=800, most_ppm=300_000) == 800
    assert damages(1_000_000, days=375, ppm_day=800, most_ppm=300_000) == 300_000
    assert damages(1_000_000, days=376, ppm_day=800, most_ppm=300_000) == 300_000


def test_a_temporary_relief_stands_before_the_rule_while_it_lasts() -> None:
    rows = [
        ClockRow("inspect_days", 14, "제64조", dt.date(2024, 1, 1)),
        ClockRow("inspect_days", 7, "한시 특례", dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
    ]

    def days(on: dt.date) -> int:
        row = rules.clock_on(rows, ClockCode.INSPECT, day=on)
        assert row is not None
        return row.value

    assert [days(dt.date(2025, 12, 31)), days(dt.date(2026, 1, 1))] == [14, 7]
    assert [days(dt.date(2026, 6, 30)), days(dt.date(2026, 7, 1))] == [7, 14]
    assert rules.clock_on(rows, ClockCode.PAY, day=DAY) is None


@pytest.mark.django_db
def test_every_clock_has_a_row_with_its_article() -> None:
    for code in ClockCode:
        row = selectors.clock_row(code)
        assert row is not None, code
        assert row.basis
    Clock.objects.create(
        code="pay_business_days", value=3, basis="한시 특례", valid_from=clock.today()
    )
    assert selectors.clock_value(ClockCode.PAY) == 3


# -- where a purchase stands


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (Standing("submitted", True, approve_by=DAY), [(Act.APPROVE, DAY)]),
        (Standing("ordered", True, respond_by=DAY, unanswered=1, to_ship=5), [(Act.ANSWER, DAY)]),
        (Standing("ordered", True, to_ship=5, needed_by=DAY), [(Act.SHIP, DAY)]),
        (
            Standing("delivering", True, to_ship=5, needed_by=DAY, arrived=[DAY]),
            [(Act.SHIP, DAY), (Act.INSPECT, DAY + dt.timedelta(days=14))],
        ),
        (
            Standing("inspected", True, unclaimed=1, unpaid=[DAY]),
            [(Act.PAY, DAY), (Act.CLAIM, None)],
        ),
        (Standing("inspected", False, unclaimed=1, unpaid=[DAY]), [(Act.PAY, DAY)]),
        (Standing("ordered", True, change="requested"), [(Act.DECIDE_CHANGE, None)]),
        (Standing("ordered", True, change="approved"), [(Act.AGREE_CHANGE, None)]),
        (Standing("closed", True, unpaid=[DAY]), []),
        (Standing("rejected", True), []),
    ],
)
def test_who_is_next_and_by_when(
    standing: Standing, expected: list[tuple[Act, dt.date | None]]
) -> None:
    found = next_acts(standing, inspect_days=14)
    assert [(act.act, act.due) for act in found] == expected


@pytest.mark.django_db
def test_where_many_purchases_stand_takes_as_many_queries_as_one(
    agency: Desk, sellers: tuple[Seller, Seller], django_assert_num_queries: object
) -> None:
    orders = [
        order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000)) for _ in range(3)
    ]
    services.purchase_order_approve(actor=agency.approver, po_id=orders[0].pk)
    orders = list(PurchaseOrder.objects.select_related("organization").order_by("pk"))
    for some in (orders[:1], orders):
        with django_assert_num_queries(8):  # type: ignore[operator]
            found = selectors.next_acts_of(some)
    assert [acts[0].act for acts in found.values()] == [Act.ANSWER, Act.APPROVE, Act.APPROVE]
