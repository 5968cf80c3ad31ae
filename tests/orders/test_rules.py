"""The life of an order, without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders import rules
from orders.rules import OrderStatus, VendorOrderStatus

S = VendorOrderStatus


@pytest.mark.parametrize("target", list(S))
@pytest.mark.parametrize("ended", [S.CLOSED])
def test_what_has_ended_moves_no_more(ended: S, target: S) -> None:
    assert not rules.may_move(ended, target)


def test_nothing_is_cancelled_once_it_has_shipped() -> None:
    for state in (S.PARTLY_SHIPPED, S.SHIPPED, S.DELIVERED, S.CLOSED):
        assert not rules.may_move(state, S.CANCELLED)


@given(st.lists(st.sampled_from(list(S)), min_size=1, max_size=6))
def test_an_order_is_complete_only_when_no_part_is_open(states: list[S]) -> None:
    status = rules.order_status([state.value for state in states])
    is_open = any(s not in (S.DELIVERED, S.CLOSED, S.CANCELLED) for s in states)
    assert (status in (OrderStatus.COMPLETED, OrderStatus.CANCELLED)) == (not is_open)


def test_a_cancelled_part_comes_back_only_to_wait_for_its_payment() -> None:
    assert [target for target in S if rules.may_move(S.CANCELLED, target)] == [S.PENDING]


CLOCKS = rules.ConsumerClocks(
    withdrawal_days=7,
    fault_months=3,
    fault_known_days=30,
    dispatch_business_days=3,
    refund_business_days=3,
    late_interest_bp=1500,
    answer_days=3,
    confirm_days=8,
)
RECEIVED = dt.date(2026, 10, 20)  # a Tuesday
MIND, BROKEN = rules.ReturnReason.CHANGE_OF_MIND, rules.ReturnReason.DEFECTIVE


def problem(
    today: dt.date,
    reason: rules.ReturnReason = MIND,
    *,
    exclusion: str = "",
    received_on: dt.date | None = RECEIVED,
    noticed_on: dt.date | None = None,
) -> str | None:
    return rules.return_problem(
        reason=reason,
        exclusion=exclusion,
        received_on=received_on,
        noticed_on=noticed_on,
        today=today,
        clocks=CLOCKS,
    )


def test_a_change_of_mind_has_seven_days_from_receipt_the_first_not_counted() -> None:
    assert problem(dt.date(2026, 10, 27)) is None
    assert problem(dt.date(2026, 10, 28)) == "too_late"
    assert problem(dt.date(2026, 10, 21), received_on=None) == "not_received"


def test_a_last_day_that_is_no_business_day_moves_to_the_next() -> None:
    on_a_saturday = dt.date(2026, 10, 17)  # seven days later is a Saturday again
    assert rules.withdrawal_until(on_a_saturday, CLOCKS) == dt.date(2026, 10, 26)
    before_new_year = dt.date(2025, 12, 25)
    assert rules.withdrawal_until(before_new_year, CLOCKS) == dt.date(2026, 1, 2)


@pytest.mark.parametrize("exclusion", ["perishable", "made_to_order"])
def test_what_was_excluded_can_still_go_back_when_it_is_broken(exclusion: str) -> None:
    day = dt.date(2026, 10, 22)
    assert problem(day, exclusion=exclusion) == "excluded"
    assert problem(day, BROKEN, exclusion=exclusion, noticed_on=day) is None


def test_a_fault_has_three_months_from_receipt_and_thirty_days_from_knowing() -> None:
    known = dt.date(2027, 1, 5)
    assert problem(dt.date(2027, 1, 20), BROKEN, noticed_on=known) is None
    assert problem(dt.date(2027, 1, 21), BROKEN, noticed_on=known) == "too_late"
    early = dt.date(2026, 10, 21)
    assert problem(dt.date(2026, 11, 20), BROKEN, noticed_on=early) is None
    assert problem(dt.date(2026, 11, 21), BROKEN, noticed_on=early) == "known_too_long"


@pytest.mark.parametrize("noticed", [None, dt.date(2026, 10, 19), dt.date(2026, 10, 24)])
def test_the_day_of_knowing_lies_between_receipt_and_today(noticed: dt.date | None) -> None:
    assert problem(dt.date(2026, 10, 23), BROKEN, noticed_on=noticed) == "known_when"


def test_the_way_back_is_the_buyer_s_cost_only_for_a_change_of_mind() -> None:
    assert rules.return_fee(MIND, fee=3_000, paid=20_000) == 3_000
    assert rules.return_fee(MIND, fee=3_000, paid=2_000) == 2_000  # never more than comes back
    assert rules.return_fee(BROKEN, fee=3_000, paid=20_000) == 0


def test_interest_on_a_late_refund_is_fifteen_percent_a_year() -> None:
    assert rules.late_interest(100_000, days_late=365, clocks=CLOCKS) == 15_000
    assert rules.late_interest(100_000, days_late=1, clocks=CLOCKS) == 41
    assert rules.late_interest(100_000, days_late=-3, clocks=CLOCKS) == 0


def test_every_state_of_a_return_is_reached_and_its_ends_lead_nowhere() -> None:
    reached = {target for targets in rules.RETURN_MOVES.values() for target in targets}
    assert reached | {rules.ReturnStatus.REQUESTED} == set(rules.ReturnStatus)
    assert set(rules.RETURN_MOVES) == set(rules.ReturnStatus)
    assert not set(rules.OPEN_RETURNS) & {s for s, to in rules.RETURN_MOVES.items() if not to}
