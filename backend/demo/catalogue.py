"""Categories, products with options, prices, tiers and pictures. No stock yet."""

from __future__ import annotations

import random
from collections.abc import Iterable

from backend.demo import media
from backend.demo.content.model import (
    MarketContent,
    ProductSpec,
)
from backend.demo.market import BATCH, Progress, Shelf, midnight
from catalog.models import (
    Attribute,
    AttributeValue,
    Category,
    Channel,
    PriceTier,
    Product,
    ProductListing,
    ProductMedia,
    ProductType,
    Variant,
    VariantListing,
)
from vendors.models import Enterprise


def make_catalogue(
    content: MarketContent, enterprises: dict[str, Enterprise], *, progress: Progress
) -> Shelf:
    """Categories, products with variants, prices, tiers and pictures. No stock yet."""
    channel, _made = Channel.objects.get_or_create(
        slug="default-channel", defaults={"name": "온장", "currency": "KRW", "country": "KR"}
    )
    categories = _categories(content)
    types = _product_types()
    ingredient, values = _attributes(content, types)
    ingredient.categories.set(categories.values())  # what sellers are asked for
    specs = {spec.slug: spec for spec in content.enterprises}
    shelf = Shelf(enterprises, specs, [], {})
    total = len(content.products)
    for start in range(0, total, BATCH):
        part = content.products[start : start + BATCH]
        _products(part, shelf, categories, types, channel, ingredient, values)
        progress(min(start + BATCH, total), total, "상품")
    return shelf


def _categories(content: MarketContent) -> dict[str, Category]:
    rows = [
        Category(
            name=spec.ko,
            name_en=spec.en,
            slug=spec.slug,
            description=spec.blurb_ko,
            notice_fields=[
                {"key": f.key, "label": f.ko, "label_en": f.en, "required": f.required}
                for f in spec.notice
            ],
            sort_order=place,
            image=_category_picture(content, spec.slug),
        )
        for place, spec in enumerate(content.categories)
    ]
    Category.objects.bulk_create(rows)
    return {row.slug: row for row in rows}


def _category_picture(content: MarketContent, slug: str) -> str:
    first = next((p for p in content.products if p.category == slug and not p.gift), None)
    return media.drawing_of_product(first).original if first else ""


def _product_types() -> dict[bool, ProductType]:
    goods, _made = ProductType.objects.get_or_create(
        slug="goods", defaults={"name": "상품", "is_shipping_required": True}
    )
    services, _made = ProductType.objects.get_or_create(
        slug="services", defaults={"name": "서비스", "is_shipping_required": False}
    )
    return {True: goods, False: services}


def _attributes(
    content: MarketContent, types: dict[bool, ProductType]
) -> tuple[Attribute, dict[tuple[str, str], AttributeValue]]:
    """An attribute for each axis of variants, and one for what a product is made with."""
    axes = {p.axis.key: p.axis for p in content.products if p.axis}
    rows = [
        Attribute(name=axis.ko, name_en=axis.en, slug=key) for key, axis in sorted(axes.items())
    ]
    ingredient = Attribute(name="재료·주제", name_en="Made with", slug="made-with")
    Attribute.objects.bulk_create([*rows, ingredient])
    for row in (*rows, ingredient):
        row.product_types.set(types.values())
    by_slug = {row.slug: row for row in rows}
    wanted: dict[tuple[str, str], AttributeValue] = {}
    for product in content.products:
        if product.axis:
            for choice in product.axis.choices:
                key = (product.axis.key, choice.ko)
                wanted.setdefault(key, _value(by_slug[product.axis.key], choice.ko, choice.en))
        key = ("made-with", product.theme)
        wanted.setdefault(key, _value(ingredient, product.theme, product.theme_en))
    AttributeValue.objects.bulk_create(wanted.values(), batch_size=BATCH)
    return ingredient, wanted


def _value(attribute: Attribute, ko: str, en: str) -> AttributeValue:
    slug = "-".join("".join(c.lower() if c.isalnum() else " " for c in en).split())
    return AttributeValue(attribute=attribute, name=ko, name_en=en, slug=slug or ko)


def _products(
    specs: Iterable[ProductSpec],
    shelf: Shelf,
    categories: dict[str, Category],
    types: dict[bool, ProductType],
    channel: Channel,
    ingredient: Attribute,
    values: dict[tuple[str, str], AttributeValue],
) -> None:
    pairs = [(spec, _product(spec, shelf, categories, types)) for spec in specs]
    Product.objects.bulk_create([row for _spec, row in pairs], batch_size=BATCH)
    shelf.products += pairs
    variants: list[tuple[ProductSpec, Variant, int]] = []
    for spec, row in pairs:
        mine = [
            Variant(
                product=row,
                sku=v.sku,
                name=v.ko,
                name_en=v.en,
                weight_g=v.weight_g,
                sort_order=place,
            )
            for place, v in enumerate(spec.variants)
        ]
        shelf.variants[spec.slug] = mine
        variants += [(spec, variant, place) for place, variant in enumerate(mine)]
    Variant.objects.bulk_create([v for _s, v, _p in variants], batch_size=BATCH)
    listings = [
        VariantListing(
            variant=variant,
            channel=channel,
            price_amount=spec.variants[place].price,
            prior_price_amount=_prior(spec, spec.variants[place].price),
        )
        for spec, variant, place in variants
    ]
    VariantListing.objects.bulk_create(listings, batch_size=BATCH)
    PriceTier.objects.bulk_create(
        (
            PriceTier(
                listing=listing,
                min_quantity=tier.min_quantity,
                price_amount=tier.price(listing.price_amount),
            )
            for (spec, _variant, _place), listing in zip(variants, listings, strict=True)
            for tier in spec.tiers
        ),
        batch_size=BATCH,
    )
    ProductListing.objects.bulk_create(
        (
            ProductListing(
                product=row,
                channel=channel,
                is_published=True,
                published_at=midnight(spec.listed_on),
                price_min_amount=min(v.price for v in spec.variants),
                price_max_amount=max(v.price for v in spec.variants),
            )
            for spec, row in pairs
        ),
        batch_size=BATCH,
    )
    ProductMedia.objects.bulk_create((_picture(spec, row) for spec, row in pairs), batch_size=BATCH)
    Product.attribute_values.through.objects.bulk_create(
        (
            Product.attribute_values.through(
                product=row, attributevalue=values["made-with", spec.theme]
            )
            for spec, row in pairs
        ),
        batch_size=BATCH,
    )
    Variant.attribute_values.through.objects.bulk_create(
        (
            Variant.attribute_values.through(
                variant=variant, attributevalue=values[spec.axis.key, spec.variants[place].ko]
            )
            for spec, variant, place in variants
            if spec.axis
        ),
        batch_size=BATCH,
    )


def _product(
    spec: ProductSpec,
    shelf: Shelf,
    categories: dict[str, Category],
    types: dict[bool, ProductType],
) -> Product:
    listed = midnight(spec.listed_on)
    return Product(
        enterprise=shelf.enterprises[spec.enterprise],
        product_type=types[spec.weight_g > 0],
        category=categories[spec.category],
        name=spec.ko,
        name_en=spec.en,
        slug=spec.slug,
        seller_code=spec.slug[:40],
        description=spec.text_ko,
        description_en=spec.text_en,
        keywords=list(spec.keywords),
        tax_class="exempt" if spec.exempt else "taxable",
        notice=spec.notice,
        is_green=bool(spec.green),
        # the notice of fresh goods says how to keep them
        is_perishable="storage" in spec.notice,
        is_made_to_order=spec.weight_g > 0 and spec.lead_days >= 7,
        lead_days=spec.lead_days,
        weight_g=spec.weight_g,
        created_at=listed,
        updated_at=listed,
    )


def _prior(spec: ProductSpec, price: int) -> int | None:
    """One product in fourteen is reduced just now."""
    if random.Random(spec.slug).random() > 0.07:
        return None
    return price * 112 // 1000 * 10


def _picture(spec: ProductSpec, row: Product) -> ProductMedia:
    drawing = media.drawing_of_product(spec)
    return ProductMedia(
        product=row,
        original=drawing.original,
        alt=spec.ko,
        renditions=drawing.renditions,
        created_at=row.created_at,
    )
