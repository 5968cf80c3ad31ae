"""Back office: targets and declared purchases are entered here; facts are only read."""

from __future__ import annotations

from django.contrib import admin

from reports.models import DeclaredPurchases, PurchaseTarget


@admin.register(PurchaseTarget)
class PurchaseTargetAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("scheme", "rate_bp", "valid_from", "valid_to", "basis")
    list_filter = ("scheme",)


@admin.register(DeclaredPurchases)
class DeclaredPurchasesAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("organization", "year", "total_amount", "off_market_amount", "declared_on")
    list_filter = ("year",)
    search_fields = ("organization__name",)
