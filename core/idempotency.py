"""The same key gives the same answer once: for every write that a client may retry.

Stripe's convention: same key and content → the first answer; same key, other content → refused;
same key while the first call runs → refused for now. The key's row is written in the caller's
transaction, so a call that fails or is killed leaves no row and may be tried again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from core import clock
from core.errors import InFlight, KeyReused
from core.models import IdempotencyKey


def fingerprint(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of ``body``."""
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def once(
    *,
    scope: str,
    key: str,
    body: Mapping[str, Any],
    action: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    """Run ``action`` once for ``key`` and answer its (JSON) result, now and at every retry.

    Raises KeyReused when ``body`` differs from the first call's, InFlight when the first call
    has not committed yet. ``action`` runs in one transaction with the key's row.
    """
    print_ = fingerprint(body)
    known = IdempotencyKey.objects.filter(scope=scope, key=key).first()
    if known is None:
        try:
            return _first(scope=scope, key=key, print_=print_, action=action)
        except _Raced:
            known = IdempotencyKey.objects.filter(scope=scope, key=key).first()
            if known is None:
                raise InFlight from None
    if known.fingerprint != print_:
        raise KeyReused
    return dict(known.response or {})


class _Raced(Exception):
    """Another call with this key committed, or holds its row, right now."""


def _first(
    *, scope: str, key: str, print_: str, action: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    with transaction.atomic():
        _take_turn(scope, key)
        row = IdempotencyKey(scope=scope, key=key, fingerprint=print_, created_at=clock.now())
        if not _insert(row):
            raise _Raced
        row.response = action()
        IdempotencyKey.objects.filter(scope=scope, key=key).update(response=row.response)
        return dict(row.response)


def _insert(row: IdempotencyKey) -> bool:
    """Whether the key was free. One statement: a refused INSERT would cost a savepoint."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_idempotencykey (scope, key, fingerprint, created_at)"
            " VALUES (%s, %s, %s, %s) ON CONFLICT (scope, key) DO NOTHING",
            [row.scope, row.key, row.fingerprint, row.created_at],
        )
        return bool(cursor.rowcount)


def _take_turn(scope: str, key: str) -> None:
    """One call a key at a time: an advisory lock that is not waited for (the second is told)."""
    number = int.from_bytes(hashlib.sha256(f"{scope}\0{key}".encode()).digest()[:8], signed=True)
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        row = cursor.fetchone()
    if not row or not row[0]:
        raise InFlight
