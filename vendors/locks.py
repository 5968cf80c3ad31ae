"""Locks on enterprises and credentials: one decision at a time."""

from __future__ import annotations

from vendors.models import Credential, Enterprise


def lock_credential(credential_id: int) -> Credential | None:
    return Credential.objects.select_for_update().filter(pk=credential_id).first()


def lock_enterprise(enterprise_id: int) -> Enterprise | None:
    return Enterprise.objects.select_for_update().filter(pk=enterprise_id).first()
