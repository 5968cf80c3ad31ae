"""How an order's money is made up, without a database."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import split_included_tax
from orders import prices
from orders.prices import CommissionTerm, LineAmounts, ShippingTerms


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
    assert prices.unit_price(base, tiers, quantity) == price


FLAT = ShippingTerms(fee=3_000, free_from=50_000, island=4_000, mountain=2_000)
BY_AMOUNT = ShippingTerms(fee=4_000, basis="amount", steps=[(30_000, 2_000), (60_000, 0)])
BY_WEIGHT = ShippingTerms(fee=3_000, basis="weight", steps=[(5_000, 5_000), (20_000, 9_000)])


@pytest.mark.parametrize(
    ("terms", "goods", "weight_g", "area", "fee", "surcharge"),
    [
        (FLAT, 49_999, 0, "", 3_000, 0),
        (FLAT, 50_000, 0, "", 0, 0),
        (ShippingTerms(fee=3_000), 10**9, 0, "", 3_000, 0),
        (FLAT, 10_000, 0, "island", 3_000, 4_000),
        (FLAT, 60_000, 0, "island", 0, 4_000),  # the carrier takes it all the same
        (FLAT, 10_000, 0, "mountain", 3_000, 2_000),
        (BY_AMOUNT, 29_999, 0, "", 4_000, 0),
        (BY_AMOUNT, 30_000, 0, "", 2_000, 0),
        (BY_AMOUNT, 60_000, 0, "", 0, 0),
        (BY_WEIGHT, 1, 4_999, "", 3_000, 0),
        (BY_WEIGHT, 1, 5_000, "", 5_000, 0),
        (BY_WEIGHT, 1, 99_000, "", 9_000, 0),
    ],
)
def test_what_shipping_costs(
    terms: ShippingTerms, goods: int, weight_g: int, area: str, fee: int, surcharge: int
) -> None:
    charge = prices.shipping_charge(terms, goods=goods, load=prices.Load(weight_g), area=area)
    assert (charge.fee, charge.surcharge) == (fee, surcharge)
    assert charge.total == fee + surcharge


def test_what_is_picked_up_costs_no_shipping_even_on_an_island() -> None:
    charge = prices.shipping_charge(FLAT, goods=1_000, area="island", pickup=True)
    assert charge.total == 0


RULES = [
    CommissionTerm(500),
    CommissionTerm(450, kind="self_support_enterprise"),
    CommissionTerm(400, category_id=1),
    CommissionTerm(350, category_id=2),
    CommissionTerm(300, category_id=2, kind="self_support_enterprise"),
    CommissionTerm(100, enterprise_id=7),
]


@pytest.mark.parametrize(
    ("enterprise", "path", "kinds", "rate"),
    [
        (1, [9], [], 500),
        (1, [9], ["self_support_enterprise"], 450),
        (1, [3, 1], ["self_support_enterprise"], 400),
        (1, [2, 1], [], 350),  # the nearer category
        (1, [2, 1], ["self_support_enterprise"], 300),
        (7, [2, 1], ["self_support_enterprise"], 100),
    ],
)
def test_the_narrowest_commission_rule_holds(
    enterprise: int, path: list[int], kinds: list[str], rate: int
) -> None:
    found = prices.commission_rate(RULES, enterprise_id=enterprise, category_path=path, kinds=kinds)
    assert found == rate


def test_of_two_equally_narrow_rules_the_newest_holds_and_without_any_it_is_free() -> None:
    two = [CommissionTerm(500), CommissionTerm(450)]
    assert prices.commission_rate(two, enterprise_id=1, category_path=[], kinds=[]) == 450
    assert prices.commission_rate([], enterprise_id=1, category_path=[], kinds=[]) == 0


AMOUNT = st.integers(0, 10**9)


@given(
    price=AMOUNT,
    off=st.tuples(st.fractions(0, 1), st.fractions(0, 1)),
    rest=st.tuples(AMOUNT, AMOUNT),
    cuts=st.lists(st.integers(1, 9), min_size=1, max_size=9),
)
def test_a_line_cut_in_any_steps_loses_no_won(
    price: int, off: tuple[Fraction, Fraction], rest: tuple[int, int], cuts: list[int]
) -> None:
    goods = price * sum(cuts)
    market = int(goods * off[0])
    enterprise = int((goods - market) * off[1])
    shipping, commission = rest
    line = LineAmounts(sum(cuts), goods, market, enterprise, shipping, commission)
    before = 0
    sums = [0] * 6
    for pieces in cuts:
        share = prices.line_share(line, before=before, pieces=pieces, vat_rate_bp=1_000)
        assert share.commission.total == share.commission.supply + share.commission.vat
        assert share.paid >= 0
        for place, amount in enumerate(
            (share.goods, share.market_discount, share.enterprise_discount, share.shipping,
             share.commission.supply, share.commission.vat)
        ):  # fmt: skip
            assert amount >= 0
            sums[place] += amount
        before += pieces
    whole = split_included_tax(commission, rate_bp=1_000)
    assert sums == [line.goods, market, enterprise, shipping, whole.supply, whole.vat]


def test_only_the_pieces_that_bring_their_shipping_get_it() -> None:
    line = LineAmounts(4, 40_000, shipping=3_000)
    none = prices.line_share(line, before=1, pieces=2, vat_rate_bp=1_000, with_shipping=0)
    one = prices.line_share(line, before=1, pieces=2, vat_rate_bp=1_000, with_shipping=1)
    assert (none.goods, none.shipping, one.shipping) == (20_000, 0, 750)


def test_no_piece_costs_less_than_nothing() -> None:
    """Of two pieces at ₩1 with ₩1 off from each funder, none may cost −₩1."""
    line = LineAmounts(2, 2, market_discount=1, enterprise_discount=1)
    shares = [prices.line_share(line, before=n, pieces=1, vat_rate_bp=1_000) for n in (0, 1)]
    assert [share.paid for share in shares] == [0, 0]
    assert sum(share.market_discount for share in shares) == 1
