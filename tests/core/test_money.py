"""A split never loses a won."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import KRW, Money, allocate, share_bp, split_included_tax

WON = st.integers(min_value=-(10**12), max_value=10**12)


@given(WON, st.sampled_from([0, 500, 1000]))
def test_supply_and_vat_always_sum_to_the_total(total: int, rate: int) -> None:
    split = split_included_tax(total, rate_bp=rate)
    assert split.supply + split.vat == split.total == total


@pytest.mark.parametrize(
    ("total", "supply", "vat"),
    [(11_000, 10_000, 1_000), (10_000, 9_091, 909), (1, 1, 0), (5, 5, 0), (6, 5, 1), (0, 0, 0)],
)
def test_supply_is_ten_elevenths_rounded_half_up(total: int, supply: int, vat: int) -> None:
    split = split_included_tax(total, rate_bp=1000)
    assert (split.supply, split.vat) == (supply, vat)


@given(WON)
def test_a_refund_is_taxed_as_the_mirror_of_its_sale(total: int) -> None:
    sale, refund = (split_included_tax(t, rate_bp=1000) for t in (total, -total))
    assert (refund.supply, refund.vat) == (-sale.supply, -sale.vat)


@given(WON, st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=30))
def test_parts_of_an_allocation_sum_to_the_whole(total: int, weights: list[int]) -> None:
    assert sum(allocate(total, weights)) == total


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
def test_each_part_is_within_a_won_of_its_share(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for part, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(part * whole - total * weight) < whole


def test_an_allocation_refuses_what_can_not_be_split() -> None:
    with pytest.raises(ValueError, match="nothing"):
        allocate(10, [])
    with pytest.raises(ValueError, match="negative"):
        allocate(10, [1, -1])


@given(WON, st.integers(0, 10_000))
def test_a_share_mirrors_below_zero(amount: int, rate: int) -> None:
    assert share_bp(-amount, rate_bp=rate) == -share_bp(amount, rate_bp=rate)


def test_money_of_two_currencies_does_not_add() -> None:
    assert Money(1, KRW) + Money(2, KRW) == Money(3, KRW)
    with pytest.raises(ValueError, match="USD"):
        Money(1, KRW) + Money(1, "USD")


def test_dollars_have_cents_and_won_have_none() -> None:
    assert str(Money(1999, "USD").major()) == "19.99"
    assert str(Money(1999, KRW).major()) == "1999"
