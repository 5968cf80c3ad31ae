"""Back office: the grounds of private contracts are kept here; the papers can only be read."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from core.back_office import ReadOnly
from procurement.models import (
    BudgetLine,
    Clock,
    ContractRule,
    CostCenter,
    Invoice,
    PunchOutConnection,
    PurchaseOrder,
)


@admin.register(ContractRule)
class ContractRuleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "basis", "max_supply_amount", "valid_from", "valid_to")
    list_filter = ("code",)


@admin.register(Clock)
class ClockAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("code", "value", "basis", "valid_from", "valid_to")
    list_filter = ("code",)


@admin.register(BudgetLine)
class BudgetLineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("organization", "year", "item_code", "programme", "amount", "free_amount")
    list_filter = ("year",)
    search_fields = ("organization__name", "programme")
    readonly_fields = ("amount", "reserved_amount", "committed_amount", "spent_amount")


@admin.register(CostCenter)
class CostCenterAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("organization", "code", "name")
    search_fields = ("organization__name", "code", "name")


@admin.register(PurchaseOrder)
class PurchaseOrderAdmin(ReadOnly):
    list_display = ("number", "organization", "title", "status", "total_amount", "created_at")
    list_filter = ("status",)
    search_fields = ("number", "title", "organization__name")


@admin.register(Invoice)
class InvoiceAdmin(ReadOnly):
    list_display = ("number", "vendor_order", "status", "total_amount", "paid_amount", "due_on")
    list_filter = ("status",)
    search_fields = ("number",)


@admin.register(PunchOutConnection)
class PunchOutConnectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Connections are made by ``punchout_connect``, which tells the secret; here they are stopped
    and given another person."""

    list_display = ("organization", "domain", "identity", "person", "rule_code", "is_active")
    list_filter = ("is_active",)
    search_fields = ("organization__name", "identity")
    readonly_fields = ("organization", "domain", "identity", "created_at")
    exclude = ("secret_digest",)
    raw_id_fields = ("person",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
