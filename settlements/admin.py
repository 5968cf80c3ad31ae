"""Back office: settlements, payouts and nightly reports, to be read, never to be edited."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import ReadOnly
from settlements.models import Payout, ReconciliationReport, Settlement, TaxDocument


@admin.register(Settlement)
class SettlementAdmin(ReadOnly):
    list_display = ("number", "enterprise", "period_from", "period_to", "status", "payout_amount")
    list_filter = ("status",)
    search_fields = ("number", "enterprise__name")
    date_hierarchy = "period_to"


@admin.register(Payout)
class PayoutAdmin(ReadOnly):
    list_display = ("settlement", "method", "state", "amount", "attempt", "batch", "error")
    list_filter = ("state", "method")


@admin.register(TaxDocument)
class TaxDocumentAdmin(ReadOnly):
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
class ReconciliationReportAdmin(ReadOnly):
    list_display = ("day", "made_at")
