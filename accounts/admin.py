"""Back office for people and organizations."""

from __future__ import annotations

from allauth.usersessions import admin as _sessions  # noqa: F401 - registers what we take back
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from accounts.models import Membership, Organization, User

# Where somebody is signed in is theirs to see and to end, on their own page.
admin.site.unregister(UserSession)


@admin.register(User)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]
    ordering = ("email",)
    list_display = ("email", "name", "is_city_officer", "is_staff", "is_active")
    list_filter = ("is_city_officer", "is_staff", "is_active")
    search_fields = ("email", "name")
    fieldsets = (
        (None, {"fields": ("email", "password")}),
        ("개인", {"fields": ("name", "phone", "language", "district")}),
        (
            "권한",
            {"fields": ("is_active", "is_city_officer", "is_staff", "is_superuser", "groups")},
        ),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "password1", "password2")}),)


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "kind", "business_number", "district", "net_days", "is_verified")
    list_filter = ("kind", "is_verified", "district")
    search_fields = ("name", "business_number")
    inlines = (MembershipInline,)
