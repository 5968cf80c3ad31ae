"""Periods and what they come to, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settlements import rules
from settlements.rules import Cycle, Period

D = dt.date


@pytest.mark.parametrize(
    ("day", "cycle", "first", "last"),
    [
        (D(2026, 11, 1), Cycle.HALF_MONTH, D(2026, 11, 1), D(2026, 11, 15)),
        (D(2026, 11, 15), Cycle.HALF_MONTH, D(2026, 11, 1), D(2026, 11, 15)),
        (D(2026, 11, 16), Cycle.HALF_MONTH, D(2026, 11, 16), D(2026, 11, 30)),
        (D(2028, 2, 29), Cycle.HALF_MONTH, D(2028, 2, 16), D(2028, 2, 29)),
        (D(2026, 12, 31), Cycle.MONTH, D(2026, 12, 1), D(2026, 12, 31)),
        (D(2026, 11, 23), Cycle.WEEK, D(2026, 11, 23), D(2026, 11, 29)),
        (D(2027, 1, 1), Cycle.WEEK, D(2026, 12, 28), D(2027, 1, 3)),
    ],
)
def test_the_period_a_day_lies_in(day: D, cycle: Cycle, first: D, last: D) -> None:
    assert rules.period_of(day, cycle) == Period(first, last)


@given(st.dates(D(2024, 1, 1), D(2030, 12, 31)), st.sampled_from(Cycle))
def test_periods_follow_one_another_without_a_gap(day: D, cycle: Cycle) -> None:
    now, before = rules.period_of(day, cycle), rules.last_ended(day, cycle)
    assert now.first <= day <= now.last
    assert before.last == now.first - dt.timedelta(days=1)


def test_what_is_owed_is_carried_until_sales_cover_it() -> None:
    assert rules.due(net=-5_000, carried_in=0) == rules.Due(0, -5_000)
    assert rules.due(net=3_000, carried_in=-5_000) == rules.Due(0, -2_000)
    assert rules.due(net=10_000, carried_in=-2_000) == rules.Due(8_000, 0)


def test_a_payout_that_failed_may_be_sent_again() -> None:
    assert rules.PayoutState.OPEN in rules.PAYOUT_MOVES[rules.PayoutState.SENT]
    assert set(rules.PAYOUT_MOVES) == set(rules.PayoutState)
