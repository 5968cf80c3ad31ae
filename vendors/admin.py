"""Back office for enterprises and commission terms. Verifying is done at the city desk."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from core import outbox
from vendors.models import Credential, Enterprise, EnterpriseStaff, PickupPoint, RemoteArea


class StaffInline(admin.TabularInline):  # type: ignore[type-arg]
    model = EnterpriseStaff
    extra = 0
    autocomplete_fields = ("user",)


class CredentialInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Credential
    extra = 0
    fields = ("kind", "number", "authority", "issued_on", "expires_on", "status")
    readonly_fields = fields
    can_delete = False


@admin.register(Enterprise)
class EnterpriseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "status", "district", "business_number", "created_at")
    list_filter = ("status", "district")
    search_fields = ("name", "business_number")
    inlines = (StaffInline, CredentialInline)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What is saved here tells the index as the services do."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            outbox.emit(topic="enterprise.changed", payload={"enterprise_id": obj.pk})


@admin.register(PickupPoint)
class PickupPointAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "district", "address", "hours", "is_active")
    list_filter = ("district", "is_active")


@admin.register(RemoteArea)
class RemoteAreaAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("kind", "name", "postal_from", "postal_to")
    list_filter = ("kind",)
