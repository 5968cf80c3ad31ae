"""The grounds of a private contract and the invariants of a purchase, without a database."""

from __future__ import annotations

import datetime as dt
import importlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procurement import rules
from procurement.rules import Ground, Obstacle, Paper

TODAY = dt.date(2026, 11, 23)
SEEDED: list[dict[str, Any]] = importlib.import_module(
    "procurement.migrations.0002_contract_rules"
).RULES


def ground(code: str) -> Ground:
    row: dict[str, Any] = next(row for row in SEEDED if row["code"] == code)
    return Ground(
        code=code,
        name=row["name"],
        basis=row["basis"],
        max_supply=row["max_supply_amount"],
        quotes_required=row["quotes_required"],
        eligible_kinds=frozenset(row.get("eligible_kinds", ())),
        ratio_kinds=frozenset(row.get("ratio_kinds", ())),
        min_vulnerable_bp=row.get("min_vulnerable_bp", 0),
        in_designated_system=row.get("in_designated_system", False),
        valid_from=dt.date(2024, 1, 1),
    )


def obstacles(code: str, **purchase: Any) -> tuple[Obstacle, ...]:
    asked = {"supply": 1, "quotes": 0, "papers": (), "on": TODAY} | purchase
    return rules.examine(ground(code), **asked).obstacles


@pytest.mark.parametrize(
    ("code", "supply", "quotes", "expected"),
    [
        ("no_quote_2m", 1_999_999, 0, ()),
        ("no_quote_2m", 2_000_000, 0, (Obstacle.ABOVE_LIMIT,)),
        ("one_quote_20m", 20_000_000, 1, ()),
        ("one_quote_20m", 20_000_001, 1, (Obstacle.ABOVE_LIMIT,)),
        ("one_quote_20m", 1_000_000, 0, (Obstacle.TOO_FEW_QUOTES,)),
    ],
)
def test_limits_are_without_vat_and_reached_at_their_own_amount(
    code: str, supply: int, quotes: int, expected: tuple[Obstacle, ...]
) -> None:
    assert obstacles(code, supply=supply, quotes=quotes) == expected


@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ([Paper("women_owned")], ()),
        ([Paper("disabled_owned")], ()),
        ([Paper("social_enterprise", 3000)], ()),
        ([Paper("social_enterprise", 2999)], (Obstacle.RATIO_NOT_SHOWN,)),
        ([Paper("social_enterprise")], (Obstacle.RATIO_NOT_SHOWN,)),
        ([Paper("village_enterprise", 4000)], ()),
        ([Paper("cooperative")], (Obstacle.SELLER_NOT_ELIGIBLE,)),
        ([Paper("preliminary_social_enterprise", 9000)], (Obstacle.SELLER_NOT_ELIGIBLE,)),
        ([Paper("social_venture")], (Obstacle.SELLER_NOT_ELIGIBLE,)),
        ([], (Obstacle.SELLER_NOT_ELIGIBLE,)),
    ],
)
def test_up_to_fifty_million_one_quote_is_enough_from_some_enterprises_only(
    papers: list[Paper], expected: tuple[Obstacle, ...]
) -> None:
    assert obstacles("one_quote_50m", supply=50_000_000, quotes=1, papers=papers) == expected


def test_above_fifty_million_two_quotes_and_the_system_s_number_are_needed() -> None:
    papers = [Paper("women_owned")]
    assert obstacles("two_quotes_100m", supply=90_000_000, quotes=1, papers=papers) == (
        Obstacle.TOO_FEW_QUOTES,
        Obstacle.SYSTEM_REFERENCE_MISSING,
    )
    assert not obstacles(
        "two_quotes_100m",
        supply=90_000_000,
        quotes=2,
        papers=papers,
        system_reference="R26BK00000001",
    )


@pytest.mark.parametrize("day", [dt.date(2023, 12, 31), dt.date(2027, 1, 1)])
def test_a_ground_holds_between_its_days_only(day: dt.date) -> None:
    ended = rules.Ground(
        code="x", name="", basis="", max_supply=10, quotes_required=0, eligible_kinds=frozenset(),
        ratio_kinds=frozenset(), min_vulnerable_bp=0, in_designated_system=False,
        valid_from=dt.date(2024, 1, 1), valid_to=dt.date(2026, 12, 31),
    )  # fmt: skip
    found = rules.examine(ended, supply=1, quotes=0, papers=(), on=day)
    assert found.obstacles == (Obstacle.NOT_IN_FORCE,)


def test_the_simplest_ground_that_carries_is_proposed() -> None:
    found = rules.examine_all(
        [ground(row["code"]) for row in SEEDED],
        supply=3_000_000, quotes=2, papers=(), on=TODAY,
    )  # fmt: skip
    best = rules.first_permitting(found)
    assert best is not None
    assert best.ground.code == "one_quote_20m"
    nothing = rules.examine_all(
        [ground("no_quote_2m")], supply=3_000_000, quotes=2, papers=(), on=TODAY
    )
    assert rules.first_permitting(nothing) is None


def test_splitting_across_a_limit_is_noticed() -> None:
    assert rules.crossed_limits([20, 50], before=15, supply=10) == [20]
    assert rules.crossed_limits([20, 50], before=0, supply=10) == []
    assert rules.crossed_limits([20, 50], before=15, supply=30) == []
    assert rules.crossed_limits([20, 50], before=45, supply=10) == [20, 50]


def test_a_quote_holds_through_its_last_day() -> None:
    assert not rules.is_expired(TODAY, on=TODAY)
    assert rules.is_expired(TODAY, on=TODAY + dt.timedelta(days=1))


def test_equal_totals_share_a_place() -> None:
    assert rules.ranks([300, 100, 300, 200]) == [3, 1, 3, 2]


def test_three_duties_are_three_people() -> None:
    assert rules.duties_part(requester=1, approver=2, inspector=3)
    assert rules.duties_part(requester=1, approver=None, inspector=3)
    assert not rules.duties_part(requester=1, approver=1, inspector=None)
    assert not rules.duties_part(requester=1, approver=2, inspector=2)
    assert not rules.duties_part(requester=1, approver=2, inspector=1)


@given(
    ordered=st.integers(1, 500), delivered=st.integers(0, 500), inspected=st.integers(0, 500),
    unpaid=st.integers(0, 10),
)  # fmt: skip
def test_a_purchase_order_closes_only_when_all_is_delivered_inspected_and_paid(
    ordered: int, delivered: int, inspected: int, unpaid: int
) -> None:
    delivered = min(delivered, ordered)
    inspected = min(inspected, delivered)
    status = rules.purchase_order_status(
        ordered=ordered, delivered=delivered, inspected=inspected, unpaid=unpaid
    )
    assert (status == "closed") == (inspected == ordered and unpaid == 0)


def test_every_state_is_in_the_machines() -> None:
    for moves, states in (
        (rules.RFQ_MOVES, rules.RfqStatus),
        (rules.QUOTE_MOVES, rules.QuoteStatus),
        (rules.PURCHASE_ORDER_MOVES, rules.PurchaseOrderStatus),
    ):
        assert set(moves) == set(states)
    assert not rules.purchase_order_may_move("closed", "ordered")
    assert not rules.purchase_order_may_move("rejected", "ordered")
