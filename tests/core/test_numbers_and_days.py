"""Business numbers check themselves; business days know Korea's holidays."""

from __future__ import annotations

import datetime as dt

import pytest

from core import business_number, clock


@pytest.mark.parametrize("number", ["124-81-00998", "120-81-47521", "116-82-00276", "1168200276"])
def test_a_true_business_number_is_valid(number: str) -> None:
    assert business_number.is_valid(number)


@pytest.mark.parametrize("number", ["116-82-00277", "116820027", "", "abc", "11682002760"])
def test_a_wrong_check_digit_or_length_is_not(number: str) -> None:
    assert not business_number.is_valid(number)


def test_a_business_number_is_shown_with_hyphens() -> None:
    assert business_number.formatted("1248100998") == "124-81-00998"


def test_three_business_days_step_over_chuseok() -> None:
    # Chuseok 2026: 24 to 26 September (Thu to Sat), then the weekend.
    assert clock.add_business_days(dt.date(2026, 9, 22), 3) == dt.date(2026, 9, 29)


def test_the_clock_can_be_moved_and_comes_back() -> None:
    moment = dt.datetime(2026, 12, 31, 15, 30, tzinfo=dt.UTC)
    with clock.moved_to(moment):
        assert clock.now() == moment
        assert clock.today() == dt.date(2027, 1, 1)  # already the new year in Busan
    assert clock.now() != moment


def test_the_clock_takes_no_naive_moment() -> None:
    with pytest.raises(ValueError, match="aware"), clock.moved_to(dt.datetime(2026, 1, 1)):  # noqa: DTZ001
        pass
