"""Who works at an enterprise's desk: invited by mail, with a role, and shown out again."""

from __future__ import annotations

import datetime as dt
import secrets

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from vendors import locks, selectors
from vendors.errors import LastOwner, WrongAddressee
from vendors.models import EnterpriseStaff, StaffInvitation

INVITED_FOR = dt.timedelta(days=7)
MOST_OPEN = 20


@transaction.atomic
def staff_invite(*, actor: Actor, enterprise_id: int, email: str, role: str) -> StaffInvitation:
    """Invite somebody by mail. Inviting again sends a new link, and the old one is void.
    Raises NotFound, InvalidInput by field."""
    _require(actor, enterprise_id)
    known = email.strip().lower()
    problems = {}
    try:
        validate_email(known)
    except ValidationError:
        problems["email"] = _("이메일 형식이 올바르지 않습니다.")
    if role not in EnterpriseStaff.Role.values:
        problems["role"] = _("역할을 골라 주세요.")
    if EnterpriseStaff.objects.filter(enterprise_id=enterprise_id, user__email=known).exists():
        problems["email"] = _("이미 함께 일하는 사람입니다.")
    open_ones = StaffInvitation.objects.filter(enterprise_id=enterprise_id, accepted_at=None)
    if open_ones.exclude(email=known).count() >= MOST_OPEN:
        problems["email"] = _("초대는 한 번에 %(most)d건까지 보낼 수 있습니다.") % {
            "most": MOST_OPEN
        }
    if problems:
        raise InvalidInput(problems)
    now = clock.now()
    invitation, _created = StaffInvitation.objects.update_or_create(
        enterprise_id=enterprise_id,
        email=known,
        accepted_at=None,
        defaults={
            "role": role,
            "nonce": secrets.token_urlsafe(16),
            "invited_by_id": actor.require_person(),
            "created_at": now,
            "expires_at": now + INVITED_FOR,
        },
    )
    audit.record(actor=actor, action="staff.invite", obj=invitation, role=role)
    outbox.emit(
        topic="staff.invited",
        payload={"invitation_id": invitation.pk, "nonce": invitation.nonce},
    )
    return invitation


@transaction.atomic
def invitation_cancel(*, actor: Actor, invitation_id: int) -> None:
    """Void an invitation nobody took up. Raises NotFound."""
    invitation = StaffInvitation.objects.filter(pk=invitation_id, accepted_at=None).first()
    if invitation is None:
        raise NotFound
    _require(actor, invitation.enterprise_id)
    audit.record(actor=actor, action="staff.uninvite", obj=invitation)
    invitation.delete()


@transaction.atomic
def invitation_accept(*, actor: Actor, link: str) -> EnterpriseStaff:
    """Take up an invitation that was sent to one's own address.

    Raises NotFound for a void or old link, WrongAddressee for somebody else's.
    """
    user_id = actor.require_person()
    invitation = locks.lock_invitation(selectors.invitation_by_link(link).pk)
    if invitation is None:
        raise NotFound
    if User.objects.get(pk=user_id).email.lower() != invitation.email:
        raise WrongAddressee
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["accepted_at"])
    staff, _created = EnterpriseStaff.objects.get_or_create(
        enterprise_id=invitation.enterprise_id,
        user_id=user_id,
        defaults={"role": invitation.role},
    )
    audit.record(actor=actor, action="staff.join", obj=staff, role=staff.role)
    return staff


@transaction.atomic
def staff_role_set(*, actor: Actor, enterprise_id: int, staff_id: int, role: str) -> None:
    """Give a colleague another role. Raises NotFound, InvalidInput, LastOwner."""
    staff = _colleague(actor, enterprise_id, staff_id)
    if role not in EnterpriseStaff.Role.values:
        raise InvalidInput({"role": _("역할을 골라 주세요.")})
    if role != EnterpriseStaff.Role.OWNER:
        _keep_an_owner(staff)
    staff.role = EnterpriseStaff.Role(role)
    staff.save(update_fields=["role"])
    audit.record(actor=actor, action="staff.role", obj=staff, role=role)


@transaction.atomic
def staff_remove(*, actor: Actor, enterprise_id: int, staff_id: int) -> None:
    """Show a colleague out. Raises NotFound, LastOwner."""
    staff = _colleague(actor, enterprise_id, staff_id)
    _keep_an_owner(staff)
    audit.record(actor=actor, action="staff.remove", obj=staff, user=staff.user_id)
    staff.delete()


def _colleague(actor: Actor, enterprise_id: int, staff_id: int) -> EnterpriseStaff:
    _require(actor, enterprise_id)
    locks.lock_enterprise(enterprise_id)  # two owners don't show each other out at once
    staff = EnterpriseStaff.objects.filter(enterprise_id=enterprise_id, pk=staff_id).first()
    if staff is None:
        raise NotFound
    return staff


def _keep_an_owner(staff: EnterpriseStaff) -> None:
    owner = EnterpriseStaff.Role.OWNER
    others = EnterpriseStaff.objects.filter(enterprise_id=staff.enterprise_id, role=owner)
    if staff.role == owner and not others.exclude(pk=staff.pk).exists():
        raise LastOwner


def _require(actor: Actor, enterprise_id: int) -> None:
    if not actor.sells_for(enterprise_id):
        raise NotFound
    actor.require_enterprise(enterprise_id, Duty.STAFF)
