"""Products and their variants."""

from __future__ import annotations

from typing import Any

import graphene

from api.attributes import AssignedAttribute, AssignedNode, SelectedAttribute
from api.connections import Page, asked, connection_type, paged_list, paging
from api.enums import (
    JSONString,
    ProductMediaType,
    ProductTypeKindEnum,
    ThumbnailFormatEnum,
    VariantAttributeScope,
    WeightUnitsEnum,
    plain,
)
from api.ids import global_id
from api.languages import (
    Node,
    ProductTranslation,
    ProductVariantTranslation,
    base,
    translated,
    translation_field,
)
from api.nodes import (
    EnterpriseNode,
    ImageNode,
    MediaNode,
    PriceRow,
    ProductNode,
    SelectedNode,
    TranslationNode,
    VariantNode,
    rich_text,
)
from api.prices import ProductPricing, ProductPricingInfo, VariantPricing, VariantPricingInfo


def picture() -> dict[str, Any]:
    return {
        "size": graphene.Int(description="Width in px; the nearest that is kept."),
        "format": graphene.Argument(ThumbnailFormatEnum, default_value="ORIGINAL"),
    }


class Image(graphene.ObjectType):
    """A picture's address."""

    url = graphene.String(required=True)
    alt = graphene.String()


class ProductMedia(graphene.ObjectType):
    """A picture of a product."""

    class Meta:
        interfaces = (Node,)

    alt = graphene.String(required=True)
    type = ProductMediaType(required=True)
    sort_order = graphene.Int()
    url = graphene.String(required=True, **picture())

    @staticmethod
    def resolve_url(
        root: MediaNode,
        info: Any,
        size: int | None = None,
        format: Any = "ORIGINAL",  # noqa: A002
    ) -> str:
        url: str = info.context.absolute(root.best(size, plain(format)))
        return url


class Weight(graphene.ObjectType):
    """How heavy."""

    unit = WeightUnitsEnum(required=True)
    value = graphene.Float(required=True)


class WeightNode:
    __slots__ = ("value",)
    unit = "G"

    def __init__(self, grams: int) -> None:
        self.value = float(grams)


class TaxClass(graphene.ObjectType):
    """Taxed at 10 % (과세) or exempt (면세)."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)


class TaxClassNode:
    __slots__ = ("name",)

    def __init__(self, code: str) -> None:
        self.name = code

    @property
    def id(self) -> str:
        return global_id("TaxClass", self.name)


class ProductType(graphene.ObjectType):
    """What kind of thing a product is."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    kind = ProductTypeKindEnum(required=True)
    has_variants = graphene.Boolean(required=True)
    is_shipping_required = graphene.Boolean(required=True)


class PriceTier(graphene.ObjectType):
    """From how many pieces on a piece costs how much. The market's own."""

    min_quantity = graphene.Int(required=True)
    price = graphene.Field("api.prices.Money", required=True)


class ProductVariant(graphene.ObjectType):
    """An option of a product, which can be put in a checkout."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    sku = graphene.String()
    product = graphene.Field(lambda: Product, required=True)
    channel = graphene.String()
    track_inventory = graphene.Boolean(required=True)
    quantity_available = graphene.Int(description="Pieces that can be bought now.")
    quantity_limit_per_customer = graphene.Int()
    weight = graphene.Field(Weight)
    pricing = graphene.Field(VariantPricingInfo)
    attributes = graphene.List(
        graphene.NonNull(SelectedAttribute),
        required=True,
        variant_selection=graphene.Argument(VariantAttributeScope),
    )
    media = graphene.List(graphene.NonNull(ProductMedia))
    translation = translation_field(ProductVariantTranslation)

    @staticmethod
    def resolve_name(root: VariantNode, info: Any) -> str:
        return root.own_name or root.sku

    @staticmethod
    def resolve_product(root: VariantNode, info: Any) -> ProductNode | None:
        return root.family.products.nodes.get(root.product_pk)

    @staticmethod
    def resolve_track_inventory(root: VariantNode, info: Any) -> bool:
        return True

    @staticmethod
    def resolve_quantity_available(root: VariantNode, info: Any) -> int:
        row = _price(root)
        return row.available if row else 0

    @staticmethod
    def resolve_quantity_limit_per_customer(root: VariantNode, info: Any) -> None:
        return None

    @staticmethod
    def resolve_weight(root: VariantNode, info: Any) -> WeightNode | None:
        return WeightNode(root.weight_g) if root.weight_g else None

    @staticmethod
    def resolve_pricing(root: VariantNode, info: Any) -> VariantPricing | None:
        row = _price(root)
        product = root.family.products.nodes.get(root.product_pk)
        if row is None or product is None or product.price_min is None:
            return None
        return VariantPricing(row, product.tax_class_code, product.currency)

    @staticmethod
    def resolve_attributes(
        root: VariantNode, info: Any, variant_selection: Any = None
    ) -> list[SelectedNode]:
        found = root.family.attributes.get(root.pk, [])
        scope = plain(variant_selection) or "ALL"
        if scope == "ALL":
            return found
        chosen = scope == "VARIANT_SELECTION"
        return [each for each in found if _is_choice(each) == chosen]

    @staticmethod
    def resolve_media(root: VariantNode, info: Any) -> list[MediaNode]:
        return root.family.products.media.get(root.product_pk, [])

    @staticmethod
    def resolve_translation(
        root: VariantNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        return translated(
            "ProductVariant",
            root.pk,
            language_code,
            korean={"name": root.own_name or root.sku},
            english={"name": root.own_name_en},
        )


def _price(root: VariantNode) -> PriceRow | None:
    return root.family.prices.get(root.pk) if root.is_active else None


def _is_choice(selected: SelectedNode) -> bool:
    """Variants are chosen by attributes with choices, and by yes or no."""
    return selected.attribute.input_type in ("DROPDOWN", "BOOLEAN")


ProductVariantCountableConnection = connection_type(ProductVariant, "ProductVariant")


class Product(graphene.ObjectType):
    """Something an enterprise sells."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    description = JSONString(description="Rich text, as the JSON of EditorJS.")
    seo_title = graphene.String()
    seo_description = graphene.String()
    created = graphene.DateTime(required=True)
    updated_at = graphene.DateTime(required=True)
    channel = graphene.String()
    product_type = graphene.Field(ProductType, required=True)
    category = graphene.Field("api.shelves.Category")
    collections = graphene.List(graphene.NonNull("api.shelves.Collection"))
    weight = graphene.Field(Weight)
    rating = graphene.Float()
    tax_class = graphene.Field(TaxClass)
    thumbnail = graphene.Field(Image, **picture())
    media = graphene.List(graphene.NonNull(ProductMedia))
    media_by_id = graphene.Field(ProductMedia, id=graphene.ID(required=True))
    pricing = graphene.Field(ProductPricingInfo)
    is_available = graphene.Boolean(description="Whether a piece can be had now.")
    is_available_for_purchase = graphene.Boolean()
    available_for_purchase_at = graphene.DateTime()
    attribute = graphene.Field(SelectedAttribute, slug=graphene.String(required=True))
    attributes = graphene.List(graphene.NonNull(SelectedAttribute), required=True)
    assigned_attribute = graphene.Field(AssignedAttribute, slug=graphene.String(required=True))
    assigned_attributes = graphene.List(
        graphene.NonNull(AssignedAttribute),
        required=True,
        limit=graphene.Int(default_value=100),
    )
    default_variant = graphene.Field(ProductVariant)
    variants = graphene.List(graphene.NonNull(ProductVariant))
    product_variants = graphene.Field(ProductVariantCountableConnection, **paging())
    translation = translation_field(ProductTranslation)
    enterprise = graphene.Field(
        "api.enterprises.Enterprise", required=True, description="Who makes and sells it."
    )
    is_green = graphene.Boolean(required=True, description="Green-certified (녹색인증).")
    is_made_to_order = graphene.Boolean(required=True)
    lead_days = graphene.Int(required=True, description="Days until it is sent.")

    @staticmethod
    def resolve_description(root: ProductNode, info: Any) -> str | None:
        return rich_text(root.family.descriptions[root.pk][0])

    @staticmethod
    def resolve_seo_title(root: ProductNode, info: Any) -> None:
        return None

    resolve_seo_description = resolve_seo_title

    @staticmethod
    def resolve_collections(root: ProductNode, info: Any) -> list[Any]:
        return root.family.collections.get(root.pk, [])

    @staticmethod
    def resolve_weight(root: ProductNode, info: Any) -> WeightNode | None:
        return WeightNode(root.weight_g) if root.weight_g else None

    @staticmethod
    def resolve_tax_class(root: ProductNode, info: Any) -> TaxClassNode:
        return TaxClassNode(root.tax_class_code)

    @staticmethod
    def resolve_thumbnail(
        root: ProductNode,
        info: Any,
        size: int | None = None,
        format: Any = "ORIGINAL",  # noqa: A002
    ) -> ImageNode | None:
        media = root.family.media.get(root.pk)
        if not media:
            return None
        return ImageNode(info.context.absolute(media[0].best(size, plain(format))), media[0].alt)

    @staticmethod
    def resolve_media(root: ProductNode, info: Any) -> list[MediaNode]:
        return root.family.media.get(root.pk, [])

    @staticmethod
    def resolve_media_by_id(root: ProductNode, info: Any, id: str) -> MediaNode | None:  # noqa: A002
        media = root.family.media.get(root.pk, [])
        return next((each for each in media if each.id == id), None)

    @staticmethod
    def resolve_pricing(root: ProductNode, info: Any) -> ProductPricing | None:
        return ProductPricing(root) if root.price_min is not None else None

    @staticmethod
    def resolve_is_available(root: ProductNode, info: Any) -> bool:
        rows = root.family.prices.get(root.pk, [])
        return root.price_min is not None and any(row.available for row in rows)

    @staticmethod
    def resolve_available_for_purchase_at(root: ProductNode, info: Any) -> Any:
        return root.published_at

    @staticmethod
    def resolve_attributes(root: ProductNode, info: Any) -> list[SelectedNode]:
        return root.family.attributes.get(root.pk, [])

    @staticmethod
    def resolve_attribute(root: ProductNode, info: Any, slug: str) -> SelectedNode | None:
        found = root.family.attributes.get(root.pk, [])
        return next((each for each in found if each.attribute.slug == slug), None)

    @staticmethod
    def resolve_assigned_attribute(root: ProductNode, info: Any, slug: str) -> AssignedNode | None:
        found = Product.resolve_attribute(root, info, slug)
        return AssignedNode(found) if found else None

    @staticmethod
    def resolve_assigned_attributes(root: ProductNode, info: Any, limit: int) -> list[AssignedNode]:
        found = root.family.attributes.get(root.pk, [])
        return [AssignedNode(each) for each in found[: max(0, limit)]]

    @staticmethod
    def resolve_default_variant(root: ProductNode, info: Any) -> VariantNode | None:
        return next(iter(root.family.variants.get(root.pk, [])), None)

    @staticmethod
    def resolve_variants(root: ProductNode, info: Any) -> list[VariantNode]:
        return root.family.variants.get(root.pk, [])

    @staticmethod
    def resolve_product_variants(root: ProductNode, info: Any, **page: Any) -> Page:
        variants = root.family.variants.get(root.pk, [])
        return paged_list(variants, asked("productVariants", **page))

    @staticmethod
    def resolve_translation(
        root: ProductNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        language = base(language_code)
        further = root.translations.get(language.lower())
        if further and language not in ("KO", "EN"):
            return TranslationNode(
                global_id("ProductTranslation", f"{root.pk}-{plain(language_code)}"),
                plain(language_code),
                name=further.get("name") or root.name,
                slug=root.slug,
                description_text=further.get("description", ""),
            )

        def korean() -> str:
            return root.family.descriptions[root.pk][0]

        def english() -> str:
            return root.family.descriptions[root.pk][1] or korean()

        return translated(
            "Product",
            root.pk,
            language_code,
            korean={"name": root.name, "slug": root.slug, "description_text": korean},
            english={"name": root.name_en, "description_text": english},
        )

    @staticmethod
    def resolve_enterprise(root: ProductNode, info: Any) -> EnterpriseNode:
        return root.family.enterprises.nodes[root.enterprise_pk]


ProductCountableConnection = connection_type(Product, "Product")
