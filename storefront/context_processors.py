"""What every page shows: the shelves, the cart's count, whether it is a demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from catalog.selectors import category_tree
from checkout.selectors import cart_count
from core.actor import ANONYMOUS

CART_COOKIE = "onjang_cart"


def market(request: HttpRequest) -> dict[str, Any]:
    """Asked of the database only when the template uses them; the shelves once a minute."""
    token = request.COOKIES.get(CART_COOKIE)
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "shelves": SimpleLazyObject(lambda: cache.get_or_set("shelves", category_tree, 60)),
        "cart_count": SimpleLazyObject(lambda: cart_count(actor=actor, token=token)),
        "actor": actor,
        "is_demo": settings.DEMO,
        "max_upload_megabytes": settings.MAX_UPLOAD_BYTES // 1024**2,
    }
