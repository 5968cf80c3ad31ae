"""Back office: settlements, payouts and nightly reports, to be read, never to be edited."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from settlements.models import Payout, ReconciliationReport, Settlement, TaxDocument


class _ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Settlement)
class SettlementAdmin(_ReadOnly):
    list_display = ("number", "enterprise", "period_from", "period_to", "status", "payout_amount")
    list_filter = ("status",)
    search_fields = ("number", "enterprise__name")
    date_hierarchy = "period_to"


@admin.register(Payout)
class PayoutAdmin(_ReadOnly):
    list_display = ("settlement", "method", "state", "amount", "attempt", "batch", "error")
    list_filter = ("state", "method")


@admin.register(TaxDocument)
class TaxDocumentAdmin(_ReadOnly):
    list_display = (
        "number",
        "kind",
        "subject",
        "enterprise",
        "supplied_on",
        "supply_amount",
        "state",
    )
    list_filter = ("kind", "subject", "state")
    search_fields = ("number", "enterprise__name")


@admin.register(ReconciliationReport)
class ReconciliationReportAdmin(_ReadOnly):
    list_display = ("day", "made_at")
