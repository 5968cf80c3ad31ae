"""The cart is the first lock of a checkout: the same cart is completed once."""

from __future__ import annotations

from checkout.models import Cart


def lock_cart(token: str) -> Cart | None:
    carts = Cart.objects.select_for_update(of=("self",)).select_related("channel")
    return carts.filter(token=token).first()
