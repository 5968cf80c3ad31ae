"""What citizens bought: paid by card or transfer, shipped, received, now and then sent back."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from typing import Final

from accounts.models import Address, User
from backend.demo import season
from backend.demo.content.model import MarketContent, ProductSpec
from backend.demo.content.words import address_in, person_name
from backend.demo.history import Booking, History, Move, PartDraft, Pick, buyer_of
from backend.demo.market import People, Shelf
from catalog.models import Variant
from core import clock
from core.money import TaxSplit
from inventory.models import Reservation
from orders import prices
from orders.models import Order, VendorOrder
from orders.rules import order_status
from payments import rules as money
from payments.models import PayableItem, Payment, Refund, RefundLine
from payments.shares import amounts_of, fee_item, item

_HOUR: Final = dt.timedelta(hours=1)
_MINUTE: Final = dt.timedelta(minutes=1)
#: gateways of the past
_WAYS = ("test", "bank_transfer")
_CONFIRM = dt.timedelta(days=8)
_REASONS = ("단순 변심", "배송 중 파손", "상품이 설명과 다름", "수량 착오")
_NOTES = ("", "", "", "문 앞에 놓아 주세요.", "경비실에 맡겨 주세요.", "배송 전에 연락 주세요.")
_TO_PAY = 30 * _MINUTE
_TO_TRANSFER = 72 * _HOUR


@dataclass(slots=True)
class _Taste:
    """What is picked, and how likely: everyday goods, and gifts when it is time for gifts."""

    products: list[ProductSpec]
    listed: list[dt.date]
    plain: list[int]
    festive: list[int]


def make_shop_history(
    *, content: MarketContent, history: History, shelf: Shelf, people: People, count: int
) -> None:
    rng = history.rng
    opened = content.today - dt.timedelta(days=season.HISTORY_DAYS)
    taste = _taste(shelf, people)
    days = season.spread(count, first=opened, last=content.today, opened=opened, rng=rng)
    for day in days:
        _shop(history, shelf, people, taste, day, rng)
    for back in (0, 3, 12, 40):  # the demo's own citizen has something to look at
        day = content.today - dt.timedelta(days=back + 1)
        _shop(history, shelf, people, taste, day, rng, buyer=people.citizens[0], smooth=True)


def _taste(shelf: Shelf, people: People) -> _Taste:
    specs = [spec for spec, _row in shelf.products if spec.weight_g or spec.price < 60_000]
    specs.sort(key=lambda spec: spec.listed_on)
    plain = [spec.pull * (3 if spec.price < 20_000 else 1) for spec in specs]
    festive = [
        spec.pull * (3 if spec.price < 20_000 else 1) * (9 if spec.gift else 1) for spec in specs
    ]
    return _Taste(
        specs,
        [spec.listed_on for spec in specs],
        list(accumulate(plain)),
        list(accumulate(festive)),
    )


def _choose(taste: _Taste, day: dt.date, rng: random.Random) -> ProductSpec:
    """A product that was listed by ``day``."""
    weights = taste.festive if rng.random() * 9 < season.gift_share(day) - 1 else taste.plain
    until = max(1, bisect(taste.listed, day))
    return taste.products[bisect(weights, rng.random() * weights[until - 1], 0, until - 1)]


def _picks(
    history: History, shelf: Shelf, taste: _Taste, day: dt.date, rng: random.Random
) -> list[Pick]:
    first = _choose(taste, day, rng)
    chosen: dict[int, int] = {}
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        spec = first if not chosen else _choose(taste, day, rng)
        variant: Variant = rng.choice(shelf.variants[spec.slug])
        quantity = rng.choice((1, 1, 1, 1, 2, 2, 3))
        if spec.gift and season.gift_share(day) > 1:
            quantity = rng.choice((1, 2, 2, 3, 5))
        chosen.setdefault(variant.pk, quantity)
    return [Pick(history.offers[pk], quantity) for pk, quantity in chosen.items()]


def _shop(
    history: History,
    shelf: Shelf,
    people: People,
    taste: _Taste,
    day: dt.date,
    rng: random.Random,
    *,
    buyer: User | None = None,
    smooth: bool = False,
) -> None:
    placed_at = season.moment_on(day, rng)
    if placed_at > history.now:
        placed_at = history.now - rng.randint(20, 400) * _MINUTE
    way = _WAYS[rng.random() < 0.28]
    order, parts = history.order(
        _picks(history, shelf, taste, day, rng),
        placed_at=placed_at,
        charge_shipping=True,
        channel="default-channel",
        sales_channel=Order.SalesChannel.SHOP,
        terms=Order.Terms.PREPAID,
        **_buyer(history, people, rng, buyer, placed_at),
    )
    payment = Payment(
        order=order,
        gateway=way,
        reference=history.number("P", clock.local_date(placed_at)),
        amount=order.total_amount,
        created_at=placed_at,
    )
    payment.provider_ref = f"{'test' if way == 'test' else 'bank'}_{payment.reference}"
    history.add(payment)
    luck = 1.0 if smooth else rng.random()
    paid_at = placed_at + (
        rng.randint(1, 9) * _MINUTE if way == "test" else rng.randint(20, 1500) * _MINUTE
    )
    wait = _TO_TRANSFER if way == "bank_transfer" else _TO_PAY
    if luck < 0.025 or paid_at > history.now:
        _unpaid(history, order, parts, payment, placed_at + wait)
        return
    payment.state = Payment.State.CAPTURED
    payment.captured_at = paid_at
    history.confirm(order, parts, paid_at)
    history.bookings.append(
        Booking(
            key=lambda: f"payment:{payment.pk}:captured",
            kind="capture",
            postings=money.capture_postings(payment.amount, gateway=way, buyer=buyer_of(order)),
            at=paid_at,
            order=order,
        )
    )
    for part in parts:
        fate = 1.0 if smooth else rng.random()
        if fate < 0.012:
            _call_off(history, order, part, payment, paid_at + rng.randint(1, 20) * _HOUR)
        else:
            _carry_out(history, part, payment, paid_at, rng, sent_back=fate > 0.965 and not smooth)
    order.status = Order.Status(order_status([part.row.status for part in parts]))


def _buyer(
    history: History,
    people: People,
    rng: random.Random,
    buyer: User | None,
    placed_at: dt.datetime,
) -> dict[str, object]:
    if buyer is None and rng.random() < 0.62:
        # a third of the members do most of the buying
        members = people.citizens[1:]
        buyer = members[int(len(members) * rng.random() ** 2.2)]
        if buyer.date_joined > placed_at:
            buyer.date_joined = placed_at  # written with ``settle_people``
    fields: dict[str, object] = {
        "buyer_kind": Order.BuyerKind.CITIZEN,
        "delivery_note": rng.choice(_NOTES),
        "language": "en" if rng.random() < 0.03 else "ko",
    }
    if buyer is not None:
        home: Address = people.addresses[buyer.pk]
        return fields | {
            "user": buyer,
            "email": buyer.email,
            "buyer_district": buyer.district,
            "recipient": home.recipient,
            "phone": home.phone,
            "postal_code": home.postal_code,
            "road_address": home.road_address,
            "address_detail": home.detail,
        }
    name, _en = person_name(rng)
    district = rng.choice(people.citizens).district
    postal_code, address = address_in(district, rng, home=True)
    road, detail = address.rsplit(", ", 1)
    return fields | {
        "email": f"guest{rng.randint(1, 900):04d}@guests.example",
        "buyer_district": district,
        "recipient": name,
        "phone": f"010-0000-{rng.randint(0, 9999):04d}",
        "postal_code": postal_code,
        "road_address": road,
        "address_detail": detail,
    }


def _unpaid(
    history: History,
    order: Order,
    parts: list[PartDraft],
    payment: Payment,
    expires_at: dt.datetime,
) -> None:
    """Waits for its money still, or waited in vain."""
    if expires_at > history.now:
        order.expires_at = expires_at
        if payment.gateway == "bank_transfer":
            payment.next_action = {"type": "transfer", "reference": payment.reference}
        for part in parts:
            for line in part.lines:
                history.keep(order, line, Reservation.State.HELD, expires_at)
        return
    order.status = Order.Status.CANCELLED
    order.expires_at = expires_at
    payment.state = Payment.State.CANCELLED
    for part in parts:
        part.row.status = VendorOrder.Status.CANCELLED
        for line in part.lines:
            history.keep(order, line, Reservation.State.RELEASED, expires_at)
    history.event(order, "cancelled", expires_at + _MINUTE, reason="expired")


def _call_off(
    history: History,
    order: Order,
    part: PartDraft,
    payment: Payment,
    at: dt.datetime,
) -> None:
    """All pieces of a part refunded before they left the house."""
    if at > history.now:
        return
    row = part.row
    for line in part.lines:
        line.cancelled_quantity = line.quantity
        history.moves.append(
            Move(
                line.variant_id or 0,
                line.quantity,
                "returned",
                lambda: f"vendor-order:{row.pk}",
                at,
            )
        )
    row.status = VendorOrder.Status.CANCELLED
    refund = _refund(history, payment, row, at, reason="주문 취소")
    refund.goods_amount, refund.shipping_amount = row.goods_amount, row.shipping_amount
    payment.refunded_amount += refund.amount
    for line in part.lines:
        history.add(
            RefundLine(
                refund=refund,
                order_line=line,
                quantity=line.quantity,
                amount=line.total_amount,
                shipping_amount=line.shipping_amount,
            )
        )
    _book_refund(history, refund, TaxSplit(0, 0, 0), [])


def _carry_out(
    history: History,
    part: PartDraft,
    payment: Payment,
    paid_at: dt.datetime,
    rng: random.Random,
    *,
    sent_back: bool,
) -> None:
    accepted_at = paid_at + rng.randint(1, 14) * _HOUR
    if not history.accept(part, accepted_at):
        return
    shipped_at = accepted_at + rng.randint(6, 48) * _HOUR
    shipment = history.ship(part, shipped_at)
    delivered_at = shipped_at + rng.randint(20, 80) * _HOUR
    if shipment is None or not history.recognise(part, shipment, delivered_at):
        return
    if sent_back:
        _send_back(history, part, payment, delivered_at + rng.randint(12, 140) * _HOUR, rng)
    # Half of the buyers say so themselves, for the others the time does.
    said = delivered_at + rng.randint(1, 90) * _HOUR
    history.close(part, said if rng.random() < 0.5 and not sent_back else delivered_at + _CONFIRM)


def _send_back(
    history: History,
    part: PartDraft,
    payment: Payment,
    at: dt.datetime,
    rng: random.Random,
) -> None:
    """Some or all pieces of one line returned after delivery; commission goes back with them."""
    if at > history.now:
        return
    row, line = part.row, rng.choice(part.lines)
    quantity = rng.randint(1, line.quantity)
    reason = rng.choice(_REASONS)
    fault = reason != _REASONS[0]
    share = prices.line_share(
        amounts_of(line),
        before=0,
        pieces=quantity,
        vat_rate_bp=history.vat_bp,
        with_shipping=quantity if fault else 0,
    )
    line.returned_quantity = quantity
    refund = _refund(history, payment, row, at, reason=reason)
    refund.goods_amount = share.goods
    refund.shipping_amount = share.shipping
    refund.fee_amount = 0 if fault else min(row.return_fee_amount, share.paid)
    refund.commission_amount = share.commission.total
    payment.refunded_amount += refund.amount
    history.add(
        RefundLine(
            refund=refund,
            order_line=line,
            quantity=quantity,
            amount=share.goods,
            shipping_amount=share.shipping,
            commission_amount=share.commission.total,
        )
    )
    items = [
        item(
            kind=PayableItem.Kind.REFUND, part=row, line=line, pieces=quantity, share=share, sign=-1
        )
    ]
    if refund.fee_amount:
        items.append(fee_item(part=row, fee=refund.fee_amount))
    _book_refund(history, refund, share.commission, items)


def _refund(
    history: History, payment: Payment, row: VendorOrder, at: dt.datetime, *, reason: str
) -> Refund:
    count = sum(1 for refund in history.rows[Refund] if refund.payment is payment)
    reference = f"{payment.reference}-R{count + 1}"
    refund = Refund(
        payment=payment,
        vendor_order=row,
        reference=reference,
        provider_ref=f"{'test' if payment.gateway == 'test' else 'bank'}_{reference}",
        state=Refund.State.DONE,
        goods_amount=0,
        reason=reason,
        created_at=at,
        done_at=at + _MINUTE,
    )
    history.add(refund)
    return refund


def _book_refund(
    history: History, refund: Refund, commission: TaxSplit, items: list[PayableItem]
) -> None:
    """Decided and sent. ``items``: what the enterprise gives back, where the sale had counted."""
    row, payment = refund.vendor_order, refund.payment
    assert row is not None
    buyer = buyer_of(row.order)
    decided = money.refund_postings(
        refund.amount,
        buyer=buyer,
        enterprise_id=row.enterprise_id if items else None,
        commission=commission,
    )
    sent = [
        money.clearing(payment.gateway, -refund.amount),
        money.Posting(money.AccountKind.REFUNDS, refund.amount, buyer),
    ]
    for what, kind, postings, at, payable in (
        ("decided", "refund", decided, refund.created_at, items),
        ("done", "refund_sent", sent, refund.done_at or refund.created_at, []),
    ):
        if any(posting.amount for posting in postings):
            history.bookings.append(
                Booking(
                    key=partial(_refund_key, refund, what),
                    kind=kind,
                    postings=postings,
                    at=at,
                    order=row.order,
                    part=row,
                    items=payable,
                )
            )


def _refund_key(refund: Refund, what: str) -> str:
    return f"refund:{refund.pk}:{what}"
