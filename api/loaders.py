"""Reads of the catalogue for whole lists at once. What may be seen is the catalogue's to say.

Families answer what their members are asked, with one query a kind of thing for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from api.asking import Asking
from api.ids import global_id
from api.nodes import (
    INPUT_TYPES,
    AttributeNode,
    AttributeValueNode,
    CategoryNode,
    CollectionNode,
    EnterpriseNode,
    MediaNode,
    PriceRow,
    ProductNode,
    ProductTypeNode,
    SelectedNode,
    VariantNode,
)
from api.statements import CHANNEL, KEY, Statement
from catalog import selectors as catalog
from catalog.models import (
    Category,
    CollectionProduct,
    Product,
    ProductMedia,
    Variant,
    VariantListing,
)
from vendors import selectors as vendors
from vendors.models import Enterprise

#: What a listing says of a product: a row's columns.
LISTING_COLUMNS = (
    "product_id", "channel__currency", "price_min_amount", "price_max_amount", "published_at",
)  # fmt: skip
NOT_LISTED = (0, "KRW", None, None, None)

_PRODUCTS = Statement(
    lambda: Product.objects.filter(pk__in=[KEY])
    .order_by()
    .values_list(
        "pk", "name", "name_en", "slug", "created_at", "updated_at", "tax_class", "weight_g",
        "rating_sum", "rating_count", "is_green", "is_made_to_order", "lead_days", "translations",
        "enterprise_id", "category_id", "category__name", "category__name_en", "category__slug",
        "category__description", "category__parent_id", "category__image", "product_type_id",
        "product_type__name", "product_type__slug", "product_type__is_shipping_required",
        "product_type__has_variants",
    ),
    documents=(13,),
)  # fmt: skip
_MEDIA = Statement(
    lambda: (
        ProductMedia.objects.filter(product_id__in=[KEY])
        .order_by("product_id", "sort_order", "pk")
        .values_list("pk", "product_id", "original", "alt", "renditions", "sort_order")
    ),
    documents=(4,),
)
_PRICE_COLUMNS = (
    "variant_id", "price_amount", "prior_price_amount", "variant__stock__on_hand",
    "variant__stock__reserved",
)  # fmt: skip
_PRICES_OF_PRODUCTS = Statement(
    lambda: VariantListing.objects.filter(
        variant__product_id__in=[KEY], channel__slug=CHANNEL, variant__is_active=True
    ).values_list("variant__product_id", *_PRICE_COLUMNS)
)
_PRICES_OF_VARIANTS = Statement(
    lambda: VariantListing.objects.filter(
        variant_id__in=[KEY], channel__slug=CHANNEL, variant__is_active=True
    ).values_list("variant_id", *_PRICE_COLUMNS)
)


def _attributes(through: Any, owner: str) -> Statement:
    return Statement(
        lambda: (
            through.objects.filter(**{f"{owner}__in": [KEY]})
            .order_by(owner, "attributevalue__attribute_id", "attributevalue_id")
            .values_list(
                owner,
                "attributevalue_id",
                "attributevalue__name",
                "attributevalue__name_en",
                "attributevalue__slug",
                "attributevalue__attribute_id",
                "attributevalue__attribute__name",
                "attributevalue__attribute__name_en",
                "attributevalue__attribute__slug",
                "attributevalue__attribute__input_type",
                "attributevalue__attribute__filterable",
            )
        )
    )


_ATTRIBUTES_OF_PRODUCTS = _attributes(Product.attribute_values.through, "product_id")
_ATTRIBUTES_OF_VARIANTS = _attributes(Variant.attribute_values.through, "variant_id")
#: For the tests that hold each against its queryset.
STATEMENTS = (
    _PRODUCTS, _MEDIA, _PRICES_OF_PRODUCTS, _PRICES_OF_VARIANTS, _ATTRIBUTES_OF_PRODUCTS,
    _ATTRIBUTES_OF_VARIANTS,
)  # fmt: skip


def category_node(
    pk: int, name: str, name_en: str, slug: str, text: str, parent_pk: int | None, image: str
) -> CategoryNode:
    return CategoryNode(
        pk, global_id("Category", pk), name, name_en, slug, text, parent_pk, str(image or "")
    )


class ProductFamily:
    """Products read together, and what they have been asked for.

    ``listings`` are rows of ``LISTING_COLUMNS``, in the order the products shall have.
    """

    def __init__(self, asking: Asking, listings: Iterable[Sequence[Any]], *, channel: str) -> None:
        self.asking = asking
        self.channel = channel
        self._categories: dict[int, CategoryNode] = {}
        self._types: dict[int, ProductTypeNode] = {}
        listed = {row[0]: row for row in listings}
        rows = {row[0]: row for row in _PRODUCTS.rows(listed)}
        self.nodes = {
            pk: self._node(rows[pk], listing) for pk, listing in listed.items() if pk in rows
        }

    def _node(self, row: Sequence[Any], listing: Sequence[Any]) -> ProductNode:
        category = self._categories.get(row[15])
        if category is None:
            category = self._categories[row[15]] = category_node(*row[15:22])
        kind = self._types.get(row[22])
        if kind is None:
            identity = global_id("ProductType", row[22])
            kind = self._types[row[22]] = ProductTypeNode(row[22], identity, *row[23:27])
        values: list[Any] = [row[0], global_id("Product", row[0]), *row[1:15]]
        return ProductNode(*values, category, kind, self.channel, *listing[1:5], self)

    @cached_property
    def descriptions(self) -> dict[int, tuple[str, str]]:
        rows = Product.objects.filter(pk__in=self.nodes)
        columns = ("pk", "description", "description_en")
        return {pk: (text, english) for pk, text, english in rows.values_list(*columns)}

    @cached_property
    def media(self) -> dict[int, list[MediaNode]]:
        found: dict[int, list[MediaNode]] = defaultdict(list)
        for pk, product_pk, original, alt, renditions, place in _MEDIA.rows(self.nodes):
            sizes = sorted((int(width), name) for width, name in renditions.items())
            found[product_pk].append(
                MediaNode(
                    global_id("ProductMedia", pk),
                    product_pk,
                    alt or self.nodes[product_pk].name,
                    place,
                    original,
                    sizes,
                )
            )
        return found

    @cached_property
    def attributes(self) -> dict[int, list[SelectedNode]]:
        return selected_attributes(_ATTRIBUTES_OF_PRODUCTS, self.nodes)

    @cached_property
    def prices(self) -> dict[int, list[PriceRow]]:
        """Prices in the channel by product, with what is left of each variant."""
        return _prices(_PRICES_OF_PRODUCTS, self.nodes, channel=self.channel)

    @cached_property
    def variants(self) -> dict[int, list[VariantNode]]:
        rows = Variant.objects.filter(product_id__in=self.nodes, is_active=True)
        family = VariantFamily(self.asking, rows, channel=self.channel, products=self)
        found: dict[int, list[VariantNode]] = defaultdict(list)
        for node in family.nodes.values():
            found[node.product_pk].append(node)
        return found

    @cached_property
    def enterprises(self) -> EnterpriseFamily:
        rows = Enterprise.objects.filter(
            pk__in={node.enterprise_pk for node in self.nodes.values()}
        )
        return EnterpriseFamily(self.asking, rows)

    @cached_property
    def collections(self) -> dict[int, list[CollectionNode]]:
        rows = CollectionProduct.objects.filter(
            product_id__in=self.nodes, collection__is_published=True
        ).select_related("collection")
        found: dict[int, list[CollectionNode]] = defaultdict(list)
        for row in rows.order_by("collection_id"):
            found[row.product_id].append(collection_node(row.collection))
        return found


class VariantFamily:
    """Variants read together. ``products``: the family they hang under, if it is at hand."""

    def __init__(
        self,
        asking: Asking,
        rows: QuerySet[Variant],
        *,
        channel: str,
        products: ProductFamily | None = None,
    ) -> None:
        self.asking = asking
        self.channel = channel
        self._products = products
        columns = ("pk", "sku", "name", "name_en", "product_id", "weight_g", "is_active")
        self.nodes = {
            row[0]: VariantNode(
                row[0], global_id("ProductVariant", row[0]), *row[1:], channel, self
            )
            for row in rows.order_by("sort_order", "pk").values_list(*columns)
        }

    @cached_property
    def products(self) -> ProductFamily:
        if self._products is not None:
            return self._products
        pks = {node.product_pk for node in self.nodes.values()}
        return products_whatever(self.asking, pks, channel=self.channel)

    @cached_property
    def prices(self) -> dict[int, PriceRow]:
        found = _prices(_PRICES_OF_VARIANTS, self.nodes, channel=self.channel)
        return {pk: rows[0] for pk, rows in found.items()}

    @cached_property
    def attributes(self) -> dict[int, list[SelectedNode]]:
        return selected_attributes(_ATTRIBUTES_OF_VARIANTS, self.nodes)


class EnterpriseFamily:
    """Enterprises read together."""

    def __init__(self, asking: Asking, rows: Iterable[Enterprise]) -> None:
        self.asking = asking
        self.nodes = {row.pk: self._node(row) for row in rows}

    def _node(self, row: Enterprise) -> EnterpriseNode:
        return EnterpriseNode(
            row.pk, global_id("Enterprise", row.pk), row.name, row.slug, row.representative,
            row.business_number, row.mail_order_number, row.mail_order_exemption, row.address,
            row.phone, row.email, row, self,
        )  # fmt: skip

    @cached_property
    def badges(self) -> dict[int, list[vendors.Badge]]:
        return vendors.badges_for(list(self.nodes))


def products_whatever(asking: Asking, pks: Collection[int], *, channel: str) -> ProductFamily:
    """Products that somebody has in a cart or bought, for sale or not any more. Two queries."""
    listed = catalog.for_sale(channel=channel).filter(product_id__in=pks)
    rows: dict[int, Sequence[Any]] = {row[0]: row for row in listed.values_list(*LISTING_COLUMNS)}
    rows |= {pk: (pk, *NOT_LISTED[1:]) for pk in pks if pk not in rows}
    return ProductFamily(asking, rows.values(), channel=channel)


def products_for_sale(asking: Asking, pks: Collection[int], *, channel: str) -> ProductFamily:
    """Those of these products that a buyer may see. Two queries."""
    if not pks:
        return ProductFamily(asking, [], channel=channel)
    listed = catalog.for_sale(channel=channel).filter(product_id__in=pks)
    return ProductFamily(asking, listed.values_list(*LISTING_COLUMNS), channel=channel)


def attribute_owners(
    slug: str, values: Sequence[str]
) -> tuple[QuerySet[Any, Any], QuerySet[Any, Any]]:
    """Ids of products with (one of) the values of an attribute: their own, and a variant's."""
    chosen = Q(attributevalue__attribute__slug=slug)
    if values:
        chosen &= Q(attributevalue__slug__in=values)
    own = Product.attribute_values.through.objects.filter(chosen).values("product_id")
    through = Variant.attribute_values.through.objects.filter(chosen)
    return own, through.values("variant__product_id")


def variants_for_sale(asking: Asking, found: Q, *, channel: str) -> VariantFamily:
    """Variants a buyer may see, of those that ``found`` describes."""
    listed = catalog.for_sale(channel=channel).values("product_id")
    rows = Variant.objects.filter(found, is_active=True, product_id__in=listed)
    return VariantFamily(asking, rows, channel=channel)


def variants_whatever(asking: Asking, pks: Collection[int], *, channel: str) -> VariantFamily:
    """Variants in a cart or an order, whatever became of them. One query."""
    return VariantFamily(asking, Variant.objects.filter(pk__in=pks), channel=channel)


def categories(asking: Asking) -> dict[int, CategoryNode]:
    """All shelves by number, in their order: a shop has dozens. One query a request."""
    if "categories" not in asking.memo:
        columns = ("pk", "name", "name_en", "slug", "description", "parent_id", "image")
        asking.memo["categories"] = {
            row[0]: category_node(*row) for row in Category.objects.values_list(*columns)
        }
    known: dict[int, CategoryNode] = asking.memo["categories"]
    return known


def collection_node(row: Any) -> CollectionNode:
    return CollectionNode(
        row.pk,
        global_id("Collection", row.pk),
        row.name,
        row.name_en,
        row.slug,
        row.description,
        row.description_en,
        row.background.name if row.background else "",
    )


def selected_attributes(
    statement: Statement, pks: Collection[int]
) -> dict[int, list[SelectedNode]]:
    """Attributes with the values that each owner has of them. One query."""
    rows = statement.rows(pks)
    attributes: dict[int, AttributeNode] = {}
    values: dict[int, AttributeValueNode] = {}
    found: dict[int, list[SelectedNode]] = defaultdict(list)
    for owner_pk, value_pk, name, name_en, slug, pk, *rest in rows:
        attribute = attributes.get(pk)
        if attribute is None:
            own_name, own_name_en, own_slug, kind, filterable = rest
            attribute = attributes[pk] = AttributeNode(
                pk, global_id("Attribute", pk), own_name, own_name_en, own_slug,
                INPUT_TYPES[kind], filterable,
            )  # fmt: skip
        value = values.get(value_pk)
        if value is None:
            identity = global_id("AttributeValue", value_pk)
            value = values[value_pk] = AttributeValueNode(
                value_pk, identity, name, name_en, slug, attribute.input_type
            )
        own = found[owner_pk]
        if not own or own[-1].attribute is not attribute:
            own.append(SelectedNode(attribute))
        own[-1].values.append(value)
    return found


def _prices(
    statement: Statement, pks: Collection[int], *, channel: str
) -> dict[int, list[PriceRow]]:
    rows = statement.rows(pks, channel)
    found: dict[int, list[PriceRow]] = defaultdict(list)
    for owner, variant_pk, price, prior, on_hand, reserved in rows:
        left = max(0, (on_hand or 0) - (reserved or 0))
        found[owner].append(PriceRow(variant_pk, price, prior, left))
    return found
