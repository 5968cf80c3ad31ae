"""Locks on goods: one writer a product."""

from __future__ import annotations

from collections.abc import Collection

from catalog.models import Product


def lock_product(product_id: int) -> Product | None:
    rows = Product.objects.select_for_update(of=("self",)).filter(pk=product_id)
    return rows.select_related("category").first()


def lock_products(product_ids: Collection[int]) -> dict[int, Product]:
    """By id, locked in the order of their keys. Those that aren't there are left out."""
    rows = Product.objects.select_for_update(of=("self",)).filter(pk__in=product_ids)
    return {row.pk: row for row in rows.order_by("pk")}
