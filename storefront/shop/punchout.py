"""Somebody shops for another system's cart: in by a link that works once, home with the cart."""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import quote, urlsplit

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Variant
from checkout import selectors as checkout
from checkout import services as carts
from core.actor import ANONYMOUS
from core.errors import DomainError, InvalidInput, NotFound
from procurement.models import PunchOutSession
from procurement.services import ItemOrdered, punchout
from procurement.standards.cxml import Operation
from storefront.context_processors import CART_COOKIE, PUNCHOUT
from storefront.shop.cart import COOKIE_AGE


@never_cache
@require_safe
def start(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link: a session of its own, with a cart of its own. Whoever was signed in here is
    not any more, so that nothing of theirs is bought in the system's name."""
    session = punchout.punchout_enter(token)
    request.session.flush()
    request.session[PUNCHOUT] = session.pk
    request.session.set_expiry(int(punchout.SESSION_HOLDS.total_seconds()))
    cart = carts.cart_create(actor=ANONYMOUS)
    for sku, quantity in session.lines:
        _put(cart.token, sku, quantity)
    answer = redirect(_first_page(session))
    answer.set_cookie(CART_COOKIE, cart.token, max_age=COOKIE_AGE, httponly=True, samesite="Lax")
    return answer


@never_cache
@require_POST
def back(request: HttpRequest) -> HttpResponseBase:
    """The cart in a form that a button posts to the buyer's system; only to that one address."""
    session_id = request.session.get(PUNCHOUT)
    if not isinstance(session_id, int):
        raise NotFound
    try:
        returned = punchout.punchout_return(session_id=session_id, items=_items(request))
    except InvalidInput as error:
        for texts in error.by_field().values():
            for text in texts:
                messages.warning(request, text)
        return redirect("shop:cart")
    page = render(request, "shop/punchout_back.html", {"returned": returned})

    def sent(request: HttpRequest) -> HttpResponseBase:
        return page

    allowed = csp_replace({"form-action": ["'self'", source_of(returned.url)]})
    return allowed(sent)(request)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Shop on as anybody: the cart stays here."""
    request.session.pop(PUNCHOUT, None)
    messages.info(request, _("구매 시스템과의 연결을 끝냈습니다."))
    return redirect("shop:front")


def source_of(url: str) -> str:
    """``url`` as a Content-Security-Policy source: its path, too, without what would end it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}{quote(parts.path, safe='/%-._~')}"


def _items(request: HttpRequest) -> list[ItemOrdered]:
    token = request.COOKIES.get(CART_COOKIE)
    view = checkout.cart_view(actor=request.actor, token=token)  # type: ignore[attr-defined]
    wanted = [(line.variant_id, line.quantity) for line in (*view.lines, *view.gone)]
    skus = dict(Variant.objects.filter(pk__in=dict(wanted)).values_list("pk", "sku"))
    return [
        ItemOrdered(skus.get(pk, ""), quantity, place)
        for place, (pk, quantity) in enumerate(wanted, start=1)
    ]


def _put(token: str, sku: str, quantity: int) -> None:
    """Back into the cart, as far as it is there: what is gone is seen when the cart is."""
    variant = Variant.objects.filter(sku=sku).values_list("pk", flat=True).first()
    if variant is not None:
        with suppress(DomainError):
            carts.cart_lines_add(actor=ANONYMOUS, token=token, quantities={variant: quantity})


def _first_page(session: PunchOutSession) -> str:
    if session.operation in (Operation.EDIT, Operation.INSPECT):
        return "/cart/"
    product = (
        Variant.objects.filter(sku=session.selected_sku)
        .values_list("product__slug", flat=True)
        .first()
    )
    return f"/p/{product}/" if session.selected_sku and product else "/"
