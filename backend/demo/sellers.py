"""Enterprises, the papers that prove what they are, and who signs in for them."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password

from accounts.models import User
from backend.demo import media, season
from backend.demo.content.model import (
    EnterpriseSpec,
    MarketContent,
)
from backend.demo.logins import PASSWORD
from backend.demo.market import BATCH, People, midnight
from orders.models import CommissionRule
from vendors.models import Credential, Enterprise, EnterpriseStaff
from vendors.rules import CredentialKind

#: the enterprises whose people sign in with the demo's logins
SELLERS = {
    "yeongdo-sea-soap": "seller@demo.onjang.kr",
    "haneul-hands": "seller2@demo.onjang.kr",
    "yuja-house": "seller3@demo.onjang.kr",
}
#: commission on goods, VAT included, in basis points
COMMISSION_BP = 500


def make_enterprises(content: MarketContent, people: People) -> dict[str, Enterprise]:
    """Enterprises with their verified papers, the general commission, and their desks' people."""
    CommissionRule.objects.get_or_create(
        enterprise=None,
        category=None,
        kind="",
        valid_from=content.today - dt.timedelta(days=season.HISTORY_DAYS + 365),
        defaults={"rate_bp": COMMISSION_BP, "basis": "온장 판매수수료 기준(데모): 5%"},
    )
    made = [_enterprise(spec) for spec in content.enterprises]
    Enterprise.objects.bulk_create(made, batch_size=BATCH)
    enterprises = {enterprise.slug: enterprise for enterprise in made}
    Credential.objects.bulk_create(
        (
            Credential(
                enterprise=enterprises[spec.slug],
                kind=paper.kind,
                number=paper.number,
                authority=paper.authority,
                law=paper.law,
                issued_on=paper.issued_on,
                expires_on=paper.expires_on,
                vulnerable_employment_bp=_ratio(spec, paper.kind),
                status=Credential.Status.VERIFIED,
                decided_by=people.city,
                decided_at=midnight(spec.joined_on),
                created_at=midnight(spec.joined_on),
            )
            for spec in content.enterprises
            for paper in spec.credentials
        ),
        batch_size=BATCH,
    )
    known, closed = make_password(PASSWORD), make_password(None)
    owners = [
        User(
            email=SELLERS.get(spec.slug, spec.email.replace("hello@", "owner@")),
            name=spec.representative,
            phone=spec.phone,
            district=spec.district,
            password=known if spec.slug in SELLERS else closed,
            date_joined=midnight(spec.joined_on),
        )
        for spec in content.enterprises
    ]
    User.objects.bulk_create(owners, batch_size=BATCH)
    staff = [
        EnterpriseStaff(enterprise=enterprise, user=owner, role=EnterpriseStaff.Role.OWNER)
        for enterprise, owner in zip(made, owners, strict=True)
    ]
    EnterpriseStaff.objects.bulk_create(staff, batch_size=BATCH)
    people.sellers = {e.pk: owner for e, owner in zip(made, owners, strict=True)}
    return enterprises


def _ratio(spec: EnterpriseSpec, kind: str) -> int | None:
    stated = {
        CredentialKind.SOCIAL_ENTERPRISE,
        CredentialKind.SOCIAL_COOPERATIVE,
        CredentialKind.SELF_SUPPORT,
        CredentialKind.VILLAGE,
        CredentialKind.SEVERE_DISABILITY_PRODUCER,
    }
    return spec.vulnerable_percent * 100 if kind in stated else None


def _enterprise(spec: EnterpriseSpec) -> Enterprise:
    logo, cover = media.drawings_of_enterprise(spec)
    return Enterprise(
        name=spec.ko,
        name_en=spec.en,
        slug=spec.slug,
        status=Enterprise.Status.ACTIVE,
        business_number=spec.business_number,
        business_status=Enterprise.BusinessStatus.OPEN,
        representative=spec.representative,
        phone=spec.phone,
        email=spec.email,
        postal_code=spec.postal_code,
        address=spec.address,
        district=spec.district,
        mail_order_number=spec.mail_order_number,
        mail_order_exemption=spec.mail_order_exempt_reason,
        story=spec.story_ko,
        story_en=spec.story_en,
        logo=logo.original,
        cover=cover.original,
        bank_name=spec.bank_name,
        bank_account=spec.bank_account,
        bank_holder=spec.ko,
        founded_on=spec.founded_on,
        is_demo=True,
        created_at=midnight(spec.joined_on),
    )
