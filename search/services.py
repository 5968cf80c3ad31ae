"""Finding products, and keeping the index true."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import structlog
from django.conf import settings

from catalog.models import Category, Product
from search import documents
from search.engine import Engine, Query, SearchResult, Sort
from search.errors import EngineFailed, IndexMissing
from search.tantivy_engine import TantivyEngine

log = structlog.get_logger(__name__)
BATCH = 1000


def engine() -> Engine:
    """The engine of the settings: Elasticsearch where ``SEARCH_URL`` is set, else embedded."""
    return _engine(settings.SEARCH_URL, str(settings.SEARCH_DIR))


@cache
def _engine(url: str, folder: str) -> Engine:
    if not url:
        return TantivyEngine(Path(folder))
    # Its client weighs 50 MB and seconds of every start: only those load it who use it.
    from search.elasticsearch_engine import ElasticsearchEngine

    return ElasticsearchEngine(url)


def search_products(
    *,
    text: str = "",
    kinds: Sequence[str] = (),
    districts: Sequence[str] = (),
    category_slug: str | None = None,
    price_min: int | None = None,
    price_max: int | None = None,
    green: bool | None = None,
    enterprise_id: int | None = None,
    sort: Sort = "relevance",
    page: int = 1,
    page_size: int = 24,
) -> SearchResult:
    """Products that hold every word of ``text``, filtered and in order. No database query
    but for the suggestions of an empty result. Never fails: a broken engine finds nothing and
    says ``degraded``."""
    query = Query(
        text=text,
        kinds=tuple(kinds),
        districts=tuple(districts),
        category_slug=category_slug,
        price_min=price_min,
        price_max=price_max,
        green=green,
        enterprise_id=enterprise_id,
        sort=sort,
        offset=(max(page, 1) - 1) * page_size,
        limit=page_size,
    )
    try:
        result = engine().search(query)
    except EngineFailed as error:
        log.error("search failed", reason=str(error))
        return SearchResult([], 0, degraded=True)
    if result.total or not text.strip():
        return result
    return SearchResult(result.ids, 0, result.facets, suggestions(text))


def suggestions(text: str, *, limit: int = 4) -> list[str]:
    """Words to try instead: those of the text that find something alone, else names of shelves."""
    words = [word for word in text.split() if len(word) > 1][:5]
    alone = [word for word in words if len(words) > 1 and _finds(word)]
    shelves = Category.objects.order_by("sort_order").values_list("name", flat=True)
    return (alone or [name.split("·")[0].split()[0] for name in shelves])[:limit]


def _finds(word: str) -> bool:
    try:
        return bool(engine().search(Query(text=word, limit=1, with_facets=False)).total)
    except EngineFailed:
        return False


def index_products(ids: Sequence[int]) -> None:
    """Make the index say of these products what the database says now. Idempotent.

    Without an index all of it is made. Raises EngineFailed when the engine can't be reached.
    """
    try:
        with engine().updating() as writer:
            found = list(documents.documents(ids))
            writer.put(found)
            writer.remove(set(ids) - {document.id for document in found})
    except IndexMissing:
        index_rebuild()


def index_enterprise(enterprise_id: int) -> None:
    ids = Product.objects.filter(enterprise_id=enterprise_id).values_list("pk", flat=True)
    index_products(list(ids))


def index_rebuild(*, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the index anew from the database; answers how many products it holds.

    Readers keep the old one until the new one is whole.
    """
    with engine().rebuilding() as writer:
        ids = documents.product_ids()
        for start in range(0, len(ids), BATCH):
            writer.put(documents.documents(ids[start : start + BATCH]))
            if progress is not None:
                progress(min(start + BATCH, len(ids)), len(ids))
    return len(ids)


def index_ensure() -> bool:
    """Rebuild when the index is missing, broken or of another size than what is for sale."""
    try:
        if engine().count() == len(documents.product_ids()):
            return False
    except EngineFailed:
        pass
    index_rebuild()
    return True
