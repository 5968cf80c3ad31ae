"""The scaled-out engine: the same tokens in an Elasticsearch index.

Texts are cut at blanks (``whitespace`` analyser): the tokens come prepared by ``search.tokens``, so
both engines find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.helpers import BulkIndexError, bulk

from search.engine import Document, Query, SearchResult
from search.errors import EngineFailed
from search.tokens import query_tokens, tokens

INDEX = "onjang-products-v1"
WEIGHTS = {"name": 6.0, "keywords": 3.0, "seller": 2.0, "text": 1.0}
FACETS = {"kind": "kinds", "district": "district", "category": "category"}
#: Elasticsearch refuses to leaf further than this with from/size.
DEEPEST = 10_000

MAPPING: dict[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **{name: {"type": "text", "analyzer": "whitespace"} for name in WEIGHTS},
        **{name: {"type": "keyword"} for name in FACETS.values()},
        "sortname": {"type": "keyword"},
        "price": {"type": "long"},
        "published": {"type": "long"},
        "enterprise": {"type": "long"},
        "green": {"type": "boolean"},
    },
}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, url: str, *, client: Elasticsearch | None = None) -> None:
        self.client = client or Elasticsearch(url, request_timeout=5, retry_on_timeout=True)

    def search(self, query: Query) -> SearchResult:
        wanted = query_tokens(query.text)
        if (query.text.strip() and not wanted) or query.offset + query.limit > DEEPEST:
            return SearchResult([], 0)
        answer = self._ask(lambda: self.client.search(index=INDEX, **body(query)))
        return SearchResult(
            ids=[int(hit["_id"]) for hit in answer["hits"]["hits"]],
            total=answer["hits"]["total"]["value"],
            facets={
                facet: [
                    (bucket["key"], bucket["doc_count"])
                    for bucket in answer["aggregations"][facet]["values"]["buckets"]
                    if bucket["key"]
                ]
                for facet in FACETS
            },
        )

    def write(self, documents: Iterable[Document], *, gone: Iterable[int] = ()) -> None:
        self._ask(self._ensure)
        self._ask(lambda: bulk(self.client, _actions(documents, gone), refresh="wait_for"))

    def clear(self) -> None:
        self._ask(lambda: self.client.indices.delete(index=INDEX, ignore_unavailable=True))
        self._ask(self._ensure)

    def count(self) -> int:
        return int(self._ask(lambda: self.client.count(index=INDEX))["count"])

    def _ensure(self) -> None:
        if not self.client.indices.exists(index=INDEX):
            self.client.indices.create(index=INDEX, mappings=MAPPING)

    def _ask(self, call: Any) -> Any:
        try:
            return call()
        except (ApiError, TransportError, BulkIndexError) as error:
            raise EngineFailed(str(error)) from error


def body(query: Query) -> dict[str, Any]:
    """The search request. Filters of facets go to ``post_filter``, so that each facet can be
    counted without its own."""
    facets = _facet_filters(query)
    return {
        "query": {
            "bool": {
                "must": [_token(token) for token in query_tokens(query.text)],
                "filter": _filters(query),
            }
        },
        "post_filter": {"bool": {"filter": list(facets.values())}},
        "aggregations": {
            facet: {
                "filter": {"bool": {"filter": [f for name, f in facets.items() if name != facet]}},
                "aggregations": {"values": {"terms": {"field": field, "size": 100}}},
            }
            for facet, field in FACETS.items()
        },
        "sort": _sort(query),
        "from": query.offset,
        "size": query.limit,
        "track_total_hits": True,
        "source": False,
    }


def _token(token: str) -> dict[str, Any]:
    return {
        "dis_max": {
            "queries": [
                {"term": {field: {"value": token, "boost": weight}}}
                for field, weight in WEIGHTS.items()
            ],
            "tie_breaker": 0.3,
        }
    }


def _facet_filters(query: Query) -> dict[str, dict[str, Any]]:
    filters: dict[str, dict[str, Any]] = {}
    if query.kinds:
        filters["kind"] = {"terms": {"kinds": list(query.kinds)}}
    if query.districts:
        filters["district"] = {"terms": {"district": list(query.districts)}}
    if query.category_slug:
        filters["category"] = {"term": {"category": query.category_slug}}
    return filters


def _filters(query: Query) -> list[dict[str, Any]]:
    filters: list[dict[str, Any]] = []
    span = {
        bound: value
        for bound, value in (("gte", query.price_min), ("lte", query.price_max))
        if value is not None
    }
    if span:
        filters.append({"range": {"price": span}})
    if query.green is not None:
        filters.append({"term": {"green": query.green}})
    if query.enterprise_id is not None:
        filters.append({"term": {"enterprise": query.enterprise_id}})
    return filters


def _sort(query: Query) -> list[dict[str, str]]:
    if query.sort in ("price", "-price"):
        return [{"price": "desc" if query.sort == "-price" else "asc"}, {"published": "desc"}]
    if query.sort == "name":
        return [{"sortname": "asc"}]
    if query.sort == "newest" or not query.text.strip():
        return [{"published": "desc"}]
    return [{"_score": "desc"}, {"published": "desc"}]


def _actions(documents: Iterable[Document], gone: Iterable[int]) -> Iterator[dict[str, Any]]:
    for product_id in gone:
        yield {"_op_type": "delete", "_index": INDEX, "_id": str(product_id)}
    for document in documents:
        yield {"_op_type": "index", "_index": INDEX, "_id": str(document.id), "_source": {
            "name": " ".join([*tokens(document.name), *tokens(document.name_en)]),
            "keywords": " ".join(tokens(document.category)),
            "seller": " ".join(tokens(document.enterprise)),
            "text": " ".join(tokens(document.text)),
            "kinds": list(document.kinds),
            "district": document.district,
            "category": document.category_slug,
            "sortname": document.name,
            "price": document.price,
            "published": document.published,
            "enterprise": document.enterprise_id,
            "green": document.is_green,
        }}  # fmt: skip
