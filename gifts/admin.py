"""Back office: periods are kept here; orders can be looked at, their recipients can't."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import ReadOnly
from gifts.models import ErasurePeriod, GiftOrder


@admin.register(ErasurePeriod)
class ErasurePeriodAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("after", "days", "basis", "valid_from")


@admin.register(GiftOrder)
class GiftOrderAdmin(ReadOnly):
    list_display = ("number", "organization", "title", "status", "created_at", "erased_at")
    list_filter = ("status",)
    search_fields = ("number", "title", "organization__name")
    exclude = ("message", "sender_name")
