"""From the shelf to the order: cart and checkout, without JavaScript and safe to click twice."""

from __future__ import annotations

import secrets
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import services as accounts
from accounts.models import Address, User
from catalog.models import Product, Variant
from checkout import rules, selectors, services
from checkout.errors import CartChanged
from core.errors import Conflict, DomainError, InvalidInput, KeyReused, NotFound
from inventory.errors import InsufficientStock
from orders import selectors as orders
from payments import gateways
from reports import visits
from storefront.context_processors import CART_COOKIE
from storefront.forms import Filled
from storefront.shop import browse

COOKIE_AGE = 60 * 60 * 24 * 60
CONSENTS = ("agree_order", "agree_privacy")


def view(request: HttpRequest, *, form: Filled | None = None) -> HttpResponse:
    cart = selectors.cart_view(actor=request.actor, token=_token(request))  # type: ignore[attr-defined]
    context = {"cart": cart, "form": form or Filled()}
    return render(request, "shop/cart.html", context, status=400 if form else 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Put pieces of a variant in the cart; what can't be is said on the product's page."""
    form = Filled.of(request.POST)
    try:
        quantity = form.whole("quantity", _("수량"))
        variant_id = form.whole("variant", _("옵션"))
        cart = services.cart_get_or_create(actor=request.actor, token=_token(request))  # type: ignore[attr-defined]
        services.cart_line_add(
            actor=request.actor,  # type: ignore[attr-defined]
            token=cart.token,
            variant_id=variant_id,
            quantity=quantity,
        )
    except (InsufficientStock, InvalidInput) as error:
        form.refuse(error)
        slug = form.values.get("product", "")
        if not Product.objects.filter(slug=slug).exists():
            raise NotFound from None
        return browse.product(request, slug, form=form)
    product_id = Variant.objects.values_list("product_id", flat=True).get(pk=variant_id)
    visits.carted(product_id)
    messages.success(request, _("장바구니에 담았습니다."))
    return _with_cart(redirect("shop:cart"), cart.token)


@require_POST
def update(request: HttpRequest) -> HttpResponse:
    """Set the quantity of a line (``variant``, ``quantity``); 0, or ``remove``, takes it out."""
    form = Filled.of(request.POST)
    token = _token(request)
    if not token:
        return redirect("shop:cart")
    try:
        quantity = 0 if "remove" in request.POST else form.whole("quantity", _("수량"))
        services.cart_line_set(
            actor=request.actor,  # type: ignore[attr-defined]
            token=token,
            variant_id=form.whole("variant", _("옵션")),
            quantity=quantity,
        )
    except InvalidInput as error:
        form.refuse(error)
        return view(request, form=form)
    except Conflict:
        return redirect("shop:cart")
    return redirect("shop:cart")


@require_POST
def coupon(request: HttpRequest) -> HttpResponse:
    """Put a coupon on the cart (``coupon``), or take it off (``remove``)."""
    form = Filled.of(request.POST)
    token = _token(request)
    if not token:
        return redirect("shop:cart")
    actor = request.actor  # type: ignore[attr-defined]
    try:
        if form.values.get("remove"):
            services.cart_coupon_remove(actor=actor, token=token, code=form.values["remove"])
        else:
            services.cart_coupon_add(actor=actor, token=token, code=form.values.get("coupon", ""))
            messages.success(request, _("쿠폰을 적용했습니다."))
    except InvalidInput as error:
        form.refuse(error)
        return view(request, form=form)
    except Conflict:
        return redirect("shop:cart")
    return redirect("shop:cart")


def checkout(request: HttpRequest) -> HttpResponse:
    """Address, payment and consents; sends the order once, whatever is clicked."""
    token = _token(request)
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        return _complete(request, token)
    cart = selectors.cart_view(actor=actor, token=token)
    if not cart.lines:
        return _already_ordered(request, token) or redirect("shop:cart")
    form = _prefilled(request, cart.cart)
    if cart.cart is not None and form.values.get("postal_code") and token:
        # The pre-filled address already says whether an island's surcharge is due.
        with suppress(InvalidInput, Conflict):
            services.cart_address_set(
                actor=actor, token=token, fields={"postal_code": form.values["postal_code"]}
            )
    return _checkout_page(request, token, form)


def _complete(request: HttpRequest, token: str | None) -> HttpResponse:
    form = Filled.of(request.POST)
    actor = request.actor  # type: ignore[attr-defined]
    if not token:
        return redirect("shop:cart")
    fields = {name: form.values.get(name, "") for name in rules.ADDRESS_FIELDS}
    if form.values.get("action") == "refresh":  # only what the choices make of the sum
        with suppress(DomainError):
            services.cart_address_set(
                actor=actor, token=token, fields={"postal_code": fields["postal_code"]}
            )
        try:
            _keep_wishes(request, token, form)
        except DomainError as error:
            form.refuse(error)
        return _checkout_page(request, token, form, status=400 if form.errors else 200)
    try:
        services.address_check(fields)
    except InvalidInput as error:
        form.refuse(error)
    cart = selectors.cart_view(actor=actor, token=token)
    try:
        _check_consents(form, made_to_order=cart.is_made_to_order)
    except InvalidInput as error:  # what is missing is told at once, all of it
        form.refuse(error)
    if form.errors:
        return _checkout_page(request, token, form, status=400)
    try:
        key = form.values.get("key", "")
        with suppress(CartChanged):  # the same form again: its key gives the same answer
            services.cart_address_set(actor=actor, token=token, fields=fields)
            _keep_wishes(request, token, form)
        if (asked := _another_total(request, token, form)) is not None:
            return asked
        done = services.checkout_complete(
            actor=actor,
            token=token,
            gateway=form.values.get("gateway", ""),
            idempotency_key=key or token,
            language=get_language() or "ko",
            agreed_made_to_order=bool(form.values.get("agree_made_to_order")),
        )
        _keep_address(request, form, fields)
    except CartChanged:
        return _already_ordered(request, token) or redirect("shop:cart")
    except KeyReused as error:  # ordered already, and asked for otherwise now
        if (ordered := _already_ordered(request, token)) is not None:
            messages.warning(request, _("이미 주문했습니다. 바꾸려면 이 주문에서 바꿔 주세요."))
            return ordered
        form.refuse(error)
        return _checkout_page(request, token, form, status=error.status)
    except DomainError as error:
        form.refuse(error)
        return _checkout_page(request, token, form, status=error.status)
    if done.payment_state != "pending" or done.next_action.get("type") == "transfer":
        return redirect("shop:order", done.order_token)
    return redirect("shop:pay", done.payment_reference)


def _keep_wishes(request: HttpRequest, token: str, form: Filled) -> None:
    """Gift and pick-up points, as the form has them (``pickup_<enterprise id>``)."""
    actor = request.actor  # type: ignore[attr-defined]
    if "gift_message" in form.values:
        services.cart_gift_set(
            actor=actor,
            token=token,
            is_gift=bool(form.values.get("is_gift")),
            message=form.values["gift_message"],
        )
    for name, value in form.values.items():
        enterprise = name.removeprefix("pickup_")
        if enterprise != name and enterprise.isdecimal():
            services.cart_pickup_set(
                actor=actor,
                token=token,
                enterprise_id=int(enterprise),
                point_id=int(value) if value.isdecimal() else None,
            )


def _another_total(request: HttpRequest, token: str, form: Filled) -> HttpResponse | None:
    """Nobody pays another sum than the button said: where the address or a choice changed it (an
    island's surcharge, a coupon used up), it is shown anew before anything is ordered."""
    shown = form.values.get("total", "")
    cart = selectors.cart_view(actor=request.actor, token=token)  # type: ignore[attr-defined]
    if not shown.isdecimal() or not cart.lines or int(shown) == cart.total:
        return None
    text = _("결제할 금액이 바뀌었습니다. 배송비와 할인을 확인하고 다시 눌러 주세요.")
    form.errors.setdefault("", []).append(text)
    return _checkout_page(request, token, form, status=409)


def _keep_address(request: HttpRequest, form: Filled, fields: dict[str, str]) -> None:
    if form.values.get("save_address") and request.user.is_authenticated:
        with suppress(InvalidInput):  # the order stands; a full address book is no reason
            accounts.address_save(
                actor=request.actor,  # type: ignore[attr-defined]
                recipient=fields["recipient"],
                phone=fields["phone"],
                postal_code=fields["postal_code"],
                road_address=fields["road_address"],
                detail=fields["address_detail"],
            )


def _checkout_page(
    request: HttpRequest, token: str | None, form: Filled, *, status: int = 200
) -> HttpResponse:
    cart = selectors.cart_view(actor=request.actor, token=token)  # type: ignore[attr-defined]
    if not cart.lines:
        return redirect("shop:cart")
    form.values.setdefault("key", secrets.token_urlsafe(16))
    available = gateways.available()
    form.values.setdefault("gateway", available[0].slug)
    form.values["total"] = str(cart.total)
    if cart.cart is not None:
        form.values.setdefault("gift_message", cart.cart.gift_message)
        form.values.setdefault("is_gift", "1" if cart.cart.is_gift else "")
    context = {
        "cart": cart,
        "form": form,
        "addresses": _addresses(request),
        "gateways": [(gateway.slug, gateway.label) for gateway in available],
        "minutes_to_pay": int(services.TIME_TO_PAY.total_seconds() // 60),
    }
    return render(request, "shop/checkout.html", context, status=status)


def _already_ordered(request: HttpRequest, token: str | None) -> HttpResponse | None:
    """The order this browser's cart became: what the back button and a second click lead to."""
    cart = selectors.cart_of(actor=request.actor, token=token)  # type: ignore[attr-defined]
    if cart is None or cart.order_id is None:
        return None
    return redirect("shop:order", orders.token_of(cart.order_id))


def _check_consents(form: Filled, *, made_to_order: bool) -> None:
    wanted = (*CONSENTS, "agree_made_to_order") if made_to_order else CONSENTS
    missing = [name for name in wanted if not form.values.get(name)]
    if missing:
        raise InvalidInput({name: _("동의가 필요합니다.") for name in missing})


def _prefilled(request: HttpRequest, cart: object) -> Filled:
    values = {name: str(getattr(cart, name, "") or "") for name in rules.ADDRESS_FIELDS}
    user = request.user
    if isinstance(user, User):
        values["email"] = values["email"] or user.email
        values["recipient"] = values["recipient"] or user.name
        values["phone"] = values["phone"] or user.phone
        addresses = _addresses(request)
        asked = request.GET.get("address", "")
        saved = next((a for a in addresses if str(a.pk) == asked), None)
        if saved is not None:
            values["road_address"] = ""  # chosen on this page: it goes before what was typed
        elif addresses:
            saved = addresses[0]
        if saved is not None and not values["road_address"]:
            values |= {
                "recipient": saved.recipient,
                "phone": saved.phone,
                "postal_code": saved.postal_code,
                "road_address": saved.road_address,
                "address_detail": saved.detail,
            }
    return Filled(values)


def _addresses(request: HttpRequest) -> list[Address]:
    user = request.user
    if not isinstance(user, User):
        return []
    return list(user.addresses.order_by("-is_default", "-pk"))


def _token(request: HttpRequest) -> str | None:
    return request.COOKIES.get(CART_COOKIE)


def _with_cart(answer: HttpResponse, token: str) -> HttpResponse:
    answer.set_cookie(CART_COOKIE, token, max_age=COOKIE_AGE, httponly=True, samesite="Lax")
    return answer
