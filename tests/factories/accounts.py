"""People and organizations."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, Organization, User
from core import business_number, clock


def valid_business_number(n: int) -> str:
    """The ``n``-th number of a row of valid ones: nine digits and their check digit."""
    nine = f"{100_000_000 + n * 37:09d}"
    return f"{nine}{business_number.check_digit(nine)}"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.kr")
    name = factory.Sequence(lambda n: f"김온장{n}")
    password = factory.django.Password("pw-onjang-1")


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    kind = Organization.Kind.AGENCY
    name = factory.Sequence(lambda n: f"시험기관 {n}")
    business_number = factory.Sequence(lambda n: valid_business_number(5_000_000 + n))
    district = "26470"
    net_days = 30
    credit_limit_amount = 100_000_000
    is_verified = True
    created_at = factory.LazyFunction(clock.now)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    organization = factory.SubFactory(OrganizationFactory)
    user = factory.SubFactory(UserFactory)
    roles = factory.LazyFunction(lambda: ["requester"])
