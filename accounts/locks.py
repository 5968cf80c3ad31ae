"""Locks on organizations and invitations: one change of its people at a time."""

from __future__ import annotations

from accounts.models import MembershipInvitation, Organization


def lock_organization(organization_id: int) -> Organization | None:
    return Organization.objects.select_for_update().filter(pk=organization_id).first()


def lock_invitation(invitation_id: int) -> MembershipInvitation | None:
    rows = MembershipInvitation.objects.select_for_update().filter(
        pk=invitation_id, accepted_at=None
    )
    return rows.first()
