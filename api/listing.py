"""The products connection: which products, in which order, which page.

Filters speak Saleor's ``ProductFilterInput`` and ``ProductWhereInput``; what they narrow is always
what the catalogue says is for sale. A plain text search is the search engine's page; a search with
further conditions is the database's page of the engine's best hits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.db.models import Case, F, FloatField, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf

from api import loaders
from api.asking import Asking
from api.connections import Asked, Order, Page, bad_cursor, cursor_of, keyset, paged, read_moment
from api.connections import Edge as PageEdge
from api.ids import row_of
from api.loaders import LISTING_COLUMNS, ProductFamily
from api.refusals import refuse
from api.statements import CHANNEL, Statement
from catalog import selectors as catalog
from catalog.models import CollectionProduct, ProductListing, VariantListing
from core import clock
from search import services as search
from search.engine import Sort
from vendors import selectors as vendors

#: How many hits of a search are looked through when there are further conditions.
BEST_HITS = 1_000
LONGEST_LIST = 100
DEEPEST_WHERE = 4

Filter = Mapping[str, Any]

_NEWEST = Order("published_at", "product_id", True, read_moment)
_ORDERS: dict[str, Order] = {
    "NAME": Order("product__name", "product_id"),
    "PRICE": Order("price_min_amount", "product_id", read=int),
    "MINIMAL_PRICE": Order("price_min_amount", "product_id", read=int),
    "LAST_MODIFIED": Order("product__updated_at", "product_id", read=read_moment),
    "LAST_MODIFIED_AT": Order("product__updated_at", "product_id", read=read_moment),
    "DATE": Order("product__updated_at", "product_id", read=read_moment),
    "CREATED_AT": Order("product__created_at", "product_id", read=read_moment),
    "TYPE": Order("product__product_type__name", "product_id"),
    "PUBLISHED": Order("published_at", "product_id", read=read_moment),
    "PUBLICATION_DATE": Order("published_at", "product_id", read=read_moment),
    "PUBLISHED_AT": Order("published_at", "product_id", read=read_moment),
    "RATING": Order("stars", "product_id", read=float),
    "COLLECTION": Order("place", "product_id", read=int),
    "RANK": Order("rank", "product_id", read=int),
}
#: Sorts of a plain search that the engine does by itself.
_ENGINE_SORTS: dict[tuple[str, bool], Sort] = {
    ("RANK", True): "relevance",
    ("RANK", False): "relevance",
    ("PRICE", False): "price",
    ("PRICE", True): "-price",
    ("MINIMAL_PRICE", False): "price",
    ("MINIMAL_PRICE", True): "-price",
}


def products_page(
    asking: Asking,
    page: Asked,
    *,
    channel: str = catalog.DEFAULT_CHANNEL,
    filter_: Filter | None = None,
    where: Filter | None = None,
    text: str = "",
    sort_by: Filter | None = None,
    within: Q | None = None,
    collection_pk: int | None = None,
) -> Page:
    """A page of products for sale. ``within``: of this shelf or enterprise only."""
    if filter_ and where:
        raise refuse("GRAPHQL_ERROR", "Only one of `filter` and `where` can be given.")
    filter_ = dict(filter_ or {})
    text = (text or filter_.pop("search", None) or "").strip()
    channel = filter_.pop("channel", None) or channel
    field, descending = _sort(sort_by, text=text, collection_pk=collection_pk)
    conditions = by_filter(filter_, channel) & by_where(where or {}, channel)
    if within is not None:
        conditions &= within
    if collection_pk is not None:
        conditions &= Q(product__collectionproduct__collection_id=collection_pk)
    engine_sort = _ENGINE_SORTS.get((field, descending))
    if text and not conditions and engine_sort and collection_pk is None:
        return _engine_page(asking, page, text, engine_sort, channel)
    rows = catalog.for_sale(channel=channel).filter(conditions)
    if collection_pk is not None:
        rows = rows.annotate(place=F("product__collectionproduct__sort_order"))
    if text:
        hits = search.search_products(text=text, page=1, page_size=BEST_HITS).ids
        ranks = [When(product_id=pk, then=Value(rank)) for rank, pk in enumerate(hits)]
        rows = rows.filter(product_id__in=hits)
        rows = rows.annotate(rank=Case(*ranks, default=0, output_field=IntegerField()))
    elif field == "RANK":
        raise refuse("GRAPHQL_ERROR", "Sorting by RANK is for searches.")
    if field == "RATING":
        stars = Cast(F("product__rating_sum"), FloatField())
        stars = stars / NullIf(F("product__rating_count"), 0)
        rows = rows.annotate(stars=Coalesce(stars, 0.0))
    order = _ORDERS[field] if field else _NEWEST
    if field:
        order = Order(order.field, order.key, descending and field != "RANK", order.read)
    is_plain = not (conditions or text or collection_pk is not None or field == "RATING")
    if is_plain and page.after is None and page.before is None:
        found = _first_page(order, page.size, page.backwards).all(channel)
    else:
        found = list(keyset(rows, order, page).values_list(*LISTING_COLUMNS, order.field))
    return _database_page(asking, page, found, rows, channel)


@lru_cache(maxsize=128)
def _first_page(order: Order, size: int, backwards: bool) -> Statement:
    """The page that everybody sees first: nothing narrows it, so it is compiled once."""
    page = Asked(size, backwards=backwards)
    return Statement(
        lambda: keyset(catalog.for_sale(channel=CHANNEL), order, page).values_list(
            *LISTING_COLUMNS, order.field
        )
    )


def _sort(sort_by: Filter | None, *, text: str, collection_pk: int | None) -> tuple[str, bool]:
    """The field to sort by (``""``: newest first) and whether downwards."""
    if sort_by and sort_by.get("field"):
        return sort_by["field"], sort_by.get("direction") == "DESC"
    if text:
        return "RANK", False
    return ("COLLECTION", False) if collection_pk is not None else ("", True)


def _database_page(
    asking: Asking,
    page: Asked,
    found: Sequence[Sequence[Any]],
    rows: QuerySet[ProductListing],
    channel: str,
) -> Page:
    """The page of the rows ``found``, which are ``LISTING_COLUMNS`` and the field sorted by."""
    family = ProductFamily(asking, found[: page.size], channel=channel)
    return paged(
        found,
        page,
        node=lambda row: family.nodes[row[0]],
        cursor=lambda row: (row[-1], row[0]),
        count=rows.count,
    )


def _engine_page(asking: Asking, page: Asked, text: str, sort: Sort, channel: str) -> Page:
    """A window of the engine's answer; cursors are places in it."""
    after, before = (_place(edge) for edge in (page.after, page.before))
    start = 0 if after is None else after + 1
    stop = start + page.size
    if page.backwards:
        total = _window(text, sort, 0, 1)[1]
        stop = total if before is None else min(before, total)
        start = max(start, stop - page.size)
    elif before is not None:
        stop = min(stop, before)
    ids, total = _window(text, sort, start, max(0, stop - start))
    family = loaders.products_for_sale(asking, ids, channel=channel)
    return Page(
        edges=[
            PageEdge(family.nodes[pk], cursor_of([start + place]))
            for place, pk in enumerate(ids)
            if pk in family.nodes
        ],
        has_next=stop < total,
        has_previous=start > 0 and total > 0,
        count=lambda: total,
    )


def _place(edge: list[Any] | None) -> int | None:
    if edge is None:
        return None
    if len(edge) != 1 or not isinstance(edge[0], int) or not 0 <= edge[0] < 1_000_000:
        raise bad_cursor()
    return edge[0]


def _window(text: str, sort: Sort, start: int, size: int) -> tuple[list[int], int]:
    """Hits from ``start`` on. The engine counts in pages, so a window may need two of them."""
    width = max(size, 1)
    number, skipped = divmod(start, width)
    found = search.search_products(text=text, sort=sort, page=number + 1, page_size=width)
    ids = found.ids[skipped:]
    if skipped and len(ids) < size:
        more = search.search_products(text=text, sort=sort, page=number + 2, page_size=width)
        ids = ids + more.ids
    return ids[:size], found.total


# -- conditions ---------------------------------------------------------------------------


def by_filter(given: Filter, channel: str) -> Q:
    """``ProductFilterInput`` as a condition on listings. Raises GraphQLError."""
    found = Q()
    for name, value in given.items():
        if value is not None:
            found &= _condition(name, value, channel)
    return found


def by_where(given: Filter, channel: str, *, depth: int = 0) -> Q:
    """``ProductWhereInput``: the same conditions with operators, AND and OR."""
    if depth > DEEPEST_WHERE:
        raise refuse("GRAPHQL_ERROR", f"`where` may be nested {DEEPEST_WHERE} deep.")
    found = Q()
    for name, value in given.items():
        if value is None:
            continue
        if name in ("AND", "OR"):
            parts = [by_where(part, channel, depth=depth + 1) for part in _bounded(value)]
            joined = Q()
            for part in parts:
                joined = joined & part if name == "AND" else joined | part
            found &= joined
        else:
            found &= _where(name, value, channel)
    return found


def _where(name: str, value: Any, channel: str) -> Q:
    if name in ("name", "slug"):
        return Q(**{f"product__{name}__in": _choices(value)})
    if name in ("category", "collection", "product_type"):
        plural = {"category": "categories", "collection": "collections"}.get(name, "product_types")
        return _condition(plural, _choices(value), channel)
    if name in ("price", "minimal_price", "updated_at"):
        if value.get("range"):
            return _condition(name, value["range"], channel)
        choices = _choices(value)
        found = Q(pk__in=[])
        for each in choices:
            found |= _condition(name, {"gte": each, "lte": each}, channel)
        return found
    return _condition(name, value, channel)


def _choices(value: Filter) -> list[Any]:
    given = value.get("one_of")
    if given is None:
        given = [] if value.get("eq") is None else [value["eq"]]
    return list(_bounded(given))


def _bounded(values: Sequence[Any]) -> Sequence[Any]:
    if len(values) > LONGEST_LIST:
        raise refuse("GRAPHQL_ERROR", f"A list of a filter may hold {LONGEST_LIST}.")
    return values


def _condition(name: str, value: Any, channel: str) -> Q:
    if name in _CONDITIONS:
        return _CONDITIONS[name](value)
    return _CHANNEL_CONDITIONS[name](value, channel)


def _rows(kind: str) -> Callable[[Sequence[str]], list[int]]:
    return lambda ids: [row_of(each, kind) for each in _bounded(ids)]


def _in_categories(ids: Sequence[str]) -> Q:
    """In one of the shelves or below it: the tree is two deep."""
    pks = _rows("Category")(ids)
    return Q(product__category_id__in=pks) | Q(product__category__parent_id__in=pks)


def _in_collections(ids: Sequence[str]) -> Q:
    pks = _rows("Collection")(ids)
    rows = CollectionProduct.objects.filter(collection_id__in=pks, collection__is_published=True)
    return Q(product_id__in=rows.values("product_id"))


def _between(field: str, value: Filter) -> Q:
    found = Q()
    for name in ("gte", "lte"):
        if value.get(name) is not None:
            found &= Q(**{f"{field}__{name}": value[name]})
    return found


def _won(value: Filter) -> dict[str, int]:
    """A price range in whole won."""
    amounts = {}
    for name, given in value.items():
        if given is not None:
            number = Decimal(str(given))
            if not number.is_finite() or abs(number) > 10**15:
                raise refuse("GRAPHQL_ERROR", "A price is out of range.")
            amounts[name] = int(number)
    return amounts


def _any_price(value: Filter, channel: str) -> Q:
    rows = VariantListing.objects.filter(
        _between("price_amount", _won(value)), channel__slug=channel, variant__is_active=True
    )
    return Q(product_id__in=rows.values("variant__product_id"))


def _stock(value: str, channel: str) -> Q:
    there = VariantListing.objects.filter(
        channel__slug=channel,
        variant__is_active=True,
        variant__stock__on_hand__gt=F("variant__stock__reserved"),
    )
    in_stock = Q(product_id__in=there.values("variant__product_id"))
    return in_stock if value == "IN_STOCK" else ~in_stock


def _attributes(given: Sequence[Filter]) -> Q:
    """Each attribute narrows, several values of one widen."""
    found = Q()
    for each in _bounded(given):
        values = list(_bounded(each.get("values") or []))
        own, of_variants = loaders.attribute_owners(each.get("slug") or "", values)
        found &= Q(product_id__in=own) | Q(product_id__in=of_variants)
    return found


def _kinds(kinds: Sequence[str]) -> Q:
    proved = vendors.valid_credentials(on=clock.today()).filter(kind__in=_bounded(kinds))
    return Q(product__enterprise_id__in=proved.values("enterprise_id"))


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "ids": lambda ids: Q(product_id__in=_rows("Product")(ids)),
    "slugs": lambda slugs: Q(product__slug__in=_bounded(slugs)),
    "categories": _in_categories,
    "collections": _in_collections,
    "product_types": lambda ids: Q(product__product_type_id__in=_rows("ProductType")(ids)),
    "enterprises": lambda ids: Q(product__enterprise_id__in=_rows("Enterprise")(ids)),
    "enterprise_kinds": _kinds,
    "districts": lambda codes: Q(product__enterprise__district__in=_bounded(codes)),
    "is_green": lambda value: Q(product__is_green=value),
    "minimal_price": lambda value: _between("price_min_amount", _won(value)),
    "updated_at": lambda value: _between("product__updated_at", value),
    "published_from": lambda value: Q(published_at__gte=value),
    "attributes": _attributes,
    # Whatever is listed is published, for sale and on a shelf.
    "is_published": lambda value: Q() if value else Q(pk__in=[]),
    "is_visible_in_listing": lambda value: Q() if value else Q(pk__in=[]),
    "has_category": lambda value: Q() if value else Q(pk__in=[]),
    "gift_card": lambda value: Q(pk__in=[]) if value else Q(),
}
_CHANNEL_CONDITIONS: dict[str, Callable[[Any, str], Q]] = {
    "price": _any_price,
    "stock_availability": _stock,
    "is_available": lambda value, channel: _stock("IN_STOCK" if value else "OUT", channel),
}
