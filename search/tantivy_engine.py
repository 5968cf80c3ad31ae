"""The embedded engine: a tantivy index in a folder.

One writer at a time (under a file lock: the worker, or a rebuild), any number of readers, which
never wait. Texts come as tokens prepared by ``search.tokens`` and are cut at blanks only.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from search.engine import Document, Query, SearchResult
from search.errors import EngineFailed
from search.tokens import query_tokens, tokens

#: Bump when the schema changes: another folder, so that old and new never mix.
VERSION = "1"
WRITER_BYTES = 50_000_000
#: How much a hit in the name weighs against one in the description.
WEIGHTS = {"name": 6.0, "keywords": 3.0, "seller": 2.0, "text": 1.0}
FACETS = {"kind": "kinds", "district": "district", "category": "category"}
#: Facets are counted over at most so many hits; more is a list nobody reads by its counts.
MOST_HITS = 250_000


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    for name in WEIGHTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FACETS.values():
        builder.add_text_field(name, tokenizer_name="raw", stored=True, fast=True)
    builder.add_text_field("sortname", tokenizer_name="raw", stored=True, fast=True)
    builder.add_text_field("whole", tokenizer_name="raw")
    for name in ("price", "published", "enterprise", "green"):
        builder.add_integer_field(name, stored=True, indexed=True, fast=True)
    return builder.build()


class TantivyEngine:
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder / f"v{VERSION}"
        self._index: Any = None
        self._inode = 0
        self._opening = threading.Lock()

    def search(self, query: Query) -> SearchResult:
        try:
            return self._search(query)
        except (ValueError, OSError) as error:
            raise EngineFailed(str(error)) from error

    def write(self, documents: Iterable[Document], *, gone: Iterable[int] = ()) -> None:
        with self._writing():
            index = self._open(create=True)
            writer = index.writer(heap_size=WRITER_BYTES, num_threads=1)
            schema = index.schema
            for product_id in gone:
                writer.delete_documents_by_query(tantivy.Query.term_query(schema, "id", product_id))
            for document in documents:
                writer.delete_documents_by_query(
                    tantivy.Query.term_query(schema, "id", document.id)
                )
                writer.add_document(_row(document))
            writer.commit()
            writer.wait_merging_threads()

    def clear(self) -> None:
        with self._writing():
            shutil.rmtree(self.folder, ignore_errors=True)
            self._index = None

    def count(self) -> int:
        try:
            index = self._open()
            index.reload()
            return int(index.searcher().num_docs)
        except (ValueError, OSError) as error:
            raise EngineFailed(str(error)) from error

    def _search(self, query: Query) -> SearchResult:
        index = self._open()
        index.reload()
        searcher, schema = index.searcher(), index.schema
        wanted = query_tokens(query.text)
        if query.text.strip() and not wanted:
            return SearchResult([], 0)
        text = _text_query(schema, wanted)
        filters = _filters(schema, query)
        everything = _all_of([text, *filters.values()])
        ids, total = _hits(searcher, everything, query)
        return SearchResult(
            ids=ids,
            total=total,
            facets={
                facet: _counts(
                    searcher,
                    _all_of([text, *(f for name, f in filters.items() if name != facet)]),
                    field,
                )
                for facet, field in FACETS.items()
            },
        )

    def _open(self, *, create: bool = False) -> Any:
        """The index of the folder as it is now: another process may have made it anew."""
        with self._opening:
            meta = self.folder / "meta.json"
            if not meta.exists():
                if not create:
                    raise EngineFailed("no index yet")
                self.folder.mkdir(parents=True, exist_ok=True)
                self._index = tantivy.Index(_schema(), path=str(self.folder))
                self._inode = self.folder.stat().st_ino
            elif self._index is None or self._inode != self.folder.stat().st_ino:
                self._index = tantivy.Index.open(str(self.folder))
                self._inode = self.folder.stat().st_ino
            return self._index

    @contextmanager
    def _writing(self) -> Iterator[None]:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (self.folder.parent / "writer.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _row(document: Document) -> Any:
    name_tokens = [*tokens(document.name), *tokens(document.name_en)]
    return tantivy.Document(
        id=document.id,
        name=" ".join(name_tokens),
        keywords=" ".join(tokens(document.category)),
        seller=" ".join(tokens(document.enterprise)),
        text=" ".join(tokens(document.text)),
        kinds=list(document.kinds),
        district=document.district,
        category=document.category_slug,
        sortname=document.name,
        whole="all",
        price=document.price,
        published=document.published,
        enterprise=document.enterprise_id,
        green=int(document.is_green),
    )


def _text_query(schema: Any, wanted: Sequence[str]) -> Any:
    """Every token must be somewhere; where it is decides how much it weighs."""
    if not wanted:
        return tantivy.Query.all_query()
    return _all_of(
        [
            tantivy.Query.boolean_query(
                [
                    (
                        tantivy.Occur.Should,
                        tantivy.Query.boost_query(
                            tantivy.Query.term_query(schema, field, token), weight
                        ),
                    )
                    for field, weight in WEIGHTS.items()
                ]
            )
            for token in wanted
        ]
    )


def _filters(schema: Any, query: Query) -> dict[str, Any]:
    filters: dict[str, Any] = {}
    if query.kinds:
        filters["kind"] = _any_of(schema, "kinds", query.kinds)
    if query.districts:
        filters["district"] = _any_of(schema, "district", query.districts)
    if query.category_slug:
        filters["category"] = _any_of(schema, "category", [query.category_slug])
    if query.price_min is not None or query.price_max is not None:
        filters["price"] = tantivy.Query.range_query(
            schema,
            "price",
            tantivy.FieldType.Integer,
            query.price_min if query.price_min is not None else 0,
            query.price_max if query.price_max is not None else 2**53,
        )
    if query.green is not None:
        filters["green"] = tantivy.Query.term_query(schema, "green", int(query.green))
    if query.enterprise_id is not None:
        filters["enterprise"] = tantivy.Query.term_query(schema, "enterprise", query.enterprise_id)
    return filters


def _any_of(schema: Any, field: str, values: Sequence[str]) -> Any:
    return tantivy.Query.boolean_query(
        [(tantivy.Occur.Should, tantivy.Query.term_query(schema, field, v)) for v in values]
    )


def _all_of(parts: Sequence[Any]) -> Any:
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])


def _hits(searcher: Any, query: Any, asked: Query) -> tuple[list[int], int]:
    if asked.sort == "name":
        return _by_name(searcher, query, asked)
    order: dict[str, Any] = {}
    if asked.sort == "newest" or (asked.sort == "relevance" and not asked.text.strip()):
        order = {"order_by_field": "published", "order": tantivy.Order.Desc}
    elif asked.sort in ("price", "-price"):
        direction = tantivy.Order.Asc if asked.sort == "price" else tantivy.Order.Desc
        order = {"order_by_field": "price", "order": direction}
    result = searcher.search(
        query, limit=max(asked.limit, 1), offset=asked.offset, count=True, **order
    )
    ids = [searcher.doc(address)["id"][0] for _score, address in result.hits]
    return ids[: asked.limit], int(result.count)


def _by_name(searcher: Any, query: Any, asked: Query) -> tuple[list[int], int]:
    """By name as a dictionary would: the engine can't sort by text, a page of names can."""
    result = searcher.search(query, limit=MOST_HITS, count=True)
    rows = []
    for _score, address in result.hits:
        row = searcher.doc(address)
        rows.append((row["sortname"][0], row["id"][0]))
    rows.sort()
    page = rows[asked.offset : asked.offset + asked.limit]
    return [product_id for _name, product_id in page], int(result.count)


def _counts(searcher: Any, query: Any, field: str) -> list[tuple[str, int]]:
    answer = searcher.aggregate(query, {"values": {"terms": {"field": field, "size": 100}}})
    buckets = answer["values"]["buckets"]
    counts = Counter({str(b["key"]): int(b["doc_count"]) for b in buckets if b["key"] != ""})
    return counts.most_common()
