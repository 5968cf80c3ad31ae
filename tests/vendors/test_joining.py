"""An application, from its first page to the city's answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail
from django.db import connections

from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry
from tests.factories.accounts import UserFactory
from tests.factories.vendors import EnterpriseFactory
from tests.twins import tax_service
from tests.vendors.papers_at_hand import paper
from vendors import gateways, rules, selectors, services, tasks
from vendors.errors import AlreadyDecided, SameEyes
from vendors.models import Credential, Enterprise, Override

pytestmark = pytest.mark.django_db

TOLD = {
    "representative": "이바다",
    "phone": "051-000-1111",
    "email": "sea@example.kr",
    "address": "부산광역시 영도구 해양로 1",
    "district": "26200",
    "mail_order_exemption": "간이과세자",
    "bank_name": "부산은행",
    "bank_account": "101-2026-0001-02",
    "bank_holder": "바다내음 협동조합",
}
NUMBER = "124-81-00998"
DOUBTED = "124-81-00997"


def officer() -> Actor:
    return Actor(user_id=UserFactory(is_city_officer=True).pk, is_city_officer=True)


def begun(number: str = NUMBER, **more: Any) -> tuple[Enterprise, Actor]:
    user = UserFactory()
    enterprise = services.application_start(
        actor=selectors.actor_for(user), name="바다내음 협동조합", number=number, **more
    )
    return enterprise, selectors.actor_for(user)


def save(enterprise: Enterprise, actor: Actor, **changes: str) -> None:
    for step in (rules.Step.CONTACT, rules.Step.MAIL_ORDER, rules.Step.BANK):
        services.application_save(
            actor=actor, enterprise_id=enterprise.pk, step=step, fields=TOLD | changes
        )


def certificate(enterprise: Enterprise, actor: Actor, number: str = "제2026-12호") -> Credential:
    return services.credential_submit(
        actor=actor, enterprise_id=enterprise.pk, kind="cooperative", number=number,
        authority="부산광역시", issued_on=enterprise.created_at.date(), file=paper(),
    )  # fmt: skip


def sent(number: str = NUMBER, **more: Any) -> tuple[Enterprise, Actor, Credential]:
    enterprise, actor = begun(number, **more)
    save(enterprise, actor)
    credential = certificate(enterprise, actor)
    services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    return enterprise, actor, credential


def refused(call: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as caught:
        call()
    return caught.value.by_field()


# -- beginning --


def test_who_begins_owns_it_and_nobody_else_sees_it() -> None:
    enterprise, actor = begun()
    assert (enterprise.status, enterprise.business_number) == ("draft", "1248100998")
    assert dict(actor.enterprises) == {enterprise.pk: "owner"}
    assert selectors.applications_of(actor) == [enterprise]
    assert selectors.enterprises_of(actor) == []
    assert list(selectors.enterprises_for_city(actor=officer())) == []
    with pytest.raises(NotFound):
        selectors.enterprise_by_slug(enterprise.slug)
    _other, stranger = begun("120-81-47521")
    with pytest.raises(NotFound):
        selectors.application_for(actor=stranger, slug=enterprise.slug)
    with pytest.raises(NotFound):
        save(enterprise, stranger)


def test_a_guest_begins_nothing() -> None:
    with pytest.raises(NotAllowed):
        services.application_start(actor=ANONYMOUS, name="바다", number=NUMBER)
    assert not Enterprise.objects.exists()


@pytest.mark.parametrize(
    ("name", "number", "field", "says"),
    [
        (" ", NUMBER, "name", "필수 입력"),
        ("바다" * 61, NUMBER, "name", "너무 깁니다"),
        ("바다", "", "business_number", "필수 입력"),
        ("바다", "124-81", "business_number", "열 자리"),
        ("바다", DOUBTED, "business_number", "올바르지 않습니다"),
        ("바다", "일이사-팔일-영영구구팔", "business_number", "열 자리"),
    ],
)
def test_a_wrong_beginning_says_what_by_the_field(
    name: str, number: str, field: str, says: str
) -> None:
    actor = selectors.actor_for(UserFactory())
    problems = refused(lambda: services.application_start(actor=actor, name=name, number=number))
    assert list(problems) == [field]
    assert says in problems[field][0]
    assert not Enterprise.objects.exists()


def test_beginning_again_takes_up_the_same_draft() -> None:
    enterprise, actor = begun()
    again = services.application_start(actor=actor, name="바다내음", number="1248100998")
    assert again.pk == enterprise.pk
    assert Enterprise.objects.count() == 1


def test_a_draft_keeps_nobody_else_from_joining() -> None:
    squatted, _squatter = begun()
    enterprise, _actor, _paper = sent()
    assert enterprise.pk != squatted.pk
    late = selectors.actor_for(squatted.staff.get().user)
    save(squatted, late)
    certificate(squatted, late)
    problems = refused(lambda: services.application_submit(actor=late, enterprise_id=squatted.pk))
    assert "이미 등록된" in problems["business_number"][0]
    assert Enterprise.objects.get(pk=squatted.pk).status == "draft"


def test_a_number_that_sells_already_does_not_begin() -> None:
    EnterpriseFactory(business_number="1248100998")
    assert "이미 등록된" in refused(begun)["business_number"][0]


# -- page by page --


@pytest.mark.parametrize(
    ("step", "field", "text", "says"),
    [
        ("contact", "phone", "", "필수 입력"),
        ("contact", "email", "sea at example", "이메일"),
        ("contact", "district", "11110", "구·군"),
        ("contact", "postal_code", "4807", "다섯 자리"),
        ("bank", "bank_account", "계좌번호", "숫자로"),
        ("bank", "bank_account", "123", "숫자로"),
        ("bank", "bank_holder", " ", "필수 입력"),
        ("mail-order", "mail_order_exemption", "", "면제 사유"),
    ],
)
def test_a_wrong_page_says_what_by_the_field_and_keeps_what_was(
    step: str, field: str, text: str, says: str
) -> None:
    enterprise, actor = begun()
    save(enterprise, actor)
    problems = refused(
        lambda: services.application_save(
            actor=actor, enterprise_id=enterprise.pk, step=step, fields=TOLD | {field: text}
        )
    )
    where = "mail_order_number" if step == "mail-order" else field
    assert list(problems) == [where]
    assert says in problems[where][0]
    assert getattr(Enterprise.objects.get(pk=enterprise.pk), field) == TOLD.get(field, "")


def test_it_is_left_and_taken_up_again_and_names_what_is_open() -> None:
    enterprise, actor = begun()
    services.application_save(actor=actor, enterprise_id=enterprise.pk, step="contact", fields=TOLD)
    problems = refused(
        lambda: services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    )
    assert list(problems) == ["mail-order", "bank", "papers"]
    later = selectors.application_for(actor=actor, slug=enterprise.slug)
    assert (later.phone, later.status) == (TOLD["phone"], "draft")


def test_a_paper_can_be_taken_back_before_it_is_sent_and_not_after() -> None:
    enterprise, actor = begun()
    wrong = certificate(enterprise, actor, "제1호")
    services.credential_withdraw(actor=actor, credential_id=wrong.pk)
    assert not Credential.objects.exists()
    _sent, owner, credential = sent("120-81-47521")
    with pytest.raises(AlreadyDecided):
        services.credential_withdraw(actor=owner, credential_id=credential.pk)
    with pytest.raises(NotFound):
        services.credential_withdraw(actor=actor, credential_id=credential.pk)


def test_what_is_not_sent_is_in_nobody_s_queue() -> None:
    enterprise, actor = begun()
    credential = certificate(enterprise, actor)
    city = officer()
    assert list(selectors.credential_queue(actor=city)) == []
    with pytest.raises(AlreadyDecided):
        services.credential_verify(actor=city, credential_id=credential.pk)
    save(enterprise, actor)
    services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    assert list(selectors.credential_queue(actor=city)) == [credential]
    assert list(selectors.application_queue(actor=city)) == [enterprise]


# -- the city's answer --


def test_the_first_verified_paper_opens_the_shop() -> None:
    enterprise, _actor, credential = sent()
    services.credential_verify(actor=officer(), credential_id=credential.pk)
    assert selectors.enterprise_by_slug(enterprise.slug).pk == enterprise.pk


def test_it_is_sent_back_with_a_reason_mended_and_sent_again(
    drain_outbox: Callable[[], int],
) -> None:
    enterprise, actor, _credential = sent()
    city = officer()
    services.application_return(
        actor=city, enterprise_id=enterprise.pk, reason="주소를 확인해 주세요"
    )
    drain_outbox()
    drain_outbox()
    told = [m for m in mail.outbox if m.to == [TOLD["email"]]]
    assert ["주소를 확인해 주세요" in str(m.body) for m in told] == [True]
    save(enterprise, actor, address="부산광역시 영도구 해양로 2")
    services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    again = Enterprise.objects.get(pk=enterprise.pk)
    assert (again.status, again.status_reason) == ("applied", "")
    assert again.address.endswith("해양로 2")


def test_a_refused_application_ends_and_the_number_is_free() -> None:
    enterprise, actor, credential = sent()
    city = officer()
    services.application_reject(
        actor=city, enterprise_id=enterprise.pk, reason="사회적경제기업이 아님"
    )
    with pytest.raises(AlreadyDecided):
        services.application_submit(actor=actor, enterprise_id=enterprise.pk)
    with pytest.raises(AlreadyDecided):
        services.credential_verify(actor=city, credential_id=credential.pk)
    with pytest.raises(AlreadyDecided):
        services.enterprise_activate(actor=city, enterprise_id=enterprise.pk)
    assert sent()[0].pk != enterprise.pk


@pytest.mark.parametrize("answer", [services.application_return, services.application_reject])
def test_only_the_city_answers_and_says_why(answer: Callable[..., Any]) -> None:
    enterprise, actor, _credential = sent()
    with pytest.raises(NotAllowed):
        answer(actor=actor, enterprise_id=enterprise.pk, reason="내가")
    assert list(
        refused(lambda: answer(actor=officer(), enterprise_id=enterprise.pk, reason=" "))
    ) == ["reason"]
    assert Enterprise.objects.get(pk=enterprise.pk).status == "applied"


# -- four eyes --


def test_a_number_that_fails_its_check_needs_two_officers() -> None:
    enterprise, _actor, credential = sent(DOUBTED, certain=True)
    first, second = officer(), officer()
    problems = refused(lambda: services.credential_verify(actor=first, credential_id=credential.pk))
    assert list(problems) == ["business_number"]
    override = services.override_number_ask(
        actor=first, enterprise_id=enterprise.pk, reason="등록증 원본을 확인함"
    )
    with pytest.raises(AlreadyDecided):
        services.override_number_ask(actor=second, enterprise_id=enterprise.pk, reason="나도")
    with pytest.raises(SameEyes):
        services.override_decide(actor=first, override_id=override.pk, grant=True)
    assert not selectors.number_is_trusted(enterprise)
    services.override_decide(actor=second, override_id=override.pk, grant=True)
    services.credential_verify(actor=first, credential_id=credential.pk)
    assert Enterprise.objects.get(pk=enterprise.pk).status == "active"
    acts = [entry.action for entry in selectors.audit_trail(actor=first, enterprise=enterprise)]
    assert {"override.ask", "override.granted", "credential.verified"} <= set(acts)


def test_a_refused_override_lets_nothing_pass() -> None:
    enterprise, _actor, credential = sent(DOUBTED, certain=True)
    first, second = officer(), officer()
    override = services.override_number_ask(actor=first, enterprise_id=enterprise.pk, reason="원본")
    services.override_decide(actor=second, override_id=override.pk, grant=False)
    with pytest.raises(AlreadyDecided):
        services.override_decide(actor=second, override_id=override.pk, grant=True)
    assert "business_number" in refused(
        lambda: services.credential_verify(actor=first, credential_id=credential.pk)
    )


def test_an_override_holds_for_the_number_it_was_given_for() -> None:
    enterprise, actor, _credential = sent(DOUBTED, certain=True)
    first, second = officer(), officer()
    override = services.override_number_ask(actor=first, enterprise_id=enterprise.pk, reason="원본")
    services.override_decide(actor=second, override_id=override.pk, grant=True)
    services.application_return(actor=first, enterprise_id=enterprise.pk, reason="번호를 다시")
    services.application_save(
        actor=actor, enterprise_id=enterprise.pk, step="business", certain=True,
        fields={"name": "바다내음 협동조합", "business_number": "124-81-00996"},
    )  # fmt: skip
    assert not selectors.number_is_trusted(Enterprise.objects.get(pk=enterprise.pk))


def test_the_database_itself_wants_two_people() -> None:
    from django.db import IntegrityError

    enterprise, _actor, _credential = sent(DOUBTED, certain=True)
    first = officer()
    override = services.override_number_ask(actor=first, enterprise_id=enterprise.pk, reason="원본")
    with pytest.raises(IntegrityError, match="override_by_four_eyes"):
        Override.objects.filter(pk=override.pk).update(decided_by_id=first.user_id)


def test_only_officers_ask_and_grant() -> None:
    enterprise, actor, _credential = sent(DOUBTED, certain=True)
    with pytest.raises(NotAllowed):
        services.override_number_ask(actor=actor, enterprise_id=enterprise.pk, reason="내가")
    override = services.override_number_ask(
        actor=officer(), enterprise_id=enterprise.pk, reason="원본"
    )
    with pytest.raises(NotAllowed):
        services.override_decide(actor=actor, override_id=override.pk, grant=True)


# -- the register of businesses --


@pytest.fixture
def register(settings: Any) -> Iterator[tax_service.Register]:
    with tax_service.running() as twin:
        settings.BUSINESS_STATUS_KEY = tax_service.KEY
        settings.BUSINESS_STATUS_API_BASE = twin.address
        yield twin


def test_a_number_is_looked_up_once_it_is_given(
    register: tax_service.Register, drain_outbox: Callable[[], int]
) -> None:
    register.numbers["1248100998"] = "01"
    enterprise, _actor = begun()
    drain_outbox()
    told = Enterprise.objects.get(pk=enterprise.pk)
    assert (told.business_status, told.business_status_at is not None) == ("open", True)


def test_an_outage_keeps_nobody_from_joining(
    register: tax_service.Register, drain_outbox: Callable[[], int]
) -> None:
    register.broken = (503, "down")
    enterprise, _actor, credential = sent()
    drain_outbox()
    services.credential_verify(actor=officer(), credential_id=credential.pk)
    told = Enterprise.objects.get(pk=enterprise.pk)
    assert (told.status, told.business_status) == ("active", "")
    with pytest.raises(gateways.StatusFailed):
        services.business_numbers_check(enterprise_ids=[enterprise.pk])
    assert tasks.check_numbers() == 0


def test_the_night_asks_for_all_a_hundred_at_a_time_and_tells_the_city(
    register: tax_service.Register,
) -> None:
    shops = [EnterpriseFactory() for _ in range(103)]
    register.numbers = {shop.business_number: "01" for shop in shops[2:]}
    register.numbers[shops[0].business_number] = "03"
    assert tasks.check_numbers() == 103
    assert [len(asked) for asked in register.asked] == [100, 3]
    closed = selectors.closed_businesses(actor=officer())
    assert {(row.pk, row.business_status) for row in closed} == {
        (shops[0].pk, "closed"),
        (shops[1].pk, "unregistered"),
    }
    assert AuditEntry.objects.filter(action="enterprise.number_state").count() == 103
    tasks.check_numbers()
    assert AuditEntry.objects.filter(action="enterprise.number_state").count() == 103


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_applications_with_one_number_at_the_same_moment_join_once() -> None:
    pairs = [begun(), begun()]
    for enterprise, actor in pairs:
        save(enterprise, actor)
        certificate(enterprise, actor)
    at_once = threading.Barrier(2)
    answers: list[str] = []

    def submit(enterprise: Enterprise, actor: Actor) -> None:
        try:
            at_once.wait(10)
            services.application_submit(actor=actor, enterprise_id=enterprise.pk)
            answers.append("in")
        except InvalidInput as error:
            answers.append(error.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(answers) == ["UNIQUE", "in"]
