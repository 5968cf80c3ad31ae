"""Who is who at the desks, and what of an enterprise may be shown to whom."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from pytest_django import DjangoAssertNumQueries

from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import NotAllowed, NotFound
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory, StaffFactory
from vendors import selectors

pytestmark = pytest.mark.django_db

CITY = Actor(is_city_officer=True)


def test_an_actor_knows_their_enterprises_and_organizations(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    staff = StaffFactory(role="clerk")
    member = MembershipFactory(user=staff.user, roles=["requester", "finance"])
    with django_assert_num_queries(2):
        actor = selectors.actor_for(staff.user)
    assert actor.enterprises == {staff.enterprise_id: "clerk"}
    assert actor.organizations == {member.organization_id: frozenset({"requester", "finance"})}


def test_strangers_and_closed_accounts_are_nobody() -> None:
    assert selectors.actor_for(None) is ANONYMOUS
    assert selectors.actor_for(AnonymousUser()) is ANONYMOUS
    assert selectors.actor_for(UserFactory(is_active=False)) is ANONYMOUS


def test_badges_of_many_enterprises_take_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    ids = []
    for _ in range(3):
        enterprise = EnterpriseFactory()
        ids.append(enterprise.pk)
        CredentialFactory(enterprise=enterprise, kind="women_owned")
        CredentialFactory(enterprise=enterprise, kind="social_enterprise")
        CredentialFactory(enterprise=enterprise, kind="cooperative", status="pending")
    with django_assert_num_queries(1):
        badges = selectors.badges_for(ids)
    assert [[badge.kind for badge in badges[pk]] for pk in ids] == [
        ["social_enterprise", "women_owned"]
    ] * 3


def test_a_line_keeps_the_papers_of_the_day_of_the_sale() -> None:
    until = dt.date(2026, 5, 31)
    paper = CredentialFactory(expires_on=until)
    on_the_last_day = selectors.credential_copies([paper.enterprise_id], on=until)
    assert [copy["number"] for copy in on_the_last_day[paper.enterprise_id]] == [paper.number]
    assert selectors.credential_copies([paper.enterprise_id], on=dt.date(2026, 6, 1)) == {}


@pytest.mark.parametrize("status", ["applied", "suspended"])
def test_an_enterprise_that_does_not_sell_has_no_page(status: str) -> None:
    enterprise = EnterpriseFactory(status=status)
    with pytest.raises(NotFound):
        selectors.enterprise_by_slug(enterprise.slug)


def test_the_queue_is_the_city_s_and_the_oldest_stands_first() -> None:
    now = clock.now()
    late = CredentialFactory(status="pending", created_at=now)
    early = CredentialFactory(status="pending", created_at=now - dt.timedelta(days=3))
    CredentialFactory(status="verified")
    assert list(selectors.credential_queue(actor=CITY)) == [early, late]
    with pytest.raises(NotAllowed):
        selectors.credential_queue(actor=selectors.actor_for(StaffFactory().user))


def test_a_paper_is_seen_by_the_city_and_its_own_people_only() -> None:
    paper = CredentialFactory()
    own = Actor(enterprises={paper.enterprise_id: "clerk"})
    for actor in (CITY, own):
        assert selectors.credential_for(actor=actor, credential_id=paper.pk) == paper
    for actor in (ANONYMOUS, Actor(user_id=1), selectors.actor_for(StaffFactory().user)):
        with pytest.raises(NotFound):
            selectors.credential_for(actor=actor, credential_id=paper.pk)
