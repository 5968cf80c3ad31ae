"""The scaled-out engine: the same tokens in an Elasticsearch index behind an alias.

A rebuild fills a new index and moves the alias. Documents carry the moment their database rows were
read as their version, so that an older reading never replaces a newer one, whichever arrives last;
updates go to every index of the name, the one being built included.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.engine import DEEPEST, FACETS, MOST_VALUES, Document, Query, SearchResult
from search.errors import EngineFailed, IndexMissing
from search.ranking import FIELDS, Clause, How, plan

ALIAS = "onjang-products"
EVERY = f"{ALIAS}-v2-*"
T = TypeVar("T")

SETTINGS: dict[str, Any] = {
    # Deletions are remembered as long as the slowest rebuild may take (see the module's note).
    "gc_deletes": "1h",
}
MAPPINGS: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "text", "analyzer": "whitespace"} for name in FIELDS},
        **{name: {"type": "keyword"} for name in (*FACETS.values(), "sort_name")},
        **{name: {"type": "long"} for name in ("id", "price", "published", "enterprise")},
        "green": {"type": "boolean"},
    },
}
#: What a bulk item may answer and be well: an older reading came late, nothing was there to delete.
_HARMLESS = {("index", 409), ("delete", 409), ("delete", 404)}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str) -> None:
        self.address = url
        self.client = Elasticsearch(url, request_timeout=5, retry_on_timeout=True, max_retries=1)

    def search(self, query: Query) -> SearchResult:
        if query.text.strip() and not plan(query.text):
            return SearchResult([], 0)
        answer = _guarded(lambda: self.client.search(index=ALIAS, **search_body(query)))
        counted = answer.get("aggregations", {})
        return SearchResult(
            ids=[int(hit["_id"]) for hit in answer["hits"]["hits"]],
            total=int(answer["hits"]["total"]["value"]),
            facets={
                facet: [(b["key"], b["doc_count"]) for b in counted[facet]["values"]["buckets"]]
                for facet in FACETS
                if facet in counted
            },
        )

    def count(self) -> int:
        return int(_guarded(lambda: self.client.count(index=ALIAS))["count"])

    @contextmanager
    def updating(self) -> Iterator[ElasticsearchWriter]:
        indexes = _guarded(lambda: list(self.client.indices.get(index=EVERY)))
        if not indexes:
            raise IndexMissing(f"no index {EVERY}")
        yield ElasticsearchWriter(self.client, indexes, refresh="wait_for")

    @contextmanager
    def rebuilding(self) -> Iterator[ElasticsearchWriter]:
        made = EVERY.replace("*", f"{time.time_ns():x}")
        indices = self.client.indices
        _guarded(lambda: indices.create(index=made, settings=SETTINGS, mappings=MAPPINGS))
        try:
            yield ElasticsearchWriter(self.client, [made], refresh=False)
            _guarded(lambda: indices.refresh(index=made))
            others = _guarded(lambda: list(indices.get(index=EVERY)))
            actions: list[dict[str, Any]] = [{"add": {"index": made, "alias": ALIAS}}]
            actions += [{"remove_index": {"index": name}} for name in others if name != made]
            _guarded(lambda: indices.update_aliases(actions=actions))
        except BaseException:
            _guarded(lambda: indices.delete(index=made, ignore_unavailable=True))
            raise


class ElasticsearchWriter:
    def __init__(self, client: Elasticsearch, indexes: list[str], *, refresh: Any) -> None:
        self._client = client
        self._indexes = indexes
        self._refresh = refresh
        #: Microseconds since 1970, taken before whoever writes reads the database.
        self._read_at = time.time_ns() // 1000

    def put(self, documents: Iterable[Document]) -> None:
        self._send(
            {**self._head("index", index, document.id), "_source": source(document)}
            for document in documents
            for index in self._indexes
        )

    def remove(self, ids: Iterable[int]) -> None:
        self._send(
            self._head("delete", index, product_id) for product_id in ids for index in self._indexes
        )

    def _head(self, operation: str, index: str, product_id: int) -> dict[str, Any]:
        return {
            "_op_type": operation,
            "_index": index,
            "_id": str(product_id),
            "version": self._read_at,
            "version_type": "external_gte",
        }

    def _send(self, actions: Iterable[dict[str, Any]]) -> None:
        def failures() -> list[str]:
            answers = streaming_bulk(
                self._client, actions, raise_on_error=False, refresh=self._refresh
            )
            return [
                f"{operation} {item.get('_id')}: {item.get('error') or item.get('status')}"
                for well, answer in answers
                for operation, item in answer.items()
                if not well and (operation, item.get("status")) not in _HARMLESS
            ]

        if failed := _guarded(failures):
            raise EngineFailed(f"{len(failed)} failed, the first: {failed[0]}")


def source(document: Document) -> dict[str, Any]:
    return {
        **{field: " ".join(getattr(document, field)) for field in FIELDS},
        "id": document.id,
        "kinds": list(document.kinds),
        "district": [document.district] if document.district else [],
        "categories": list(document.categories),
        "sort_name": document.sort_name,
        "price": document.price,
        "published": document.published,
        "enterprise": document.enterprise_id,
        "green": document.is_green,
    }


def search_body(query: Query) -> dict[str, Any]:
    """The search request. Filters of facets stand in ``post_filter``, so that each facet can be
    counted without its own."""
    chosen = {
        facet: {"terms": {FACETS[facet]: list(values)}} for facet, values in query.chosen.items()
    }
    within = query.offset + query.limit <= DEEPEST
    body: dict[str, Any] = {
        "query": {
            "bool": {
                "must": [_word(clauses) for clauses in plan(query.text)],
                "filter": _bounds(query),
            }
        },
        "post_filter": {"bool": {"filter": list(chosen.values())}},
        "sort": _ORDERS[query.order],
        "from": query.offset if within else 0,
        "size": query.limit if within else 0,
        "track_total_hits": True,
        "source": False,
    }
    if query.with_facets:
        body["aggregations"] = {
            facet: {
                "filter": {"bool": {"filter": [f for name, f in chosen.items() if name != facet]}},
                "aggregations": {"values": {"terms": {"field": field, "size": MOST_VALUES}}},
            }
            for facet, field in FACETS.items()
        }
    return body


def _word(clauses: list[Clause]) -> dict[str, Any]:
    return {"bool": {"should": [_clause(clause) for clause in clauses], "minimum_should_match": 1}}


def _clause(clause: Clause) -> dict[str, Any]:
    text, boost = " ".join(clause.tokens), clause.weight
    if clause.how is How.PHRASE:
        return {"match_phrase": {clause.field: {"query": text, "boost": boost}}}
    if len(clause.tokens) == 1:
        return {"term": {clause.field: {"value": text, "boost": boost}}}
    least = clause.least
    match = {"query": text, "boost": boost, "minimum_should_match": least}
    return {"match": {clause.field: match}}


def _bounds(query: Query) -> list[dict[str, Any]]:
    bounds: list[dict[str, Any]] = []
    span = {
        bound: value
        for bound, value in (("gte", query.price_min), ("lte", query.price_max))
        if value is not None
    }
    if span:
        bounds.append({"range": {"price": span}})
    if query.green is not None:
        bounds.append({"term": {"green": query.green}})
    if query.enterprise_id is not None:
        bounds.append({"term": {"enterprise": query.enterprise_id}})
    return bounds


_ORDERS: dict[str, list[dict[str, str]]] = {
    "relevance": [{"_score": "desc"}, {"published": "desc"}, {"id": "desc"}],
    "newest": [{"published": "desc"}, {"id": "desc"}],
    "price": [{"price": "asc"}, {"published": "desc"}, {"id": "desc"}],
    "-price": [{"price": "desc"}, {"published": "desc"}, {"id": "desc"}],
    "name": [{"sort_name": "asc"}, {"id": "asc"}],
}


def _guarded(call: Callable[[], T]) -> T:
    try:
        return call()
    except NotFoundError as error:
        raise IndexMissing(str(error)) from error
    except (ApiError, TransportError) as error:
        raise EngineFailed(str(error)) from error
