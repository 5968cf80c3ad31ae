"""The cart is the first lock of a checkout: the same cart is completed once."""

from __future__ import annotations

from checkout.models import Cart


def lock_cart(token: str) -> Cart | None:
    return Cart.objects.select_for_update().filter(token=token).first()
