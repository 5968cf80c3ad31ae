"""Back office for shelves, collections, menus and pages; prices and pictures are for the desk.

What is saved here tells the index as the services do.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from catalog.models import (
    Attribute,
    AttributeValue,
    Category,
    Channel,
    Collection,
    CollectionProduct,
    Menu,
    MenuItem,
    Page,
    Product,
    ProductListing,
    ProductMedia,
    ProductType,
    Variant,
)
from core import clock, outbox
from core.back_office import LookOnly


class ToldAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Emits ``topic`` with the saved row's id under ``key``."""

    topic = ""
    key = ""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            outbox.emit(topic=self.topic, payload={self.key: obj.pk})


@admin.register(Category)
class CategoryAdmin(ToldAdmin):
    topic, key = "category.changed", "category_id"
    list_display = ("name", "name_en", "slug", "parent", "sort_order")
    list_editable = ("sort_order",)
    list_select_related = ("parent",)
    search_fields = ("name", "name_en", "slug")
    filter_horizontal = ("attributes",)


class VariantInline(LookOnly):
    model = Variant
    fields = ("sku", "name", "name_en", "is_active", "sort_order")


class ListingInline(LookOnly):
    model = ProductListing
    fields = ("channel", "is_published", "published_at", "price_min_amount", "price_max_amount")


class MediaInline(LookOnly):
    model = ProductMedia
    fields = ("original", "alt", "sort_order", "created_at")


@admin.register(Product)
class ProductAdmin(ToldAdmin):
    topic, key = "product.changed", "product_id"
    list_display = ("name", "enterprise", "category", "tax_class", "is_green", "created_at")
    list_filter = ("listings__is_published", "category", "tax_class", "is_green")
    search_fields = ("name", "name_en", "slug", "enterprise__name", "variants__sku")
    autocomplete_fields = ("enterprise", "category")
    filter_horizontal = ("attribute_values",)
    list_select_related = ("enterprise", "category")
    date_hierarchy = "created_at"
    readonly_fields = ("created_at", "updated_at", "rating_sum", "rating_count")
    inlines = (ListingInline, VariantInline, MediaInline)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.updated_at = clock.now()
        obj.created_at = obj.created_at or obj.updated_at
        super().save_model(request, obj, form, change)


class CollectionProductInline(admin.TabularInline):  # type: ignore[type-arg]
    model = CollectionProduct
    extra = 0
    autocomplete_fields = ("product",)


@admin.register(Collection)
class CollectionAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "is_published")
    list_filter = ("is_published",)
    search_fields = ("name", "slug")
    inlines = (CollectionProductInline,)


class AttributeValueInline(admin.TabularInline):  # type: ignore[type-arg]
    model = AttributeValue
    extra = 0


@admin.register(Attribute)
class AttributeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug", "input_type", "filterable")
    filter_horizontal = ("product_types",)
    inlines = (AttributeValueInline,)


class MenuItemInline(admin.TabularInline):  # type: ignore[type-arg]
    model = MenuItem
    extra = 0


@admin.register(Menu)
class MenuAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "slug")
    inlines = (MenuItemInline,)


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "slug", "is_published", "published_at")
    list_filter = ("is_published",)
    search_fields = ("title", "slug")


admin.site.register([Channel, ProductType])
