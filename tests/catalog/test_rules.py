"""What makes a product fit to be sold, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import rules

NOTICE = [
    {"key": "maker", "label": "제조자", "required": True},
    {"key": "origin", "label": "원산지", "required": True},
    {"key": "note", "label": "비고", "required": False},
]


@pytest.mark.parametrize(
    ("values", "missing"),
    [
        ({}, ["maker", "origin"]),
        ({"maker": "온장비누", "origin": "  "}, ["origin"]),
        ({"maker": "온장비누", "origin": "부산"}, []),
    ],
)
def test_every_required_field_of_the_notice_is_filled(
    values: dict[str, str], missing: list[str]
) -> None:
    assert [entry["key"] for entry in rules.missing_notice(NOTICE, values)] == missing


def test_pointing_to_the_description_is_no_notice() -> None:
    assert rules.evasive_notice({"maker": "상세페이지 참조", "origin": "부산"}) == ["maker"]


@pytest.mark.parametrize(
    ("tiers", "problem"),
    [
        ([], ""),
        ([(10, 900), (100, 800)], ""),
        ([(100, 800), (10, 900)], ""),
        ([(1, 900)], "quantity"),
        ([(10, 900), (10, 800)], "order"),
        ([(10, 1000)], "price"),
        ([(10, 900), (100, 950)], "price"),
        ([(10, 0)], "price"),
    ],
)
def test_more_pieces_cost_less_each(tiers: list[tuple[int, int]], problem: str) -> None:
    assert rules.tier_problem(1000, tiers) == problem


@given(st.lists(st.integers(min_value=1, max_value=10**9)))
def test_a_price_span_holds_every_price(prices: list[int]) -> None:
    low, high = rules.price_span(prices)
    assert all(low <= price <= high for price in prices)
    assert (low, high) == (0, 0) or {low, high} <= set(prices)
