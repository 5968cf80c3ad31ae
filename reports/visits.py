"""Counting looks: a page must not write a row each time it is opened.

Each process counts in memory and adds its counts to the day's rows every few seconds, in one
statement. A process that is killed forgets the looks of those seconds: they are statistics, and
nothing else depends on them. Nobody is told apart: there is no person behind a count.
"""

from __future__ import annotations

import atexit
import datetime as dt
import re
import threading
import time
from collections import defaultdict
from typing import Final

from django.db import DatabaseError, connection, transaction

from core import clock

#: Seconds, or looks, after which counts are written.
EVERY: Final = 15.0
MOST: Final = 500
_MACHINES = re.compile(r"bot|crawl|spider|slurp|preview|monitor|curl|python|headless", re.I)

_lock = threading.Lock()
_counts: dict[tuple[int, dt.date], list[int]] = defaultdict(lambda: [0, 0])
_state = {"since": 0.0, "looks": 0}


def is_machine(agent: str) -> bool:
    """Whether a browser says of itself that it is none."""
    return not agent or bool(_MACHINES.search(agent))


def looked(product_id: int) -> None:
    """Somebody opened the product's page."""
    _note(product_id, 0)


def carted(product_id: int) -> None:
    """Somebody put it in a cart."""
    _note(product_id, 1)


def write() -> int:
    """Add what was counted to the days' rows; answers how many rows. Never fails a page."""
    with _lock:
        counted = dict(_counts)
        _counts.clear()
        _state.update(since=time.monotonic(), looks=0)
    if not counted:
        return 0
    keys = sorted(counted)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO reports_productday AS known (product_id, day, views, carts)
                SELECT new.* FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::int[])
                       AS new (product_id, day, views, carts)
                  JOIN catalog_product p ON p.id = new.product_id
                ON CONFLICT (product_id, day) DO UPDATE
                   SET views = known.views + excluded.views, carts = known.carts + excluded.carts
                """,
                [
                    [product_id for product_id, _day in keys],
                    [day for _product, day in keys],
                    [counted[key][0] for key in keys],
                    [counted[key][1] for key in keys],
                ],
            )
    except DatabaseError:
        return 0
    return len(keys)


def _note(product_id: int, which: int) -> None:
    with _lock:
        _counts[product_id, clock.today()][which] += 1
        _state["looks"] += 1
        _state["since"] = _state["since"] or time.monotonic()
        due = _state["looks"] >= MOST or time.monotonic() - _state["since"] > EVERY
    if due:
        write()


atexit.register(write)
