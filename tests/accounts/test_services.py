"""People and organizations: numbers are checked, roles are given by owners."""

from __future__ import annotations

import pytest

from accounts import rules, services
from accounts.errors import EmailTaken
from accounts.models import Membership, Organization
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed
from tests.factories.accounts import OrganizationFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_an_email_signs_up_once_whatever_its_case() -> None:
    services.user_create(email="Kim@Example.kr", password="onjang-2026-pw")
    with pytest.raises(EmailTaken):
        services.user_create(email="kim@example.kr", password="onjang-2026-pw")


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [("kim", "onjang-2026-pw", "email"), ("kim@example.kr", "123", "password")],
)
def test_a_sign_up_says_what_is_wrong_by_field(email: str, password: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.user_create(email=email, password=password)
    assert field in refused.value.fields


def test_the_founder_of_an_organization_owns_it() -> None:
    user = UserFactory()
    organization = services.organization_create(
        actor=Actor(user_id=user.pk),
        kind="company",
        name="해운대상사",
        business_number_="124-81-00998",
    )
    assert organization.business_number == "1248100998"
    assert Membership.objects.get().roles == ["owner"]


@pytest.mark.parametrize("number", ["124-81-00999", "", "124-81"])
def test_a_wrong_business_number_makes_no_organization(number: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.organization_create(
            actor=Actor(user_id=UserFactory().pk), kind="company", name="x", business_number_=number
        )
    assert refused.value.field == "business_number"
    assert not Organization.objects.exists()


def test_only_owners_give_roles() -> None:
    organization, user = OrganizationFactory(), UserFactory()
    member = Actor(user_id=1, organizations={organization.pk: frozenset({"requester"})})
    with pytest.raises(NotAllowed):
        services.membership_set(
            actor=member, organization_id=organization.pk, user_id=user.pk, roles=["approver"]
        )
    assert not Membership.objects.exists()


def test_an_agency_takes_people_of_its_own_domain_only() -> None:
    agency = OrganizationFactory(email_domain="demo-gu.busan.kr")
    owner = Actor(user_id=1, organizations={agency.pk: frozenset({"owner"})})
    stranger = UserFactory(email="kim@gmail.com")
    with pytest.raises(InvalidInput) as refused:
        services.membership_set(
            actor=owner, organization_id=agency.pk, user_id=stranger.pk, roles=["requester"]
        )
    assert refused.value.field == "email"


@pytest.mark.parametrize(
    ("email", "belongs"),
    [
        ("a@gu.busan.kr", True),
        ("a@dept.gu.busan.kr", True),
        ("a@evilgu.busan.kr", False),
        ("a@gu.busan.kr.evil.com", False),
    ],
)
def test_a_domain_covers_its_subdomains_and_nothing_that_looks_like_it(
    email: str, belongs: bool
) -> None:
    assert rules.email_belongs_to(email, "gu.busan.kr") is belongs
