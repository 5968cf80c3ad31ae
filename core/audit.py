"""The audit trail: every write leaves a line that says who did what."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from core import clock, transactions
from core.actor import Actor
from core.models import AuditEntry, Seal


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


def seal(*, actor: Actor, action: str, obj: Model, digest: str) -> Seal:
    """Put a SHA-256 on record and into the chain of seals, within the caller's transaction. One
    at a time: a link needs the one before it."""
    transactions.require_one()
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_seal IN SHARE ROW EXCLUSIVE MODE")
    before = Seal.objects.order_by("-pk").first()
    link = Seal(
        at=clock.now(),
        action=action,
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        digest=digest,
    )
    link.chain = _chain(before.chain if before else "", link)
    link.save()
    record(actor=actor, action=action, obj=obj, digest=digest, chain=link.chain)
    return link


def seals_verify() -> list[int]:
    """The keys of seals that don't follow from the one before: empty when nothing was touched."""
    before, broken = "", []
    for link in Seal.objects.order_by("pk").iterator(chunk_size=2000):
        if link.chain != _chain(before, link):
            broken.append(link.pk)
        before = link.chain
    return broken


def _chain(before: str, link: Seal) -> str:
    at = link.at.astimezone(dt.UTC).isoformat()
    words = (before, at, link.action, link.object_type, link.object_id, link.digest)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()
