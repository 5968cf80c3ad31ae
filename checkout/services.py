"""Writes to carts, and the one call that makes an order of a cart.

A cart belongs to whoever holds its token; one of a signed-in person is theirs alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import selectors as catalog
from catalog.models import Channel
from checkout import locks, rules, selectors
from checkout.errors import CartChanged
from checkout.models import Cart, CartLine
from core import clock, idempotency, ids
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from inventory.errors import InsufficientStock
from orders import services as orders
from orders.models import Order
from payments import services as payments
from promotions import selectors as promotions
from vendors import selectors as vendors

#: How long stock is kept for a payment in progress; shown to the buyer.
TIME_TO_PAY = dt.timedelta(minutes=30)
#: A bank transfer has until the end of the third day.
TIME_TO_TRANSFER = dt.timedelta(days=3)

_PROBLEMS = {
    "required": gettext_lazy("필수 입력 항목입니다."),
    "too_long": gettext_lazy("입력이 너무 깁니다."),
    "invalid": gettext_lazy("형식이 올바르지 않습니다."),
}


@dataclass(frozen=True, slots=True)
class CompletedCheckout:
    order_id: int
    order_number: str
    order_token: str
    payment_reference: str
    payment_state: str
    next_action: dict[str, Any]


def cart_get_or_create(
    *, actor: Actor, token: str | None = None, channel: str = "default-channel"
) -> Cart:
    """The open cart of the token, else the person's newest open one, else a new one."""
    cart = _open_cart(actor, token)
    if cart is not None:
        return cart
    return _new_cart(actor, channel)


@transaction.atomic
def cart_create(
    *,
    actor: Actor,
    channel: str = "default-channel",
    language: str = "ko",
    quantities: Mapping[int, int] | None = None,
    fields: Mapping[str, str] | None = None,
) -> Cart:
    """A new cart with its first pieces (by variant id) and address fields. All or nothing.

    Raises InvalidInput by field, InsufficientStock.
    """
    known = {n: fields[n].strip() for n in rules.ADDRESS_FIELDS if n in fields} if fields else {}
    _refuse(rules.address_problems(known, required=False))
    cart = _new_cart(actor, channel, language=language, **known)
    if quantities:
        _put(cart, _positive(quantities), {})
    return cart


@transaction.atomic
def cart_lines_add(*, actor: Actor, token: str, quantities: Mapping[int, int]) -> Cart:
    """Add pieces (by variant id) to what the cart holds. All or nothing."""
    cart = _locked_open_cart(actor, token)
    held = dict(cart.lines.values_list("variant_id", "quantity"))
    _put(cart, {v: held.get(v, 0) + q for v, q in _positive(quantities).items()}, held)
    return cart


@transaction.atomic
def cart_lines_set(*, actor: Actor, token: str, quantities: Mapping[int, int]) -> Cart:
    """Set pieces by variant id; 0 takes the line out. All or nothing."""
    cart = _locked_open_cart(actor, token)
    held = dict(cart.lines.values_list("variant_id", "quantity"))
    gone = [variant_id for variant_id, quantity in quantities.items() if quantity == 0]
    if gone:
        cart.lines.filter(variant_id__in=gone).delete()
    kept = {v: q for v, q in quantities.items() if q != 0}
    if kept:
        _put(cart, _positive(kept), {v: q for v, q in held.items() if v not in gone})
    else:
        _touch(cart)
    return cart


def cart_line_add(*, actor: Actor, token: str, variant_id: int, quantity: int) -> Cart:
    return cart_lines_add(actor=actor, token=token, quantities={variant_id: quantity})


def cart_line_set(*, actor: Actor, token: str, variant_id: int, quantity: int) -> Cart:
    return cart_lines_set(actor=actor, token=token, quantities={variant_id: quantity})


@transaction.atomic
def cart_address_set(*, actor: Actor, token: str, fields: Mapping[str, str]) -> Cart:
    """Set e-mail and address fields (``rules.ADDRESS_FIELDS``); those not named stay.

    Raises InvalidInput by field. What is still missing is asked at the end, not here.
    """
    cart = _locked_open_cart(actor, token)
    known = {n: fields[n].strip() for n in rules.ADDRESS_FIELDS if n in fields}
    _refuse(rules.address_problems(known, required=False))
    for name, text in known.items():
        setattr(cart, name, text)
    _touch(cart, *known)
    return cart


def address_check(fields: Mapping[str, str]) -> None:
    """What ``checkout_complete`` will want, told beforehand. Raises InvalidInput by field."""
    _refuse(rules.address_problems(fields))


@transaction.atomic
def cart_customer_attach(*, actor: Actor, token: str) -> Cart:
    """Make a guest's cart the signed-in person's own."""
    cart = _locked_open_cart(actor, token)
    if actor.is_authenticated and cart.user_id is None:
        cart.user_id = actor.user_id
        cart.email = cart.email or actor.email
        _touch(cart, "user", "email")
    return cart


@transaction.atomic
def cart_coupon_add(*, actor: Actor, token: str, code: str) -> Cart:
    """Put a coupon on the cart; it is used with the order, not before.

    Raises CouponRefused where it takes nothing off now, InvalidInput on ``coupon``.
    """
    cart = _locked_open_cart(actor, token)
    added = code.strip().upper()
    wanted = promotions.clean_codes([*cart.coupon_codes, added])
    if not code.strip() or len(code.strip()) > 24:
        raise InvalidInput({"coupon": _("쿠폰 코드를 입력해 주세요.")}, code="REQUIRED")
    if len(wanted) > rules.MOST_COUPONS:
        raise InvalidInput(
            {"coupon": _("쿠폰은 %(most)d장까지 쓸 수 있습니다.") % {"most": rules.MOST_COUPONS}}
        )
    cart.coupon_codes = wanted
    problems = selectors.view_of(cart).coupon_problem_codes
    if added in problems:
        raise promotions.refusal({added: problems[added]})
    _touch(cart, "coupon_codes")
    return cart


@transaction.atomic
def cart_coupon_remove(*, actor: Actor, token: str, code: str) -> Cart:
    """Take a coupon off the cart. Repeating changes nothing."""
    cart = _locked_open_cart(actor, token)
    gone = code.strip().upper()
    cart.coupon_codes = [held for held in cart.coupon_codes if held != gone]
    _touch(cart, "coupon_codes")
    return cart


@transaction.atomic
def cart_pickup_set(*, actor: Actor, token: str, enterprise_id: int, point_id: int | None) -> Cart:
    """Have an enterprise's part at a pick-up point, or (None) sent. Raises InvalidInput on
    ``pickup`` for a point that doesn't take its goods."""
    cart = _locked_open_cart(actor, token)
    pickups = {key: value for key, value in cart.pickups.items() if key != str(enterprise_id)}
    if point_id is not None:
        offered = vendors.pickup_points_of([enterprise_id]).get(enterprise_id, [])
        if all(point.pk != point_id for point in offered):
            raise InvalidInput({"pickup": _("이 기업의 상품을 받을 수 없는 픽업 장소입니다.")})
        pickups[str(enterprise_id)] = point_id
    cart.pickups = pickups
    _touch(cart, "pickups")
    return cart


@transaction.atomic
def cart_gift_set(*, actor: Actor, token: str, is_gift: bool, message: str = "") -> Cart:
    """A gift shows no prices in its parcel and brings a card. Raises InvalidInput."""
    cart = _locked_open_cart(actor, token)
    message = message.strip()
    if len(message) > rules.LONGEST_GIFT_MESSAGE:
        raise InvalidInput({"gift_message": _("200자까지 적을 수 있습니다.")})
    cart.is_gift, cart.gift_message = is_gift, message if is_gift else ""
    _touch(cart, "is_gift", "gift_message")
    return cart


def checkout_complete(
    *,
    actor: Actor,
    token: str,
    gateway: str,
    idempotency_key: str,
    language: str = "ko",
    agreed_made_to_order: bool = False,
) -> CompletedCheckout:
    """Make one order of the cart and start its payment.

    The order (with its stock kept) is one transaction under the key; the provider is called after
    it, outside any transaction, under the payment's own reference. So a retry with the same key
    gives the same answer, whatever was killed in between.

    Raises InvalidInput by field, InsufficientStock, CartChanged, KeyReused, InFlight.
    """
    payments.gateway_check(gateway)
    order_id = idempotency.once(
        scope="checkout",
        key=idempotency_key,
        body={
            "token": token,
            "gateway": gateway,
            "user": actor.user_id,
            "made_to_order": agreed_made_to_order,
        },
        action=lambda: {
            "order_id": _place(actor, token, gateway, language, agreed_made_to_order).pk
        },
    )["order_id"]
    payment = payments.payment_start(actor=actor, order_id=order_id, gateway=gateway)
    order = payment.order
    return CompletedCheckout(
        order_id=order.pk,
        order_number=order.number,
        order_token=order.token,
        payment_reference=payment.reference,
        payment_state=payment.state,
        next_action=payment.next_action,
    )


def _place(actor: Actor, token: str, gateway: str, language: str, agreed: bool) -> Order:
    cart = _locked_open_cart(actor, token)
    fields = {name: getattr(cart, name) for name in rules.ADDRESS_FIELDS}
    _refuse(rules.address_problems(fields))
    quantities = list(cart.lines.values_list("variant_id", "quantity"))
    wait = TIME_TO_TRANSFER if gateway == "bank_transfer" else TIME_TO_PAY
    order = orders.order_create(
        actor=actor,
        lines=[orders.NewLine(variant_id=v, quantity=q) for v, q in quantities],
        buyer=orders.Buyer(
            kind="citizen", email=cart.email, user_id=cart.user_id, language=language
        ),
        address=orders.ShipTo(
            recipient=cart.recipient,
            phone=cart.phone,
            postal_code=cart.postal_code,
            road_address=cart.road_address,
            detail=cart.address_detail,
            note=cart.delivery_note,
        ),
        expires_at=clock.now() + wait,
        channel=cart.channel.slug,
        wishes=orders.Wishes(
            coupon_codes=cart.coupon_codes,
            pickups={int(e): point for e, point in cart.pickups.items()},
            is_gift=cart.is_gift,
            gift_message=cart.gift_message,
            agreed_made_to_order=agreed,
        ),
    )
    cart.order = order
    _touch(cart, "order")
    return order


def _new_cart(actor: Actor, channel: str, *, language: str = "ko", **fields: str) -> Cart:
    row = Channel.objects.filter(slug=channel, is_active=True).first()
    if row is None:
        raise InvalidInput({"channel": _("없는 채널입니다.")}, code="NOT_FOUND")
    now = clock.now()
    return Cart.objects.create(
        token=ids.new_token(),
        user_id=actor.user_id,
        channel=row,
        language=language,
        created_at=now,
        updated_at=now,
        **{"email": actor.email, **fields},
    )


def _open_cart(actor: Actor, token: str | None) -> Cart | None:
    open_carts = Cart.objects.filter(order=None).select_related("channel")
    if token:
        cart = open_carts.filter(token=token).first()
        if cart is not None and _may(actor, cart):
            return cart
    if actor.user_id is not None:
        return open_carts.filter(user_id=actor.user_id).order_by("-updated_at").first()
    return None


def _may(actor: Actor, cart: Cart) -> bool:
    return cart.user_id is None or cart.user_id == actor.user_id or actor.is_system


def _locked_open_cart(actor: Actor, token: str) -> Cart:
    cart = locks.lock_cart(token)
    if cart is None or not _may(actor, cart):
        raise NotFound
    if cart.order_id is not None:
        raise CartChanged
    return cart


def _positive(quantities: Mapping[int, int]) -> Mapping[int, int]:
    if any(quantity < 1 for quantity in quantities.values()):
        raise InvalidInput({"quantity": _("수량은 1 이상이어야 합니다.")}, code="ZERO_QUANTITY")
    return quantities


def _put(cart: Cart, wanted: Mapping[int, int], held: Mapping[int, int]) -> None:
    """Write the wanted quantities, after every one of them was found to be possible."""
    if any(quantity > rules.LARGEST_QUANTITY for quantity in wanted.values()):
        text = _("한 상품은 %(most)d개까지 담을 수 있습니다. 더 많은 수량은 견적을 요청해 주세요.")
        raise InvalidInput(
            {"quantity": text % {"most": rules.LARGEST_QUANTITY}},
            code="QUANTITY_GREATER_THAN_LIMIT",
        )
    if len(held.keys() | wanted.keys()) > rules.LONGEST_CART:
        raise InvalidInput({"lines": _("장바구니에 담을 수 있는 상품 수를 넘었습니다.")})
    offers = catalog.variant_offers(list(wanted), channel=cart.channel.slug)
    if offers.keys() != wanted.keys():
        raise InvalidInput({"variant": _("판매 중이 아닌 상품입니다.")}, code="NOT_FOUND")
    short = {v: offers[v].available for v, q in wanted.items() if q > offers[v].available}
    if short:
        raise InsufficientStock(short)
    CartLine.objects.bulk_create(
        [CartLine(cart=cart, variant_id=v, quantity=q) for v, q in wanted.items()],
        update_conflicts=True,
        update_fields=["quantity"],
        unique_fields=["cart", "variant"],
    )
    _touch(cart)


def _touch(cart: Cart, *fields: str) -> None:
    cart.updated_at = clock.now()
    cart.save(update_fields=["updated_at", *fields])


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        missing = set(problems.values()) == {"required"}
        raise InvalidInput(
            {name: str(_PROBLEMS[problem]) for name, problem in problems.items()},
            code="REQUIRED" if missing else "INVALID",
        )
