"""Relay connections: pages by cursor, forwards and backwards.

A cursor is the sort value and row number of its edge, so that a page stays right while rows come
and go before it. Rows come in one query of one row more than asked for; ``totalCount`` is counted
only when somebody asks.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import graphene
from django.db.models import Q, QuerySet

from api.refusals import refuse

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class Edge:
    node: Any
    cursor: str


@dataclass(frozen=True, slots=True)
class PageInfoNode:
    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


@dataclass(slots=True)
class Page:
    """One page; ``count`` tells how many there are in all, when it is asked."""

    edges: list[Edge]
    has_next: bool
    has_previous: bool
    count: Callable[[], int]

    @property
    def page_info(self) -> PageInfoNode:
        edges = self.edges
        return PageInfoNode(
            self.has_next,
            self.has_previous,
            edges[0].cursor if edges else None,
            edges[-1].cursor if edges else None,
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """The paging arguments of a connection, judged."""

    size: int
    after: list[Any] | None = None
    before: list[Any] | None = None
    backwards: bool = False


def asked(
    name: str,
    *,
    first: int | None = None,
    last: int | None = None,
    after: str | None = None,
    before: str | None = None,
    default: int | None = None,
) -> Asked:
    """Saleor's rules: one of ``first`` and ``last``, from 0 to 100. Raises GraphQLError."""
    if first is not None and last is not None:
        raise refuse("INVALID_PAGING", f"Give `first` or `last` on `{name}`, not both.")
    size = first if last is None else last
    size = default if size is None else size
    if size is None:
        raise refuse(
            "INVALID_PAGING",
            f"You must provide a `first` or `last` value to properly paginate `{name}`.",
        )
    if not 0 <= size <= LARGEST_PAGE:
        raise refuse("INVALID_PAGING", f"`{name}` has pages of 0 to {LARGEST_PAGE}.")
    return Asked(size, read_cursor(after), read_cursor(before), backwards=last is not None)


def cursor_of(values: Sequence[Any]) -> str:
    plain = [v.isoformat() if isinstance(v, dt.datetime) else v for v in values]
    return base64.b64encode(json.dumps(plain, default=str).encode()).decode()


def read_cursor(cursor: str | None) -> list[Any] | None:
    if not cursor:
        return None
    try:
        values = json.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or len(values) > 3:
        raise bad_cursor()
    if not all(isinstance(value, (str, int, float, type(None))) for value in values):
        raise bad_cursor()
    return values


def bad_cursor() -> Exception:
    return refuse("INVALID_CURSOR", "The cursor is not one of this connection.")


@dataclass(frozen=True, slots=True)
class Order:
    """How rows are sorted: by ``field``, then by ``key``, both in one direction.

    ``read`` makes the database's value of a cursor's.
    """

    field: str
    key: str = "pk"
    descending: bool = False
    read: Callable[[Any], Any] = field(default=lambda value: value)


def read_moment(value: Any) -> dt.datetime:
    return dt.datetime.fromisoformat(value)


def keyset(rows: QuerySet[Any, Any], order: Order, page: Asked) -> QuerySet[Any, Any]:
    """The rows of the page and one more, in the direction they are read."""
    for edge, forwards in ((page.after, True), (page.before, False)):
        if edge is not None:
            rows = rows.filter(_beyond(order, edge, forwards != order.descending))
    sign = "-" if order.descending != page.backwards else ""
    return rows.order_by(sign + order.field, sign + order.key)[: page.size + 1]


def _beyond(order: Order, edge: list[Any], upwards: bool) -> Q:
    if len(edge) != 2 or not isinstance(edge[1], int):
        raise bad_cursor()
    try:
        value, key = order.read(edge[0]) if edge[0] is not None else None, edge[1]
    except (TypeError, ValueError):
        raise bad_cursor() from None
    than = "gt" if upwards else "lt"
    if value is None:  # PostgreSQL sorts nulls as the largest
        same = Q(**{f"{order.field}__isnull": True, f"{order.key}__{than}": key})
        return same if upwards else same | Q(**{f"{order.field}__isnull": False})
    # The first condition alone decides nothing, but lets the index start at the right place.
    near = Q(**{f"{order.field}__{than}e": value})
    beyond = Q(**{f"{order.field}__{than}": value})
    beyond |= Q(**{order.field: value, f"{order.key}__{than}": key})
    if upwards:
        return (near & beyond) | Q(**{f"{order.field}__isnull": True})
    return near & beyond


def paged(
    found: Sequence[Any],
    page: Asked,
    *,
    node: Callable[[Any], Any],
    cursor: Callable[[Any], Sequence[Any]],
    count: Callable[[], int],
) -> Page:
    """A page of ``keyset``'s answer."""
    more = len(found) > page.size
    rows = list(found[: page.size])
    if page.backwards:
        rows.reverse()
    return Page(
        edges=[Edge(node(row), cursor_of(cursor(row))) for row in rows],
        has_next=page.before is not None if page.backwards else more,
        has_previous=more if page.backwards else page.after is not None,
        count=count,
    )


def paged_list(items: Sequence[Any], page: Asked) -> Page:
    """A page of what is in memory as a whole; its cursors are places."""
    start, stop = 0, len(items)
    for edge in (page.after, page.before):
        if edge is not None and (len(edge) != 1 or not isinstance(edge[0], int)):
            raise bad_cursor()
    if page.after is not None:
        start = max(0, page.after[0] + 1)
    if page.before is not None:
        stop = min(stop, max(0, page.before[0]))
    if page.backwards:
        start = max(start, stop - page.size)
    else:
        stop = min(stop, start + page.size)
    return Page(
        edges=[Edge(items[i], cursor_of([i])) for i in range(start, stop)],
        has_next=stop < len(items),
        has_previous=start > 0,
        count=lambda: len(items),
    )


# -- types --------------------------------------------------------------------------------


class PageInfo(graphene.ObjectType):
    """Where a page of a connection stands."""

    has_next_page = graphene.Boolean(required=True)
    has_previous_page = graphene.Boolean(required=True)
    start_cursor = graphene.String()
    end_cursor = graphene.String()


def paging() -> dict[str, Any]:
    """The four arguments of every connection."""
    return {
        "before": graphene.String(description="Only edges before this cursor."),
        "after": graphene.String(description="Only edges after this cursor."),
        "first": graphene.Int(description="How many, from the start; 100 at most."),
        "last": graphene.Int(description="How many, from the end; 100 at most."),
    }


def connection_type(kind: Any, name: str) -> Any:
    """``<name>CountableConnection`` of nodes of ``kind`` (a type, or a function giving it)."""
    edge = type(
        f"{name}CountableEdge",
        (graphene.ObjectType,),
        {
            "__doc__": f"One {name} in its connection.",
            "node": graphene.Field(kind, required=True),
            "cursor": graphene.String(required=True),
        },
    )

    def resolve_total_count(root: Page, info: Any) -> int:
        return root.count()

    return type(
        f"{name}CountableConnection",
        (graphene.ObjectType,),
        {
            "__doc__": f"A page of {name} objects.",
            "page_info": graphene.Field(PageInfo, required=True),
            "edges": graphene.List(graphene.NonNull(edge), required=True),
            "total_count": graphene.Int(description="How many there are on all pages."),
            "resolve_total_count": staticmethod(resolve_total_count),
        },
    )
