"""Every lock on coupons: after the cart, before stock."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from promotions.models import Coupon


def lock_coupons(coupon_ids: Collection[int]) -> dict[int, Coupon]:
    """The coupons by pk, locked in the order of their primary keys."""
    return _locked(Coupon.objects.filter(pk__in=coupon_ids))


def lock_coupons_named(codes: Collection[str]) -> dict[int, Coupon]:
    """The coupons that have these codes, as above."""
    return _locked(Coupon.objects.filter(code__in=codes))


def _locked(rows: QuerySet[Coupon]) -> dict[int, Coupon]:
    return {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
