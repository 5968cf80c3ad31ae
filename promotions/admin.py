"""Back office: coupons and who used them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from promotions.models import Coupon, CouponUse


@admin.register(Coupon)
class CouponAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "name", "funder", "enterprise", "kind", "value", "used", "use_limit")
    list_filter = ("funder", "kind", "is_active")
    search_fields = ("code", "name")
    readonly_fields = ("used", "created_at")


@admin.register(CouponUse)
class CouponUseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("coupon", "holder", "amount", "state", "created_at")
    list_filter = ("state",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
