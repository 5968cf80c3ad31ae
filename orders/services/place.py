"""Placing an order: copy what was agreed, keep the stock, confirm or cancel."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from core import audit, clock, crashpoints, ids, outbox, tax
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from core.money import allocate
from inventory import services as inventory
from orders import locks, prices, rules, selectors
from orders.errors import OrderNotPending
from orders.models import Order, OrderEvent, OrderLine, VendorOrder
from promotions import services as promotions
from promotions.rules import Discounts, Goods
from vendors import rules as vendor_rules
from vendors import selectors as vendors
from vendors.models import Enterprise, PickupPoint

#: Why an order was cancelled whose time to pay ran out: the one that a late payment may undo.
EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to order. Without ``unit_price_amount`` the catalogue's price at this quantity
    holds. A line without ``variant_id`` is made to measure: then name, enterprise, price and tax
    class must be given, and no stock is kept."""

    variant_id: int | None
    quantity: int
    unit_price_amount: int | None = None
    name: str = ""
    enterprise_id: int | None = None
    tax_class: str = ""


@dataclass(frozen=True, slots=True)
class Buyer:
    kind: str
    email: str
    user_id: int | None = None
    organization_id: int | None = None
    district: str = ""
    language: str = "ko"


@dataclass(frozen=True, slots=True)
class ShipTo:
    recipient: str
    phone: str
    postal_code: str
    road_address: str
    detail: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a buyer may ask for beside the goods. ``pickups``: pick-up point by enterprise, where
    the parcel isn't to be sent."""

    coupon_codes: Sequence[str] = ()
    pickups: Mapping[int, int] = field(default_factory=dict)
    is_gift: bool = False
    gift_message: str = ""
    agreed_made_to_order: bool = False


NO_WISHES = Wishes()


@transaction.atomic
def order_create(
    *,
    actor: Actor,
    lines: Sequence[NewLine],
    buyer: Buyer,
    address: ShipTo,
    sales_channel: str = rules.SalesChannel.SHOP,
    terms: str = rules.Terms.PREPAID,
    reference: str = "",
    expires_at: dt.datetime | None = None,
    charge_shipping: bool = True,
    channel: str = "default-channel",
    wishes: Wishes = NO_WISHES,
) -> Order:
    """Place a pending order and keep its stock and coupons for it until ``expires_at``.

    Raises InvalidInput for an empty or impossible list, CouponRefused, InsufficientStock when
    pieces lack.
    """
    drafts = _drafts(lines, channel=channel, wishes=wishes)
    groups: dict[int, list[_Draft]] = defaultdict(list)
    for draft in drafts:
        groups[draft.enterprise_id].append(draft)
    enterprises = Enterprise.objects.in_bulk(groups)
    paths = catalog.category_paths({d.row.category_id for d in drafts if d.row.category_id})
    _copy_sellers(groups, enterprises)

    now = clock.now()
    number = ids.new_number("O", clock.today())
    off = promotions.coupons_hold(
        holder=coupon_holder_of(number),
        codes=wishes.coupon_codes,
        goods=[_as_goods(place, draft, paths) for place, draft in enumerate(drafts)],
        buyer=promotions.buyer_name(user_id=buyer.user_id, email=buyer.email),
    )
    _price(drafts, off, paths)
    area = vendors.remote_area_kind(address.postal_code) if charge_shipping else ""
    points = _pickup_points(wishes, enterprises)
    parts = []
    for position, enterprise_id in enumerate(sorted(groups), start=1):
        part = _vendor_order(enterprises[enterprise_id], groups[enterprise_id])
        part.number = f"{number}-{position}"
        if charge_shipping:
            _charge_shipping(part, groups[enterprise_id], area, points.get(enterprise_id))
        parts.append(part)
    order = Order.objects.create(
        number=number,
        token=ids.new_token(),
        user_id=buyer.user_id,
        organization_id=buyer.organization_id,
        buyer_kind=buyer.kind,
        buyer_district=buyer.district,
        sales_channel=sales_channel,
        terms=terms,
        reference=reference,
        channel=channel,
        language=buyer.language,
        email=buyer.email,
        recipient=address.recipient,
        phone=address.phone,
        postal_code=address.postal_code,
        road_address=address.road_address,
        address_detail=address.detail,
        delivery_note=address.note,
        is_gift=wishes.is_gift,
        gift_message=wishes.gift_message,
        agreed_made_to_order=wishes.agreed_made_to_order,
        goods_amount=sum(part.goods_amount for part in parts),
        shipping_amount=sum(part.shipping_amount for part in parts),
        discount_amount=off.total,
        total_amount=sum(part.total_amount for part in parts),
        placed_at=now,
        expires_at=expires_at,
    )
    for part in parts:
        part.order = order
    VendorOrder.objects.bulk_create(parts)
    for part in parts:
        for draft in groups[part.enterprise_id]:
            draft.row.vendor_order = part
    OrderLine.objects.bulk_create(d.row for part in parts for d in groups[part.enterprise_id])
    _keep_stock(order, drafts)
    crashpoints.reached("after_reserve")
    OrderEvent.objects.create(order=order, kind="placed", at=now)
    outbox.emit(topic="order.placed", payload={"order_id": order.pk})
    return order


@transaction.atomic
def order_confirm(*, actor: Actor, order_id: int) -> Order:
    """The order holds: its stock is sold and the enterprises may start. Repeating changes nothing.

    Raises OrderNotPending when it was cancelled, ReservationGone when its stock was given back.
    """
    inventory.reservation_sell(holder=holder_of(order_id))
    order = locks.lock_order(order_id)
    if order is None:
        raise NotFound
    if order.status in (Order.Status.CONFIRMED, Order.Status.COMPLETED):
        return order
    if order.status != Order.Status.PENDING:
        raise OrderNotPending
    now = clock.now()
    clocks = selectors.consumer_clocks(on=clock.local_date(now))
    order.status = Order.Status.CONFIRMED
    order.confirmed_at = now
    order.expires_at = None
    order.save(update_fields=["status", "confirmed_at", "expires_at"])
    today, days = clock.local_date(now), clocks.dispatch_business_days
    order.vendor_orders.update(
        status=VendorOrder.Status.CONFIRMED, ship_by=clock.add_business_days(today, days)
    )
    for part in order.vendor_orders.filter(
        enterprise__closed_from__lte=today, enterprise__closed_to__gte=today
    ).select_related("enterprise"):
        closed = part.enterprise
        begin = vendor_rules.sends_from(closed.closed_from, closed.closed_to, on=today)
        part.ship_by = clock.add_business_days(begin, days)
        part.save(update_fields=["ship_by"])
    OrderEvent.objects.create(order=order, kind="confirmed", at=now)
    outbox.emit(topic="order.confirmed", payload={"order_id": order.pk})
    return order


@transaction.atomic
def order_cancel(*, actor: Actor, order_id: int, reason: str = "") -> Order:
    """Cancel an order that isn't paid yet; its stock and coupons are free again. Repeating changes
    nothing.

    The buyer may, and the system (when the time to pay is over). Raises NotFound for others'
    orders, OrderNotPending once it is confirmed: from then on it is a refund.
    """
    _free(order_id)
    order = locks.lock_order(order_id)
    if order is None or not is_buyer(actor, order):
        raise NotFound
    if order.status == Order.Status.CANCELLED:
        return order
    if order.status != Order.Status.PENDING:
        raise OrderNotPending
    order.status = Order.Status.CANCELLED
    order.cancel_reason = reason[:200]
    order.save(update_fields=["status", "cancel_reason"])
    order.vendor_orders.update(status=VendorOrder.Status.CANCELLED)
    OrderEvent.objects.create(
        order=order, kind="cancelled", at=clock.now(), data={"reason": reason}
    )
    audit.record(actor=actor, action="order.cancel", obj=order, reason=reason)
    outbox.emit(topic="order.cancelled", payload={"order_id": order.pk})
    return order


@transaction.atomic
def order_revive(*, order_id: int) -> Order:
    """Take up an order again whose time to pay ran out: its payment came after all.

    Raises OrderNotPending when it was cancelled for another reason, InsufficientStock or
    CouponRefused when what it needs went to somebody else.
    """
    number = Order.objects.filter(pk=order_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound
    promotions.coupons_hold_again(holder=coupon_holder_of(number))
    inventory.reservation_renew(holder=holder_of(order_id))
    order = locks.lock_order(order_id)
    if order is None or order.cancel_reason != EXPIRED:
        raise OrderNotPending
    if order.status != Order.Status.CANCELLED:
        raise OrderNotPending
    order.status = Order.Status.PENDING
    order.cancel_reason = ""
    order.save(update_fields=["status", "cancel_reason"])
    order.vendor_orders.update(status=VendorOrder.Status.PENDING)
    OrderEvent.objects.create(order=order, kind="revived", at=clock.now())
    audit.record(actor=SYSTEM, action="order.revive", obj=order)
    return order


def order_cancel_by_token(*, token: str) -> Order:
    """Cancel an unpaid order for whoever holds its link. Raises NotFound, OrderNotPending."""
    order_id = Order.objects.filter(token=token).values_list("pk", flat=True).first()
    if order_id is None:
        raise NotFound
    return order_cancel(actor=SYSTEM, order_id=order_id, reason="buyer")


def holder_of(order_id: int) -> str:
    """The name under which an order holds stock."""
    return f"order:{order_id}"


def coupon_holder_of(number: str) -> str:
    """The name under which an order holds coupons: they are held before the order has an id."""
    return f"order:{number}"


def is_buyer(actor: Actor, order: Order) -> bool:
    """Whether the actor bought: as themselves, for their organization, or is the system."""
    return (
        actor.is_system
        or (order.user_id is not None and order.user_id == actor.user_id)
        or (order.organization_id is not None and actor.has_role(order.organization_id))
    )


@dataclass(slots=True)
class _Draft:
    """A line in the making, with what only its price needs to know."""

    enterprise_id: int
    row: OrderLine
    piece: prices.Piece = field(default_factory=prices.Piece)


def _free(order_id: int) -> None:
    """Coupons and stock of an unpaid order are free again (in the order of their locks)."""
    number = Order.objects.filter(pk=order_id).values_list("number", flat=True).first()
    if number is not None:
        promotions.coupons_release(holder=coupon_holder_of(number))
    inventory.reservation_release(holder=holder_of(order_id))


def _drafts(lines: Sequence[NewLine], *, channel: str, wishes: Wishes) -> list[_Draft]:
    """Draft lines at list price. Writes nothing."""
    if not lines:
        raise InvalidInput({"lines": _("주문할 상품이 없습니다.")})
    variant_ids = [line.variant_id for line in lines if line.variant_id is not None]
    if len(set(variant_ids)) != len(variant_ids):
        raise InvalidInput({"lines": _("같은 상품이 두 번 들어 있습니다.")})
    offers = catalog.variant_offers(variant_ids, channel=channel)
    return [_draft(line, offers, wishes) for line in lines]


def _draft(line: NewLine, offers: Mapping[int, catalog.Offer], wishes: Wishes) -> _Draft:
    if line.quantity < 1:
        raise InvalidInput({"quantity": _("수량은 1 이상이어야 합니다.")}, code="ZERO_QUANTITY")
    if line.variant_id is None:
        draft = _draft_to_measure(line)
    else:
        offer = offers.get(line.variant_id)
        if offer is None:
            raise InvalidInput({"variant": _("판매 중이 아닌 상품입니다.")}, code="NOT_FOUND")
        draft = _draft_of_offer(line, offer, wishes)
    draft.row.total_amount = draft.row.unit_price_amount * draft.row.quantity
    return draft


def _draft_to_measure(line: NewLine) -> _Draft:
    if line.enterprise_id is None or line.unit_price_amount is None or not line.tax_class:
        raise ValueError("a line made to measure needs enterprise, price and tax class")
    row = OrderLine(
        name=line.name,
        quantity=line.quantity,
        unit_price_amount=line.unit_price_amount,
        tax_class=line.tax_class,
    )
    return _Draft(line.enterprise_id, row)


def _draft_of_offer(line: NewLine, offer: catalog.Offer, wishes: Wishes) -> _Draft:
    price = line.unit_price_amount
    if price is None:
        price = prices.unit_price(offer.base_price, offer.tiers, line.quantity)
    row = OrderLine(
        variant_id=offer.variant_id,
        product_id=offer.product_id,
        category_id=offer.category_id,
        name=offer.name,
        name_en=offer.name_en,
        variant_name=offer.variant_name,
        sku=offer.sku,
        quantity=line.quantity,
        unit_price_amount=price,
        tax_class=line.tax_class or offer.tax_class,
        is_green=offer.is_green,
        notice=offer.notice,
        withdrawal_exclusion=_exclusion(offer, wishes),
        thumbnail=offer.image,
    )
    return _Draft(offer.enterprise_id, row, selectors.piece_of(offer, line.quantity))


def _exclusion(offer: catalog.Offer, wishes: Wishes) -> str:
    """What keeps a change of mind out: fresh goods (shown with the product), and what is made to
    order where the buyer agreed to it (E-Commerce Act art. 17(2), Decree art. 21)."""
    if offer.is_made_to_order and wishes.agreed_made_to_order:
        return OrderLine.Exclusion.MADE_TO_ORDER
    return OrderLine.Exclusion.PERISHABLE if offer.is_perishable else ""


def _copy_sellers(
    groups: Mapping[int, list[_Draft]], enterprises: Mapping[int, Enterprise]
) -> None:
    """Copy each seller's district and the credentials valid today onto its lines."""
    copies = vendors.credential_copies(list(groups), on=clock.today())
    for enterprise_id, drafts in groups.items():
        papers = copies.get(enterprise_id, [])
        for draft in drafts:
            draft.row.seller_district = enterprises[enterprise_id].district
            draft.row.credentials = papers
            draft.row.kinds = sorted({str(paper["kind"]) for paper in papers})


def _as_goods(place: int, draft: _Draft, paths: Mapping[int, tuple[int, ...]]) -> Goods:
    path = paths.get(draft.row.category_id or 0, ())
    return Goods(place, draft.enterprise_id, frozenset(path), draft.row.total_amount)


def _price(drafts: Sequence[_Draft], off: Discounts, paths: Mapping[int, tuple[int, ...]]) -> None:
    """Write each line's discounts, tax and commission. The market pays for its own coupons, so
    only the enterprise's lower what the sale is worth (and its VAT)."""
    rates = tax.rates(on=clock.today())
    terms = selectors.commission_terms(on=clock.today())
    for place, draft in enumerate(drafts):
        row = draft.row
        if place in off.lines:
            row.market_discount_amount = off.lines[place].market
            row.enterprise_discount_amount = off.lines[place].enterprise
        worth = row.total_amount - row.enterprise_discount_amount
        split = rates.split(worth, row.tax_class)
        row.supply_amount, row.vat_amount = split.supply, split.vat
        row.tax_rate_bp = rates.by_class[row.tax_class]
        row.commission_rate_bp = prices.commission_rate(
            terms,
            enterprise_id=draft.enterprise_id,
            category_path=paths.get(row.category_id or 0, ()),
            kinds=row.kinds,
        )
        row.commission_amount = prices.commission(worth, rate_bp=row.commission_rate_bp)


def _vendor_order(enterprise: Enterprise, drafts: Sequence[_Draft]) -> VendorOrder:
    rows = [draft.row for draft in drafts]
    part = VendorOrder(
        enterprise=enterprise,
        goods_amount=sum(row.total_amount for row in rows),
        shipping_amount=0,
        market_discount_amount=sum(row.market_discount_amount for row in rows),
        enterprise_discount_amount=sum(row.enterprise_discount_amount for row in rows),
        commission_amount=sum(row.commission_amount for row in rows),
        return_fee_amount=enterprise.return_fee_amount,
    )
    part.total_amount = sum(row.paid_amount for row in rows)
    return part


def _charge_shipping(
    part: VendorOrder, drafts: Sequence[_Draft], area: str, point: PickupPoint | None
) -> None:
    """Add the part's shipping, and each line's share of it by what it cost."""
    charge = prices.shipping_charge(
        selectors.shipping_terms(part.enterprise),
        goods=part.goods_amount,
        load=prices.Load.of([draft.piece for draft in drafts]),
        area=area,
        pickup=point is not None,
    )
    part.shipping_amount, part.surcharge_amount = charge.total, charge.surcharge
    part.total_amount += charge.total
    if point is not None:
        part.delivery_method = VendorOrder.DeliveryMethod.PICKUP
        part.pickup_point = point
        part.pickup_place = f"{point.name} ({point.address})"[:300]
    shares = allocate(charge.total, [draft.row.total_amount for draft in drafts])
    for draft, share in zip(drafts, shares, strict=True):
        draft.row.shipping_amount = share


def _pickup_points(wishes: Wishes, enterprises: Mapping[int, Enterprise]) -> dict[int, PickupPoint]:
    """The chosen points by enterprise. Raises InvalidInput for one that doesn't take its goods."""
    wanted = {e: point for e, point in wishes.pickups.items() if e in enterprises}
    if not wanted:
        return {}
    offered = vendors.pickup_points_of(list(wanted))
    found = {}
    for enterprise_id, point_id in wanted.items():
        point = next((p for p in offered.get(enterprise_id, []) if p.pk == point_id), None)
        if point is None:
            raise InvalidInput({"pickup": _("이 기업의 상품을 받을 수 없는 픽업 장소입니다.")})
        found[enterprise_id] = point
    return found


def _keep_stock(order: Order, drafts: Sequence[_Draft]) -> None:
    quantities = {draft.row.variant_id: draft.row.quantity for draft in drafts}
    kept = {variant_id: q for variant_id, q in quantities.items() if variant_id is not None}
    if kept:
        inventory.stock_reserve(
            holder=holder_of(order.pk), quantities=kept, expires_at=order.expires_at
        )
