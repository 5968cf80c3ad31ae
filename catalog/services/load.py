"""Many products of one enterprise at once: the same rules as one by one, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from catalog import locks
from catalog.models import (
    Channel,
    PriceTier,
    Product,
    ProductListing,
    Variant,
    VariantListing,
)
from catalog.services.moderation import hold_back
from catalog.services.product import general_type, new_code, new_slug
from catalog.services.shared import DEFAULT_CHANNEL
from core import audit, clock, ids, outbox, transactions
from core.actor import Actor, Duty
from core.errors import NotFound
from core.rows import rows_update


@dataclass(slots=True)
class LoadedVariant:
    """An option as it shall be; None leaves what is there."""

    name: str
    price: int | None = None
    tiers: Sequence[tuple[int, int]] | None = None
    variant_id: int | None = None


@dataclass(slots=True)
class LoadedProduct:
    """A product as it shall be: fields named are set, variants named are made or changed."""

    product_id: int | None
    code: str
    fields: dict[str, Any] = field(default_factory=dict)
    variants: list[LoadedVariant] = field(default_factory=list)
    publish: bool | None = None


def products_load(
    *, actor: Actor, enterprise_id: int, wanted: Sequence[LoadedProduct]
) -> list[int]:
    """Carry out what was planned and checked before; answers each product's id, and sets the ids
    of new variants. Inside the caller's transaction.

    The caller has tried every field by ``shared.field_problems``, every price by
    ``price_problems``, and publishes only what ``missing_in`` finds complete. Raises NotAllowed,
    NotFound for another enterprise's product.
    """
    transactions.require_one()
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    known = locks.lock_products([row.product_id for row in wanted if row.product_id])
    if any(product.enterprise_id != enterprise_id for product in known.values()):
        raise NotFound
    channel = Channel.objects.get(slug=DEFAULT_CHANNEL)
    _change([row for row in wanted if row.product_id is not None], known)
    _make_new(enterprise_id, wanted, known, channel)
    _set_variants(wanted, channel)
    touched = [row.product_id for row in wanted if row.product_id is not None]
    _set_spans(touched, channel)
    _publish(wanted, channel)
    hold_back(actor, touched)
    audit.record_many(
        actor=actor,
        action="product.load",
        objs=[known[row.product_id] for row in wanted if row.product_id],
        data=[
            {"fields": sorted(row.fields), "publish": row.publish}
            for row in wanted
            if row.product_id
        ],
    )
    outbox.emit(topic="products.changed", payload={"product_ids": touched})
    return touched


def _make_new(
    enterprise_id: int,
    wanted: Sequence[LoadedProduct],
    known: dict[int, Product],
    channel: Channel,
) -> None:
    now = clock.now()
    fresh = [row for row in wanted if row.product_id is None]
    kind = general_type() if fresh else None
    made = Product.objects.bulk_create(
        Product(
            enterprise_id=enterprise_id,
            product_type=kind,
            slug=new_slug(str(row.fields["name"])),
            seller_code=row.code or new_code(),
            created_at=now,
            updated_at=now,
            **row.fields,
        )
        for row in fresh
    )
    for row, product in zip(fresh, made, strict=True):
        row.product_id = product.pk
        known[product.pk] = product
    ProductListing.objects.bulk_create(
        ProductListing(product=product, channel=channel) for product in made
    )


def _change(wanted: Sequence[LoadedProduct], known: Mapping[int, Product]) -> None:
    now = clock.now()
    names: set[str] = set()
    changed = []
    for row in wanted:
        if row.product_id is None or not row.fields:
            continue
        product = known[row.product_id]
        for name, value in row.fields.items():
            setattr(product, name, value)
        product.updated_at = now
        names |= set(row.fields)
        changed.append(product)
    if changed:
        rows_update(Product, changed, sorted({*names, "updated_at"}))


def _set_variants(wanted: Sequence[LoadedProduct], channel: Channel) -> None:
    fresh = [
        (row.product_id, v)
        for row in wanted
        for v in row.variants
        if v.variant_id is None and row.product_id is not None
    ]
    made = Variant.objects.bulk_create(
        Variant(product_id=product_id, name=v.name, sku=ids.new_code("V"), sort_order=place)
        for place, (product_id, v) in enumerate(fresh)
    )
    for (_product, variant), row_made in zip(fresh, made, strict=True):
        variant.variant_id = row_made.pk
    every = {v.variant_id: v for row in wanted for v in row.variants if v.variant_id is not None}
    listings = {
        listing.variant_id: listing
        for listing in VariantListing.objects.filter(variant_id__in=every, channel=channel)
    }
    VariantListing.objects.bulk_create(
        VariantListing(variant_id=pk, channel=channel, price_amount=v.price or 0)
        for pk, v in every.items()
        if pk not in listings
    )
    priced = []
    for pk, listing in listings.items():
        price = every[pk].price
        if price is not None and price != listing.price_amount:
            listing.price_amount = price
            if listing.prior_price_amount is not None and listing.prior_price_amount <= price:
                listing.prior_price_amount = None
            priced.append(listing)
    if priced:
        rows_update(VariantListing, priced, ["price_amount", "prior_price_amount"])
    _set_tiers({pk: v for pk, v in every.items() if v.tiers is not None}, channel)


def _set_tiers(tiered: Mapping[int, LoadedVariant], channel: Channel) -> None:
    if not tiered:
        return
    rows = VariantListing.objects.filter(variant_id__in=tiered, channel=channel)
    listings = dict(rows.values_list("variant_id", "pk"))
    PriceTier.objects.filter(listing_id__in=listings.values()).delete()
    PriceTier.objects.bulk_create(
        PriceTier(listing_id=listings[pk], min_quantity=least, price_amount=price)
        for pk, variant in tiered.items()
        for least, price in variant.tiers or ()
    )


def _set_spans(product_ids: Sequence[int], channel: Channel) -> None:
    """The price span of each product's options, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE catalog_productlisting AS listing
               SET price_min_amount = span.low, price_max_amount = span.high
              FROM (SELECT v.product_id, min(l.price_amount) AS low, max(l.price_amount) AS high
                      FROM catalog_variantlisting l JOIN catalog_variant v ON v.id = l.variant_id
                     WHERE v.product_id = ANY(%s) AND v.is_active AND l.channel_id = %s
                     GROUP BY v.product_id) AS span
             WHERE listing.product_id = span.product_id AND listing.channel_id = %s
            """,
            [list(product_ids), channel.pk, channel.pk],
        )


def _publish(wanted: Sequence[LoadedProduct], channel: Channel) -> None:
    now = clock.now()
    on = [row.product_id for row in wanted if row.product_id and row.publish is True]
    off = [row.product_id for row in wanted if row.product_id and row.publish is False]
    listings = ProductListing.objects.filter(channel=channel)
    if off:
        listings.filter(product_id__in=off).update(is_published=False)
    if on:
        listings.filter(product_id__in=on, published_at=None).update(published_at=now)
        listings.filter(product_id__in=on).update(is_published=True)
