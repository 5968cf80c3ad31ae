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
from procurement.models import PunchOutSession
from procurement.services import punchout

CART_COOKIE = "onjang_cart"
#: Where a session keeps for whose purchasing system it shops.
PUNCHOUT = "punchout"


def market(request: HttpRequest) -> dict[str, Any]:
    """Asked of the database only when the template uses them; the shelves once a minute."""
    token = request.COOKIES.get(CART_COOKIE)
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "shelves": SimpleLazyObject(lambda: cache.get_or_set("shelves", category_tree, 60)),
        "cart_count": SimpleLazyObject(lambda: cart_count(actor=actor, token=token)),
        "actor": actor,
        "punchout": SimpleLazyObject(lambda: _punchout(request)),
        "is_demo": settings.DEMO,
        "max_upload_megabytes": settings.MAX_UPLOAD_BYTES // 1024**2,
    }


def _punchout(request: HttpRequest) -> PunchOutSession | None:
    """The other system's session that somebody shops in; asked of the database only there."""
    session = getattr(request, "session", None)
    pk = session.get(PUNCHOUT) if session is not None else None
    return punchout.punchout_session(pk) if isinstance(pk, int) else None
