"""Locks of gifts: the order of gifts first, before its purchase order, stock and orders."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from gifts.models import GiftFile, GiftOrder, GiftRecipient


def lock_gift_order(order_id: int) -> GiftOrder | None:
    return GiftOrder.objects.select_for_update(of=("self",)).filter(pk=order_id).first()


def lock_file(file_id: int) -> GiftFile | None:
    """After its order."""
    return GiftFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()


def lock_recipients(order_id: int, numbers: Collection[int] | None = None) -> list[GiftRecipient]:
    """All of an order's, or those of some rows, by key. After their order."""
    rows: QuerySet[GiftRecipient] = GiftRecipient.objects.filter(order_id=order_id)
    if numbers is not None:
        rows = rows.filter(number__in=numbers)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
