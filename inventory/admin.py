"""Back office: stock is looked at here, and changed in the seller desk."""

from __future__ import annotations

from django.contrib import admin

from core.back_office import ReadOnly
from inventory.models import Reservation, Stock


@admin.register(Stock)
class StockAdmin(ReadOnly):
    list_display = ("variant", "on_hand", "reserved", "updated_at")
    search_fields = ("variant__sku", "variant__product__name")
    list_select_related = ("variant",)


@admin.register(Reservation)
class ReservationAdmin(ReadOnly):
    list_display = ("holder", "stock", "quantity", "state", "expires_at")
    list_filter = ("state",)
    search_fields = ("holder",)
