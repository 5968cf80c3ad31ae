"""Back office: an order's whole life, to be read, never to be edited."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from orders.models import Order, OrderEvent, VendorOrder


class _ReadOnlyInline(admin.TabularInline):  # type: ignore[type-arg]
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


class VendorOrderInline(_ReadOnlyInline):
    model = VendorOrder
    fields = ("number", "enterprise", "status", "total_amount", "commission_amount", "ship_by")


class OrderEventInline(_ReadOnlyInline):
    model = OrderEvent
    fields = ("at", "kind", "vendor_order", "data")


@admin.register(Order)
class OrderAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("number", "status", "buyer_kind", "sales_channel", "total_amount", "placed_at")
    list_filter = ("status", "buyer_kind", "sales_channel")
    search_fields = ("number", "email", "reference")
    date_hierarchy = "placed_at"
    inlines = (VendorOrderInline, OrderEventInline)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False
