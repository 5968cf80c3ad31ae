"""Placing an order: copy what was agreed, keep the stock, confirm or cancel."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from core import audit, clock, ids, outbox, tax
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from inventory import services as inventory
from orders import locks, rules
from orders.errors import OrderNotPending
from orders.models import Order, OrderEvent, OrderLine, VendorOrder
from vendors import selectors as vendors
from vendors.models import Enterprise

#: Dispatch within 3 business days of payment (E-Commerce Act art. 15(1)).
DISPATCH_BUSINESS_DAYS = 3


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
) -> Order:
    """Place a pending order and keep its stock for it until ``expires_at``.

    Raises InvalidInput for an empty or impossible list, InsufficientStock when pieces lack.
    """
    drafts = _price(lines, channel=channel)
    groups: dict[int, list[OrderLine]] = defaultdict(list)
    for enterprise_id, draft in drafts:
        groups[enterprise_id].append(draft)
    enterprises = Enterprise.objects.in_bulk(groups)
    _copy_sellers(groups, enterprises)

    now = clock.now()
    number = ids.new_number("O", clock.today())
    rates = vendors.commission_rates(list(groups), on=clock.today())
    parts = [
        _vendor_order(
            enterprise=enterprises[enterprise_id],
            drafts=groups[enterprise_id],
            number=f"{number}-{position}",
            rate_bp=rates[enterprise_id],
            charge_shipping=charge_shipping,
        )
        for position, enterprise_id in enumerate(sorted(groups), start=1)
    ]
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
        goods_amount=sum(part.goods_amount for part in parts),
        shipping_amount=sum(part.shipping_amount for part in parts),
        total_amount=sum(part.total_amount for part in parts),
        placed_at=now,
        expires_at=expires_at,
    )
    for part in parts:
        part.order = order
    VendorOrder.objects.bulk_create(parts)
    for part in parts:
        for draft in groups[part.enterprise_id]:
            draft.vendor_order = part
    OrderLine.objects.bulk_create(draft for part in parts for draft in groups[part.enterprise_id])
    _keep_stock(order, drafts)
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
    order.status = Order.Status.CONFIRMED
    order.confirmed_at = now
    order.expires_at = None
    order.save(update_fields=["status", "confirmed_at", "expires_at"])
    order.vendor_orders.update(
        status=VendorOrder.Status.CONFIRMED,
        ship_by=clock.add_business_days(clock.local_date(now), DISPATCH_BUSINESS_DAYS),
    )
    OrderEvent.objects.create(order=order, kind="confirmed", at=now)
    outbox.emit(topic="order.confirmed", payload={"order_id": order.pk})
    return order


@transaction.atomic
def order_cancel(*, actor: Actor, order_id: int, reason: str = "") -> Order:
    """Cancel an order that isn't paid yet and give its stock back. Repeating changes nothing.

    The buyer may, and the system (when the time to pay is over). Raises NotFound for others'
    orders, OrderNotPending once it is confirmed: from then on it is a refund.
    """
    inventory.reservation_release(holder=holder_of(order_id))
    order = locks.lock_order(order_id)
    if order is None or not is_buyer(actor, order):
        raise NotFound
    if order.status == Order.Status.CANCELLED:
        return order
    if order.status != Order.Status.PENDING:
        raise OrderNotPending
    order.status = Order.Status.CANCELLED
    order.save(update_fields=["status"])
    order.vendor_orders.update(status=VendorOrder.Status.CANCELLED)
    OrderEvent.objects.create(
        order=order, kind="cancelled", at=clock.now(), data={"reason": reason}
    )
    audit.record(actor=actor, action="order.cancel", obj=order, reason=reason)
    outbox.emit(topic="order.cancelled", payload={"order_id": order.pk})
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


def is_buyer(actor: Actor, order: Order) -> bool:
    """Whether the actor bought: as themselves, for their organization, or is the system."""
    return (
        actor.is_system
        or (order.user_id is not None and order.user_id == actor.user_id)
        or (order.organization_id is not None and actor.has_role(order.organization_id))
    )


def _price(lines: Sequence[NewLine], *, channel: str) -> list[tuple[int, OrderLine]]:
    """Draft lines with their money, each beside its enterprise's id. Writes nothing."""
    if not lines:
        raise InvalidInput({"lines": _("주문할 상품이 없습니다.")})
    variant_ids = [line.variant_id for line in lines if line.variant_id is not None]
    if len(set(variant_ids)) != len(variant_ids):
        raise InvalidInput({"lines": _("같은 상품이 두 번 들어 있습니다.")})
    offers = catalog.variant_offers(variant_ids, channel=channel)
    rates = tax.rates(on=clock.today())
    return [_draft(line, offers, rates) for line in lines]


def _draft(
    line: NewLine, offers: Mapping[int, catalog.Offer], rates: tax.TaxRates
) -> tuple[int, OrderLine]:
    if line.quantity < 1:
        raise InvalidInput({"quantity": _("수량은 1 이상이어야 합니다.")}, code="ZERO_QUANTITY")
    if line.variant_id is None:
        draft, enterprise_id = _draft_to_measure(line)
    else:
        offer = offers.get(line.variant_id)
        if offer is None:
            raise InvalidInput({"variant": _("판매 중이 아닌 상품입니다.")}, code="NOT_FOUND")
        draft, enterprise_id = _draft_of_offer(line, offer), offer.enterprise_id
    draft.total_amount = draft.unit_price_amount * draft.quantity
    split = rates.split(draft.total_amount, draft.tax_class)
    draft.supply_amount, draft.vat_amount = split.supply, split.vat
    draft.tax_rate_bp = rates.by_class[draft.tax_class]
    return enterprise_id, draft


def _draft_to_measure(line: NewLine) -> tuple[OrderLine, int]:
    if line.enterprise_id is None or line.unit_price_amount is None or not line.tax_class:
        raise ValueError("a line made to measure needs enterprise, price and tax class")
    draft = OrderLine(
        name=line.name,
        quantity=line.quantity,
        unit_price_amount=line.unit_price_amount,
        tax_class=line.tax_class,
    )
    return draft, line.enterprise_id


def _draft_of_offer(line: NewLine, offer: catalog.Offer) -> OrderLine:
    price = line.unit_price_amount
    if price is None:
        price = rules.unit_price(offer.base_price, offer.tiers, line.quantity)
    return OrderLine(
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
        thumbnail=offer.image,
    )


def _copy_sellers(
    groups: Mapping[int, list[OrderLine]], enterprises: Mapping[int, Enterprise]
) -> None:
    """Copy each seller's district and the credentials valid today onto its lines."""
    copies = vendors.credential_copies(list(groups), on=clock.today())
    for enterprise_id, drafts in groups.items():
        papers = copies.get(enterprise_id, [])
        for draft in drafts:
            draft.seller_district = enterprises[enterprise_id].district
            draft.credentials = papers
            draft.kinds = sorted({str(paper["kind"]) for paper in papers})


def _vendor_order(
    *,
    enterprise: Enterprise,
    drafts: Sequence[OrderLine],
    number: str,
    rate_bp: int,
    charge_shipping: bool,
) -> VendorOrder:
    goods = sum(draft.total_amount for draft in drafts)
    shipping = 0
    if charge_shipping:
        shipping = rules.shipping_fee(
            goods=goods,
            fee=enterprise.shipping_fee_amount,
            free_from=enterprise.free_shipping_from_amount,
        )
    return VendorOrder(
        enterprise=enterprise,
        number=number,
        goods_amount=goods,
        shipping_amount=shipping,
        total_amount=goods + shipping,
        commission_rate_bp=rate_bp,
        commission_amount=rules.commission(goods, rate_bp=rate_bp),
    )


def _keep_stock(order: Order, drafts: Sequence[tuple[int, OrderLine]]) -> None:
    quantities = {draft.variant_id: draft.quantity for _enterprise, draft in drafts}
    kept = {variant_id: q for variant_id, q in quantities.items() if variant_id is not None}
    if kept:
        inventory.stock_reserve(
            holder=holder_of(order.pk), quantities=kept, expires_at=order.expires_at
        )
