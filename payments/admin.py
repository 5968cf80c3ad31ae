"""Back office: money is looked at here, never edited."""

from __future__ import annotations

from django.contrib import admin

from inventory.admin import ReadOnly
from payments.models import LedgerEntry, LedgerPosting, Payment, Refund, WebhookEvent


class PostingInline(admin.TabularInline):  # type: ignore[type-arg]
    model = LedgerPosting
    extra = 0
    can_delete = False

    def has_add_permission(self, request: object, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: object, obj: object = None) -> bool:
        return False


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = ("key", "kind", "order", "happened_at")
    list_filter = ("kind",)
    search_fields = ("key", "order__number")
    inlines = (PostingInline,)


@admin.register(Payment)
class PaymentAdmin(ReadOnly):
    list_display = ("reference", "order", "gateway", "state", "amount", "refunded_amount")
    list_filter = ("gateway", "state")
    search_fields = ("reference", "provider_ref", "order__number")


@admin.register(Refund)
class RefundAdmin(ReadOnly):
    list_display = ("reference", "payment", "state", "goods_amount", "shipping_amount", "done_at")
    list_filter = ("state",)


@admin.register(WebhookEvent)
class WebhookEventAdmin(ReadOnly):
    list_display = ("gateway", "event_id", "kind", "received_at", "processed_at")
    list_filter = ("gateway", "kind")
