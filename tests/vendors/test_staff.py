"""Who works at a desk, what each role may do, and the second factor of those who touch money."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from core import clock
from core.actor import DUTIES, Actor, Duty
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import UserFactory
from tests.factories.vendors import EnterpriseFactory, StaffFactory
from vendors import selectors, services
from vendors.errors import LastOwner, WrongAddressee
from vendors.models import EnterpriseStaff, StaffInvitation

pytestmark = pytest.mark.django_db

FRIEND = "friend@example.kr"


def owner() -> tuple[EnterpriseStaff, Actor]:
    staff = StaffFactory()
    return staff, selectors.actor_for(staff.user)


def invite(staff: EnterpriseStaff, actor: Actor, **more: Any) -> StaffInvitation:
    fields = {"email": FRIEND, "role": "clerk"} | more
    return services.staff_invite(actor=actor, enterprise_id=staff.enterprise_id, **fields)


# -- invitations --


def test_an_invitation_goes_by_mail_and_is_taken_up_once(drain_outbox: Callable[[], int]) -> None:
    staff, actor = owner()
    invite(staff, actor, email=" Friend@Example.kr ")
    drain_outbox()
    (told,) = mail.outbox
    assert told.to == [FRIEND]
    link = re.search(r"/seller/join/([^/]+)/", str(told.body)).group(1)  # type: ignore[union-attr]
    friend = UserFactory(email=FRIEND)
    joined = services.invitation_accept(actor=selectors.actor_for(friend), link=link)
    assert (joined.enterprise_id, joined.role) == (staff.enterprise_id, "clerk")
    with pytest.raises(NotFound):
        services.invitation_accept(actor=selectors.actor_for(friend), link=link)


def test_somebody_else_does_not_take_it_up() -> None:
    staff, actor = owner()
    link = selectors.invitation_link(invite(staff, actor))
    with pytest.raises(WrongAddressee):
        services.invitation_accept(actor=selectors.actor_for(UserFactory()), link=link)
    assert EnterpriseStaff.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "WzEsIm4iXQ:forged", "é", "a:b:c"])
def test_a_forged_link_is_not_found(wrong: str) -> None:
    with pytest.raises(NotFound):
        selectors.invitation_by_link(wrong)


def test_inviting_again_voids_the_old_link_and_a_week_ends_it() -> None:
    staff, actor = owner()
    old = selectors.invitation_link(invite(staff, actor))
    new = selectors.invitation_link(invite(staff, actor, role="manager"))
    with pytest.raises(NotFound):
        selectors.invitation_by_link(old)
    assert selectors.invitation_by_link(new).role == "manager"
    assert StaffInvitation.objects.count() == 1
    with (
        time_machine.travel(clock.now() + services.staff.INVITED_FOR, tick=False),
        pytest.raises(NotFound),
    ):
        selectors.invitation_by_link(new)


def test_a_taken_back_invitation_opens_nothing() -> None:
    staff, actor = owner()
    invitation = invite(staff, actor)
    link = selectors.invitation_link(invitation)
    _other, stranger = owner()
    with pytest.raises(NotFound):
        services.invitation_cancel(actor=stranger, invitation_id=invitation.pk)
    services.invitation_cancel(actor=actor, invitation_id=invitation.pk)
    with pytest.raises(NotFound):
        selectors.invitation_by_link(link)


@pytest.mark.parametrize(
    ("field", "text"), [("email", "friend"), ("email", ""), ("role", "king"), ("role", "")]
)
def test_a_wrong_invitation_says_what_by_the_field(field: str, text: str) -> None:
    staff, actor = owner()
    with pytest.raises(InvalidInput) as caught:
        invite(staff, actor, **{field: text})
    assert list(caught.value.by_field()) == [field]


def test_a_colleague_is_not_invited_again() -> None:
    staff, actor = owner()
    with pytest.raises(InvalidInput):
        invite(staff, actor, email=staff.user.email)


# -- roles --


def test_an_enterprise_keeps_an_owner() -> None:
    staff, actor = owner()
    for act in (
        lambda: services.staff_role_set(
            actor=actor, enterprise_id=staff.enterprise_id, staff_id=staff.pk, role="clerk"
        ),
        lambda: services.staff_remove(
            actor=actor, enterprise_id=staff.enterprise_id, staff_id=staff.pk
        ),
    ):
        with pytest.raises(LastOwner):
            act()
    second = StaffFactory(enterprise=staff.enterprise)
    services.staff_remove(actor=actor, enterprise_id=staff.enterprise_id, staff_id=staff.pk)
    assert list(EnterpriseStaff.objects.values_list("pk", flat=True)) == [second.pk]


@pytest.mark.parametrize("role", ["manager", "clerk", "accountant"])
def test_only_owners_manage_people(role: str) -> None:
    staff = StaffFactory(role=role)
    actor = selectors.actor_for(staff.user)
    with pytest.raises(NotAllowed):
        invite(staff, actor)
    with pytest.raises(NotAllowed):
        selectors.staff_of(actor=actor, enterprise_id=staff.enterprise_id)
    other = StaffFactory()
    with pytest.raises(NotFound):
        services.staff_remove(actor=actor, enterprise_id=other.enterprise_id, staff_id=other.pk)


def test_every_role_has_duties_and_every_duty_somebody() -> None:
    assert set(DUTIES) == set(EnterpriseStaff.Role.values)
    assert frozenset().union(*DUTIES.values()) == frozenset(Duty)


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        ("clerk", {"settlements", "tax", "staff", "coupons-post", "bank"}),
        ("accountant", {"staff", "coupons-post", "goods-post"}),
        ("manager", {"staff", "bank"}),
        ("owner", set()),
    ],
)
def test_a_role_opens_its_own_pages(role: str, closed: set[str]) -> None:
    from tests.factories.catalog import CategoryFactory, ChannelFactory

    ChannelFactory()
    staff = StaffFactory(role=role, enterprise=EnterpriseFactory(bank_account="101-0000-0000"))
    client = Client()
    client.force_login(staff.user)
    product = {
        "name": "비누", "category": str(CategoryFactory().pk), "price": "1000", "on_hand": "1",
        "tax_class": "taxable",
    }  # fmt: skip
    coupon = {
        "code": "WARM", "name": "쿠폰", "kind": "percent", "value": "5",
        "valid_from": "2026-11-01", "valid_to": "2026-12-01",
    }  # fmt: skip
    answers = {
        "settlements": client.get("/seller/settlements/"),
        "tax": client.get("/seller/tax/"),
        "staff": client.get("/seller/staff/"),
        "goods-post": client.post("/seller/products/new/", product),
        "coupons-post": client.post("/seller/coupons/", coupon),
        "bank": client.post("/seller/profile/", {"bank_account": "999-9999-9999"}),
        "home": client.get("/seller/"),
        "orders": client.get("/seller/orders/"),
    }
    refused = {name for name, answer in answers.items() if answer.status_code in (403, 404)}
    assert refused == closed
    staff.enterprise.refresh_from_db()
    assert (staff.enterprise.bank_account == "101-0000-0000") is ("bank" in closed)


def test_owners_hear_of_a_new_account_for_payouts(drain_outbox: Callable[[], int]) -> None:
    staff, actor = owner()
    services.enterprise_profile_set(
        actor=actor, enterprise_id=staff.enterprise_id, fields={"bank_account": "101-1111-2222"}
    )
    services.enterprise_profile_set(
        actor=actor, enterprise_id=staff.enterprise_id, fields={"bank_account": "101-1111-2222"}
    )
    drain_outbox()
    assert [m.to for m in mail.outbox] == [[staff.user.email]]


# -- the second factor --


@pytest.mark.parametrize("role", ["owner", "accountant", "manager", "clerk"])
def test_who_touches_money_signs_in_with_a_second_factor(role: str, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    staff = StaffFactory(role=role)
    client = Client()
    client.force_login(staff.user)
    answer = client.get("/seller/")
    if role in ("manager", "clerk"):
        assert answer.status_code == 200
        return
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    Authenticator.objects.create(user=staff.user, type=Authenticator.Type.TOTP, data={})
    assert client.get("/seller/").status_code == 200


def test_the_api_takes_no_password_alone_from_them(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    ask = 'mutation($e: String!) { tokenCreate(email: $e, password: "pw-onjang-1") ' + (
        "{ token errors { code } } }"
    )
    codes = {}
    for role in ("owner", "clerk"):
        user = StaffFactory(role=role).user
        said = Client().post(
            "/graphql/",
            {"query": ask, "variables": {"e": user.email}},
            content_type="application/json",
        )
        made = said.json()["data"]["tokenCreate"]
        codes[role] = (made["token"] is None, [error["code"] for error in made["errors"]])
    assert codes == {"owner": (True, ["SECOND_FACTOR_REQUIRED"]), "clerk": (False, [])}


def test_a_demo_enterprise_s_doors_are_open(settings: Any) -> None:
    settings.SECOND_FACTOR = True
    staff = StaffFactory(enterprise=EnterpriseFactory(is_demo=True))
    client = Client()
    client.force_login(staff.user)
    assert client.get("/seller/").status_code == 200


def test_everybody_sees_where_they_are_signed_in_and_ends_it() -> None:
    user = UserFactory(password="pw-onjang-1")
    here, there = Client(), Client()
    for client in (here, there):
        answer = client.post("/accounts/login/", {"login": user.email, "password": "pw-onjang-1"})
        assert answer.status_code == 302
    assert there.get("/accounts/sessions/").status_code == 200
    page = here.get("/accounts/sessions/")
    assert page.content.decode().count("data-session") == 2
    assert page.context["session_count"] == 2
    here.post("/accounts/sessions/")
    assert here.get("/accounts/sessions/").status_code == 200
    assert there.get("/accounts/sessions/").status_code == 302
