"""Lists are read, and orders of gifts follow what they are made of, by the outbox; people are
forgotten at night."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab

from core import outbox
from gifts import services
from gifts.models import GiftOrder
from procurement.models import CancelledPieces

SCHEDULE = {
    "forget recipients": {"task": "gifts.tasks.erase", "schedule": crontab(hour=3, minute=25)},
    "follow gifts": {"task": "gifts.tasks.follow_all", "schedule": crontab(minute=37)},
    "track gifts": {"task": "gifts.tasks.track", "schedule": crontab(minute="*/20")},
}


@outbox.handler("gift.read", name="gifts.read")
def read(payload: dict[str, Any]) -> None:
    services.gift_file_read(file_id=payload["file_id"])


@outbox.handler("po.ordered", name="gifts.ordered")
def ordered(payload: dict[str, Any]) -> None:
    _follow(payload["po_id"])


@outbox.handler("po.rejected", name="gifts.rejected")
def rejected(payload: dict[str, Any]) -> None:
    _follow(payload["po_id"])


@outbox.handler("po.withdrawn", name="gifts.withdrawn")
def withdrawn(payload: dict[str, Any]) -> None:
    _follow(payload["po_id"])


@outbox.handler("po.closed", name="gifts.closed")
def closed(payload: dict[str, Any]) -> None:
    _follow(payload["po_id"])


@outbox.handler("pieces.cancelled", name="gifts.pieces_cancelled")
def pieces_cancelled(payload: dict[str, Any]) -> None:
    taken = CancelledPieces.objects.filter(pk__in=payload["ids"])
    for po_id in taken.values_list("line__purchase_order", flat=True).distinct():
        _follow(po_id)


@outbox.handler("acceptance.recorded", name="gifts.inspected")
def inspected(payload: dict[str, Any]) -> None:
    services.gifts_inspected(acceptance_id=payload["acceptance_id"])


def _follow(po_id: int) -> None:
    for order_id in GiftOrder.objects.filter(purchase_order=po_id).values_list("pk", flat=True):
        services.gift_order_follow(order_id=order_id)


@shared_task(ignore_result=True)
def follow_all() -> int:
    return services.gift_orders_follow_all()


@shared_task(ignore_result=True)
def track() -> dict[str, int]:
    return services.gifts_track()


@shared_task(ignore_result=True)
def erase() -> int:
    return services.gifts_erase_due()
