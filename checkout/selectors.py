"""Reads of carts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from catalog import selectors as catalog
from checkout.models import Cart
from core.actor import Actor
from orders import prices
from orders.selectors import piece_of, shipping_terms
from promotions import selectors as promotions
from promotions.rules import Discounts, Goods, Problem
from promotions.services import buyer_name
from vendors import selectors as vendors
from vendors.models import Enterprise, PickupPoint


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
    is_made_to_order: bool = False
    is_perishable: bool = False


@dataclass(frozen=True, slots=True)
class CartGroup:
    """One enterprise's lines, what they cost, and its shipping (told with its surcharge)."""

    enterprise: Enterprise
    lines: list[CartLineView]
    goods: int
    shipping: int
    #: Won of goods still missing to free shipping; 0 when it is free or never is.
    free_shipping_gap: int
    surcharge: int = 0
    #: What coupons take off, whoever bears it.
    discount: int = 0
    pickup_points: list[PickupPoint] = field(default_factory=list)
    pickup_point_id: int | None = None

    @property
    def total(self) -> int:
        return self.goods + self.shipping - self.discount


@dataclass(frozen=True, slots=True)
class CartView:
    cart: Cart | None = None
    groups: list[CartGroup] = field(default_factory=list)
    #: Lines whose product is no longer for sale.
    gone: list[CartLineView] = field(default_factory=list)
    #: What each coupon takes off, by code; and why a code takes nothing off.
    coupons: dict[str, int] = field(default_factory=dict)
    coupon_problem_codes: dict[str, Problem] = field(default_factory=dict)

    @property
    def goods(self) -> int:
        return sum(group.goods for group in self.groups)

    @property
    def shipping(self) -> int:
        return sum(group.shipping for group in self.groups)

    @property
    def surcharge(self) -> int:
        return sum(group.surcharge for group in self.groups)

    @property
    def discount(self) -> int:
        return sum(group.discount for group in self.groups)

    @property
    def total(self) -> int:
        return self.goods + self.shipping - self.discount

    @property
    def count(self) -> int:
        return sum(line.quantity for group in self.groups for line in group.lines)

    @property
    def lines(self) -> list[CartLineView]:
        return [line for group in self.groups for line in group.lines]

    @property
    def has_problems(self) -> bool:
        return bool(self.gone) or any(line.problem for line in self.lines)

    @property
    def coupon_problems(self) -> dict[str, str]:
        return {code: str(promotions.TEXTS[p]) for code, p in self.coupon_problem_codes.items()}

    @property
    def is_made_to_order(self) -> bool:
        return any(line.is_made_to_order for line in self.lines)


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
    pieces: dict[int, list[prices.Piece]] = defaultdict(list)
    gone = []
    for variant_id, quantity in held:
        offer = offers.get(variant_id)
        if offer is None:
            gone.append(_gone(variant_id, quantity))
        else:
            by_enterprise[offer.enterprise_id].append(_line(offer, quantity))
            pieces[offer.enterprise_id].append(piece_of(offer, quantity))
    if not by_enterprise:
        return CartView(cart=cart, gone=gone)
    enterprises = Enterprise.objects.in_bulk(by_enterprise)
    off = _discounts(cart, offers, by_enterprise)
    area = vendors.remote_area_kind(cart.postal_code) if cart.postal_code else ""
    points = vendors.pickup_points_of(list(by_enterprise))
    groups = [
        _group(
            enterprises[pk],
            lines,
            pieces=pieces[pk],
            area=area,
            discount=sum(off.lines[line.variant_id].total for line in lines if off.lines),
            points=points.get(pk, []),
            chosen=cart.pickups.get(str(pk)),
        )
        for pk, lines in by_enterprise.items()
    ]
    return CartView(
        cart=cart,
        groups=groups,
        gone=gone,
        coupons=dict(off.amounts),
        coupon_problem_codes=dict(off.problems),
    )


def _discounts(
    cart: Cart, offers: dict[int, catalog.Offer], groups: dict[int, list[CartLineView]]
) -> Discounts:
    """What the cart's coupons would take off. No query for a cart without any."""
    if not cart.coupon_codes:
        return Discounts()
    paths = catalog.category_paths({offer.category_id for offer in offers.values()})
    goods = [
        Goods(
            line.variant_id,
            enterprise_id,
            frozenset(paths[offers[line.variant_id].category_id]),
            line.total,
        )
        for enterprise_id, lines in groups.items()
        for line in lines
    ]
    buyer = buyer_name(user_id=cart.user_id, email=cart.email)
    return promotions.preview(codes=cart.coupon_codes, goods=goods, buyer=buyer)


def _line(offer: catalog.Offer, quantity: int) -> CartLineView:
    price = prices.unit_price(offer.base_price, offer.tiers, quantity)
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
        is_made_to_order=offer.is_made_to_order,
        is_perishable=offer.is_perishable,
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


def _group(
    enterprise: Enterprise,
    lines: list[CartLineView],
    *,
    pieces: list[prices.Piece],
    area: str,
    discount: int,
    points: list[PickupPoint],
    chosen: int | None,
) -> CartGroup:
    goods = sum(line.total for line in lines)
    terms = shipping_terms(enterprise)
    is_picked_up = any(point.pk == chosen for point in points)
    charge = prices.shipping_charge(
        terms, goods=goods, load=prices.Load.of(pieces), area=area, pickup=is_picked_up
    )
    gap = max(terms.free_from - goods, 0) if terms.free_from and charge.fee else 0
    return CartGroup(
        enterprise,
        lines,
        goods,
        charge.total,
        gap,
        surcharge=charge.surcharge,
        discount=discount,
        pickup_points=points,
        pickup_point_id=chosen if is_picked_up else None,
    )
