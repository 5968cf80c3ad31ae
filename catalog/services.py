"""Writes to the catalogue: products, prices, pictures. Each tells the index what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog import locks, media, rules
from catalog.errors import NotPublishable
from catalog.models import (
    Category,
    Channel,
    PriceTier,
    Product,
    ProductListing,
    ProductMedia,
    ProductType,
    TaxClass,
    Variant,
    VariantListing,
)
from core import audit, clock, ids, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound

_LONGEST = {"name": 150, "name_en": 150, "description": 20_000, "description_en": 20_000}
DEFAULT_CHANNEL = "default-channel"


@transaction.atomic
def product_create(
    *, actor: Actor, enterprise_id: int, category_id: int, name: str, price_amount: int, **more: Any
) -> Product:
    """A draft with one variant. ``more``: any of ``product_update``'s fields.

    Raises NotAllowed for strangers, InvalidInput by field.
    """
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    category = Category.objects.filter(pk=category_id).first()
    problems = _problems({"name": name, **more})
    if category is None:
        problems["category"] = _("카테고리를 선택해 주세요.")
    problems |= _price_problems(price_amount)
    if problems or category is None:
        raise InvalidInput(problems)
    now = clock.now()
    product_type, _created = ProductType.objects.get_or_create(
        slug="general", defaults={"name": "일반 상품"}
    )
    product = Product.objects.create(
        enterprise_id=enterprise_id,
        product_type=product_type,
        category=category,
        name=name.strip(),
        slug=f"{slugify(name, allow_unicode=True)[:80] or 'product'}-{ids.new_token()[:6].lower()}",
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


_FIELDS = (
    "name", "name_en", "description", "description_en", "tax_class", "notice", "is_made_to_order",
    "is_perishable",
    "lead_days", "weight_g", "keywords",
)  # fmt: skip


@transaction.atomic
def product_update(*, actor: Actor, product_id: int, **fields: Any) -> Product:
    """Change the fields named. What is published stays complete. Raises InvalidInput by field."""
    product = _locked(actor, product_id)
    changes = {name: value for name, value in fields.items() if name in (*_FIELDS, "category_id")}
    problems = _problems(changes)
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
        _require_complete(product)
    product.updated_at = clock.now()
    product.save(update_fields=[*changes, "updated_at"])
    _tell(actor, product, "product.update", fields=sorted(changes))
    return product


@transaction.atomic
def product_publish(*, actor: Actor, product_id: int) -> Product:
    """Put it on the shelf. Raises NotPublishable with the list of what is missing."""
    product = _locked(actor, product_id)
    _require_complete(product)
    now = clock.now()
    for listing in product.listings.all():
        listing.is_published = True
        listing.published_at = listing.published_at or now
        listing.save(update_fields=["is_published", "published_at"])
    _tell(actor, product, "product.publish")
    return product


@transaction.atomic
def product_unpublish(*, actor: Actor, product_id: int) -> Product:
    """Take it off the shelf; orders already made go on."""
    product = _locked(actor, product_id)
    product.listings.update(is_published=False)
    _tell(actor, product, "product.unpublish")
    return product


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
    product = _locked(actor, variant.product_id)
    listing = VariantListing.objects.filter(variant=variant, channel__slug=channel).first()
    if listing is None:
        raise NotFound
    wanted = (
        list(tiers)
        if tiers is not None
        else [(tier.min_quantity, tier.price_amount) for tier in listing.tiers.all()]
    )
    problems = _price_problems(price_amount) or _tier_problems(price_amount, wanted)
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
    _set_span(product, channel)
    _tell(actor, product, "variant.price", before=before, price=price_amount)
    return listing


@transaction.atomic
def media_add(
    *, actor: Actor, product_id: int, file: UploadedFile[bytes], alt: str = ""
) -> ProductMedia:
    """Add a picture; its renditions are made in the background. Raises InvalidInput on ``file``."""
    product = _locked(actor, product_id)
    if product.media.count() >= rules.MOST_PICTURES:
        text = _("사진은 상품마다 %(most)d장까지 올릴 수 있습니다.")
        raise InvalidInput({"file": text % {"most": rules.MOST_PICTURES}})
    content = media.cleaned(file, size=file.size or 0)
    last = product.media.order_by("-sort_order").values_list("sort_order", flat=True).first()
    picture = ProductMedia(
        product=product,
        alt=alt.strip()[:200] or product.name,
        sort_order=0 if last is None else last + 1,
        created_at=clock.now(),
    )
    picture.original.save(f"{ids.new_token()}.webp", ContentFile(content), save=False)
    picture.save()
    audit.record(actor=actor, action="media.add", obj=picture)
    outbox.emit(topic="media.added", payload={"media_id": picture.pk})
    return picture


def media_render(*, media_id: int) -> None:
    """Make the widths a page asks for. Idempotent: what is there stays."""
    picture = ProductMedia.objects.filter(pk=media_id).first()
    if picture is None:
        return
    storage = picture.original.storage
    made = dict(picture.renditions)
    for width in media.WIDTHS:
        if str(width) in made and storage.exists(made[str(width)]):
            continue
        with picture.original.open("rb") as file:
            content = media.rendition(file, width=width)
        name = f"{(picture.original.name or '').rpartition('.')[0]}-{width}.webp"
        storage.delete(name)  # what a run that was killed left behind
        made[str(width)] = storage.save(name, ContentFile(content))
    if made != picture.renditions:
        ProductMedia.objects.filter(pk=media_id).update(renditions=made)


def _locked(actor: Actor, product_id: int) -> Product:
    product = locks.lock_product(product_id)
    if product is None or not actor.sells_for(product.enterprise_id, Duty.GOODS):
        raise NotFound
    return product


def _require_complete(product: Product) -> None:
    missing = [
        _("상품정보제공고시: %(label)s") % {"label": entry["label"]}
        for entry in rules.missing_notice(product.category.notice_fields, product.notice)
    ]
    if not product.description.strip():
        missing.append(_("상세설명"))
    if not product.media.exists():
        missing.append(_("사진"))
    if missing:
        raise NotPublishable(missing)


def _set_span(product: Product, channel: str) -> None:
    prices = VariantListing.objects.filter(
        variant__product=product, variant__is_active=True, channel__slug=channel
    ).values_list("price_amount", flat=True)
    low, high = rules.price_span(prices)
    product.listings.filter(channel__slug=channel).update(
        price_min_amount=low, price_max_amount=high
    )


def _tell(actor: Actor, product: Product, action: str, **data: Any) -> None:
    audit.record(actor=actor, action=action, obj=product, **data)
    outbox.emit(topic="product.changed", payload={"product_id": product.pk})


def _problems(fields: Mapping[str, Any]) -> dict[str, str]:
    problems: dict[str, str] = {}
    if "name" in fields and not str(fields["name"]).strip():
        problems["name"] = _("상품명을 입력해 주세요.")
    for name, longest in _LONGEST.items():
        if len(str(fields.get(name, ""))) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if "tax_class" in fields and fields["tax_class"] not in TaxClass.values:
        problems["tax_class"] = _("과세 또는 면세를 선택해 주세요.")
    if not 0 <= int(fields.get("lead_days", 0)) <= 365:
        problems["lead_days"] = _("준비 기간은 0일에서 365일까지입니다.")
    if not 0 <= int(fields.get("weight_g", 0)) <= rules.HEAVIEST_G:
        problems["weight_g"] = _("무게는 0g에서 1톤까지입니다.")
    keywords = fields.get("keywords", [])
    if len(keywords) > rules.MOST_KEYWORDS or any(len(word) > 40 for word in keywords):
        problems["keywords"] = _("검색어는 40자까지 20개 넣을 수 있습니다.")
    if any(len(str(value)) > rules.LONGEST_NOTICE for value in fields.get("notice", {}).values()):
        problems["notice"] = _("입력이 너무 깁니다.")
    return problems


def _price_problems(price: int) -> dict[str, str]:
    if 1 <= price <= rules.HIGHEST_PRICE:
        return {}
    return {"price": _("가격은 1원에서 10억 원까지입니다.")}


def _tier_problems(base: int, tiers: Sequence[tuple[int, int]]) -> dict[str, str]:
    texts = {
        "quantity": _("수량 할인은 2개부터 정할 수 있습니다."),
        "order": _("같은 수량이 두 번 있습니다."),
        "price": _("수량이 많을수록 가격이 낮아야 합니다."),
    }
    code = rules.tier_problem(base, tiers)
    return {"tiers": texts[code]} if code else {}
