"""What every write to goods begins and ends with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from catalog import locks, rules
from catalog.errors import NotPublishable
from catalog.models import Product, ShippingRule, TaxClass, VariantListing
from core import audit, outbox
from core.actor import Actor, Duty
from core.errors import NotFound

_LONGEST = {
    "name": 150, "name_en": 150, "description": 20_000, "description_en": 20_000, "seller_code": 40,
}  # fmt: skip
DEFAULT_CHANNEL = "default-channel"


def locked(actor: Actor, product_id: int) -> Product:
    product = locks.lock_product(product_id)
    if product is None or not actor.sells_for(product.enterprise_id, Duty.GOODS):
        raise NotFound
    return product


def require_complete(product: Product) -> None:
    """Raises NotPublishable with what a product lacks. Two queries."""
    prices = VariantListing.objects.filter(variant__product=product, variant__is_active=True)
    missing = missing_in(
        product,
        has_picture=product.media.exists(),
        prices=list(prices.values_list("price_amount", flat=True)),
    )
    if missing:
        raise NotPublishable(missing)


def missing_in(product: Product, *, has_picture: bool, prices: Sequence[int]) -> list[str]:
    """What a product lacks to be published, in words. No query where its category is loaded."""
    missing = [
        _("상품정보제공고시: %(label)s") % {"label": entry["label"]}
        for entry in rules.missing_notice(product.category.notice_fields, product.notice)
    ]
    if not product.name.strip():
        missing.insert(0, _("상품명"))
    if not product.description.strip():
        missing.append(_("상세설명"))
    if not has_picture:
        missing.append(_("사진"))
    if not prices or min(prices) < 1:
        missing.append(_("가격"))
    return missing


def set_span(product: Product, channel: str) -> None:
    prices = VariantListing.objects.filter(
        variant__product=product, variant__is_active=True, channel__slug=channel
    ).values_list("price_amount", flat=True)
    low, high = rules.price_span(prices)
    product.listings.filter(channel__slug=channel).update(
        price_min_amount=low, price_max_amount=high
    )


def tell(actor: Actor, product: Product, action: str, **data: Any) -> None:
    audit.record(actor=actor, action=action, obj=product, **data)
    outbox.emit(topic="product.changed", payload={"product_id": product.pk})


def field_problems(fields: Mapping[str, Any]) -> dict[str, str]:
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
    capacity = fields.get("weekly_capacity")
    if capacity is not None and not 1 <= int(capacity) <= rules.LARGEST_CAPACITY:
        problems["weekly_capacity"] = _("주간 생산량은 1개에서 1천만 개까지입니다.")
    if "shipping_rule" in fields and fields["shipping_rule"] not in ShippingRule.values:
        problems["shipping_rule"] = _("배송비 방식을 골라 주세요.")
    if not 0 <= int(fields.get("own_shipping_amount", 0)) <= rules.HIGHEST_SHIPPING:
        problems["own_shipping_amount"] = _("배송비는 0원에서 1백만 원까지입니다.")
    if any(len(str(value)) > rules.LONGEST_NOTICE for value in fields.get("notice", {}).values()):
        problems["notice"] = _("입력이 너무 깁니다.")
    return problems


def price_problems(price: int, *, draft: bool = False) -> dict[str, str]:
    """A draft may have no price yet (0)."""
    if (0 if draft else 1) <= price <= rules.HIGHEST_PRICE:
        return {}
    return {"price": _("가격은 1원에서 10억 원까지입니다.")}


def tier_problems(base: int, tiers: Sequence[tuple[int, int]]) -> dict[str, str]:
    texts = {
        "quantity": _("수량 할인은 2개부터 정할 수 있습니다."),
        "order": _("같은 수량이 두 번 있습니다."),
        "price": _("수량이 많을수록 가격이 낮아야 합니다."),
    }
    code = rules.tier_problem(base, tiers)
    return {"tiers": texts[code]} if code else {}
