"""A recipient's own page: where the gift is. The link is the permission, and it names nobody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gifts import selectors
from orders.carriers import tracking_page


def gift(request: HttpRequest, token: str) -> HttpResponse:
    row = selectors.recipient_by_token(token)
    context = {
        "row": row,
        "goods": selectors.goods_named(row.order).get(row.sku, ""),
        "page": tracking_page(row.carrier, row.tracking_number),
    }
    answer = render(request, "shop/gift.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
