"""Locks on sheets: one worker carries a sheet on at a time."""

from __future__ import annotations

from bulk.models import Sheet


def lock_sheet(sheet_id: int) -> Sheet | None:
    return Sheet.objects.select_for_update().filter(pk=sheet_id).first()
