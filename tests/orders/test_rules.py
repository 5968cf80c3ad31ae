"""The life of an order, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders import rules
from orders.rules import OrderStatus, VendorOrderStatus

S = VendorOrderStatus


@pytest.mark.parametrize(
    ("base", "tiers", "quantity", "price"),
    [
        (1000, [], 5, 1000),
        (1000, [(50, 900), (100, 800)], 49, 1000),
        (1000, [(50, 900), (100, 800)], 50, 900),
        (1000, [(100, 800), (50, 900)], 500, 800),
        (1000, [(10, 1200)], 20, 1000),
    ],
)
def test_the_best_tier_reached_gives_the_price(
    base: int, tiers: list[tuple[int, int]], quantity: int, price: int
) -> None:
    assert rules.unit_price(base, tiers, quantity) == price


@pytest.mark.parametrize(
    ("goods", "fee", "free_from", "expected"),
    [(49_999, 3000, 50_000, 3000), (50_000, 3000, 50_000, 0), (10**9, 3000, 0, 3000)],
)
def test_shipping_is_free_from_its_limit_on(
    goods: int, fee: int, free_from: int, expected: int
) -> None:
    assert rules.shipping_fee(goods=goods, fee=fee, free_from=free_from) == expected


@pytest.mark.parametrize("target", list(S))
@pytest.mark.parametrize("ended", [S.DELIVERED, S.CANCELLED])
def test_what_has_ended_moves_no_more(ended: S, target: S) -> None:
    assert not rules.may_move(ended, target)


def test_nothing_is_cancelled_once_it_has_shipped() -> None:
    for state in (S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED):
        assert not rules.may_move(state, S.CANCELLED)


@given(st.lists(st.sampled_from(list(S)), min_size=1, max_size=6))
def test_an_order_is_complete_only_when_no_part_is_open(states: list[S]) -> None:
    status = rules.order_status([state.value for state in states])
    is_open = any(s not in (S.DELIVERED, S.CANCELLED) for s in states)
    assert (status in (OrderStatus.COMPLETED, OrderStatus.CANCELLED)) == (not is_open)
