"""Products as the index knows them, read in batches of a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from catalog.models import Category, Product, ProductListing, Variant
from catalog.selectors import for_sale
from core.districts import District
from search.engine import Document
from search.tokens import parts, tokens
from vendors import selectors as vendors

BATCH = 1000


def product_ids(*, channel: str = "default-channel") -> list[int]:
    """Everything that belongs in the index. One query."""
    return list(
        for_sale(channel=channel).order_by("product_id").values_list("product_id", flat=True)
    )


def documents(ids: Sequence[int], *, channel: str = "default-channel") -> Iterator[Document]:
    """Documents of those of ``ids`` that are for sale: a query for the categories, then four a
    batch of a thousand."""
    shelves = {shelf.pk: shelf for shelf in Category.objects.all()}
    for start in range(0, len(ids), BATCH):
        yield from _batch(ids[start : start + BATCH], channel, shelves)


def _batch(ids: Sequence[int], channel: str, shelves: Mapping[int, Category]) -> Iterator[Document]:
    listings = list(
        for_sale(channel=channel)
        .filter(product_id__in=ids)
        .select_related("product__enterprise")
        .order_by("product_id")
    )
    badges = vendors.badges_for({listing.product.enterprise_id for listing in listings})
    words = _words_of_options([listing.product_id for listing in listings])
    for listing in listings:
        kinds = [badge.kind for badge in badges.get(listing.product.enterprise_id, [])]
        shelf = shelves[listing.product.category_id]
        yield _document(listing, kinds, _path(shelf, shelves), words[listing.product_id])


def _document(
    listing: ProductListing, kinds: Sequence[str], path: Sequence[Category], options: Sequence[str]
) -> Document:
    product, seller = listing.product, listing.product.enterprise
    name = f"{product.name} {product.name_en}"
    shelves = [text for shelf in path for text in (shelf.name, shelf.name_en)]
    return Document(
        id=product.pk,
        name=tokens(name),
        keywords=tokens(" ".join([*product.keywords, *shelves, *options])),
        seller=tokens(f"{seller.name} {seller.name_en} {_district(seller.district)}"),
        text=tokens(f"{product.description} {product.description_en}"),
        parts=parts(name),
        kinds=list(dict.fromkeys(kinds)),
        district=seller.district,
        categories=[shelf.slug for shelf in path],
        enterprise_id=seller.pk,
        price=listing.price_min_amount,
        published=int(listing.published_at.timestamp()) if listing.published_at else 0,
        is_green=product.is_green,
        sort_name=product.name,
    )


def _words_of_options(ids: Collection[int]) -> dict[int, list[str]]:
    """Names of active options and of attribute values, by product. Two queries."""
    found: dict[int, list[str]] = defaultdict(list)
    options = Variant.objects.filter(product_id__in=ids, is_active=True)
    for product_id, *names in options.values_list("product_id", "name", "name_en"):
        found[product_id] += names
    values = Product.objects.filter(pk__in=ids, attribute_values__isnull=False)
    for product_id, *names in values.values_list(
        "pk", "attribute_values__name", "attribute_values__name_en"
    ):
        found[product_id] += names
    return found


def _path(shelf: Category, shelves: Mapping[int, Category]) -> list[Category]:
    """The category and those above it; a circle ends where it closes."""
    path: list[Category] = []
    current: Category | None = shelf
    while current is not None and current not in path:
        path.append(current)
        current = shelves.get(current.parent_id) if current.parent_id else None
    return path


def _district(code: str) -> str:
    return District(code).name.lower() + " " + _DISTRICT_NAMES[code] if code else ""


#: In Korean, whatever language the worker speaks at the moment.
_DISTRICT_NAMES = {
    str(district.value): str(getattr(district.label, "_proxy____args", [district.label])[0])
    for district in District
}
