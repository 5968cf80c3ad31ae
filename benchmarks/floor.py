"""The floor: what the same server and the same database take when nobody does anything.

A bare WSGI application that sends one statement through psycopg and answers JSON. The statement is
the one a list of 24 products can't do without.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable
from typing import Any

from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

STATEMENT = """
    SELECT p.id, p.name, p.slug, e.name AS enterprise, l.price_min_amount AS price, m.renditions
    FROM catalog_productlisting l
    JOIN catalog_product p ON p.id = l.product_id
    JOIN vendors_enterprise e ON e.id = p.enterprise_id
    JOIN catalog_channel c ON c.id = l.channel_id
    LEFT JOIN LATERAL (
        SELECT renditions FROM catalog_productmedia
        WHERE product_id = p.id ORDER BY sort_order, id LIMIT 1
    ) m ON TRUE
    WHERE l.is_published AND c.slug = 'default-channel'
    ORDER BY l.published_at DESC, p.id DESC LIMIT 24
"""

_pool = ConnectionPool(
    os.environ["BENCH_CONNINFO"], min_size=1, max_size=4, kwargs={"row_factory": dict_row}
)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with _pool.connection() as connection:
        rows = connection.execute(STATEMENT).fetchall()
    body = json.dumps(rows, ensure_ascii=False).encode()
    start_response(
        "200 OK",
        [("Content-Type", "application/json"), ("Content-Length", str(len(body)))],
    )
    return [body]
