"""Reads of stock."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import F

from core.actor import Actor
from inventory.models import Stock


def available(variant_ids: Collection[int]) -> dict[int, int]:
    """Pieces free to sell, by variant id; variants without stock are left out. One query."""
    rows = Stock.objects.filter(variant_id__in=variant_ids)
    return {
        variant_id: on_hand - reserved
        for variant_id, on_hand, reserved in rows.values_list("variant_id", "on_hand", "reserved")
    }


def low_stock(*, actor: Actor, enterprise_id: int, limit: int = 10) -> list[Stock]:
    """Active variants at or below their warning level, emptiest first. One query."""
    actor.require_enterprise(enterprise_id)
    return list(
        Stock.objects.filter(
            variant__product__enterprise_id=enterprise_id,
            variant__is_active=True,
            on_hand__lte=F("low_at") + F("reserved"),
        )
        .select_related("variant__product")
        .order_by("on_hand", "pk")[:limit]
    )
