"""Who acts for an organization: invited by mail, given roles, shown out; and its departments."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import mail
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accounts import rules, selectors, services
from accounts.errors import LastOwner, WrongAddressee, WrongDomain
from accounts.models import Department, Membership, MembershipInvitation, Organization
from accounts.rules import DomainFault
from accounts.services import members
from core import clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry
from procurement.models import ApprovalStage, ApprovalStep, Delegation, SpendingLimit
from procurement.rules import Stage
from procurement.services import approval_rule_set, delegation_set, spending_limit_set
from procurement.services.approve import may_decide
from procurement.services.leave import member_left
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.procurement.conftest import desk, seller
from tests.procurement.test_purse import buy
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db

FRIEND = "friend@gu.busan.kr"


def owner(**organization: Any) -> tuple[Membership, Actor]:
    fields = {"kind": "agency", "email_domain": "gu.busan.kr"} | organization
    member = MembershipFactory(
        organization=OrganizationFactory(**fields),
        user=UserFactory(email=f"owner{Organization.objects.count()}@gu.busan.kr"),
        roles=["owner"],
    )
    return member, actor_for(member.user)


def invite(member: Membership, actor: Actor, **more: Any) -> MembershipInvitation:
    fields = {"email": FRIEND, "roles": ["requester"]} | more
    return services.membership_invite(actor=actor, organization_id=member.organization_id, **fields)


# -- invitations --


def test_an_invitation_goes_by_mail_and_is_taken_up_once(drain_outbox: Callable[[], int]) -> None:
    member, actor = owner()
    team = Department.objects.create(organization=member.organization, name="재무과")
    invite(
        member, actor, email=" Friend@GU.busan.kr", roles=["finance", "approver", "finance"],
        title="주무관", department_id=team.pk,
    )  # fmt: skip
    drain_outbox()
    (told,) = mail.outbox
    assert told.to == [FRIEND]
    link = re.search(r"/buyer/join/([^/]+)/", str(told.body)).group(1)  # type: ignore[union-attr]
    friend = UserFactory(email=FRIEND)
    joined = services.membership_invitation_accept(actor=actor_for(friend), link=link)
    assert joined.roles == ["approver", "finance"]
    assert (joined.title, joined.department) == ("주무관", team)
    with pytest.raises(NotFound):
        services.membership_invitation_accept(actor=actor_for(friend), link=link)


def test_somebody_else_does_not_take_it_up() -> None:
    member, actor = owner()
    link = selectors.invitation_link(invite(member, actor))
    stranger = UserFactory(email="other@gu.busan.kr")
    with pytest.raises(WrongAddressee):
        services.membership_invitation_accept(actor=actor_for(stranger), link=link)
    assert Membership.objects.count() == 1


@pytest.mark.parametrize("wrong", ["", "x", "WzEsIm4iXQ:forged", "é", "a:b:c"])
def test_a_forged_link_is_not_found(wrong: str) -> None:
    with pytest.raises(NotFound):
        selectors.invitation_by_link(wrong)


def test_inviting_again_voids_the_old_link_and_a_week_ends_it() -> None:
    member, actor = owner()
    old = selectors.invitation_link(invite(member, actor))
    new = selectors.invitation_link(invite(member, actor, roles=["finance"]))
    with pytest.raises(NotFound):
        selectors.invitation_by_link(old)
    assert selectors.invitation_by_link(new).roles == ["finance"]
    with (
        time_machine.travel(clock.now() + members.INVITED_FOR, tick=False),
        pytest.raises(NotFound),
    ):
        selectors.invitation_by_link(new)


def test_a_taken_back_invitation_opens_nothing() -> None:
    member, actor = owner()
    invitation = invite(member, actor)
    other, stranger = owner()
    for pk in (member.organization_id, other.organization_id):
        with pytest.raises(NotFound):
            services.membership_invitation_cancel(
                actor=stranger, organization_id=pk, invitation_id=invitation.pk
            )
    services.membership_invitation_cancel(
        actor=actor, organization_id=member.organization_id, invitation_id=invitation.pk
    )
    assert not MembershipInvitation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "friend"}, "email"),
        ({"email": ""}, "email"),
        ({"email": "friend@gmail.com"}, "email"),
        ({"roles": []}, "roles"),
        ({"roles": ["king"]}, "roles"),
        ({"title": "가" * 61}, "title"),
        ({"department_id": 0}, "department"),
    ],
)
def test_a_wrong_invitation_says_what_by_the_field(wrong: dict[str, Any], field: str) -> None:
    member, actor = owner()
    with pytest.raises(InvalidInput) as caught:
        invite(member, actor, **wrong)
    assert list(caught.value.by_field()) == [field]
    assert not MembershipInvitation.objects.exists()


def test_an_agency_s_domain_is_asked_again_when_it_is_taken_up() -> None:
    member, actor = owner()
    link = selectors.invitation_link(invite(member, actor))
    Organization.objects.update(email_domain="other.busan.kr")
    with pytest.raises(WrongDomain):
        services.membership_invitation_accept(actor=actor_for(UserFactory(email=FRIEND)), link=link)
    assert Membership.objects.count() == 1


def test_a_company_invites_from_anywhere() -> None:
    member, actor = owner(kind="company")
    assert invite(member, actor, email="kim@gmail.com").email == "kim@gmail.com"


def test_a_colleague_is_not_invited_again() -> None:
    member, actor = owner()
    with pytest.raises(InvalidInput):
        invite(member, actor, email=member.user.email)


# -- roles --


def change(member: Membership, actor: Actor, **more: Any) -> Membership:
    fields = {"membership_id": member.pk, "roles": ["requester"]} | more
    return services.membership_change(actor=actor, organization_id=member.organization_id, **fields)


def test_one_person_holds_several_roles_and_the_trail_says_who_gave_them() -> None:
    member, actor = owner()
    other = MembershipFactory(organization=member.organization)
    assert change(other, actor, roles=["inspector", "finance"]).roles == ["finance", "inspector"]
    line = selectors.organization_trail(organization=member.organization)[0]
    assert (line.entry.action, line.person, line.entry.actor) == (
        "membership.set",
        other.user,
        member.user,
    )
    assert line.entry.data["before"] == ["requester"]


def test_an_organization_keeps_an_owner() -> None:
    member, actor = owner()
    pk = member.organization_id
    for act in (
        lambda: change(member, actor),
        lambda: services.membership_remove(
            actor=actor, organization_id=pk, membership_id=member.pk
        ),
        lambda: services.membership_set(
            actor=actor, organization_id=pk, user_id=member.user_id, roles=["finance"]
        ),
    ):
        with pytest.raises(LastOwner):
            act()
    MembershipFactory(
        organization=member.organization, roles=["owner"], user__is_active=False
    )  # who can't come in keeps nothing
    with pytest.raises(LastOwner):
        change(member, actor)
    second = MembershipFactory(organization=member.organization, roles=["owner", "finance"])
    services.membership_remove(actor=actor, organization_id=pk, membership_id=member.pk)
    assert Membership.objects.filter(pk=second.pk).exists()
    assert not Membership.objects.filter(pk=member.pk).exists()


@pytest.mark.parametrize("role", [role.value for role in rules.Role if role != "owner"])
def test_only_owners_manage_people(role: str) -> None:
    member, _actor = owner()
    other = MembershipFactory(organization=member.organization, roles=[role])
    actor = actor_for(other.user)
    pk = member.organization_id
    for act in (
        lambda: invite(member, actor),
        lambda: change(member, actor),
        lambda: services.membership_remove(
            actor=actor, organization_id=pk, membership_id=member.pk
        ),
        lambda: selectors.members_of(actor=actor, organization_id=pk),
        lambda: selectors.member_invitations_of(actor=actor, organization_id=pk),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert Membership.objects.count() == 2


def test_other_organizations_people_are_not_found() -> None:
    member, actor = owner()
    other, _stranger = owner()
    for pk in (member.organization_id, other.organization_id):
        with pytest.raises(NotFound):
            services.membership_change(
                actor=actor, organization_id=pk, membership_id=other.pk, roles=["owner"]
            )
        with pytest.raises(NotFound):
            services.membership_remove(actor=actor, organization_id=pk, membership_id=other.pk)


# -- who left --


def test_what_waited_for_somebody_who_left_is_their_role_s(
    drain_outbox: Callable[[], int],
) -> None:
    company = desk(kind="company", credit_limit_amount=10_000_000)
    one, pk = seller(), company.organization.pk
    boss = MembershipFactory(organization=company.organization, roles=["owner"])
    leaver = MembershipFactory(organization=company.organization, roles=["approver"])
    approval_rule_set(
        actor=actor_for(boss.user),
        organization_id=pk,
        name="과장",
        stages=[Stage(role="approver", person=leaver.user_id)],
    )
    delegation_set(
        actor=actor_for(leaver.user),
        organization_id=pk,
        delegate_id=boss.user_id,
        starts_on=clock.today(),
        ends_on=clock.today(),
    )
    spending_limit_set(
        actor=actor_for(boss.user), organization_id=pk, period="month", amount=1,
        user_id=leaver.user_id,
    )  # fmt: skip
    po = buy(company, one, 1)
    assert not may_decide(company.approver, po)
    drain_outbox()
    mail.outbox.clear()
    services.membership_remove(
        actor=actor_for(boss.user), organization_id=pk, membership_id=leaver.pk
    )
    drain_outbox()
    step = ApprovalStep.objects.get()
    assert (step.person, step.role, step.status) == (None, "approver", "open")
    assert may_decide(company.approver, po)
    assert not may_decide(actor_for(leaver.user), po)
    assert company.approver.email in {address for m in mail.outbox for address in m.to}
    assert ApprovalStage.objects.get().person is None
    assert Delegation.objects.get().ended_at is not None
    assert not SpendingLimit.objects.filter(is_active=True).exists()
    assert AuditEntry.objects.filter(action="approval.to_role").count() == 1
    assert member_left(organization_id=pk, user_id=leaver.user_id) == 0


def test_where_nobody_holds_the_role_the_owners_decide(drain_outbox: Callable[[], int]) -> None:
    company = desk(kind="company", credit_limit_amount=10_000_000)
    boss = MembershipFactory(organization=company.organization, roles=["owner"])
    actor, pk = actor_for(boss.user), company.organization.pk
    approver = Membership.objects.get(roles=["approver"])
    approval_rule_set(
        actor=actor,
        organization_id=pk,
        name="한 사람",
        stages=[Stage(role="approver", person=approver.user_id)],
    )
    po = buy(company, seller(), 1)
    services.membership_remove(actor=actor, organization_id=pk, membership_id=approver.pk)
    drain_outbox()
    assert ApprovalStep.objects.get().role == "owner"
    assert may_decide(actor, po)


# -- departments --


def department(member: Membership, actor: Actor, name: str, **more: Any) -> Department:
    return services.department_set(
        actor=actor, organization_id=member.organization_id, name=name, **more
    )


def test_departments_hang_under_each_other() -> None:
    member, actor = owner()
    bureau = department(member, actor, "행정국", code="A")
    team = department(member, actor, "회계과", parent_id=bureau.pk)
    department(member, actor, "총무국", code="B")
    member.department = team
    member.save()
    chart = selectors.departments_of(actor=actor, organization_id=member.organization_id)
    assert [(b.department.name, b.depth, b.people) for b in chart] == [
        ("행정국", 0, 0),
        ("회계과", 1, 1),
        ("총무국", 0, 0),
    ]
    with pytest.raises(InvalidInput):
        services.department_remove(
            actor=actor, organization_id=member.organization_id, department_id=bureau.pk
        )
    services.department_remove(
        actor=actor, organization_id=member.organization_id, department_id=team.pk
    )
    member.refresh_from_db()
    assert member.department is None


def test_a_chart_has_no_circle_and_no_cellar() -> None:
    member, actor = owner()
    above = [department(member, actor, "0")]
    for depth in range(1, 5):
        above.append(department(member, actor, str(depth), parent_id=above[-1].pk))
    for wrong in (
        {"name": "5", "parent_id": above[-1].pk},
        {"name": "0", "parent_id": above[2].pk, "department_id": above[0].pk},
        {"name": "0", "parent_id": above[0].pk, "department_id": above[0].pk},
    ):
        with pytest.raises(InvalidInput) as refused:
            department(member, actor, **wrong)  # type: ignore[arg-type]
        assert list(refused.value.by_field()) == ["parent"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "가" * 81}, "name"),
        ({"name": "재무과"}, "name"),
        ({"name": "새 과", "code": "F1"}, "code"),
        ({"name": "새 과", "code": "x" * 21}, "code"),
        ({"name": "새 과", "parent_id": 0}, "parent"),
    ],
)
def test_a_wrong_department_says_what_by_the_field(wrong: dict[str, Any], field: str) -> None:
    member, actor = owner()
    department(member, actor, "재무과", code="F1")
    with pytest.raises(InvalidInput) as refused:
        department(member, actor, **wrong)
    assert list(refused.value.by_field()) == [field]


def test_departments_are_kept_by_owners_and_finance() -> None:
    member, _actor = owner()
    for role, may in (("finance", True), ("requester", False)):
        other = MembershipFactory(organization=member.organization, roles=[role])
        if may:
            department(member, actor_for(other.user), role)
        else:
            with pytest.raises(NotAllowed):
                department(member, actor_for(other.user), role)
    _other, stranger = owner()
    with pytest.raises(NotFound):
        department(member, stranger, "남의 과")


def test_texts_of_before_become_departments() -> None:
    """The data migration, over the tables as they were."""
    move = importlib.import_module("accounts.migrations.0003_departments_from_texts")
    state = MigrationExecutor(connection).loader.project_state(
        [("accounts", "0002_organizations_join")]
    )
    table = Membership._meta.db_table
    first = MembershipFactory()
    second = MembershipFactory(organization=first.organization)
    third = MembershipFactory()
    fourth = MembershipFactory(organization=first.organization)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} RENAME COLUMN department_id TO team_id")
        cursor.execute(f"ALTER TABLE {table} ADD COLUMN department varchar(80) DEFAULT ''")
        cursor.execute(f"UPDATE {table} SET department = ' 구매팀 ' WHERE id <> %s", [fourth.pk])
        move.forward(state.apps, None)
        cursor.execute(f"SELECT id, team_id FROM {table}")
        teams = dict(cursor.fetchall())
    assert teams[first.pk] == teams[second.pk] != teams[third.pk]
    assert teams[fourth.pk] is None
    assert list(Department.objects.values_list("name", flat=True)) == ["구매팀", "구매팀"]
    assert apps.get_model("accounts", "Department") is Department


# -- an organization's addresses --


HALL = {
    "label": "본관", "recipient": "총무과", "phone": "051-000-1111", "postal_code": "48095",
    "road_address": "부산광역시 해운대구 중동2로 11", "detail": "3층",
}  # fmt: skip


def test_an_organization_keeps_addresses_and_one_is_the_default() -> None:
    member, actor = owner()
    pk = member.organization_id

    def save(**changes: str) -> Any:
        return services.organization_address_save(
            actor=actor, organization_id=pk, fields=HALL | changes
        )

    first = save()
    assert save(label="다른 이름").pk == first.pk
    second = save(detail="4층")
    assert (first.is_default, second.is_default) == (True, False)
    services.organization_address_default(actor=actor, organization_id=pk, address_id=second.pk)
    shown = selectors.organization_addresses(actor=actor, organization_id=pk)
    assert [(row.pk, row.is_default) for row in shown] == [(second.pk, True), (first.pk, False)]
    services.organization_address_delete(actor=actor, organization_id=pk, address_id=second.pk)
    (left,) = selectors.organization_addresses(actor=actor, organization_id=pk)
    assert (left.pk, left.is_default) == (first.pk, True)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"recipient": ""}, "recipient"),
        ({"phone": "전화"}, "phone"),
        ({"postal_code": "4809"}, "postal_code"),
        ({"road_address": ""}, "road_address"),
        ({"detail": "가" * 101}, "detail"),
        ({"label": "가" * 41}, "label"),
    ],
)
def test_a_wrong_address_says_what_by_the_field(wrong: dict[str, str], field: str) -> None:
    member, actor = owner()
    with pytest.raises(InvalidInput) as refused:
        services.organization_address_save(
            actor=actor, organization_id=member.organization_id, fields=HALL | wrong
        )
    assert list(refused.value.by_field()) == [field]


def test_addresses_are_kept_by_owners_and_finance_and_hidden_from_strangers() -> None:
    member, actor = owner()
    pk = member.organization_id
    row = services.organization_address_save(actor=actor, organization_id=pk, fields=HALL)
    requester = MembershipFactory(organization=member.organization)
    _other, stranger = owner()
    for who, error in ((actor_for(requester.user), NotAllowed), (stranger, NotFound)):
        for act in (
            services.organization_address_delete,
            services.organization_address_default,
        ):
            with pytest.raises(error):
                act(actor=who, organization_id=pk, address_id=row.pk)
    with pytest.raises(NotFound):
        selectors.organization_addresses(actor=stranger, organization_id=pk)


# -- domains, without a database --


@pytest.mark.parametrize(
    ("domain", "fault"),
    [
        ("gu.busan.kr", None),
        ("haeundae.go.kr", None),
        ("company.co.kr", None),
        ("naver.com", DomainFault.FREE_MAIL),
        ("sub.outlook.com", DomainFault.FREE_MAIL),
        ("go.kr", DomainFault.SHARED),
        ("kr", DomainFault.MALFORMED),
        ("", DomainFault.MALFORMED),
        ("a..kr", DomainFault.MALFORMED),
        ("-a.kr", DomainFault.MALFORMED),
        ("gu.busan.kr/x", DomainFault.MALFORMED),
        ("a." + "b" * 64 + ".kr", DomainFault.MALFORMED),
        ("a.b" * 60, DomainFault.MALFORMED),
    ],
)
def test_a_domain_is_somebody_s_own_or_says_why_not(domain: str, fault: DomainFault | None) -> None:
    assert rules.domain_fault(domain) is fault
