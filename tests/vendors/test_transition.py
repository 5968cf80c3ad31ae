"""A law that changed asks for a new designation; and an ended paper that two officers extend."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from core import clock
from core.actor import Actor
from core.errors import InvalidInput
from tests.factories.accounts import UserFactory
from tests.factories.vendors import CredentialFactory, StaffFactory
from tests.vendors.papers_at_hand import paper
from vendors import selectors, services, tasks
from vendors.models import Credential, TransitionRule

pytestmark = pytest.mark.django_db

IN_FORCE = dt.date(2026, 8, 15)
DUE = dt.date(2027, 8, 14)


def officer() -> Actor:
    return Actor(user_id=UserFactory(is_city_officer=True).pk, is_city_officer=True)


def village(issued_on: dt.date) -> Credential:
    staff = StaffFactory()
    return services.credential_submit(
        actor=selectors.actor_for(staff.user), enterprise_id=staff.enterprise_id,
        kind="village_enterprise", number="부산-마을-1", authority="행정안전부",
        issued_on=issued_on, file=paper(),
    )  # fmt: skip


def badge(credential: Credential, on: dt.date) -> bool:
    return bool(selectors.badges_for([credential.enterprise_id], on=on))


def test_the_rule_is_a_row_with_its_basis() -> None:
    rule = TransitionRule.objects.get()
    assert (rule.kind, rule.issued_before, rule.due_on) == ("village_enterprise", IN_FORCE, DUE)
    assert "마을기업" in rule.basis


def test_a_designation_from_before_the_act_holds_until_it_is_due() -> None:
    with time_machine.travel(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), tick=False):
        old = village(dt.date(2021, 5, 1))
        services.credential_verify(actor=officer(), credential_id=old.pk)
    assert (old.transition_due, Credential.objects.get(pk=old.pk).valid_until) == (DUE, DUE)
    assert badge(old, DUE)
    assert not badge(old, DUE + dt.timedelta(days=1))


def test_a_designation_under_the_act_has_no_such_end() -> None:
    with time_machine.travel(dt.datetime(2026, 9, 1, tzinfo=dt.UTC), tick=False):
        new = village(IN_FORCE)
        services.credential_verify(actor=officer(), credential_id=new.pk)
    assert Credential.objects.get(pk=new.pk).valid_until is None
    assert badge(new, dt.date(2030, 1, 1))


def test_it_is_warned_of_and_ends_by_itself() -> None:
    old = CredentialFactory(
        kind="village_enterprise", issued_on=dt.date(2021, 5, 1), transition_due=DUE
    )
    with time_machine.travel(dt.datetime(2027, 7, 20, tzinfo=dt.UTC), tick=False):
        assert services.credentials_warn() == 1
    with time_machine.travel(dt.datetime(2027, 8, 15, tzinfo=dt.UTC), tick=False):
        assert tasks.expire_credentials() == 1
    assert Credential.objects.get(pk=old.pk).status == "expired"


def test_an_old_designation_is_not_handed_in_after_it_was_due() -> None:
    with (
        time_machine.travel(dt.datetime(2027, 9, 1, tzinfo=dt.UTC), tick=False),
        pytest.raises(InvalidInput) as caught,
    ):
        village(dt.date(2021, 5, 1))
    assert list(caught.value.by_field()) == ["issued_on"]


# -- an ended paper --


def ended() -> Credential:
    return CredentialFactory(status="expired", expires_on=clock.today() - dt.timedelta(days=3))


def test_two_officers_extend_a_paper_that_ended() -> None:
    paper_ = ended()
    until = clock.today() + dt.timedelta(days=90)
    asked = services.override_paper_ask(
        actor=officer(), credential_id=paper_.pk, until=until, reason="기관이 공고로 연장"
    )
    assert asked.value == paper_.expires_on.isoformat()
    assert not badge(paper_, clock.today())
    services.override_decide(actor=officer(), override_id=asked.pk, grant=True)
    assert badge(paper_, until)
    assert not badge(paper_, until + dt.timedelta(days=1))


@pytest.mark.parametrize("days", [-1, 367, None])
def test_an_extension_is_for_a_year_at_most(days: int | None) -> None:
    until = None if days is None else clock.today() + dt.timedelta(days=days)
    with pytest.raises(InvalidInput) as caught:
        services.override_paper_ask(
            actor=officer(), credential_id=ended().pk, until=until, reason="연장"
        )
    assert list(caught.value.by_field()) == ["until"]


def test_a_paper_that_holds_is_not_extended() -> None:
    holds = CredentialFactory(expires_on=clock.today() + dt.timedelta(days=10))
    with pytest.raises(InvalidInput):
        services.override_paper_ask(
            actor=officer(),
            credential_id=holds.pk,
            until=clock.today() + dt.timedelta(days=30),
            reason="연장",
        )
