"""Who acts for an organization: invited by mail, with roles, and shown out again.

Every change stands in the organization's audit trail, with the person's id and roles.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts import locks, rules, selectors
from accounts.errors import LastOwner, WrongAddressee, WrongDomain
from accounts.models import Department, Membership, MembershipInvitation, Organization, User
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound

INVITED_FOR = dt.timedelta(days=7)
MOST_OPEN = 50


@transaction.atomic
def membership_set(
    *,
    actor: Actor,
    organization_id: int,
    user_id: int,
    roles: Sequence[str],
    title: str = "",
    department_id: int | None = None,
) -> Membership:
    """Give a person these roles in the organization. Its owners may, and the system.

    An agency takes people of its own e-mail domain only. Raises NotFound, NotAllowed, LastOwner,
    InvalidInput by field.
    """
    organization = locks.lock_organization(organization_id)
    user = User.objects.filter(pk=user_id).first()
    if organization is None or user is None:
        raise NotFound
    if not actor.has_role(organization_id, rules.Role.OWNER):
        raise NotAllowed
    if problems := _problems(organization_id, roles, title, department_id):
        raise InvalidInput(problems)
    _check_domain(organization, user.email)
    before = Membership.objects.filter(organization=organization, user=user).first()
    if before is not None and rules.Role.OWNER not in roles:
        _keep_an_owner(before)
    membership, _created = Membership.objects.update_or_create(
        organization=organization,
        user=user,
        defaults={
            "roles": sorted(set(roles)),
            "title": title.strip(),
            "department_id": department_id,
        },
    )
    audit.record(
        actor=actor,
        action="membership.set",
        obj=organization,
        user=user_id,
        roles=membership.roles,
        before=before.roles if before else [],
    )
    return membership


@transaction.atomic
def membership_change(
    *,
    actor: Actor,
    organization_id: int,
    membership_id: int,
    roles: Sequence[str],
    title: str = "",
    department_id: int | None = None,
) -> Membership:
    """Give a colleague other roles, title or department. Owners only.

    Raises NotFound, NotAllowed, LastOwner, InvalidInput by field.
    """
    member = _colleague(actor, organization_id, membership_id)
    if problems := _problems(organization_id, roles, title, department_id):
        raise InvalidInput(problems)
    if rules.Role.OWNER not in roles:
        _keep_an_owner(member)
    before = member.roles
    member.roles, member.title = sorted(set(roles)), title.strip()
    member.department_id = department_id
    member.save(update_fields=["roles", "title", "department"])
    audit.record(
        actor=actor,
        action="membership.set",
        obj=member.organization,
        user=member.user_id,
        roles=member.roles,
        before=before,
    )
    return member


@transaction.atomic
def membership_remove(*, actor: Actor, organization_id: int, membership_id: int) -> None:
    """Show a colleague out. What waited for them alone follows (``membership.removed``).

    Raises NotFound, NotAllowed, LastOwner.
    """
    member = _colleague(actor, organization_id, membership_id)
    _keep_an_owner(member)
    audit.record(
        actor=actor,
        action="membership.remove",
        obj=member.organization,
        user=member.user_id,
        before=member.roles,
    )
    outbox.emit(
        topic="membership.removed",
        payload={"organization_id": organization_id, "user_id": member.user_id},
    )
    member.delete()


@transaction.atomic
def membership_invite(
    *,
    actor: Actor,
    organization_id: int,
    email: str,
    roles: Sequence[str],
    title: str = "",
    department_id: int | None = None,
) -> MembershipInvitation:
    """Invite somebody by mail. Inviting again sends a new link, and the old one is void.

    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    _require_owner(actor, organization_id)
    organization = locks.lock_organization(organization_id)
    assert organization is not None
    known = email.strip().lower()
    problems = _problems(organization_id, roles, title, department_id)
    if problem := _email_problem(organization, known):
        problems["email"] = problem
    if problems:
        raise InvalidInput(problems)
    now = clock.now()
    invitation, _created = MembershipInvitation.objects.update_or_create(
        organization_id=organization_id,
        email=known,
        accepted_at=None,
        defaults={
            "roles": sorted(set(roles)),
            "title": title.strip(),
            "department_id": department_id,
            "nonce": secrets.token_urlsafe(16),
            "invited_by_id": actor.require_person(),
            "created_at": now,
            "expires_at": now + INVITED_FOR,
        },
    )
    audit.record(
        actor=actor,
        action="membership.invite",
        obj=organization,
        invitation=invitation.pk,
        roles=invitation.roles,
    )
    outbox.emit(
        topic="membership.invited",
        payload={"invitation_id": invitation.pk, "nonce": invitation.nonce},
    )
    return invitation


@transaction.atomic
def membership_invitation_cancel(*, actor: Actor, organization_id: int, invitation_id: int) -> None:
    """Void an invitation nobody took up. Raises NotFound, NotAllowed."""
    _require_owner(actor, organization_id)
    invitation = locks.lock_invitation(invitation_id)
    if invitation is None or invitation.organization_id != organization_id:
        raise NotFound
    audit.record(
        actor=actor,
        action="membership.uninvite",
        obj=invitation.organization,
        invitation=invitation.pk,
    )
    invitation.delete()


@transaction.atomic
def membership_invitation_accept(*, actor: Actor, link: str) -> Membership:
    """Take up an invitation that was sent to one's own address.

    Raises NotFound for a void or old link, WrongAddressee for somebody else's, WrongDomain where
    the agency's domain is another by now.
    """
    user_id = actor.require_person()
    found = selectors.invitation_by_link(link)
    organization = locks.lock_organization(found.organization_id)
    invitation = locks.lock_invitation(found.pk)
    if invitation is None or organization is None:
        raise NotFound
    email = User.objects.get(pk=user_id).email.lower()
    if email != invitation.email:
        raise WrongAddressee
    _check_domain(organization, email)
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    member, created = Membership.objects.get_or_create(
        organization=organization,
        user_id=user_id,
        defaults={
            "roles": invitation.roles,
            "title": invitation.title,
            "department_id": invitation.department_id,
        },
    )
    if created:
        audit.record(
            actor=actor,
            action="membership.join",
            obj=organization,
            user=user_id,
            roles=member.roles,
        )
    return member


def _colleague(actor: Actor, organization_id: int, membership_id: int) -> Membership:
    _require_owner(actor, organization_id)
    locks.lock_organization(organization_id)  # two owners don't show each other out at once
    rows = Membership.objects.select_related("organization")
    member = rows.filter(organization_id=organization_id, pk=membership_id).first()
    if member is None:
        raise NotFound
    return member


def _keep_an_owner(member: Membership) -> None:
    owner = rules.Role.OWNER.value
    others = Membership.objects.filter(
        organization_id=member.organization_id, roles__contains=[owner], user__is_active=True
    )
    if owner in member.roles and not others.exclude(pk=member.pk).exists():
        raise LastOwner


def _require_owner(actor: Actor, organization_id: int) -> None:
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, rules.Role.OWNER)


def _check_domain(organization: Organization, email: str) -> None:
    is_agency = organization.kind == Organization.Kind.AGENCY
    domain = organization.email_domain
    if is_agency and domain and not rules.email_belongs_to(email, domain):
        raise WrongDomain


def _email_problem(organization: Organization, email: str) -> Any:
    try:
        validate_email(email)
        _check_domain(organization, email)
    except ValidationError:
        return _("이메일 형식이 올바르지 않습니다.")
    except WrongDomain as error:
        return error.by_field()["email"]
    if organization.memberships.filter(user__email=email).exists():
        return _("이미 함께 일하는 사람입니다.")
    open_ones = organization.invitations.filter(accepted_at=None, expires_at__gt=clock.now())
    if open_ones.exclude(email=email).count() >= MOST_OPEN:
        return _("초대는 한 번에 %(most)d건까지 보낼 수 있습니다.") % {"most": MOST_OPEN}
    return None


def _problems(
    organization_id: int, roles: Sequence[str], title: str, department_id: int | None
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not roles:
        problems["roles"] = _("역할을 하나 이상 골라 주세요.")
    elif set(roles) - {role.value for role in rules.Role}:
        problems["roles"] = _("없는 역할입니다.")
    if len(title.strip()) > 60:
        problems["title"] = _("입력이 너무 깁니다.")
    mine = Department.objects.filter(organization_id=organization_id)
    if department_id is not None and not mine.filter(pk=department_id).exists():
        problems["department"] = _("우리 기관의 부서를 골라 주세요.")
    return problems
