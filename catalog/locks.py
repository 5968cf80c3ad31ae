"""Locks on goods: one writer a product."""

from __future__ import annotations

from catalog.models import Product


def lock_product(product_id: int) -> Product | None:
    rows = Product.objects.select_for_update(of=("self",)).filter(pk=product_id)
    return rows.select_related("category").first()
