"""Statements that are compiled once: for the hot lists, building SQL costs more than running it.

A statement is written as a queryset over two markers and compiled by Django when it is first
needed; every later run sends the same text with other keys. The tests hold each one against the
queryset it came from.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

#: Stand for the keys and the channel while the SQL is made; no row has such a number or name.
KEY = -987_654_321
CHANNEL = "\x02channel\x03"

Row = tuple[Any, ...]


class Statement:
    """Rows of ``make``'s queryset (a ``values_list``) for some keys. Columns named in ``documents``
    hold JSON."""

    def __init__(self, make: Callable[[], QuerySet[Any, Any]], *, documents: tuple[int, ...] = ()):
        self.make = make
        self._documents = documents

    def rows(self, keys: Collection[int], channel: str = "") -> list[Row]:
        """One query; none for no keys."""
        return self._run(keys, channel) if keys else []

    def all(self, channel: str) -> list[Row]:
        """One query, for a statement that has no keys."""
        return self._run((), channel)

    def _run(self, keys: Collection[int], channel: str) -> list[Row]:
        text, names = self._compiled
        values = {"keys": list(keys), "channel": channel}
        with connection.cursor() as cursor:
            cursor.execute(text, [values.get(name, given) for name, given in names])
            rows: list[Row] = cursor.fetchall()
        return [self._read(row) for row in rows] if self._documents else rows

    def _read(self, row: Row) -> Row:
        values = list(row)
        for place in self._documents:
            if isinstance(values[place], str):
                values[place] = json.loads(values[place])
        return tuple(values)

    @cached_property
    def _compiled(self) -> tuple[str, list[tuple[str, Any]]]:
        """The text, and for each of its parameters what it stands for (or its fixed value)."""
        text, parameters = self.make().query.sql_with_params()
        pieces = str(text).split("%s")
        names: list[tuple[str, Any]] = []
        for place, value in enumerate(parameters):
            if value == KEY and pieces[place].endswith("IN (") and pieces[place + 1][:1] == ")":
                pieces[place] = pieces[place][: -len("IN (")] + "= ANY("
                names.append(("keys", None))
            elif value == CHANNEL:
                names.append(("channel", None))
            else:
                names.append(("", value))
        return "%s".join(pieces), names
