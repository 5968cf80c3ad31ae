"""Enterprises, their credentials and people."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from core import clock
from tests.factories.accounts import UserFactory, valid_business_number
from vendors.models import Credential, Enterprise, EnterpriseStaff


class EnterpriseFactory(DjangoModelFactory):
    class Meta:
        model = Enterprise

    name = factory.Sequence(lambda n: f"시험기업 {n}")
    name_en = factory.Sequence(lambda n: f"Test Enterprise {n}")
    slug = factory.Sequence(lambda n: f"enterprise-{n}")
    status = Enterprise.Status.ACTIVE
    business_number = factory.Sequence(valid_business_number)
    representative = "박대표"
    phone = "051-000-1234"
    email = factory.Sequence(lambda n: f"shop{n}@example.kr")
    address = "부산광역시 연제구 중앙대로 1001"
    district = "26470"
    mail_order_number = factory.Sequence(lambda n: f"제2026-부산연제-{n:04d}호")
    created_at = factory.LazyFunction(clock.now)


class CredentialFactory(DjangoModelFactory):
    class Meta:
        model = Credential

    enterprise = factory.SubFactory(EnterpriseFactory)
    kind = Credential.Kind.SOCIAL_ENTERPRISE
    number = factory.Sequence(lambda n: f"제2024-{n:03d}호")
    authority = "고용노동부"
    law = "사회적기업 육성법 제7조"
    issued_on = dt.date(2024, 3, 1)
    status = Credential.Status.VERIFIED
    created_at = factory.LazyFunction(clock.now)


class StaffFactory(DjangoModelFactory):
    class Meta:
        model = EnterpriseStaff

    enterprise = factory.SubFactory(EnterpriseFactory)
    user = factory.SubFactory(UserFactory)
    role = EnterpriseStaff.Role.OWNER
