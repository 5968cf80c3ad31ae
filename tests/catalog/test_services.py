"""Goods are drafted, completed, priced and shown by their own enterprise alone."""

from __future__ import annotations

from typing import Any

import pytest

from catalog import selectors, services
from catalog.errors import NotPublishable
from catalog.models import Product, VariantListing
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry, OutboxTask
from tests.catalog.pictures import picture, upload
from tests.factories.catalog import (
    CategoryFactory,
    ChannelFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.vendors import EnterpriseFactory

pytestmark = pytest.mark.django_db

NOTICE = [{"key": "maker", "label": "제조자", "label_en": "Maker", "required": True}]


@pytest.fixture
def seller() -> Actor:
    return Actor(enterprises={EnterpriseFactory().pk: "owner"})


def drafted(seller: Actor, **more: Any) -> Product:
    ChannelFactory()
    (enterprise_id,) = seller.enterprises
    category = more.pop("category", None) or CategoryFactory(slug="soap-1", notice_fields=NOTICE)
    known = {"name": "동백 비누", "price_amount": 9_000, **more}
    return services.product_create(
        actor=seller, enterprise_id=enterprise_id, category_id=category.pk, **known
    )


def told(product: Product) -> int:
    return OutboxTask.objects.filter(
        topic="product.changed", payload={"product_id": product.pk}
    ).values("payload").distinct().count()  # fmt: skip


def test_a_new_product_is_a_draft_with_one_priced_option(seller: Actor) -> None:
    product = drafted(seller)
    listing = product.listings.get()
    assert not listing.is_published
    assert (listing.price_min_amount, listing.price_max_amount) == (9_000, 9_000)
    assert product.variants.get().listings.get().price_amount == 9_000
    with pytest.raises(NotFound):
        selectors.product_detail(product.slug)
    assert selectors.product_detail(product.slug, actor=seller).card.price_min == 9_000


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "가" * 151}, "name"),
        ({"price_amount": -1}, "price"),
        ({"price_amount": 10**10}, "price"),
        ({"tax_class": "free"}, "tax_class"),
        ({"lead_days": 400}, "lead_days"),
        ({"weight_g": -5}, "weight_g"),
        ({"keywords": ["비누"] * 21}, "keywords"),
        ({"notice": {"maker": "가" * 2000}}, "notice"),
    ],
)
def test_bad_input_is_named_by_field_and_nothing_is_made(
    seller: Actor, bad: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        drafted(seller, **bad)
    assert list(refused.value.by_field()) == [field]
    assert not Product.objects.exists()


def test_publishing_lists_all_that_is_missing(seller: Actor) -> None:
    product = drafted(seller)
    with pytest.raises(NotPublishable) as refused:
        services.product_publish(actor=seller, product_id=product.pk)
    assert len(refused.value.missing) == 3
    assert "제조자" in refused.value.missing[0]
    assert not product.listings.get().is_published


def test_a_complete_product_goes_on_the_shelf_and_comes_off(seller: Actor) -> None:
    product = drafted(seller, description="동백기름 비누", notice={"maker": "온장비누"})
    services.media_add(actor=seller, product_id=product.pk, file=upload(picture((600, 400))))
    services.product_publish(actor=seller, product_id=product.pk)
    first = product.listings.get().published_at
    assert selectors.product_detail(product.slug).notice == [("제조자", "Maker", "온장비누")]
    services.product_unpublish(actor=seller, product_id=product.pk)
    with pytest.raises(NotFound):
        selectors.product_detail(product.slug)
    services.product_publish(actor=seller, product_id=product.pk)
    assert product.listings.get().published_at == first
    assert told(product) == 1


def test_what_is_on_the_shelf_stays_complete(seller: Actor) -> None:
    product = drafted(seller, description="동백기름 비누", notice={"maker": "온장비누"})
    services.media_add(actor=seller, product_id=product.pk, file=upload(picture((600, 400))))
    services.product_publish(actor=seller, product_id=product.pk)
    for bad in ({"notice": {"maker": ""}}, {"description": " "}):
        with pytest.raises(NotPublishable):
            services.product_update(actor=seller, product_id=product.pk, **bad)
    stricter = CategoryFactory(
        slug="food", notice_fields=[*NOTICE, {"key": "origin", "label": "원산지", "required": True}]
    )
    with pytest.raises(NotPublishable):
        services.product_update(actor=seller, product_id=product.pk, category_id=stricter.pk)
    kept = Product.objects.get(pk=product.pk)
    assert kept.notice == {"maker": "온장비누"}
    assert kept.category.slug == "soap-1"


def test_a_price_moves_the_span_and_keeps_or_replaces_the_tiers(seller: Actor) -> None:
    product = ProductFactory(enterprise_id=next(iter(seller.enterprises)))
    small = VariantFactory(product=product, price=9_000, tiers={10: 8_000})
    VariantFactory(product=product, price=20_000)
    services.variant_price_set(actor=seller, variant_id=small.pk, price_amount=12_000)
    listing = product.listings.get()
    assert (listing.price_min_amount, listing.price_max_amount) == (12_000, 20_000)
    (offer,) = selectors.variant_offers([small.pk]).values()
    assert (offer.base_price, offer.tiers) == (12_000, [(10, 8_000)])
    services.variant_price_set(
        actor=seller, variant_id=small.pk, price_amount=12_000, tiers=[(50, 11_000)]
    )
    assert selectors.variant_offers([small.pk])[small.pk].tiers == [(50, 11_000)]
    assert told(product) == 1


def test_tiers_that_make_no_sense_change_nothing(seller: Actor) -> None:
    product = ProductFactory(enterprise_id=next(iter(seller.enterprises)))
    variant = VariantFactory(product=product, price=9_000, tiers={10: 8_000})
    with pytest.raises(InvalidInput) as refused:
        services.variant_price_set(
            actor=seller, variant_id=variant.pk, price_amount=9_000, tiers=[(10, 9_500)]
        )
    assert "tiers" in refused.value.by_field()
    with pytest.raises(InvalidInput):  # below the tier that stays
        services.variant_price_set(actor=seller, variant_id=variant.pk, price_amount=7_000)
    assert variant.listings.get().price_amount == 9_000


def test_a_struck_through_price_is_always_the_higher_one(seller: Actor) -> None:
    product = ProductFactory(enterprise_id=next(iter(seller.enterprises)))
    variant = VariantFactory(product=product, price=9_000)
    VariantListing.objects.update(prior_price_amount=12_000)
    services.variant_price_set(actor=seller, variant_id=variant.pk, price_amount=10_000)
    assert variant.listings.get().prior_price_amount == 12_000
    services.variant_price_set(actor=seller, variant_id=variant.pk, price_amount=12_000)
    assert variant.listings.get().prior_price_amount is None


def test_nobody_touches_the_goods_of_others(seller: Actor) -> None:
    variant = VariantFactory(price=9_000)
    product = variant.product
    with pytest.raises(NotAllowed):
        services.product_create(
            actor=seller,
            enterprise_id=product.enterprise_id,
            category_id=product.category_id,
            name="비누",
            price_amount=1_000,
        )
    calls = [
        lambda: services.product_update(actor=seller, product_id=product.pk, name="내 것"),
        lambda: services.product_publish(actor=seller, product_id=product.pk),
        lambda: services.product_unpublish(actor=seller, product_id=product.pk),
        lambda: services.variant_price_set(actor=seller, variant_id=variant.pk, price_amount=1),
        lambda: services.media_add(actor=seller, product_id=product.pk, file=upload(picture())),
        lambda: selectors.product_for_seller(actor=seller, product_id=product.pk),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()
    product.refresh_from_db()
    assert product.name != "내 것"
    assert product.listings.get().is_published
    assert variant.listings.get().price_amount == 9_000
    assert not AuditEntry.objects.filter(object_type="catalog.product").exists()
