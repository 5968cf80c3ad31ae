"""Django's admin as the back office uses it: mostly to look, since services alone change things."""

from __future__ import annotations

from typing import Any

from django.contrib import admin


class _Looked:
    def has_add_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: Any, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        return False


class ReadOnly(_Looked, admin.ModelAdmin):  # type: ignore[type-arg]
    """Rows that are decided at the desks, and read here."""


class LookOnly(_Looked, admin.TabularInline):  # type: ignore[type-arg]
    """Rows of another row, to be read beside it."""

    extra = 0
    can_delete = False
