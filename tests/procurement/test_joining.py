"""An organization joins: what is asked of it, what the city answers, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import IntegrityError, transaction

from accounts.models import Membership, Organization, User
from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry
from procurement.errors import NotVerified, WrongState
from procurement.selectors import join as selectors
from procurement.services import join as services
from procurement.services.order import check_buyer
from procurement.tasks import SCHEDULE, check_organization_numbers
from tests.factories.accounts import OrganizationFactory, UserFactory
from tests.twins import tax_service
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db

NUMBER = "124-81-00998"
FIELDS = {
    "name": "해운대구청", "business_number": NUMBER, "representative": "김구청",
    "address": "부산광역시 해운대구 중동2로 11", "district": "26350", "postal_code": "48095",
    "phone": "051-000-1111", "email_domain": "gu.busan.kr", "name_en": "",
}  # fmt: skip


def person(email: str = "kim@gu.busan.kr", *, confirmed: bool = True) -> User:
    user = UserFactory(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
    return user


def officer() -> Actor:
    return actor_for(UserFactory(is_city_officer=True))


def joined(user: User | None = None, kind: str = "agency", **changes: str) -> Organization:
    return services.organization_join(
        actor=actor_for(user or person()), kind=kind, fields=FIELDS | changes
    )


def test_a_founder_owns_what_waits_for_the_city_and_may_not_order() -> None:
    user = person()
    organization = joined(user)
    assert (organization.business_number, organization.email_domain) == (
        "1248100998",
        "gu.busan.kr",
    )
    assert not organization.is_verified
    assert Membership.objects.get().roles == ["owner"]
    with pytest.raises(NotVerified):
        check_buyer(organization)
    assert list(selectors.organization_queue(actor=officer())) == [organization]


def test_a_double_click_is_one_organization() -> None:
    user = person()
    assert joined(user) == joined(user)
    assert Organization.objects.count() == 1


def test_guests_hand_nothing_in() -> None:
    with pytest.raises(NotAllowed):
        services.organization_join(actor=ANONYMOUS, kind="company", fields=FIELDS)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "가" * 121}, "name"),
        ({"business_number": ""}, "business_number"),
        ({"business_number": "124-81-00999"}, "business_number"),
        ({"business_number": "124"}, "business_number"),
        ({"representative": ""}, "representative"),
        ({"address": ""}, "address"),
        ({"district": "11110"}, "district"),
        ({"district": ""}, "district"),
        ({"phone": ""}, "phone"),
        ({"postal_code": "480"}, "postal_code"),
        ({"email_domain": ""}, "email_domain"),
        ({"email_domain": "gu"}, "email_domain"),
        ({"email_domain": "gu busan.kr"}, "email_domain"),
        ({"email_domain": "gmail.com"}, "email_domain"),
        ({"email_domain": "mail.naver.com"}, "email_domain"),
        ({"email_domain": "go.kr"}, "email_domain"),
        ({"email_domain": "busan.kr"}, "email_domain"),
        ({"email_domain": "another.go.kr"}, "email_domain"),
        ({"email_domain": "u.busan.kr"}, "email_domain"),
    ],
)
def test_what_is_wrong_is_said_by_the_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        joined(**changes)
    assert list(refused.value.by_field()) == [field]
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    "domain", ["gmail.com", "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com",
               "outlook.com"],
)  # fmt: skip
def test_a_free_mail_domain_is_no_agency_s_even_with_an_address_there(domain: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        joined(person(f"kim@{domain}"), email_domain=domain)
    assert list(refused.value.by_field()) == ["email_domain"]


def test_an_agency_s_founder_has_a_confirmed_address_there() -> None:
    with pytest.raises(InvalidInput) as refused:
        joined(person(confirmed=False))
    assert list(refused.value.by_field()) == ["email_domain"]
    assert joined(person("lee@dept.gu.busan.kr")).email_domain == "gu.busan.kr"


def test_a_company_needs_no_domain_and_takes_none_of_others() -> None:
    user = person("kim@gmail.com")
    with pytest.raises(InvalidInput) as refused:
        joined(user, kind="company", email_domain="gu.busan.kr")
    assert list(refused.value.by_field()) == ["email_domain"]
    assert joined(user, kind="company", email_domain="").kind == "company"


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(InvalidInput) as refused:
        joined(kind="club")
    assert "kind" in refused.value.by_field()


def test_a_number_stands_once_but_a_refused_one_is_free_again() -> None:
    first = joined()
    with pytest.raises(InvalidInput) as refused:
        joined(person("lee@gu.busan.kr"))
    assert list(refused.value.by_field()) == ["business_number"]
    services.organization_refuse(actor=officer(), organization_id=first.pk, reason="남의 번호")
    again = joined(person("park@gu.busan.kr"))
    assert again.pk != first.pk
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganizationFactory(business_number=again.business_number)


def test_nobody_fills_the_queue_alone() -> None:
    user = person("kim@gmail.com")
    numbers = ["124-81-00998", "120-81-47521", "116-82-00276", "220-81-62517"]
    for number in numbers[:3]:
        joined(user, kind="company", email_domain="", business_number=number)
    with pytest.raises(InvalidInput) as refused:
        joined(user, kind="company", email_domain="", business_number=numbers[3])
    assert list(refused.value.by_field()) == ["business_number"]


# -- the city's answer --


def test_the_city_verifies_with_terms_and_it_may_order(drain_outbox: Callable[[], int]) -> None:
    user = person()
    organization = joined(user, kind="company")
    drain_outbox()
    row = services.organization_verify(
        actor=officer(), organization_id=organization.pk, net_days=15, credit_limit=5_000_000
    )
    assert (row.net_days, row.credit_limit_amount) == (15, 5_000_000)
    check_buyer(row)
    drain_outbox()
    assert [m.to for m in mail.outbox] == [[user.email]] * 2
    assert "5,000,000" in str(mail.outbox[1].body)
    line = selectors.city_trail(actor=officer(), organization=row)[0]
    assert line.entry.action == "organization.verify"
    assert line.entry.data == {"net_days": 15, "credit_limit": 5_000_000}


def test_an_agency_has_no_credit_limit_to_set() -> None:
    row = services.organization_verify(
        actor=officer(), organization_id=joined().pk, net_days=30, credit_limit=-1
    )
    assert row.credit_limit_amount == 0


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"net_days": 0}, "net_days"),
        ({"net_days": 121}, "net_days"),
        ({"credit_limit": -1}, "credit_limit"),
        ({"credit_limit": 10**12 + 1}, "credit_limit"),
    ],
)
def test_wrong_terms_verify_nobody(terms: dict[str, int], field: str) -> None:
    organization = joined(kind="company")
    with pytest.raises(InvalidInput) as refused:
        services.organization_verify(
            **{"actor": officer(), "organization_id": organization.pk, "net_days": 30} | terms  # type: ignore[arg-type]
        )
    assert list(refused.value.by_field()) == [field]
    organization.refresh_from_db()
    assert not organization.is_verified


def test_what_is_sent_back_is_mended_and_comes_again(drain_outbox: Callable[[], int]) -> None:
    user = person()
    organization = joined(user)
    services.organization_return(
        actor=officer(), organization_id=organization.pk, reason="주소를 고쳐 주세요"
    )
    drain_outbox()
    assert "주소를 고쳐 주세요" in str(mail.outbox[-1].body)
    assert not selectors.organization_queue(actor=officer()).exists()
    with pytest.raises(WrongState):
        services.organization_verify(actor=officer(), organization_id=organization.pk, net_days=30)
    mended = services.organization_mend(
        actor=actor_for(user),
        organization_id=organization.pk,
        fields=FIELDS | {"address": "부산광역시 해운대구 중동1로 1"},
    )
    assert (mended.answer, mended.answer_reason) == ("", "")
    assert selectors.organization_queue(actor=officer()).get() == organization


def test_mending_is_the_owner_s_and_ends_with_the_answer() -> None:
    user = person()
    organization = joined(user)
    pk = organization.pk
    with pytest.raises(NotFound):
        services.organization_mend(
            actor=actor_for(UserFactory()), organization_id=pk, fields=FIELDS
        )
    other = Actor(user_id=user.pk, organizations={pk: frozenset({"requester"})})
    with pytest.raises(NotAllowed):
        services.organization_mend(actor=other, organization_id=pk, fields=FIELDS)
    with pytest.raises(InvalidInput):
        services.organization_mend(
            actor=actor_for(user), organization_id=pk, fields=FIELDS | {"name": ""}
        )
    services.organization_verify(actor=officer(), organization_id=pk, net_days=30)
    with pytest.raises(WrongState):
        services.organization_mend(actor=actor_for(user), organization_id=pk, fields=FIELDS)


@pytest.mark.parametrize("act", [services.organization_return, services.organization_refuse])
@pytest.mark.parametrize("reason", ["", " ", "가" * 301])
def test_a_no_has_its_reason(act: Callable[..., Organization], reason: str) -> None:
    organization = joined()
    with pytest.raises(InvalidInput) as refused:
        act(actor=officer(), organization_id=organization.pk, reason=reason)
    assert list(refused.value.by_field()) == ["reason"]


def test_only_officers_answer_and_nobody_for_their_own() -> None:
    user = person()
    organization = joined(user)
    for act in (
        lambda a: services.organization_verify(
            actor=a, organization_id=organization.pk, net_days=30
        ),
        lambda a: services.organization_refuse(
            actor=a, organization_id=organization.pk, reason="x"
        ),
        lambda a: selectors.organization_queue(actor=a),
        lambda a: selectors.organizations_for_city(actor=a),
    ):
        with pytest.raises(NotAllowed):
            act(actor_for(user))
    user.is_city_officer = True
    user.save()
    with pytest.raises(NotAllowed):
        services.organization_verify(
            actor=actor_for(user), organization_id=organization.pk, net_days=30
        )
    with pytest.raises(NotFound):
        services.organization_verify(actor=officer(), organization_id=0, net_days=30)
    organization.refresh_from_db()
    assert not organization.is_verified


def test_terms_change_later_with_a_reason(drain_outbox: Callable[[], int]) -> None:
    organization = joined(kind="company")
    change: dict[str, Any] = {
        "actor": officer(), "organization_id": organization.pk, "net_days": 30,
        "credit_limit": 9_000_000, "reason": "거래 실적",
    }  # fmt: skip
    with pytest.raises(WrongState):
        services.organization_terms_set(**change)
    services.organization_verify(
        actor=officer(), organization_id=organization.pk, net_days=15, credit_limit=1
    )
    with pytest.raises(InvalidInput):
        services.organization_terms_set(**change | {"reason": ""})
    row = services.organization_terms_set(**change)
    assert (row.net_days, row.credit_limit_amount) == (30, 9_000_000)
    services.organization_terms_set(**change)  # again: nothing new to tell
    assert AuditEntry.objects.filter(action="organization.terms").count() == 1
    drain_outbox()
    assert "9,000,000" in str(mail.outbox[-1].body)


def test_the_database_keeps_verified_and_answered_apart() -> None:
    organization = OrganizationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.filter(pk=organization.pk).update(answer="refused")


# -- the register of businesses --


@pytest.fixture
def register(settings: Any) -> Iterator[tax_service.Register]:
    with tax_service.running() as twin:
        settings.BUSINESS_STATUS_KEY = tax_service.KEY
        settings.BUSINESS_STATUS_API_BASE = twin.address
        yield twin


def test_the_register_is_asked_when_a_number_comes(
    register: tax_service.Register, drain_outbox: Callable[[], int]
) -> None:
    register.numbers["1248100998"] = "01"
    organization = joined()
    drain_outbox()
    organization.refresh_from_db()
    assert organization.business_status == "open"


def test_its_silence_keeps_nobody_out(
    register: tax_service.Register, drain_outbox: Callable[[], int]
) -> None:
    register.broken = (500, "down")
    organization = joined()
    drain_outbox()
    assert check_organization_numbers() == 0
    row = services.organization_verify(
        actor=officer(), organization_id=organization.pk, net_days=30
    )
    assert (row.is_verified, row.business_status) == (True, "")


def test_every_number_is_asked_again_at_night(register: tax_service.Register) -> None:
    organization = joined()
    services.organization_verify(actor=officer(), organization_id=organization.pk, net_days=30)
    OrganizationFactory(is_demo=True)
    register.numbers["1248100998"] = "03"
    assert check_organization_numbers() == 1
    assert register.asked == [["1248100998"]]
    assert selectors.closed_organizations(actor=officer()) == [organization]
    assert "procurement.tasks.check_organization_numbers" in {
        entry["task"] for entry in SCHEDULE.values()
    }
