"""What a product comes in: its grid of options, and what tells it from others."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import (
    Attribute,
    AttributeValue,
    Channel,
    Product,
    Variant,
    VariantListing,
)
from catalog.services.shared import DEFAULT_CHANNEL, locked, require_complete, set_span, tell
from core import ids
from core.actor import Actor
from core.errors import InvalidInput

MOST_AXES = 2
MOST_VALUES = 20
MOST_OPTIONS = 60
#: Between the values of an option's name: "빨강 / 큰 것".
BETWEEN = " / "


@transaction.atomic
def options_set(
    *, actor: Actor, product_id: int, axes: Sequence[tuple[str, Sequence[str]]]
) -> Product:
    """Make a product's options the grid of ``axes`` (name, values): (색: 빨강, 파랑) × (크기: …).

    Options that are there keep their price and stock, new ones take the first one's price; those
    that are in the grid no more are taken off sale, and come back when they are named again. No
    axes: one option without a name. Raises NotFound, InvalidInput on ``axes``.
    """
    product = locked(actor, product_id)
    cleaned = [
        (name.strip(), list(dict.fromkeys(v.strip() for v in values if v.strip())))
        for name, values in axes
        if name.strip() or any(v.strip() for v in values)
    ]
    _try(cleaned)
    wanted = [BETWEEN.join(values) for values in itertools.product(*(v for _n, v in cleaned))]
    known = {variant.name: variant for variant in product.variants.all()}
    channel = Channel.objects.get(slug=DEFAULT_CHANNEL)
    price = _price_of(product)
    if cleaned and list(known) == [""]:  # the one without a name becomes the first of the grid
        first = known.pop("")
        first.name = wanted[0]
        known[wanted[0]] = first
    for place, name in enumerate(wanted):
        variant = known.get(name)
        if variant is None:
            variant = Variant.objects.create(
                product=product, name=name, sku=ids.new_code("V"), sort_order=place
            )
            VariantListing.objects.create(variant=variant, channel=channel, price_amount=price)
        else:
            variant.name, variant.sort_order, variant.is_active = name, place, True
            variant.save(update_fields=["name", "sort_order", "is_active"])
    product.variants.exclude(name__in=wanted).update(is_active=False)
    product.option_axes = [{"name": name, "values": values} for name, values in cleaned]
    product.save(update_fields=["option_axes"])
    set_span(product, DEFAULT_CHANNEL)
    if product.listings.filter(is_published=True).exists():
        require_complete(product)
    tell(actor, product, "product.options", options=len(wanted))
    return product


@transaction.atomic
def attributes_set(*, actor: Actor, product_id: int, values: Mapping[int, str]) -> Product:
    """Set what tells a product from others of its category, by attribute id; "" takes it away.
    A value nobody named before is made. Raises NotFound, InvalidInput on ``attribute_<id>``."""
    product = locked(actor, product_id)
    attributes = {row.pk: row for row in product.category.attributes.all()}
    problems = {}
    for pk, text in values.items():
        if pk not in attributes:
            problems[f"attribute_{pk}"] = _("이 카테고리에 없는 속성입니다.")
        elif len(text.strip()) > 60:
            problems[f"attribute_{pk}"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)
    chosen = [_value(attributes[pk], text.strip()) for pk, text in values.items() if text.strip()]
    others = product.attribute_values.exclude(attribute_id__in=values)
    product.attribute_values.set([*others, *chosen])
    tell(actor, product, "product.attributes", attributes=sorted(values))
    return product


def _value(attribute: Attribute, text: str) -> AttributeValue:
    slug = slugify(text, allow_unicode=True)[:120] or text[:120]
    found, _made = AttributeValue.objects.get_or_create(
        attribute=attribute, slug=slug, defaults={"name": text}
    )
    return found


def _try(axes: Sequence[tuple[str, Sequence[str]]]) -> None:
    problem = ""
    if len(axes) > MOST_AXES:
        problem = _("옵션은 두 가지까지 나눌 수 있습니다.")
    elif any(not name or not values for name, values in axes):
        problem = _("옵션 이름과 값을 모두 적어 주세요.")
    elif any(len(name) > 30 or any(len(v) > 50 for v in values) for name, values in axes):
        problem = _("입력이 너무 깁니다.")
    elif any("/" in v for _name, values in axes for v in values):
        problem = _("옵션 값에는 빗금(/)을 쓸 수 없습니다.")
    elif len({name for name, _values in axes}) != len(axes):
        problem = _("옵션 이름이 같습니다.")
    elif any(len(values) > MOST_VALUES for _name, values in axes):
        problem = _("한 옵션에 값은 20개까지입니다.")
    count = 1
    for _name, values in axes:
        count *= len(values)
    if not problem and count > MOST_OPTIONS:
        problem = _("옵션은 모두 60가지까지 만들 수 있습니다.")
    if problem:
        raise InvalidInput({"axes": problem})


def _price_of(product: Product) -> int:
    prices = VariantListing.objects.filter(variant__product=product, variant__is_active=True)
    first = prices.order_by("variant__sort_order", "variant_id")
    return first.values_list("price_amount", flat=True).first() or 0
