"""What every search engine can do, and the shapes that go in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol

Sort = Literal["relevance", "newest", "price", "-price", "name"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "price", "-price", "name")

#: Facets as readers know them, and the field of a document each is counted by.
FACETS = {"kind": "kinds", "district": "district", "category": "categories"}
#: Values of one facet that are counted.
MOST_VALUES = 200
#: Nobody leafs further; engines pay for every hit before the page.
DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class Document:
    """A product as the index knows it: tokens of its texts (``search.tokens``), and what it is
    filtered and sorted by. ``price`` is its lowest in won, ``published`` in seconds since 1970."""

    id: int
    name: Sequence[str]
    keywords: Sequence[str]
    seller: Sequence[str]
    text: Sequence[str]
    parts: Sequence[str]
    kinds: Sequence[str]
    district: str
    #: Slugs of its category and of those above.
    categories: Sequence[str]
    enterprise_id: int
    price: int
    published: int
    is_green: bool
    sort_name: str


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked. Several values of one facet widen, several facets narrow."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    category_slug: str | None = None
    price_min: int | None = None
    price_max: int | None = None
    green: bool | None = None
    enterprise_id: int | None = None
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 24
    with_facets: bool = True

    @property
    def order(self) -> Sort:
        """Without words nothing is more relevant than what is new."""
        return "newest" if self.sort == "relevance" and not self.text.strip() else self.sort

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """The values chosen, by facet."""
        category = (self.category_slug,) if self.category_slug else ()
        every = {"kind": self.kinds, "district": self.districts, "category": category}
        return {facet: values for facet, values in every.items() if values}


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Product ids in order, how many there are in all, and counts by facet value, most first.

    A facet's counts ignore its own filter, so that a reader sees what another choice would give.
    ``degraded``: the engine couldn't answer; the list is empty for that reason alone.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)
    degraded: bool = False


class Writer(Protocol):
    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, in place of older ones of the same ids."""

    def remove(self, ids: Iterable[int]) -> None: ...


class Engine(Protocol):
    """Every method raises EngineFailed; its kind IndexMissing means: rebuild."""

    name: str
    address: str

    def search(self, query: Query) -> SearchResult: ...

    def updating(self) -> AbstractContextManager[Writer]:
        """Changes are visible when the block ends, and are no older than its beginning: whoever
        reads the database inside the block can't overwrite newer documents with older ones."""

    def rebuilding(self) -> AbstractContextManager[Writer]:
        """A new index, which takes the old one's place when the block ends well. Until then
        readers keep the old one."""

    def count(self) -> int:
        """How many documents there are."""
