"""Citizens, organizations with their people, and the city's officer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.contrib.auth.hashers import make_password

from accounts.models import Address, Department, Membership, Organization, User
from backend.demo import season
from backend.demo.content.model import (
    MarketContent,
    OrganizationSpec,
)
from backend.demo.logins import DEMO_LOGINS, PASSWORD
from backend.demo.market import BATCH, People, midnight
from procurement.models import BudgetLine, BudgetMovement, CostCenter
from reports.models import DeclaredPurchases

DEMO_DOMAIN = "demo.onjang.kr"
#: what the first agency's and the first company's people are called at sign-in
AGENCY_LOGINS = {
    "purchase": "agency",
    "approver": "agency-approver",
    "inspector": "agency-inspector",
    "finance": "agency-finance",
    "contract": "agency-contract",
    "welfare": "agency-welfare",
}
COMPANY_LOGINS = {
    "purchase": "company",
    "approver": "company-approver",
    "receiving": "company-inspector",
    "finance": "company-finance",
    "owner": "company-owner",
}


def make_people(content: MarketContent) -> tuple[People, dict[str, Organization]]:
    """Citizens, organizations with their people, and the city's officer."""
    opened = midnight(content.today - dt.timedelta(days=season.HISTORY_DAYS))
    known = make_password(PASSWORD)
    closed = make_password(None)
    logins = {login.email for login in DEMO_LOGINS}

    def person(email: str, name: str, **fields: object) -> User:
        secret = known if email.endswith("@" + DEMO_DOMAIN) else closed
        fields.setdefault("date_joined", opened)
        return User(email=email, name=name, password=secret, **fields)

    city = person(
        "city@demo.onjang.kr", "윤시정", is_city_officer=True, is_staff=True, district="26470"
    )
    first = person("citizen@demo.onjang.kr", "김시민", phone="010-0000-0000", district="26500")
    citizens = [first] + [
        person(c.email, c.ko, phone=c.phone, district=c.district, date_joined=midnight(c.joined_on))
        for c in content.citizens
    ]
    assert {city.email, first.email} <= logins
    User.objects.bulk_create([city, *citizens], batch_size=BATCH)
    people = People(city=city, citizens=citizens)
    addresses = [
        Address(
            user=user,
            label="집",
            recipient=user.name,
            phone=user.phone,
            postal_code=spec.postal_code,
            road_address=spec.address.rsplit(", ", 1)[0],
            detail=spec.address.rsplit(", ", 1)[1],
            is_default=True,
        )
        for user, spec in zip(citizens, (content.citizens[0], *content.citizens), strict=True)
    ]
    Address.objects.bulk_create(addresses, batch_size=BATCH)
    people.addresses = {address.user_id: address for address in addresses if address.user_id}
    organizations = {}
    for specs, kind, names in (
        (content.agencies, Organization.Kind.AGENCY, AGENCY_LOGINS),
        (content.companies, Organization.Kind.COMPANY, COMPANY_LOGINS),
    ):
        for place, spec in enumerate(specs):
            organization = _organization(spec, kind, opened, demo=place == 0)
            organizations[spec.slug] = organization
            _staff_organization(spec, organization, people, person, names if place == 0 else None)
    return people, organizations


def _organization(
    spec: OrganizationSpec, kind: Organization.Kind, opened: dt.datetime, *, demo: bool
) -> Organization:
    is_agency = kind == Organization.Kind.AGENCY
    organization = Organization.objects.create(
        kind=kind,
        name=spec.ko,
        name_en=spec.en,
        business_number=spec.business_number,
        email_domain=DEMO_DOMAIN if demo else spec.domain,
        representative=spec.people[-1].ko,
        district=spec.district,
        address=spec.address,
        postal_code=spec.postal_code,
        phone=spec.phone,
        net_days=14 if is_agency else spec.terms_days,
        credit_limit_amount=0 if is_agency else spec.credit_limit,
        is_verified=True,
        is_demo=True,
        created_at=opened,
    )
    CostCenter.objects.bulk_create(
        CostCenter(organization=organization, code=code, name=name)
        for code, name, _en in spec.cost_centres
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            organization=organization,
            year=budget.year,
            account=budget.account,
            programme=f"{budget.programme} ({budget.item_name})",
            item_code=budget.item_code,
            amount=budget.amount,
        )
        for budget in spec.budgets
    )
    BudgetMovement.objects.bulk_create(
        BudgetMovement(line=line, reference="본예산", granted=line.amount, at=opened)
        for line in BudgetLine.objects.filter(organization=organization)
    )
    DeclaredPurchases.objects.bulk_create(
        DeclaredPurchases(
            organization=organization,
            year=year,
            total_amount=total,
            off_market_amount=total * (14 + 3 * spec.pull) // 1000,
            declared_on=dt.date(year, 2, 15),
            evidence="데모 자료: 기관 신고 (연간 구매 실적 보고)",
        )
        for year, total in spec.declared.items()
    )
    return organization


def _staff_organization(
    spec: OrganizationSpec,
    organization: Organization,
    people: People,
    person: Callable[..., User],
    names: dict[str, str] | None,
) -> None:
    users, memberships = [], []
    buying = (
        Department.objects.create(organization=organization, code="P1", name="구매팀")
        if names is not None
        else None
    )
    for who in spec.people:
        mailbox = who.email.split("@")[0]
        email = f"{names[mailbox]}@{DEMO_DOMAIN}" if names else who.email
        user = person(email, who.ko, phone=spec.phone, district=spec.district)
        roles = [who.role]
        if who.role == "owner" and organization.kind == Organization.Kind.AGENCY:
            roles = ["contract_officer", "owner"]
        users.append(user)
        memberships.append(
            Membership(
                organization=organization,
                user=user,
                roles=sorted(roles),
                title=who.title,
                department=buying,
            )
        )
        people.by_role.setdefault((organization.pk, who.role), []).append(user)
    User.objects.bulk_create(users)
    Membership.objects.bulk_create(memberships)
