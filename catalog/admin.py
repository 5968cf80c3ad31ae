"""Back office for shelves, collections, menus and pages; goods are edited in the seller desk."""

from __future__ import annotations

from django.contrib import admin

from catalog.models import Attribute, Category, Channel, Collection, Menu, MenuItem, Page, Product


@admin.register(Category)
class CategoryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "name_en", "slug", "parent", "sort_order")
    search_fields = ("name", "slug")


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "enterprise", "category", "tax_class", "created_at")
    list_filter = ("category", "tax_class")
    search_fields = ("name", "slug", "enterprise__name")
    autocomplete_fields = ("enterprise", "category")
    filter_horizontal = ("attribute_values",)
    list_select_related = ("enterprise", "category")


class MenuItemInline(admin.TabularInline):  # type: ignore[type-arg]
    model = MenuItem
    extra = 0


@admin.register(Menu)
class MenuAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug")
    inlines = (MenuItemInline,)


for model in (Attribute, Channel, Collection, Page):
    admin.site.register(model)
