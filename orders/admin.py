"""Back office: an order's whole life, to be read, never to be edited."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import LookOnly, ReadOnly
from orders.models import (
    CommissionRule,
    ConsumerTerm,
    Order,
    OrderEvent,
    ReturnRequest,
    VendorOrder,
)


class VendorOrderInline(LookOnly):
    model = VendorOrder
    fields = ("number", "enterprise", "status", "total_amount", "commission_amount", "ship_by")


class OrderEventInline(LookOnly):
    model = OrderEvent
    fields = ("at", "kind", "vendor_order", "data")


@admin.register(Order)
class OrderAdmin(ReadOnly):
    list_display = ("number", "status", "buyer_kind", "sales_channel", "total_amount", "placed_at")
    list_filter = ("status", "buyer_kind", "sales_channel")
    search_fields = ("number", "email", "reference")
    date_hierarchy = "placed_at"
    inlines = (VendorOrderInline, OrderEventInline)


@admin.register(ReturnRequest)
class ReturnRequestAdmin(ReadOnly):
    list_display = ("number", "kind", "reason", "status", "requested_at", "refund_due_on")
    list_filter = ("kind", "reason", "status")
    search_fields = ("number",)


@admin.register(CommissionRule)
class CommissionRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("enterprise", "category", "kind", "rate_bp", "valid_from", "valid_to", "basis")
    list_filter = ("kind",)


@admin.register(ConsumerTerm)
class ConsumerTermAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "value", "valid_from", "basis")
