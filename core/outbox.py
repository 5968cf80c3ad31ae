"""Effects survive a crash: a change and what follows from it commit together.

``emit`` writes one row a handler inside the caller's transaction and, on commit, nudges the
worker. The worker claims rows with ``FOR UPDATE SKIP LOCKED``, runs the handler, and marks the
row done after the effect. A worker killed in between leaves a claim that grows old; the sweep
takes it up again. So every handler runs at least once and must be idempotent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import structlog
from django.db import transaction
from django.db.models import Q

from core import clock
from core.models import OutboxTask

Handler: TypeAlias = Callable[[dict[str, Any]], None]

log = structlog.get_logger(__name__)

#: A claim older than this belonged to a worker that died.
CLAIM_EXPIRES = dt.timedelta(seconds=30)
#: Wait before attempt n+1: 1 s, 2 s, 4 s … at most an hour.
LONGEST_BACKOFF = dt.timedelta(hours=1)

_handlers: dict[str, dict[str, Handler]] = {}


def handler(topic: str, *, name: str) -> Callable[[Handler], Handler]:
    """Register the decorated function for ``topic`` under a name that is stable over releases."""

    def register(function: Handler) -> Handler:
        owners = _handlers.setdefault(topic, {})
        if name in owners and owners[name] is not function:
            raise ValueError(f"two handlers named {name} for {topic}")
        owners[name] = function
        return function

    return register


def emit(*, topic: str, payload: Mapping[str, Any], due_at: dt.datetime | None = None) -> None:
    """Owe ``payload`` (ids and plain values) to every handler of ``topic``. Costs one INSERT.

    Must run inside the transaction of the change it tells of.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("emit() outside a transaction would not survive a crash")
    now = clock.now()
    owed = [
        OutboxTask(
            topic=topic,
            handler=name,
            payload=dict(payload),
            created_at=now,
            due_at=due_at or now,
        )
        for name in _handlers.get(topic, {})
    ]
    if owed:
        OutboxTask.objects.bulk_create(owed)
        transaction.on_commit(_nudge, robust=True)


def _nudge() -> None:
    from core.tasks import drain_outbox

    drain_outbox.delay()


def drain(*, limit: int = 500) -> int:
    """Deliver what is owed now; answers how many effects were delivered."""
    delivered = 0
    for _ in range(limit):
        task = _claim()
        if task is None:
            break
        if _deliver(task):
            delivered += 1
    return delivered


def _claim() -> OutboxTask | None:
    now = dt.datetime.now(tz=dt.UTC)
    with transaction.atomic():
        task = (
            OutboxTask.objects.select_for_update(skip_locked=True)
            .filter(done_at=None, due_at__lte=now)
            .filter(Q(claimed_at=None) | Q(claimed_at__lt=now - CLAIM_EXPIRES))
            .order_by("due_at", "id")
            .first()
        )
        if task is not None:
            task.claimed_at = now
            task.attempts += 1
            task.save(update_fields=["claimed_at", "attempts"])
    return task


def _deliver(task: OutboxTask) -> bool:
    function = _handlers.get(task.topic, {}).get(task.handler)
    try:
        if function is None:
            raise LookupError(f"no handler {task.handler} for {task.topic}")
        function(task.payload)
    except Exception as error:
        delay = min(dt.timedelta(seconds=2 ** min(task.attempts - 1, 12)), LONGEST_BACKOFF)
        task.due_at = dt.datetime.now(tz=dt.UTC) + delay
        task.claimed_at = None
        task.last_error = f"{type(error).__name__}: {error}"[:2000]
        task.save(update_fields=["due_at", "claimed_at", "last_error"])
        log.exception("outbox handler failed", topic=task.topic, handler=task.handler, id=task.pk)
        return False
    task.done_at = dt.datetime.now(tz=dt.UTC)
    task.last_error = ""
    task.save(update_fields=["done_at", "last_error"])
    return True
