"""Shares, gaps and Korean number forms, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.rules import (
    Period,
    Share,
    compact_won,
    compact_won_english,
    fill_months,
    last_months,
)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0"),
        (9_999, "9,999"),
        (10_000, "1만"),
        (450_000, "45만"),
        (123_456_789, "1억 2,345만"),
        (100_000_000, "1억"),
        (1_234_500_000_000, "12,345억"),
        (-450_000, "−45만"),
    ],
)
def test_won_are_read_in_man_and_eok(amount: int, text: str) -> None:
    assert compact_won(amount) == text


@given(
    st.integers(0, 10**12), st.integers(0, 10**12), st.integers(1, 10**12), st.integers(0, 10_000)
)
def test_a_target_is_reached_exactly_when_no_won_is_missing(
    on_market: int, off_market: int, declared: int, target: int
) -> None:
    share = Share(on_market, off_market, declared, target)
    assert share.is_reached == (share.eligible * 10_000 >= declared * target)
    assert (share.eligible + share.gap) * 10_000 >= declared * target


def test_without_a_declared_total_there_is_no_share() -> None:
    share = Share(1_000_000, 0, 0, 500)
    assert share.rate_bp is None
    assert not share.is_reached


def test_a_period_names_every_month_it_touches() -> None:
    period = Period(dt.date(2025, 11, 30), dt.date(2026, 2, 1))
    assert [f"{m:%Y-%m}" for m in period.months()] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert fill_months([(dt.date(2025, 12, 1), 5)], period) == [
        (dt.date(2025, 11, 1), 0),
        (dt.date(2025, 12, 1), 5),
        (dt.date(2026, 1, 1), 0),
        (dt.date(2026, 2, 1), 0),
    ]


def test_the_last_twelve_months_end_today() -> None:
    period = last_months(dt.date(2026, 11, 23), 12)
    assert period == Period(dt.date(2025, 12, 1), dt.date(2026, 11, 23))


def test_a_period_does_not_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="end before"):
        Period(dt.date(2026, 2, 1), dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "₩0"), (9_800, "₩9,800"), (999_999, "₩999,999"), (1_239_999, "₩1.23 m"),
        (45_678_000, "₩45.6 m"), (456_789_000, "₩456 m"), (1_016_460_000, "₩1.01 bn"),
        (-2_500_000, "−₩2.50 m"),
    ],
)  # fmt: skip
def test_large_sums_are_short_in_english_too(amount: int, text: str) -> None:
    assert compact_won_english(amount) == text
