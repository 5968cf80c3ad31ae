"""Products as the index knows them, read in batches of a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog.selectors import for_sale
from search.engine import Document
from vendors import selectors as vendors

BATCH = 1000


def product_ids(*, channel: str = "default-channel") -> list[int]:
    """Everything that belongs in the index. One query."""
    return list(
        for_sale(channel=channel).order_by("product_id").values_list("product_id", flat=True)
    )


def documents(ids: Sequence[int], *, channel: str = "default-channel") -> Iterator[Document]:
    """Documents of those of ``ids`` that are for sale; two queries a batch of a thousand."""
    for start in range(0, len(ids), BATCH):
        yield from _batch(ids[start : start + BATCH], channel)


def _batch(ids: Sequence[int], channel: str) -> Iterator[Document]:
    listings = list(
        for_sale(channel=channel)
        .filter(product_id__in=ids)
        .select_related("product__enterprise", "product__category")
    )
    badges = vendors.badges_for({listing.product.enterprise_id for listing in listings})
    for listing in listings:
        product, seller = listing.product, listing.product.enterprise
        shelf = product.category
        yield Document(
            id=product.pk,
            name=product.name,
            name_en=product.name_en,
            enterprise=f"{seller.name} {seller.name_en}",
            category=" ".join([shelf.name, shelf.name_en, *product.keywords]),
            text=f"{product.description} {product.description_en}",
            kinds=[badge.kind for badge in badges.get(seller.pk, [])],
            district=seller.district,
            category_slug=shelf.slug,
            enterprise_id=seller.pk,
            price=listing.price_min_amount,
            published=int(listing.published_at.timestamp()) if listing.published_at else 0,
            is_green=product.is_green,
        )
