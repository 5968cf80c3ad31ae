"""What an option costs."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from catalog.models import PriceTier, Variant, VariantListing
from catalog.services.moderation import hold_back
from catalog.services.shared import (
    DEFAULT_CHANNEL,
    locked,
    price_problems,
    set_span,
    tell,
    tier_problems,
)
from core.actor import Actor
from core.errors import InvalidInput, NotFound


@transaction.atomic
def variant_price_set(
    *,
    actor: Actor,
    variant_id: int,
    price_amount: int,
    tiers: Sequence[tuple[int, int]] | None = None,
    channel: str = DEFAULT_CHANNEL,
) -> VariantListing:
    """Set a variant's price and, when given, its quantity tiers (from pieces, won each).

    A struck-through earlier price that is no longer above the new one goes. Raises NotFound,
    InvalidInput on ``price`` or ``tiers``.
    """
    variant = Variant.objects.filter(pk=variant_id).first()
    if variant is None:
        raise NotFound
    product = locked(actor, variant.product_id)
    listing = VariantListing.objects.filter(variant=variant, channel__slug=channel).first()
    if listing is None:
        raise NotFound
    wanted = (
        list(tiers)
        if tiers is not None
        else [(tier.min_quantity, tier.price_amount) for tier in listing.tiers.all()]
    )
    problems = price_problems(price_amount) or tier_problems(price_amount, wanted)
    if problems:
        raise InvalidInput(problems)
    before = listing.price_amount
    listing.price_amount = price_amount
    if listing.prior_price_amount is not None and listing.prior_price_amount <= price_amount:
        listing.prior_price_amount = None
    listing.save(update_fields=["price_amount", "prior_price_amount"])
    if tiers is not None:
        listing.tiers.all().delete()
        PriceTier.objects.bulk_create(
            PriceTier(listing=listing, min_quantity=least, price_amount=price)
            for least, price in wanted
        )
    set_span(product, channel)
    tell(actor, product, "variant.price", before=before, price=price_amount)
    hold_back(actor, [product.pk])
    return listing
