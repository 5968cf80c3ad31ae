"""Back office: coupons and who used them."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import ReadOnly
from promotions.models import Coupon, CouponUse


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "funder", "enterprise", "kind", "value", "used", "use_limit")
    list_filter = ("funder", "kind", "is_active")
    search_fields = ("code", "name")
    readonly_fields = ("used", "created_at")


@admin.register(CouponUse)
class CouponUseAdmin(ReadOnly):
    list_display = ("coupon", "holder", "amount", "state", "created_at")
    list_filter = ("state",)
