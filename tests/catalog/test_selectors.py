"""Reads cost the same number of queries for one row and for thirty, and show only what sells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import selectors
from catalog.models import Collection, CollectionProduct, ProductMedia, Variant
from core import clock
from core.actor import Actor
from tests.factories.catalog import CategoryFactory, ProductFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory
from vendors.models import Enterprise

pytestmark = pytest.mark.django_db


def shown(count: int) -> list[Variant]:
    variants = []
    for _ in range(count):
        enterprise = EnterpriseFactory()
        CredentialFactory(enterprise=enterprise)
        variant = VariantFactory(
            product=ProductFactory(enterprise=enterprise), tiers={10: 9_000, 100: 8_000}
        )
        ProductMedia.objects.create(
            product=variant.product, original="products/a.webp", created_at=clock.now()
        )
        variants.append(variant)
    return variants


def queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as seen:
        call()
    return len(seen)


def test_cards_offers_and_lists_cost_the_same_for_one_and_thirty() -> None:
    variants = shown(30)
    products = [variant.product_id for variant in variants]
    ids = [variant.pk for variant in variants]
    for read, most in (
        (lambda n: selectors.product_cards(products[:n]), 5),
        (lambda n: selectors.products_newest(n), 5),
        (lambda n: selectors.variant_offers(ids[:n]), 3),
    ):
        one, thirty = queries(lambda: read(1)), queries(lambda: read(30))  # noqa: B023
        assert one == thirty <= most


def test_a_page_costs_the_same_for_one_and_thirty_options() -> None:
    (variant,) = shown(1)
    one = queries(lambda: selectors.product_detail(variant.product.slug))
    for _ in range(29):
        VariantFactory(product=variant.product, tiers={10: 9_000})
    assert queries(lambda: selectors.product_detail(variant.product.slug)) == one <= 8


def test_a_sellers_list_costs_the_same_for_one_and_thirty() -> None:
    enterprise = EnterpriseFactory()
    actor = Actor(enterprises={enterprise.pk: "owner"})
    counts = []
    for more in (1, 29):
        for _ in range(more):
            VariantFactory(product=ProductFactory(enterprise=enterprise))
        rows = selectors.products_for_seller(actor=actor, enterprise_id=enterprise.pk)
        counts.append(queries(lambda rows=rows: list(rows)))
    assert counts[0] == counts[1]


def test_cards_come_in_the_order_asked_for() -> None:
    ids = [variant.product_id for variant in shown(3)]
    wanted = [ids[2], ids[0], ids[1]]
    assert [card.id for card in selectors.product_cards([*wanted, 10**9])] == wanted
    assert selectors.product_cards([]) == []


def test_only_what_is_for_sale_is_shown() -> None:
    hidden, stopped, sold = shown(3)
    hidden.product.listings.update(is_published=False)
    Enterprise.objects.filter(pk=stopped.product.enterprise_id).update(status="suspended")
    every = [variant.product_id for variant in (hidden, stopped, sold)]
    assert [card.id for card in selectors.product_cards(every)] == [sold.product_id]
    assert list(selectors.variant_offers([hidden.pk, stopped.pk, sold.pk])) == [sold.pk]
    assert [card.id for card in selectors.products_newest(10)] == [sold.product_id]


def test_an_option_taken_off_is_not_offered() -> None:
    (variant,) = shown(1)
    Variant.objects.filter(pk=variant.pk).update(is_active=False)
    assert selectors.variant_offers([variant.pk]) == {}


def test_a_card_tells_prices_badges_and_what_is_left() -> None:
    (variant,) = shown(1)
    (card,) = selectors.product_cards([variant.product_id])
    assert (card.price_min, card.has_tiers, card.available) == (10_000, True, True)
    assert [badge.kind for badge in card.badges] == ["social_enterprise"]
    variant.stock.reserved = variant.stock.on_hand
    variant.stock.save()
    (card,) = selectors.product_cards([variant.product_id])
    assert not card.available


def test_a_badge_goes_with_its_last_day() -> None:
    enterprise = EnterpriseFactory()
    CredentialFactory(enterprise=enterprise, expires_on=clock.today() - dt.timedelta(days=1))
    variant = VariantFactory(product=ProductFactory(enterprise=enterprise))
    (card,) = selectors.product_cards([variant.product_id])
    assert card.badges == []


def test_a_collection_keeps_its_order_and_hides_when_unpublished() -> None:
    first, second = (variant.product_id for variant in shown(2))
    collection = Collection.objects.create(name="명절 선물", slug="gifts")
    for place, product_id in enumerate((second, first)):
        CollectionProduct.objects.create(
            collection=collection, product_id=product_id, sort_order=place
        )
    assert [card.id for card in selectors.collection_cards("gifts")] == [second, first]
    Collection.objects.update(is_published=False)
    assert selectors.collection_cards("gifts") == []


def test_the_shelves_are_a_tree() -> None:
    top = CategoryFactory(slug="food", name="먹거리")
    CategoryFactory(slug="tea", name="차", parent=top)
    with CaptureQueriesContext(connection) as seen:
        (shelf,) = selectors.category_tree()
        assert [child.slug for child in shelf.children.all()] == ["tea"]
    assert len(seen) == 2
