"""What an enterprise is, by law, and when its word is proved."""

from __future__ import annotations

import datetime as dt

import pytest

from core import business_number
from vendors import rules

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("status", "expires_on", "holds"),
    [
        ("verified", None, True),
        ("verified", TODAY + dt.timedelta(days=1), True),
        ("verified", TODAY, True),  # the last day counts
        ("verified", TODAY - dt.timedelta(days=1), False),
        ("pending", None, False),
        ("rejected", None, False),
        ("expired", None, False),
    ],
)
def test_only_a_verified_unexpired_credential_counts(
    status: str, expires_on: dt.date | None, holds: bool
) -> None:
    assert rules.is_valid(status, expires_on, on=TODAY) is holds


def test_kinds_of_the_social_economy_stand_in_the_order_of_the_law() -> None:
    held = ["women_owned", "village_enterprise", "social_enterprise", "something else"]
    assert rules.social_kinds(held) == ["social_enterprise", "village_enterprise"]
    assert rules.primary_kind(held) == "social_enterprise"


def test_an_overlay_alone_makes_no_social_economy_enterprise() -> None:
    assert rules.primary_kind(["women_owned", "green_certificate"]) == ""


def test_the_kinds_of_the_model_are_the_kinds_of_the_rules() -> None:
    from vendors.models import Credential, Enterprise, EnterpriseStaff

    assert set(Credential.Kind.values) == {kind.value for kind in rules.CredentialKind}
    assert set(Credential.Status.values) == {status.value for status in rules.CredentialStatus}
    assert set(Enterprise.Status.values) == {status.value for status in rules.EnterpriseStatus}
    assert set(EnterpriseStaff.Role.values) == {role.value for role in rules.StaffRole}


@pytest.mark.parametrize("number", ["124-81-00998", "120-81-47521", "116-82-00276", "1248100998"])
def test_a_true_business_number_is_taken(number: str) -> None:
    assert business_number.is_valid(number)


@pytest.mark.parametrize("number", ["116-82-00277", "124-81-0099", "", "가나다"])
def test_a_business_number_with_a_wrong_check_digit_is_not(number: str) -> None:
    assert not business_number.is_valid(number)


@pytest.mark.parametrize(
    ("left", "warned", "due"),
    [
        (61, None, None), (60, None, 60), (45, None, 60), (45, 60, None), (30, 60, 30),
        (29, 30, None), (7, 30, 7), (3, None, 7), (0, 7, None), (0, None, 7), (-1, None, None),
    ],
)  # fmt: skip
def test_an_end_is_told_at_sixty_thirty_and_seven_days_once_each(
    left: int, warned: int | None, due: int | None
) -> None:
    until = TODAY + dt.timedelta(days=left)
    assert rules.warning_due(until, on=TODAY, warned=warned) == due


def test_what_never_ends_is_never_warned_of() -> None:
    assert rules.warning_due(None, on=TODAY, warned=None) is None
