"""What coupons take off, without a database."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from promotions.rules import Discounts, Funder, Goods, Off, Problem, Terms, discounts

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SOAP = Goods(1, 7, frozenset({10, 1}), 20_000)
JAM = Goods(2, 8, frozenset({20, 1}), 10_000)


def coupon(code: str = "C", **terms: Any) -> Terms:
    return Terms(
        **{
            "code": code,
            "funder": Funder.MARKET,
            "enterprise_id": None,
            "category_id": None,
            "percent": False,
            "value": 3_000,
            "most": 0,
            "least_goods": 0,
            "valid_from": NOW - DAY,
            "valid_to": NOW + DAY,
            **terms,
        }
    )


def off(*coupons: Terms, goods: tuple[Goods, ...] = (SOAP, JAM)) -> Discounts:
    return discounts(coupons, goods, at=NOW)


def test_an_amount_is_split_by_what_the_lines_cost() -> None:
    assert off(coupon()).lines == {1: Off(market=2_000), 2: Off(market=1_000)}


def test_a_percentage_stops_at_its_most() -> None:
    assert off(coupon(percent=True, value=1_000)).total == 3_000
    assert off(coupon(percent=True, value=1_000, most=2_000)).total == 2_000


def test_an_enterprise_s_coupon_lowers_its_own_goods_alone_and_goes_first() -> None:
    found = off(
        coupon("M", percent=True, value=1_000),
        coupon("E", funder=Funder.ENTERPRISE, enterprise_id=7, percent=True, value=5_000),
    )
    assert found.amounts == {"E": 10_000, "M": 2_000}
    assert found.lines == {1: Off(market=1_000, enterprise=10_000), 2: Off(market=1_000)}


def test_a_category_s_coupon_fits_what_lies_below_it_too() -> None:
    assert off(coupon(category_id=10)).lines == {1: Off(market=3_000), 2: Off()}
    assert off(coupon(category_id=1)).total == 3_000


def test_nothing_costs_less_than_nothing() -> None:
    found = off(coupon("E", funder=Funder.ENTERPRISE, enterprise_id=8, value=99_000), coupon("M"))
    assert found.lines[2] == Off(enterprise=10_000)
    assert found.lines[1] == Off(market=3_000)


@pytest.mark.parametrize(
    ("terms", "problem"),
    [
        ({"valid_from": NOW + DAY, "valid_to": NOW + 2 * DAY}, Problem.NOT_YET),
        ({"valid_to": NOW}, Problem.OVER),
        ({"enterprise_id": 99}, Problem.NOTHING_FITS),
        ({"category_id": 99}, Problem.NOTHING_FITS),
        ({"least_goods": 30_001}, Problem.TOO_LITTLE),
        ({"category_id": 20, "least_goods": 10_001}, Problem.TOO_LITTLE),
    ],
)
def test_why_a_coupon_does_not_hold(terms: dict[str, Any], problem: Problem) -> None:
    found = off(coupon(**terms))
    assert found.problems == {"C": problem}
    assert found.total == 0


def test_one_of_the_market_and_one_of_each_enterprise() -> None:
    seven = {"funder": Funder.ENTERPRISE, "enterprise_id": 7}
    eight = {"funder": Funder.ENTERPRISE, "enterprise_id": 8}
    found = off(
        coupon("A"), coupon("B"), coupon("C", **seven), coupon("D", **seven), coupon("E", **eight)
    )
    assert set(found.amounts) == {"A", "C", "E"}
    assert found.problems == {"B": Problem.TWO_OF_A_KIND, "D": Problem.TWO_OF_A_KIND}
