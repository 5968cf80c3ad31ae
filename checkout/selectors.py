"""Reads of carts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from catalog import selectors as catalog
from checkout.models import Cart
from core.actor import Actor
from orders import rules as order_rules
from vendors.models import Enterprise


@dataclass(frozen=True, slots=True)
class CartLineView:
    """A line as it would be bought now. ``problem``: ``""``, ``gone`` or ``short``."""

    variant_id: int
    product_slug: str
    name: str
    name_en: str
    variant_name: str
    image: str
    quantity: int
    base_price: int
    unit_price: int
    total: int
    tiers: list[tuple[int, int]]
    available: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CartGroup:
    """One enterprise's lines, what they cost, and its shipping."""

    enterprise: Enterprise
    lines: list[CartLineView]
    goods: int
    shipping: int
    #: Won of goods still missing to free shipping; 0 when it is free or never is.
    free_shipping_gap: int

    @property
    def total(self) -> int:
        return self.goods + self.shipping


@dataclass(frozen=True, slots=True)
class CartView:
    cart: Cart | None = None
    groups: list[CartGroup] = field(default_factory=list)
    #: Lines whose product is no longer for sale.
    gone: list[CartLineView] = field(default_factory=list)

    @property
    def goods(self) -> int:
        return sum(group.goods for group in self.groups)

    @property
    def shipping(self) -> int:
        return sum(group.shipping for group in self.groups)

    @property
    def total(self) -> int:
        return self.goods + self.shipping

    @property
    def count(self) -> int:
        return sum(line.quantity for group in self.groups for line in group.lines)

    @property
    def lines(self) -> list[CartLineView]:
        return [line for group in self.groups for line in group.lines]

    @property
    def has_problems(self) -> bool:
        return bool(self.gone) or any(line.problem for line in self.lines)


def cart_of(*, actor: Actor, token: str | None) -> Cart | None:
    """The cart of the token, if the actor may see it (completed ones too). One query."""
    if not token:
        return None
    cart = Cart.objects.filter(token=token).select_related("channel", "order").first()
    if cart is None or (cart.user_id is not None and cart.user_id != actor.user_id):
        return None
    return cart


def cart_count(*, actor: Actor, token: str | None) -> int:
    """Pieces in the open cart, for the header. One query."""
    if not token:
        return 0
    lines = Cart.objects.filter(token=token, order=None).values_list("user_id", "lines__quantity")
    return sum(q or 0 for user_id, q in lines if user_id in (None, actor.user_id))


def cart_view(*, actor: Actor, token: str | None) -> CartView:
    """The open cart by enterprise, at today's prices. A fixed number of queries."""
    cart = cart_of(actor=actor, token=token)
    if cart is None or cart.order_id is not None:
        return CartView()
    return view_of(cart)


def view_of(cart: Cart) -> CartView:
    """The cart by enterprise at today's prices, permission settled before."""
    held = list(cart.lines.values_list("variant_id", "quantity"))
    offers = catalog.variant_offers([v for v, _q in held], channel=cart.channel.slug)
    by_enterprise: dict[int, list[CartLineView]] = defaultdict(list)
    gone = []
    for variant_id, quantity in held:
        offer = offers.get(variant_id)
        if offer is None:
            gone.append(_gone(variant_id, quantity))
        else:
            by_enterprise[offer.enterprise_id].append(_line(offer, quantity))
    enterprises = Enterprise.objects.in_bulk(by_enterprise) if by_enterprise else {}
    groups = [_group(enterprises[pk], lines) for pk, lines in by_enterprise.items()]
    return CartView(cart=cart, groups=groups, gone=gone)


def _line(offer: catalog.Offer, quantity: int) -> CartLineView:
    price = order_rules.unit_price(offer.base_price, offer.tiers, quantity)
    return CartLineView(
        variant_id=offer.variant_id,
        product_slug=offer.product_slug,
        name=offer.name,
        name_en=offer.name_en,
        variant_name=offer.variant_name,
        image=offer.image,
        quantity=quantity,
        base_price=offer.base_price,
        unit_price=price,
        total=price * quantity,
        tiers=offer.tiers,
        available=offer.available,
        problem="short" if quantity > offer.available else "",
    )


def _gone(variant_id: int, quantity: int) -> CartLineView:
    return CartLineView(
        variant_id=variant_id,
        product_slug="",
        name="",
        name_en="",
        variant_name="",
        image="",
        quantity=quantity,
        base_price=0,
        unit_price=0,
        total=0,
        tiers=[],
        available=0,
        problem="gone",
    )


def _group(enterprise: Enterprise, lines: list[CartLineView]) -> CartGroup:
    goods = sum(line.total for line in lines)
    fee, free_from = enterprise.shipping_fee_amount, enterprise.free_shipping_from_amount
    shipping = order_rules.shipping_fee(goods=goods, fee=fee, free_from=free_from)
    gap = max(free_from - goods, 0) if free_from and shipping else 0
    return CartGroup(enterprise, lines, goods, shipping, gap)
