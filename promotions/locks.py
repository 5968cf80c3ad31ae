"""Every lock on coupons: after the cart, before stock."""

from __future__ import annotations

from collections.abc import Collection

from promotions.models import Coupon


def lock_coupons(coupon_ids: Collection[int]) -> dict[int, Coupon]:
    """The coupons by pk, locked in the order of their primary keys."""
    rows = Coupon.objects.select_for_update(of=("self",)).filter(pk__in=coupon_ids)
    return {row.pk: row for row in rows.order_by("pk")}
