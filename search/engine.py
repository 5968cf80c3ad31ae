"""What every search engine can do, and the shapes that go in and out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Sort = Literal["relevance", "newest", "price", "-price", "name"]


@dataclass(frozen=True, slots=True)
class Document:
    """A product as the index knows it. Prices in won; ``published`` in seconds since 1970."""

    id: int
    name: str
    name_en: str
    enterprise: str
    category: str
    text: str
    kinds: Sequence[str]
    district: str
    category_slug: str
    enterprise_id: int
    price: int
    published: int
    is_green: bool


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


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Product ids in order, how many there are in all, and counts by facet value.

    A facet's counts ignore its own filter, so that a reader sees what another choice would give.
    ``degraded``: the engine couldn't answer; the list is empty for that reason alone.
    """

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    suggestions: list[str] = field(default_factory=list)
    degraded: bool = False


class Engine(Protocol):
    name: str

    def search(self, query: Query) -> SearchResult:
        """Raises EngineFailed."""

    def write(self, documents: Iterable[Document], *, gone: Iterable[int] = ()) -> None:
        """Add or replace documents, and take the ``gone`` ids out; visible when it returns."""

    def clear(self) -> None:
        """Forget everything."""

    def count(self) -> int:
        """How many documents there are. Raises EngineFailed."""
