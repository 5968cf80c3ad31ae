"""The embedded engine: a tantivy index in a folder.

::

    search/
    ├── writer.lock    held by whoever writes: the worker, or a rebuild
    ├── current        names the folder readers open; replaced in one step
    ├── v2-…a/         the index now
    └── v2-…9/         the one before, for readers that opened it a moment ago

Readers hold no lock and never wait. Texts come as prepared tokens and are cut at blanks only.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import tantivy

from search.engine import DEEPEST, FACETS, MOST_VALUES, Document, Query, SearchResult
from search.errors import EngineFailed, IndexMissing
from search.ranking import FIELDS, Clause, How, plan

#: Bump when the schema or the tokens change: indexes of other versions are not opened.
VERSION = "v2"
#: Tantivy wants 15 MB a thread at least; a rebuild of many writes fewer segments with more.
SMALL_HEAP, LARGE_HEAP = 15_000_000, 64_000_000
#: Larger than any price, smaller than what the field holds.
_MOST = 2**62

Occur, TQuery = tantivy.Occur, tantivy.Query
T = TypeVar("T")


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "price", "published", "enterprise"):
        builder.add_integer_field(name, indexed=True, fast=True)
    for name in FIELDS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in (*FACETS.values(), "sort_name"):
        builder.add_text_field(name, tokenizer_name="raw", fast=True, index_option="basic")
    builder.add_boolean_field("green", indexed=True, fast=True)
    return builder.build()


class TantivyEngine:
    name = "tantivy"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = str(folder)
        self._schema = _schema()
        self._opening = threading.Lock()
        self._index: Any = None
        self._generation = ""

    def search(self, query: Query) -> SearchResult:
        return _guarded(lambda: self._search(query))

    def count(self) -> int:
        return _guarded(lambda: int(self._searcher().num_docs))

    @contextmanager
    def updating(self) -> Iterator[TantivyWriter]:
        with self._locked():
            index = _guarded(lambda: tantivy.Index.open(str(self._current())))
            with _writing(index, self._schema, heap=SMALL_HEAP) as writer:
                yield writer

    @contextmanager
    def rebuilding(self) -> Iterator[TantivyWriter]:
        with self._locked():
            made = self.folder / f"{VERSION}-{time.time_ns():x}"
            made.mkdir()
            try:
                index = _guarded(lambda: tantivy.Index(self._schema, path=str(made)))
                with _writing(index, self._schema, heap=LARGE_HEAP) as writer:
                    yield writer
                before = self._pointed()
                self._point_to(made.name)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
            self._sweep(keep={made.name, before})

    # -- reading ------------------------------------------------------------------------------

    def _search(self, query: Query) -> SearchResult:
        searcher = self._searcher()
        words = plan(query.text)
        if query.text.strip() and not words:
            return SearchResult([], 0)
        asked = [self._word(clauses) for clauses in words]
        asked += self._bounds(query)
        chosen = {
            facet: TQuery.term_set_query(self._schema, FACETS[facet], list(values))
            for facet, values in query.chosen.items()
        }
        everything = _all_of([*asked, *chosen.values()])
        ids, total = _page(searcher, everything, query)
        facets: dict[str, list[tuple[str, int]]] = {}
        if query.with_facets:
            facets = _counts(searcher, everything, [f for f in FACETS if f not in chosen])
            for facet in chosen:
                others = [part for name, part in chosen.items() if name != facet]
                facets |= _counts(searcher, _all_of([*asked, *others]), [facet])
        return SearchResult(ids, total, facets)

    def _word(self, clauses: list[Clause]) -> Any:
        """One clause must hold; all that hold add to the score."""
        return _any_of(
            [TQuery.boost_query(self._clause(clause), clause.weight) for clause in clauses]
        )

    def _clause(self, clause: Clause) -> Any:
        if clause.how is How.PHRASE:
            return TQuery.phrase_query(self._schema, clause.field, list(clause.tokens))
        found = [TQuery.term_query(self._schema, clause.field, token) for token in clause.tokens]
        return found[0] if len(found) == 1 else _any_of(found, least=clause.least)

    def _bounds(self, query: Query) -> list[Any]:
        bounds: list[Any] = []
        if query.price_min is not None or query.price_max is not None:
            low, high = query.price_min or 0, query.price_max
            bounds.append(
                TQuery.range_query(
                    self._schema,
                    "price",
                    tantivy.FieldType.Integer,
                    min(max(low, 0), _MOST),
                    min(max(high, -1), _MOST) if high is not None else _MOST,
                )
            )
        if query.green is not None:
            bounds.append(TQuery.term_query(self._schema, "green", query.green))
        if query.enterprise_id is not None:
            bounds.append(TQuery.term_query(self._schema, "enterprise", query.enterprise_id))
        return [TQuery.const_score_query(bound, 0.0) for bound in bounds]

    def _searcher(self) -> Any:
        """What was last committed, in the folder that is pointed to now."""
        current = self._current()
        with self._opening:
            if self._generation != current.name:
                index = tantivy.Index.open(str(current))
                index.config_reader(reload_policy="manual")
                self._index, self._generation = index, current.name
            index = self._index
        index.reload()
        return index.searcher()

    def _current(self) -> Path:
        name = self._pointed()
        if not name.startswith(f"{VERSION}-") or not (self.folder / name).is_dir():
            raise IndexMissing(f"no index in {self.folder}")
        return self.folder / name

    # -- writing ------------------------------------------------------------------------------

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One writer at a time, among threads and processes alike."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "writer.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _pointed(self) -> str:
        try:
            return (self.folder / "current").read_text().strip()
        except (FileNotFoundError, NotADirectoryError):
            return ""

    def _point_to(self, name: str) -> None:
        new = self.folder / "current.new"
        with new.open("w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.folder / "current")

    def _sweep(self, *, keep: set[str]) -> None:
        for folder in self.folder.iterdir():
            if folder.is_dir() and folder.name not in keep:
                shutil.rmtree(folder, ignore_errors=True)


class TantivyWriter:
    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._schema = schema

    def put(self, documents: Iterable[Document]) -> None:
        for document in documents:
            self.remove([document.id])
            self._writer.add_document(_row(document))

    def remove(self, ids: Iterable[int]) -> None:
        for product_id in ids:
            self._writer.delete_documents_by_query(
                TQuery.term_query(self._schema, "id", product_id)
            )


@contextmanager
def _writing(index: Any, schema: Any, *, heap: int) -> Iterator[TantivyWriter]:
    writer = _guarded(lambda: index.writer(heap_size=heap, num_threads=1))
    try:
        yield TantivyWriter(writer, schema)
        _guarded(writer.commit)
    finally:
        _guarded(writer.wait_merging_threads)


def _row(document: Document) -> Any:
    row = tantivy.Document(
        id=document.id,
        price=document.price,
        published=document.published,
        enterprise=document.enterprise_id,
        green=document.is_green,
        sort_name=document.sort_name,
    )
    for field in FIELDS:
        row.add_text(field, " ".join(getattr(document, field)))
    for kind in document.kinds:
        row.add_text("kinds", kind)
    for slug in document.categories:
        row.add_text("categories", slug)
    if document.district:
        row.add_text("district", document.district)
    return row


def _all_of(queries: list[Any]) -> Any:
    if not queries:
        return TQuery.all_query()
    return TQuery.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: list[Any], *, least: int = 1) -> Any:
    return TQuery.boolean_query(
        [(Occur.Should, query) for query in queries], minimum_number_should_match=least
    )


_ORDERS = {
    "newest": ("published", tantivy.Order.Desc),
    "price": ("price", tantivy.Order.Asc),
    "-price": ("price", tantivy.Order.Desc),
    "name": ("sort_name", tantivy.Order.Asc),
}


def _page(searcher: Any, query: Any, asked: Query) -> tuple[list[int], int]:
    limit = asked.limit if asked.offset + asked.limit <= DEEPEST else 0
    order = {}
    if asked.order in _ORDERS:
        field, direction = _ORDERS[asked.order]
        order = {"order_by_field": field, "order": direction}
    found = searcher.search(
        query, limit=max(limit, 1), offset=asked.offset if limit else 0, count=True, **order
    )
    addresses = [address for _score, address in found.hits][:limit]
    ids = searcher.fast_field_values("id", addresses) if addresses else []
    return [int(product_id) for product_id in ids], int(found.count)


def _counts(searcher: Any, query: Any, facets: list[str]) -> dict[str, list[tuple[str, int]]]:
    if not facets:
        return {}
    terms = {f: {"terms": {"field": FACETS[f], "size": MOST_VALUES}} for f in facets}
    answer = searcher.aggregate(query, terms)
    return {
        facet: [(str(b["key"]), int(b["doc_count"])) for b in answer[facet]["buckets"]]
        for facet in facets
    }


def _guarded(call: Callable[[], T]) -> T:
    """Whatever the engine throws becomes ours: files gone or spoilt, or a panic in its core,
    which Python sees as a BaseException of a class that can't be imported."""
    try:
        return call()
    except EngineFailed:
        raise
    except (OSError, ValueError) as error:
        raise IndexMissing(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise IndexMissing(str(error)) from error
