"""Every lock on stock. Lock order of the house: cart → budget → stock by pk → order → payment."""

from __future__ import annotations

from collections.abc import Collection

from inventory.models import Stock


def lock_stocks(variant_ids: Collection[int]) -> dict[int, Stock]:
    """Stock rows of the variants, locked in the order of their primary keys, by variant id."""
    rows = Stock.objects.select_for_update().filter(variant_id__in=variant_ids).order_by("pk")
    return {stock.variant_id: stock for stock in rows}


def lock_stock_told(stock_id: int) -> Stock | None:
    """A stock nobody was told of yet, with its variant and product; None where somebody was."""
    rows = Stock.objects.select_for_update(of=("self",)).filter(pk=stock_id, low_told=False)
    return rows.select_related("variant__product").first()
