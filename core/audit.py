"""The audit trail: every write leaves a line that says who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model

from core import clock
from core.actor import Actor
from core.models import AuditEntry


def record(*, actor: Actor, action: str, obj: Model, **data: Any) -> None:
    """Add a line for ``obj``. ``data`` holds plain values and no personal data."""
    AuditEntry.objects.create(
        at=clock.now(),
        actor_id=actor.user_id,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        data=data,
    )


def record_many(
    *, actor: Actor, action: str, objs: Sequence[Model], data: Sequence[dict[str, Any]]
) -> None:
    """A line for each of ``objs``, in one INSERT."""
    now = clock.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(
            at=now,
            actor_id=actor.user_id,
            action=action,
            object_type=obj._meta.label_lower,
            object_id=str(obj.pk),
            data=more,
        )
        for obj, more in zip(objs, data, strict=True)
    )
