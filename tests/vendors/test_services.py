"""Joining, proving, being verified, being stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail

from core import clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.vendors import CredentialFactory, StaffFactory
from tests.vendors.papers_at_hand import paper
from vendors import papers, selectors, services, tasks
from vendors.errors import AlreadyDecided
from vendors.models import Credential, Enterprise

pytestmark = pytest.mark.django_db

CITY = Actor(is_city_officer=True)


def seller() -> tuple[Enterprise, Actor]:
    staff = StaffFactory()
    return staff.enterprise, selectors.actor_for(staff.user)


def submit(enterprise: Enterprise, actor: Actor, **more: Any) -> Credential:
    fields = {
        "kind": "social_enterprise",
        "number": "제2026-12호",
        "authority": "고용노동부",
        "issued_on": clock.today() - dt.timedelta(days=30),
        "file": paper(),
    }
    return services.credential_submit(actor=actor, enterprise_id=enterprise.pk, **(fields | more))


def refused(call: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as caught:
        call()
    return caught.value.by_field()


# -- the profile --


def test_the_profile_is_changed_by_its_people_and_the_name_is_not() -> None:
    enterprise, actor = seller()
    services.enterprise_profile_set(
        actor=actor,
        enterprise_id=enterprise.pk,
        fields={"story": "바다를 담습니다.", "name": "다른 이름", "business_number": "1"},
    )
    after = Enterprise.objects.get(pk=enterprise.pk)
    assert after.story == "바다를 담습니다."
    assert (after.name, after.business_number) == (enterprise.name, enterprise.business_number)


def test_another_s_profile_is_not_found() -> None:
    enterprise, _own = seller()
    _other, actor = seller()
    with pytest.raises(NotFound):
        services.enterprise_profile_set(
            actor=actor, enterprise_id=enterprise.pk, fields={"story": "훔친 소개"}
        )
    assert Enterprise.objects.get(pk=enterprise.pk).story == ""


# -- proving --


def test_a_certificate_waits_and_gives_no_badge_until_verified() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    assert selectors.badges_for([enterprise.pk]) == {}
    services.credential_verify(actor=CITY, credential_id=credential.pk)
    (badge,) = selectors.badges_for([enterprise.pk])[enterprise.pk]
    assert (badge.kind, badge.number) == ("social_enterprise", "제2026-12호")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "best_enterprise"),
        ("number", ""),
        ("number", "1" * 61),
        ("authority", " "),
        ("law", "법" * 121),
        ("issued_on", None),
        ("issued_on", dt.date(2999, 1, 1)),
        ("expires_on", dt.date(2001, 1, 1)),
        ("file", None),
        ("file", paper(b"MZ a program", "cert.pdf")),
        ("file", paper(b"", "cert.pdf")),
    ],
)
def test_a_wrong_certificate_says_what_by_the_field(field: str, value: object) -> None:
    enterprise, actor = seller()
    problems = refused(lambda: submit(enterprise, actor, **{field: value}))
    assert list(problems) == [field]
    assert not Credential.objects.exists()


def test_a_file_too_large_says_how_large_it_may_be(settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024**2
    enterprise, actor = seller()
    large = paper(b"%PDF-" + b"0" * settings.MAX_UPLOAD_BYTES)
    assert "2MB" in refused(lambda: submit(enterprise, actor, file=large))["file"][0]


def test_a_preliminary_designation_says_until_when() -> None:
    enterprise, actor = seller()
    kind = "preliminary_social_enterprise"
    assert "expires_on" in refused(lambda: submit(enterprise, actor, kind=kind))
    until = clock.today() + dt.timedelta(days=900)
    assert submit(enterprise, actor, kind=kind, expires_on=until).expires_on == until


def test_the_same_certificate_is_not_handed_in_twice() -> None:
    enterprise, actor = seller()
    submit(enterprise, actor)
    assert "이미 제출한" in refused(lambda: submit(enterprise, actor))["number"][0]
    assert Credential.objects.count() == 1


def test_one_that_was_sent_back_comes_again_under_its_number() -> None:
    enterprise, actor = seller()
    first = submit(enterprise, actor)
    services.credential_return(actor=CITY, credential_id=first.pk, reason="흐려서 읽을 수 없음")
    again = submit(enterprise, actor, file=paper(b"\xff\xd8\xff a sharp photo", "cert.jpg"))
    assert again.pk == first.pk
    assert (again.status, again.reason, again.decided_at) == ("pending", "", None)
    assert again.file.name != first.file.name


def test_one_that_was_refused_does_not_come_again() -> None:
    enterprise, actor = seller()
    first = submit(enterprise, actor)
    services.credential_reject(actor=CITY, credential_id=first.pk, reason="위조된 인증서")
    problems = refused(lambda: submit(enterprise, actor))
    assert "받아들이지 않은" in problems["number"][0]
    assert Credential.objects.get().status == "rejected"


def test_another_enterprise_s_people_hand_in_nothing() -> None:
    enterprise, _own = seller()
    _other, actor = seller()
    with pytest.raises(NotFound):
        submit(enterprise, actor)
    assert not Credential.objects.exists()


def test_the_file_is_kept_privately_under_a_name_nobody_guesses(settings: Any) -> None:
    enterprise, actor = seller()
    name = str(submit(enterprise, actor, file=paper(name="../../etc/비밀.pdf")).file.name)
    assert papers.storage().exists(name)
    assert name.startswith("credentials/")
    assert "비밀" not in name
    assert not (settings.MEDIA_ROOT / name).exists()


# -- deciding --


def test_only_the_city_decides() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    for decide in (
        lambda: services.credential_verify(actor=actor, credential_id=credential.pk),
        lambda: services.credential_reject(actor=actor, credential_id=credential.pk, reason="x"),
        lambda: services.enterprise_suspend(actor=actor, enterprise_id=enterprise.pk, reason="x"),
        lambda: services.enterprise_activate(actor=actor, enterprise_id=enterprise.pk),
    ):
        with pytest.raises(NotAllowed):
            decide()
    credential.refresh_from_db()
    enterprise.refresh_from_db()
    assert (credential.status, enterprise.status) == ("pending", "active")


def test_a_paper_does_not_open_a_shop_that_was_stopped() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    services.enterprise_suspend(actor=CITY, enterprise_id=enterprise.pk, reason="민원 조사")
    services.credential_verify(actor=CITY, credential_id=credential.pk)
    assert Enterprise.objects.get(pk=enterprise.pk).status == "suspended"


def test_a_paper_is_decided_once() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    services.credential_verify(actor=CITY, credential_id=credential.pk)
    with pytest.raises(AlreadyDecided):
        services.credential_reject(actor=CITY, credential_id=credential.pk, reason="늦은 생각")
    assert Credential.objects.get(pk=credential.pk).status == "verified"


def test_sending_back_needs_a_reason() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    problems = refused(
        lambda: services.credential_reject(actor=CITY, credential_id=credential.pk, reason="  ")
    )
    assert list(problems) == ["reason"]
    assert Credential.objects.get(pk=credential.pk).status == "pending"


def test_a_paper_that_ran_out_while_waiting_is_not_verified() -> None:
    old = CredentialFactory(status="pending", expires_on=clock.today() - dt.timedelta(days=1))
    problems = refused(lambda: services.credential_verify(actor=CITY, credential_id=old.pk))
    assert list(problems) == ["expires_on"]


# -- what follows --


def test_each_decision_is_told_once(drain_outbox: Callable[[], int]) -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    services.credential_return(actor=CITY, credential_id=credential.pk, reason="흐립니다")
    drain_outbox()
    drain_outbox()
    (told,) = mail.outbox
    assert told.to == [enterprise.email]
    assert "흐립니다" in str(told.body)

    tasks.mail_decision({"credential_id": credential.pk, "enterprise_id": enterprise.pk})
    assert len(mail.outbox) == 1

    submit(enterprise, actor)
    services.credential_return(actor=CITY, credential_id=credential.pk, reason="아직도 흐립니다")
    drain_outbox()
    assert len(mail.outbox) == 2


def test_a_late_message_about_a_paper_handed_in_again_is_not_sent() -> None:
    enterprise, actor = seller()
    credential = submit(enterprise, actor)
    services.credential_return(actor=CITY, credential_id=credential.pk, reason="흐립니다")
    submit(enterprise, actor)
    tasks.mail_decision({"credential_id": credential.pk, "enterprise_id": enterprise.pk})
    assert mail.outbox == []


def test_the_night_marks_what_ran_out_and_nothing_else() -> None:
    today = clock.today()
    gone = CredentialFactory(expires_on=today - dt.timedelta(days=1))
    last_day = CredentialFactory(expires_on=today)
    endless = CredentialFactory()
    rejected = CredentialFactory(status="rejected", expires_on=today - dt.timedelta(days=1))
    assert tasks.expire_credentials() == 1
    assert tasks.expire_credentials() == 0
    states = dict(Credential.objects.values_list("pk", "status"))
    assert states == {
        gone.pk: "expired",
        last_day.pk: "verified",
        endless.pk: "verified",
        rejected.pk: "rejected",
    }
