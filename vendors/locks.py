"""Locks on enterprises and credentials: one decision at a time."""

from __future__ import annotations

from vendors.models import Credential, Enterprise, Override, StaffInvitation


def lock_credential(credential_id: int) -> Credential | None:
    return Credential.objects.select_for_update().filter(pk=credential_id).first()


def lock_enterprise(enterprise_id: int) -> Enterprise | None:
    return Enterprise.objects.select_for_update().filter(pk=enterprise_id).first()


def lock_override(override_id: int) -> Override | None:
    rows = Override.objects.select_for_update(of=("self",)).filter(pk=override_id)
    return rows.select_related("enterprise", "credential").first()


def lock_invitation(invitation_id: int) -> StaffInvitation | None:
    rows = StaffInvitation.objects.select_for_update().filter(pk=invitation_id, accepted_at=None)
    return rows.first()
