"""Asking the API over HTTP, as a shop does."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

Ask = Callable[..., dict[str, Any]]

PRODUCT_CARD = """
fragment Card on Product {
  id name slug
  pricing { priceRange { start { gross { amount currency } } stop { gross { amount } } } onSale }
  category { id name slug }
  thumbnail(size: 640, format: WEBP) { url alt }
  attributes { attribute { slug name } values { name slug } }
}
"""
PRODUCTS = (
    PRODUCT_CARD
    + """
query Products($first: Int!, $after: String, $filter: ProductFilterInput, $search: String) {
  products(first: $first, after: $after, channel: "default-channel", filter: $filter,
           search: $search) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    edges { cursor node { ...Card } }
  }
}
"""
)


@pytest.fixture
def ask() -> Ask:
    """Sends an operation and answers the JSON; ``queries`` in it counts the SQL statements."""
    client = Client(enforce_csrf_checks=True)

    def send(
        query: str, *, token: str = "", headers: dict[str, str] | None = None, **variables: Any
    ) -> dict[str, Any]:
        heads = {"Authorization": f"Bearer {token}"} if token else {}
        with CaptureQueriesContext(connection) as seen:
            answer = client.post(
                "/graphql/",
                json.dumps({"query": query, "variables": variables}),
                content_type="application/json",
                headers={**heads, **(headers or {})},
            )
        assert answer.status_code == 200, answer.content
        return {**answer.json(), "queries": len(seen)}

    return send
