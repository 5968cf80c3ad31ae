"""Reads of the catalogue: cards for lists, details for pages, offers for whoever sells.

Only what is for sale is found: published in the channel, by an enterprise that is active.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.db.models import QuerySet

from catalog.models import (
    Attribute,
    Category,
    Moderation,
    ModerationRule,
    Product,
    ProductListing,
    ProductMedia,
    ShippingRule,
    VariantListing,
)
from catalog.models import (
    Collection as ProductCollection,
)
from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import NotFound
from vendors import selectors as vendors
from vendors.models import Credential, Enterprise
from vendors.selectors import Badge

DEFAULT_CHANNEL = "default-channel"
CARD_WIDTH = "320"


@dataclass(frozen=True, slots=True)
class MediaView:
    url: str
    srcset: str
    alt: str
    #: The same widths as AVIF, where they are made.
    avif: str = ""


@dataclass(frozen=True, slots=True)
class ProductCard:
    """What a list shows of a product. Prices in won, tax included."""

    id: int
    slug: str
    name: str
    name_en: str
    enterprise_id: int
    enterprise_name: str
    enterprise_name_en: str
    enterprise_slug: str
    district: str
    category_slug: str
    price_min: int
    price_max: int
    prior_price: int | None
    has_tiers: bool
    image: str
    image_alt: str
    available: bool
    is_green: bool
    badges: list[Badge]
    created_at: dt.datetime


@dataclass(frozen=True, slots=True)
class VariantOffer:
    id: int
    sku: str
    name: str
    name_en: str
    price: int
    prior_price: int | None
    tiers: list[tuple[int, int]]
    available: int


@dataclass(frozen=True, slots=True)
class ProductDetail:
    card: ProductCard
    product: Product
    enterprise: Enterprise
    category: Category
    badges: list[Badge]
    variants: list[VariantOffer]
    media: list[MediaView]
    #: (label, English label, value) of the product information notice.
    notice: list[tuple[str, str, str]] = field(default_factory=list)
    #: Certificates about this very product that hold today.
    certificates: list[Credential] = field(default_factory=list)

    @property
    def rating(self) -> float:
        """The mean of the product's stars; 0 without any."""
        count = self.product.rating_count
        return self.product.rating_sum / count if count else 0.0

    @property
    def closed(self) -> bool:
        """Whether the enterprise sends nothing today, and has said so."""
        begin, end = self.enterprise.closed_from, self.enterprise.closed_to
        return begin is not None and end is not None and begin <= clock.today() <= end

    @property
    def description(self) -> str:
        return self.product.description

    @property
    def description_en(self) -> str:
        return self.product.description_en

    @property
    def tax_class(self) -> str:
        return self.product.tax_class

    @property
    def lead_days(self) -> int:
        return self.product.lead_days


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant as it can be bought now, with everything an order line copies."""

    variant_id: int
    product_id: int
    product_slug: str
    enterprise_id: int
    category_id: int
    sku: str
    name: str
    name_en: str
    variant_name: str
    base_price: int
    tiers: list[tuple[int, int]]
    tax_class: str
    is_green: bool
    is_made_to_order: bool
    is_perishable: bool
    #: Grams of one piece, 0 where nobody weighed it.
    weight_g: int
    shipping_rule: str
    own_shipping: int
    notice: dict[str, str]
    image: str
    available: int


def for_sale(*, channel: str = DEFAULT_CHANNEL) -> QuerySet[ProductListing]:
    """Listings a buyer may see."""
    return ProductListing.objects.filter(
        channel__slug=channel,
        is_published=True,
        product__enterprise__status=Enterprise.Status.ACTIVE,
    )


def product_cards(ids: Sequence[int], *, channel: str = DEFAULT_CHANNEL) -> list[ProductCard]:
    """Cards in the order of ``ids``; what isn't for sale is left out. Four queries."""
    if not ids:
        return []
    listings = for_sale(channel=channel).filter(product_id__in=ids)
    rows = {
        listing.product_id: listing
        for listing in listings.select_related("product__enterprise", "product__category")
    }
    badges = vendors.badges_for({row.product.enterprise_id for row in rows.values()})
    media = _first_media(rows)
    prices = _price_facts(rows, channel=channel)
    return [
        _card(rows[pk], badges, media.get(pk), prices.get(pk, _NO_PRICES))
        for pk in ids
        if pk in rows
    ]


def products_newest(limit: int = 12, *, channel: str = DEFAULT_CHANNEL) -> list[ProductCard]:
    newest = for_sale(channel=channel).order_by("-published_at", "-product_id")
    return product_cards(list(newest.values_list("product_id", flat=True)[:limit]), channel=channel)


def products_of_enterprise(
    enterprise_id: int, *, limit: int = 24, channel: str = DEFAULT_CHANNEL
) -> list[ProductCard]:
    """An enterprise's goods for sale, newest first."""
    own = for_sale(channel=channel).filter(product__enterprise_id=enterprise_id)
    ids = own.order_by("-published_at", "-product_id").values_list("product_id", flat=True)
    return product_cards(list(ids[:limit]), channel=channel)


def collection_cards(
    slug: str, limit: int = 12, *, channel: str = DEFAULT_CHANNEL
) -> list[ProductCard]:
    """Cards of a published collection, in its order."""
    ids = (
        ProductCollection.objects.filter(slug=slug, is_published=True)
        .order_by("collectionproduct__sort_order", "collectionproduct__pk")
        .values_list("collectionproduct__product_id", flat=True)
    )
    return product_cards([pk for pk in ids[:limit] if pk is not None], channel=channel)


def product_detail(
    slug: str, *, actor: Actor = ANONYMOUS, channel: str = DEFAULT_CHANNEL
) -> ProductDetail:
    """A product's page. Raises NotFound for what isn't for sale; its own enterprise sees drafts."""
    product = Product.objects.filter(slug=slug).select_related("enterprise", "category").first()
    if product is None:
        raise NotFound
    (listing,) = product.listings.filter(channel__slug=channel)[:1] or [None]
    is_for_sale = (
        listing is not None
        and listing.is_published
        and product.enterprise.status == Enterprise.Status.ACTIVE
    )
    if listing is None or not (is_for_sale or actor.sells_for(product.enterprise_id)):
        raise NotFound
    listing.product = product
    badges = vendors.badges_for([product.enterprise_id])
    pictures = list(product.media.all())
    variants = _variants_of(product, channel=channel)
    facts = (
        min((v.prior_price for v in variants if v.prior_price), default=None),
        any(v.tiers for v in variants),
        any(v.available > 0 for v in variants),
    )
    return ProductDetail(
        card=_card(listing, badges, pictures[0] if pictures else None, facts),
        product=product,
        enterprise=product.enterprise,
        category=product.category,
        badges=badges.get(product.enterprise_id, []),
        variants=variants,
        media=[media_view(picture) for picture in pictures],
        notice=[
            (
                entry["label"],
                entry.get("label_en") or entry["label"],
                str(product.notice.get(entry["key"], "")),
            )
            for entry in product.category.notice_fields
        ],
        certificates=list(
            vendors.valid_credentials(on=clock.today()).filter(products=product).order_by("kind")
        ),
    )


def variant_offers(
    variant_ids: Collection[int], *, channel: str = DEFAULT_CHANNEL
) -> dict[int, Offer]:
    """What can be bought of these variants, by id. Three queries."""
    if not variant_ids:
        return {}
    rows = list(
        VariantListing.objects.filter(
            variant_id__in=variant_ids,
            channel__slug=channel,
            variant__is_active=True,
            variant__product__listings__channel__slug=channel,
            variant__product__listings__is_published=True,
            variant__product__enterprise__status=Enterprise.Status.ACTIVE,
        )
        .select_related("variant__product", "variant__stock")
        .prefetch_related("tiers")
    )
    media = _first_media({row.variant.product_id for row in rows})
    return {row.variant_id: _offer(row, media) for row in rows}


def category_tree() -> list[Category]:
    """Top categories with their children prefetched. Two queries."""
    return list(Category.objects.filter(parent=None).prefetch_related("children"))


def variant_choices(
    product_id: int, *, channel: str = DEFAULT_CHANNEL
) -> list[tuple[int, str, int]]:
    """A product's variants that can be bought: (id, name, price of one). One query."""
    rows = VariantListing.objects.filter(
        variant__product_id=product_id, variant__is_active=True, channel__slug=channel
    ).order_by("variant__sort_order", "variant_id")
    return list(rows.values_list("variant_id", "variant__name", "price_amount"))


def category_paths(category_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Each category with those above it, nearest first, by id. One query: a market has few."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))

    def path(pk: int) -> tuple[int, ...]:
        above = parents.get(pk)
        return (pk,) if above is None else (pk, *path(above))

    return {pk: path(pk) for pk in category_ids}


def media_view(picture: ProductMedia) -> MediaView:
    """The picture's addresses: renditions by width when they are made, else the original."""
    storage = picture.original.storage
    sizes = sorted(picture.renditions.items(), key=lambda item: int(item[0]))
    srcset = ", ".join(f"{storage.url(name)} {width}w" for width, name in sizes)
    small = sorted(picture.avif.items(), key=lambda item: int(item[0]))
    avif = ", ".join(f"{storage.url(name)} {width}w" for width, name in small)
    largest = storage.url(sizes[-1][1]) if sizes else picture.original.url
    return MediaView(url=largest, srcset=srcset, alt=picture.alt, avif=avif)


_PriceFacts = tuple[int | None, bool, bool]
_NO_PRICES: _PriceFacts = (None, False, False)


def _first_media(product_ids: Collection[int]) -> dict[int, ProductMedia]:
    rows = (
        ProductMedia.objects.filter(product_id__in=list(product_ids))
        .order_by("product_id", "sort_order", "pk")
        .distinct("product_id")
    )
    return {row.product_id: row for row in rows}


def _price_facts(product_ids: Collection[int], *, channel: str) -> dict[int, _PriceFacts]:
    """Prior price, whether there are tiers, whether anything is left, by product."""
    rows = (
        VariantListing.objects.filter(
            variant__product_id__in=list(product_ids),
            channel__slug=channel,
            variant__is_active=True,
        )
        .values_list(
            "variant__product_id",
            "prior_price_amount",
            "tiers__pk",
            "variant__stock__on_hand",
            "variant__stock__reserved",
        )
        .order_by("variant__product_id")
    )
    found: dict[int, _PriceFacts] = {}
    for product_id, prior, tier, on_hand, reserved in rows:
        known, tiers, available = found.get(product_id, _NO_PRICES)
        lowest = min((p for p in (known, prior) if p), default=None)
        left = (on_hand or 0) - (reserved or 0) > 0
        found[product_id] = (lowest, tiers or tier is not None, available or left)
    return found


def _thumbnail(picture: ProductMedia | None) -> str:
    if picture is None:
        return ""
    small = picture.renditions.get(CARD_WIDTH)
    return picture.original.storage.url(small) if small else picture.original.url


def _card(
    listing: ProductListing,
    badges: dict[int, list[Badge]],
    picture: ProductMedia | None,
    facts: _PriceFacts,
) -> ProductCard:
    product, seller = listing.product, listing.product.enterprise
    prior, has_tiers, available = facts
    return ProductCard(
        id=product.pk,
        slug=product.slug,
        name=product.name,
        name_en=product.name_en,
        enterprise_id=seller.pk,
        enterprise_name=seller.name,
        enterprise_name_en=seller.name_en,
        enterprise_slug=seller.slug,
        district=seller.district,
        category_slug=product.category.slug,
        price_min=listing.price_min_amount,
        price_max=listing.price_max_amount,
        prior_price=prior,
        has_tiers=has_tiers,
        image=_thumbnail(picture),
        image_alt=(picture.alt if picture else "") or product.name,
        available=available,
        is_green=product.is_green,
        badges=badges.get(seller.pk, []),
        created_at=product.created_at,
    )


def _variants_of(product: Product, *, channel: str) -> list[VariantOffer]:
    rows = (
        VariantListing.objects.filter(
            variant__product=product, channel__slug=channel, variant__is_active=True
        )
        .select_related("variant__stock")
        .prefetch_related("tiers")
        .order_by("variant__sort_order", "variant_id")
    )
    found: dict[int, VariantOffer] = {}
    for row in rows:
        stock = getattr(row.variant, "stock", None)
        found[row.variant_id] = VariantOffer(
            id=row.variant_id,
            sku=row.variant.sku,
            name=row.variant.name,
            name_en=row.variant.name_en,
            price=row.price_amount,
            prior_price=row.prior_price_amount,
            tiers=[(tier.min_quantity, tier.price_amount) for tier in row.tiers.all()],
            available=stock.on_hand - stock.reserved if stock else 0,
        )
    return list(found.values())


def _offer(row: VariantListing, media: dict[int, ProductMedia]) -> Offer:
    variant, product = row.variant, row.variant.product
    stock = getattr(variant, "stock", None)
    return Offer(
        variant_id=variant.pk,
        product_id=product.pk,
        product_slug=product.slug,
        enterprise_id=product.enterprise_id,
        category_id=product.category_id,
        sku=variant.sku,
        name=product.name,
        name_en=product.name_en,
        variant_name=variant.name,
        base_price=row.price_amount,
        tiers=[(tier.min_quantity, tier.price_amount) for tier in row.tiers.all()],
        tax_class=product.tax_class,
        is_green=product.is_green,
        is_made_to_order=product.is_made_to_order,
        is_perishable=product.is_perishable,
        weight_g=product.weight_g if variant.weight_g is None else variant.weight_g,
        shipping_rule=product.shipping_rule,
        own_shipping=(
            product.own_shipping_amount if product.shipping_rule == ShippingRule.OWN else 0
        ),
        notice=product.notice,
        image=_thumbnail(media.get(product.pk)),
        available=stock.on_hand - stock.reserved if stock else 0,
    )


def products_for_seller(*, actor: Actor, enterprise_id: int) -> QuerySet[Product]:
    """An enterprise's own products, drafts included, newest first."""
    actor.require_enterprise(enterprise_id)
    return (
        Product.objects.filter(enterprise_id=enterprise_id)
        .select_related("category")
        .prefetch_related("listings", "variants__stock", "media")
        .order_by("-updated_at", "-pk")
    )


def product_for_seller(*, actor: Actor, product_id: int) -> Product:
    """One product of an enterprise the actor sells for. Raises NotFound for others'."""
    own = Product.objects.filter(pk=product_id, enterprise_id__in=list(actor.enterprises))
    product = (
        own.select_related("category", "enterprise")
        .prefetch_related("listings", "media", "variants__stock", "variants__listings__tiers")
        .first()
    )
    if product is None:
        raise NotFound
    return product


def moderation_queue(*, actor: Actor) -> QuerySet[Moderation]:
    """Products that wait for the city, the longest wait first."""
    actor.require_city()
    rows = Moderation.objects.filter(status=Moderation.Status.WAITING)
    return rows.select_related("product__enterprise", "product__category").order_by(
        "asked_at", "pk"
    )


def moderation_rules(*, actor: Actor) -> list[ModerationRule]:
    """What the city may switch on. One query."""
    actor.require_city()
    return list(ModerationRule.objects.order_by("pk"))


def moderation_of(product: Product) -> Moderation | None:
    """What became of a product's last review; None without any, or once it was approved."""
    last = product.moderations.order_by("-pk").first()
    return None if last is None or last.status == Moderation.Status.APPROVED else last


def notice_before(product: Product) -> dict[str, str]:
    """The notice of the enterprise's product of the same category that was changed last. One
    query."""
    rows = Product.objects.filter(
        enterprise_id=product.enterprise_id, category_id=product.category_id
    ).exclude(pk=product.pk)
    found = rows.exclude(notice={}).order_by("-updated_at").values_list("notice", flat=True).first()
    return dict(found or {})


def attributes_asked(product: Product) -> list[tuple[Attribute, str, list[str]]]:
    """Each attribute of the product's category, its value here, and values used before. Three
    queries."""
    held = {row.attribute_id: row.name for row in product.attribute_values.all()}
    rows = product.category.attributes.order_by("pk").prefetch_related("values")
    return [
        (row, held.get(row.pk, ""), [value.name for value in row.values.all()][:50]) for row in rows
    ]
