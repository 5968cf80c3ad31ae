"""Products: begun as drafts, changed, put on the shelf and taken off it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.errors import WasPublished
from catalog.models import (
    Category,
    Channel,
    Product,
    ProductListing,
    ProductType,
    Variant,
    VariantListing,
)
from catalog.services.moderation import hold_back
from catalog.services.shared import (
    DEFAULT_CHANNEL,
    field_problems,
    locked,
    price_problems,
    require_complete,
    tell,
)
from core import audit, clock, ids
from core.actor import SYSTEM, Actor, Duty
from core.errors import InvalidInput, NotFound
from vendors.models import Credential
from vendors.rules import PRODUCT_KINDS, CredentialKind
from vendors.selectors import valid_credentials


@transaction.atomic
def product_create(
    *, actor: Actor, enterprise_id: int, category_id: int, name: str, price_amount: int, **more: Any
) -> Product:
    """A draft with one variant; its price may be 0 until it is published.

    ``more``: any of ``product_update``'s fields. Raises NotAllowed for strangers, InvalidInput by
    field.
    """
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    category = Category.objects.filter(pk=category_id).first()
    problems = field_problems({"name": name, **more})
    if category is None:
        problems["category"] = _("카테고리를 선택해 주세요.")
    problems |= price_problems(price_amount, draft=True)
    if problems or category is None:
        raise InvalidInput(problems)
    now = clock.now()
    product_type = general_type()
    product = Product.objects.create(
        enterprise_id=enterprise_id,
        product_type=product_type,
        category=category,
        name=name.strip(),
        slug=new_slug(name),
        seller_code=new_code(),
        created_at=now,
        updated_at=now,
        **{key: value for key, value in more.items() if key in _FIELDS},
    )
    channel = Channel.objects.get(slug=DEFAULT_CHANNEL)
    variant = Variant.objects.create(product=product, sku=f"V{product.pk}-1")
    VariantListing.objects.create(variant=variant, channel=channel, price_amount=price_amount)
    ProductListing.objects.create(
        product=product,
        channel=channel,
        price_min_amount=price_amount,
        price_max_amount=price_amount,
    )
    audit.record(actor=actor, action="product.create", obj=product)
    return product


def general_type() -> ProductType:
    """The type of products that sellers list."""
    found, _created = ProductType.objects.get_or_create(
        slug="general", defaults={"name": "일반 상품"}
    )
    return found


def new_slug(name: str) -> str:
    """An address for a product, readable and nobody else's."""
    return f"{slugify(name, allow_unicode=True)[:80] or 'product'}-{ids.new_token()[:6].lower()}"


def new_code() -> str:
    """A seller's code for a product that has none of its own."""
    return ids.new_code("P")


_FIELDS = (
    "name", "name_en", "description", "description_en", "tax_class", "notice", "is_made_to_order",
    "is_perishable", "lead_days", "weight_g", "keywords", "weekly_capacity", "shipping_rule",
    "own_shipping_amount",
)  # fmt: skip


@transaction.atomic
def product_update(*, actor: Actor, product_id: int, **fields: Any) -> Product:
    """Change the fields named. What is published stays complete. Raises InvalidInput by field."""
    product = locked(actor, product_id)
    changes = {name: value for name, value in fields.items() if name in (*_FIELDS, "category_id")}
    problems = field_problems(changes)
    if "category_id" in changes:
        category = Category.objects.filter(pk=changes["category_id"]).first()
        if category is None:
            problems["category"] = _("카테고리를 선택해 주세요.")
        else:
            product.category = category
    if problems:
        raise InvalidInput(problems)
    for name, value in changes.items():
        setattr(product, name, value.strip() if isinstance(value, str) else value)
    if product.listings.filter(is_published=True).exists():
        require_complete(product)
    product.updated_at = clock.now()
    product.save(update_fields=[*changes, "updated_at"])
    tell(actor, product, "product.update", fields=sorted(changes))
    hold_back(actor, [product.pk])
    return product


@transaction.atomic
def product_delete(*, actor: Actor, product_id: int) -> None:
    """Throw a draft away that was never on the shelf. Raises NotFound, WrongState."""
    product = locked(actor, product_id)
    if product.listings.exclude(published_at=None).exists():
        raise WasPublished
    audit.record(actor=actor, action="product.delete", obj=product, name=product.name)
    product.delete()


@transaction.atomic
def certificates_set(*, actor: Actor, product_id: int, credential_ids: Sequence[int]) -> Product:
    """Which of the enterprise's certificates are about this product. Raises NotFound for others'.

    A product is green while one of its green certificates holds.
    """
    product = locked(actor, product_id)
    own = Credential.objects.filter(
        pk__in=credential_ids, enterprise_id=product.enterprise_id, kind__in=PRODUCT_KINDS
    )
    if own.count() != len(set(credential_ids)):
        raise NotFound
    product.certificates.set(own)
    _set_green(product)
    tell(actor, product, "product.certificates", credentials=sorted(set(credential_ids)))
    return product


@transaction.atomic
def certificates_follow(*, credential_id: int) -> None:
    """A certificate was verified, or ran out: products that bear it follow. Idempotent."""
    for product_id in sorted(
        Product.certificates.through.objects.filter(credential_id=credential_id).values_list(
            "product_id", flat=True
        )
    ):
        product = locked(SYSTEM, product_id)
        if _set_green(product):
            tell(SYSTEM, product, "product.green", is_green=product.is_green)


def _set_green(product: Product) -> bool:
    """Whether it changed."""
    green = valid_credentials(on=clock.today()).filter(
        products=product, kind=CredentialKind.GREEN.value
    )
    before, product.is_green = product.is_green, green.exists()
    if before != product.is_green:
        product.save(update_fields=["is_green"])
    return before != product.is_green


@transaction.atomic
def product_publish(*, actor: Actor, product_id: int) -> Product:
    """Put it on the shelf, or into the city's queue where its rules say so. Raises NotPublishable
    with the list of what is missing."""
    product = locked(actor, product_id)
    require_complete(product)
    now = clock.now()
    for listing in product.listings.all():
        listing.is_published = True
        listing.published_at = listing.published_at or now
        listing.save(update_fields=["is_published", "published_at"])
    tell(actor, product, "product.publish")
    hold_back(actor, [product.pk])
    return product


@transaction.atomic
def product_unpublish(*, actor: Actor, product_id: int) -> Product:
    """Take it off the shelf; orders already made go on."""
    product = locked(actor, product_id)
    product.listings.update(is_published=False)
    tell(actor, product, "product.unpublish")
    return product
