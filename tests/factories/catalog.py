"""Goods on the shelf: ``VariantFactory()`` makes a product that can be bought at once."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory

from catalog.models import (
    Category,
    Channel,
    PriceTier,
    Product,
    ProductListing,
    ProductType,
    Variant,
    VariantListing,
)
from core import clock
from inventory.models import Stock
from tests.factories.vendors import EnterpriseFactory


class ChannelFactory(DjangoModelFactory):
    class Meta:
        model = Channel
        django_get_or_create = ("slug",)

    slug = "default-channel"
    name = "온장"


class CategoryFactory(DjangoModelFactory):
    class Meta:
        model = Category
        django_get_or_create = ("slug",)

    name = "비누·화장품"
    name_en = "Soap & cosmetics"
    slug = "soap"


class ProductTypeFactory(DjangoModelFactory):
    class Meta:
        model = ProductType
        django_get_or_create = ("slug",)

    name = "일반 상품"
    slug = "general"


class ProductFactory(DjangoModelFactory):
    class Meta:
        model = Product

    enterprise = factory.SubFactory(EnterpriseFactory)
    product_type = factory.SubFactory(ProductTypeFactory)
    category = factory.SubFactory(CategoryFactory)
    name = factory.Sequence(lambda n: f"동백 수제비누 {n}")
    name_en = factory.Sequence(lambda n: f"Camellia soap {n}")
    slug = factory.Sequence(lambda n: f"soap-{n}")
    seller_code = factory.Sequence(lambda n: f"S-{n:04d}")
    description = "동백기름으로 천천히 굳힌 비누입니다."
    created_at = factory.LazyFunction(clock.now)
    updated_at = factory.LazyFunction(clock.now)


class VariantFactory(DjangoModelFactory):
    """A variant that is listed, priced (``price``, ``tiers``) and stocked (``on_hand``)."""

    class Meta:
        model = Variant
        skip_postgeneration_save = True

    product = factory.SubFactory(ProductFactory)
    sku = factory.Sequence(lambda n: f"SKU-{n:05d}")

    @factory.post_generation
    def price(self: Any, create: bool, extracted: int | None, **_: Any) -> None:
        channel = ChannelFactory()
        amount = 10_000 if extracted is None else extracted
        VariantListing.objects.create(variant=self, channel=channel, price_amount=amount)
        ProductListing.objects.get_or_create(
            product=self.product,
            channel=channel,
            defaults={
                "is_published": True,
                "published_at": clock.now(),
                "price_min_amount": amount,
                "price_max_amount": amount,
            },
        )

    @factory.post_generation
    def tiers(self: Any, create: bool, extracted: dict[int, int] | None, **_: Any) -> None:
        listing = self.listings.get()
        for least, amount in (extracted or {}).items():
            PriceTier.objects.create(listing=listing, min_quantity=least, price_amount=amount)

    @factory.post_generation
    def on_hand(self: Any, create: bool, extracted: int | None, **_: Any) -> None:
        count = 100 if extracted is None else extracted
        Stock.objects.create(variant=self, on_hand=count, updated_at=clock.now())
