"""Doors of the core: the worker's way into the outbox."""

from __future__ import annotations

from celery import shared_task

from core import outbox


@shared_task(ignore_result=True)
def drain_outbox() -> int:
    """Deliver owed effects; nudged after commits and swept every few seconds."""
    return outbox.drain()
