"""A past written in bulk: the rows that the services would have left, and the books beside them.

``History`` collects rows in memory by the same pure rules the services use (prices, tax splits,
shipping, commission, postings) and writes them table by table. Tests lay an order of this history
beside the same order taken through the services.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.db.models import Model

from backend.demo.market import BATCH, Shelf
from catalog.selectors import Offer
from core import clock, tax
from core.money import TaxSplit, allocate
from inventory.models import Reservation, Stock, StockChange
from orders import prices, rules
from orders.models import (
    Order,
    OrderEvent,
    OrderLine,
    Shipment,
    ShipmentLine,
    VendorOrder,
)
from orders.selectors import shipping_terms
from payments import rules as money
from payments.models import (
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    PayableItem,
    Payment,
    Refund,
    RefundLine,
)
from payments.shares import amounts_of, item
from vendors.models import Credential, Enterprise
from vendors.rules import CredentialKind

Progress = Callable[[int, int, str], None]
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CARRIERS = ("온장택배(데모)", "갈매기택배(데모)", "부산물류(데모)")


@dataclass(frozen=True, slots=True)
class Pick:
    """So many of an offer."""

    offer: Offer
    quantity: int
    #: as quoted; None: the catalogue's price at this quantity
    unit_price: int | None = None


@dataclass(slots=True)
class PartDraft:
    row: VendorOrder
    lines: list[OrderLine]


@dataclass(slots=True)
class Booking:
    """A ledger entry to come; its key may need ids that rows get when they are written."""

    key: Callable[[], str]
    kind: str
    postings: list[money.Posting]
    at: dt.datetime
    order: Order | None = None
    part: VendorOrder | None = None
    items: list[PayableItem] = field(default_factory=list)


@dataclass(slots=True)
class Move:
    """Pieces that left the shelf for an order (below zero) or came back."""

    variant_id: int
    delta: int
    reason: str
    reference: Callable[[], str]
    at: dt.datetime


class History:
    def __init__(self, shelf: Shelf, offers: dict[int, Offer], rng: random.Random) -> None:
        self.now = clock.now()
        self.rng = rng
        self.offers = offers
        self.enterprises: dict[int, Enterprise] = {e.pk: e for e in shelf.enterprises.values()}
        self.rates = tax.rates(on=clock.today())
        #: The general rate: the demo's enterprises have no terms of their own.
        self.commission_bp = 0
        self.vat_bp = self.rates.by_class["taxable"]
        self._papers = _papers()
        self._numbers: set[str] = set()
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.bookings: list[Booking] = []
        self.moves: list[Move] = []
        self.kept: list[tuple[Order, OrderLine, str, dt.datetime | None]] = []

    # -- names

    def number(self, prefix: str, day: dt.date) -> str:
        """As ``core.ids.new_number``, from the seeded stream and never twice."""
        while True:
            tail = "".join(self.rng.choices(_ALPHABET, k=6))
            number = f"{prefix}-{day:%y%m%d}-{tail}"
            if number not in self._numbers:
                self._numbers.add(number)
                return number

    def token(self) -> str:
        return "".join(self.rng.choices(_ALPHABET.lower(), k=22))

    def add(self, *rows: Any) -> None:
        for row in rows:
            self.rows[type(row)].append(row)

    # -- an order and its parts

    def order(
        self, picks: Sequence[Pick], *, placed_at: dt.datetime, charge_shipping: bool, **fields: Any
    ) -> tuple[Order, list[PartDraft]]:
        """A pending order with parts and lines, as ``orders.services.order_create`` makes it."""
        day = clock.local_date(placed_at)
        groups: dict[int, list[OrderLine]] = defaultdict(list)
        for pick in picks:
            groups[pick.offer.enterprise_id].append(self._line(pick, day))
        number = self.number("O", day)
        parts = []
        for place, enterprise_id in enumerate(sorted(groups), start=1):
            lines = groups[enterprise_id]
            seller = self.enterprises[enterprise_id]
            goods = sum(line.total_amount for line in lines)
            shipping = 0
            if charge_shipping:
                charge = prices.shipping_charge(shipping_terms(seller), goods=goods)
                shipping = charge.total
                shares = allocate(shipping, [line.total_amount for line in lines])
                for line, share in zip(lines, shares, strict=True):
                    line.shipping_amount = share
            row = VendorOrder(
                enterprise=seller,
                number=f"{number}-{place}",
                goods_amount=goods,
                shipping_amount=shipping,
                total_amount=goods + shipping,
                commission_amount=sum(line.commission_amount for line in lines),
                return_fee_amount=seller.return_fee_amount,
            )
            parts.append(PartDraft(row, lines))
        order = Order(
            number=number,
            token=self.token(),
            goods_amount=sum(part.row.goods_amount for part in parts),
            shipping_amount=sum(part.row.shipping_amount for part in parts),
            total_amount=sum(part.row.total_amount for part in parts),
            placed_at=placed_at,
            **fields,
        )
        self.add(order)
        for part in parts:
            part.row.order = order
            self.add(part.row)
            for line in part.lines:
                line.vendor_order = part.row
                self.add(line)
        self.event(order, "placed", placed_at)
        return order, parts

    def _line(self, pick: Pick, day: dt.date) -> OrderLine:
        offer = pick.offer
        price = pick.unit_price
        if price is None:
            price = prices.unit_price(offer.base_price, offer.tiers, pick.quantity)
        total = price * pick.quantity
        split = self.rates.split(total, offer.tax_class)
        papers = self.papers(offer.enterprise_id, day)
        rate = self.commission_bp
        return OrderLine(
            variant_id=offer.variant_id,
            product_id=offer.product_id,
            category_id=offer.category_id,
            name=offer.name,
            name_en=offer.name_en,
            variant_name=offer.variant_name,
            sku=offer.sku,
            quantity=pick.quantity,
            unit_price_amount=price,
            total_amount=total,
            supply_amount=split.supply,
            vat_amount=split.vat,
            tax_class=offer.tax_class,
            tax_rate_bp=self.rates.by_class[offer.tax_class],
            commission_rate_bp=rate,
            commission_amount=prices.commission(total, rate_bp=rate),
            withdrawal_exclusion=OrderLine.Exclusion.PERISHABLE if offer.is_perishable else "",
            kinds=sorted({str(paper["kind"]) for paper in papers}),
            credentials=papers,
            seller_district=self.enterprises[offer.enterprise_id].district,
            is_green=offer.is_green,
            notice=offer.notice,
            thumbnail=offer.image,
        )

    def papers(self, enterprise_id: int, day: dt.date) -> list[dict[str, Any]]:
        """As ``vendors.selectors.credential_copies``: what was valid on the day."""
        return [
            copy
            for copy, expires in self._papers.get(enterprise_id, [])
            if expires is None or day <= expires
        ]

    def event(
        self, order: Order, kind: str, at: dt.datetime, part: VendorOrder | None = None, **data: Any
    ) -> None:
        self.add(OrderEvent(order=order, vendor_order=part, kind=kind, at=at, data=data))

    def confirm(self, order: Order, parts: Iterable[PartDraft], at: dt.datetime) -> None:
        """The order holds: pieces leave the shelf, enterprises may start."""
        order.status = Order.Status.CONFIRMED
        order.confirmed_at = at
        order.expires_at = None
        due = _dispatch_by(clock.local_date(at))
        for part in parts:
            part.row.status = VendorOrder.Status.CONFIRMED
            part.row.ship_by = due
            for line in part.lines:
                self.keep(order, line, Reservation.State.SOLD, None)
                self.moves.append(
                    Move(line.variant_id or 0, -line.quantity, "sold", _holder(order), at)
                )
        self.event(order, "confirmed", at)

    def keep(
        self, order: Order, line: OrderLine, state: str, expires_at: dt.datetime | None
    ) -> None:
        self.kept.append((order, line, state, expires_at))

    def accept(self, part: PartDraft, at: dt.datetime) -> bool:
        if at > self.now:
            return False
        part.row.status = VendorOrder.Status.ACCEPTED
        self.event(part.row.order, "accepted", at, part.row)
        return True

    def ship(self, part: PartDraft, at: dt.datetime) -> Shipment | None:
        """Everything that remains leaves at once."""
        if at > self.now:
            return None
        carrier = self.rng.choice(CARRIERS)
        tracking = f"{self.rng.randint(10**11, 10**12 - 1)}"
        shipment = Shipment(
            vendor_order=part.row,
            number=f"{part.row.number}-S1",
            carrier=carrier,
            tracking_number=tracking,
            shipped_at=at,
        )
        self.add(shipment)
        for line in part.lines:
            left = line.to_ship
            if left:
                line.shipped_quantity = left
                self.add(ShipmentLine(shipment=shipment, order_line=line, quantity=left))
        part.row.status = VendorOrder.Status.SHIPPED
        part.row.shipped_at = at
        self.event(
            part.row.order, "shipped", at, part.row, carrier=carrier, tracking_number=tracking
        )
        return shipment

    def deliver(self, part: PartDraft, shipment: Shipment, at: dt.datetime) -> bool:
        if at > self.now:
            return False
        part.row.status = VendorOrder.Status.DELIVERED
        part.row.delivered_at = at
        shipment.delivered_at = at
        self.event(part.row.order, "delivered", at, part.row)
        return True

    def recognise(self, part: PartDraft, shipment: Shipment, at: dt.datetime) -> bool:
        """A prepaid part reached the buyer: from now on the money is the enterprise's."""
        if not self.deliver(part, shipment, at):
            return False
        row = part.row
        items, paid, commission = self.shares(part, PayableItem.Kind.SALE)
        self.bookings.append(
            Booking(
                key=lambda: f"vendor-order:{row.pk}:delivered",
                kind="recognition",
                postings=money.recognition_postings(
                    source=money.Posting(money.AccountKind.BUYER_FUNDS, paid, buyer_of(row.order)),
                    enterprise_id=row.enterprise_id,
                    commission=commission,
                ),
                at=at,
                order=row.order,
                part=row,
                items=items,
            )
        )
        return True

    def shares(self, part: PartDraft, kind: str) -> tuple[list[PayableItem], int, TaxSplit]:
        """Items of the sub-ledger for what is kept of a part, their price, their commission."""
        items, paid = [], 0
        commission = TaxSplit(0, 0, 0)
        for line in part.lines:
            pieces = line.quantity - line.refunded_quantity
            if not pieces:
                continue
            share = prices.line_share(
                amounts_of(line),
                before=line.refunded_quantity,
                pieces=pieces,
                vat_rate_bp=self.vat_bp,
            )
            items.append(item(kind=kind, part=part.row, line=line, pieces=pieces, share=share))
            paid += share.paid + share.shipping
            commission = plus(commission, share.commission)
        return items, paid, commission

    def close(self, part: PartDraft, at: dt.datetime) -> None:
        """The buyer's purchase is confirmed: from here it is due to the enterprise."""
        if at > self.now or part.row.status != VendorOrder.Status.DELIVERED:
            return
        part.row.status = VendorOrder.Status.CLOSED
        part.row.closed_at = at
        self.event(part.row.order, "closed", at, part.row)

    def settle_status(self, order: Order, parts: Iterable[PartDraft]) -> None:
        order.status = Order.Status(rules.order_status([part.row.status for part in parts]))

    # -- writing

    def save(self, *, progress: Progress, title: str) -> None:
        """Write everything collected, parents first, and forget it."""
        order_of_tables = _tables()
        total = sum(len(self.rows[table]) for table in order_of_tables)
        done = 0
        for table in order_of_tables:
            rows = self.rows.pop(table, [])
            for start in range(0, len(rows), BATCH):
                done += len(table._default_manager.bulk_create(rows[start : start + BATCH]))
                progress(done, total, title)
        if leftover := [table.__name__ for table, rows in self.rows.items() if rows]:
            raise RuntimeError(f"no place in the order of tables for {leftover}")
        self._save_reservations()
        self._save_bookings()

    def _save_reservations(self) -> None:
        stocks = dict(Stock.objects.values_list("variant_id", "pk"))
        Reservation.objects.bulk_create(
            (
                Reservation(
                    stock_id=stocks[line.variant_id or 0],
                    holder=f"order:{order.pk}",
                    quantity=line.quantity,
                    state=state,
                    expires_at=expires_at,
                    created_at=order.placed_at,
                )
                for order, line, state, expires_at in self.kept
            ),
            batch_size=BATCH,
        )
        self.kept.clear()

    def _save_bookings(self) -> None:
        self.bookings.sort(key=lambda booking: booking.at)
        for booking in self.bookings:
            if booking.order is not None:
                booking.postings = _owned(booking.postings, booking.order.pk)
        accounts = _accounts(p for booking in self.bookings for p in booking.postings)
        for start in range(0, len(self.bookings), BATCH):
            part = self.bookings[start : start + BATCH]
            entries = LedgerEntry.objects.bulk_create(
                LedgerEntry(
                    key=booking.key(),
                    kind=booking.kind,
                    order_id=booking.order.pk if booking.order else None,
                    vendor_order_id=booking.part.pk if booking.part else None,
                    happened_at=booking.at,
                )
                for booking in part
            )
            PayableItem.objects.bulk_create(
                _as_booked(payable, entry)
                for entry, booking in zip(entries, part, strict=True)
                for payable in booking.items
            )
            LedgerPosting.objects.bulk_create(
                LedgerPosting(
                    entry=entry,
                    account=accounts[posting.kind, posting.owner],
                    amount=posting.amount,
                )
                for entry, booking in zip(entries, part, strict=True)
                for posting in booking.postings
                if posting.amount
            )
        self.bookings.clear()


def buyer_of(order: Order) -> str:
    """The owner of an order's funds; a guest's gets its id when the order is written."""
    user_id = order.user.pk if order.user else None
    return money.buyer_owner(user_id=user_id, organization_id=None, order_id=_UNWRITTEN)


#: Stands for the id of an order that isn't written yet.
_UNWRITTEN = 0


def _owned(postings: list[money.Posting], order_id: int) -> list[money.Posting]:
    unwritten = f"guest:{_UNWRITTEN}"
    return [
        replace(posting, owner=f"guest:{order_id}") if posting.owner == unwritten else posting
        for posting in postings
    ]


def plus(one: TaxSplit, other: TaxSplit) -> TaxSplit:
    return TaxSplit(one.total + other.total, one.supply + other.supply, one.vat + other.vat)


def _as_booked(payable: PayableItem, entry: LedgerEntry) -> PayableItem:
    """The item with the ids that its part and line got when they were written."""
    payable.entry, payable.happened_at = entry, entry.happened_at
    payable.vendor_order, payable.order_line = payable.vendor_order, payable.order_line
    return payable


def _tables() -> tuple[type[Model], ...]:
    """Parents before children; the desk's tables stand in ``desk_history``."""
    from backend.demo.desk_history import TABLES_AFTER_ORDERS, TABLES_BEFORE_ORDERS

    return (
        *TABLES_BEFORE_ORDERS,
        Order,
        VendorOrder,
        OrderLine,
        Shipment,
        ShipmentLine,
        OrderEvent,
        Payment,
        Refund,
        RefundLine,
        *TABLES_AFTER_ORDERS,
    )


def _holder(order: Order) -> Callable[[], str]:
    return lambda: f"order:{order.pk}"


@cache
def _dispatch_by(day: dt.date) -> dt.date:
    return clock.add_business_days(day, 3)


def _papers() -> dict[int, list[tuple[dict[str, Any], dt.date | None]]]:
    order = {kind.value: place for place, kind in enumerate(CredentialKind)}
    found: dict[int, list[tuple[dict[str, Any], dt.date | None]]] = defaultdict(list)
    rows = Credential.objects.filter(status=Credential.Status.VERIFIED)
    for row in sorted(rows, key=lambda row: order.get(row.kind, len(order))):
        copy = {
            "kind": row.kind,
            "number": row.number,
            "authority": row.authority,
            "issued_on": row.issued_on.isoformat(),
            "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        }
        found[row.enterprise_id].append((copy, row.expires_on))
    return dict(found)


def _accounts(
    postings: Iterable[money.Posting],
) -> dict[tuple[money.AccountKind, str], LedgerAccount]:
    wanted = {(posting.kind, posting.owner) for posting in postings}
    LedgerAccount.objects.bulk_create(
        (LedgerAccount(kind=kind.value, owner=owner) for kind, owner in sorted(wanted)),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    rows = LedgerAccount.objects.all()
    return {(money.AccountKind(row.kind), row.owner): row for row in rows}


def write_stock(
    shelf: Shelf, left: dict[int, int], moves: Sequence[Move], held: Counter[int]
) -> None:
    """Fill the (empty) stock rows with what is left of each variant and ``held`` for open orders,
    and with the changes that explain it: set at listing, sold, returned."""
    went: Counter[int] = Counter()
    for move in moves:
        went[move.variant_id] += move.delta
    now = clock.now()
    listed = {
        variant.pk: product.created_at
        for spec, product in shelf.products
        for variant in shelf.variants[spec.slug]
    }
    existing = {stock.variant_id: stock for stock in Stock.objects.all()}
    for variant_id, stock in existing.items():
        stock.on_hand = max(left[variant_id], held[variant_id])
        stock.reserved = held[variant_id]
        stock.updated_at = now
    Stock.objects.bulk_update(
        existing.values(), ["on_hand", "reserved", "updated_at"], batch_size=BATCH
    )
    StockChange.objects.bulk_create(
        (
            StockChange(
                stock=stock,
                delta=stock.on_hand - went[variant_id],
                reason=StockChange.Reason.SET,
                at=listed[variant_id],
            )
            for variant_id, stock in existing.items()
            if stock.on_hand != went[variant_id]
        ),
        batch_size=BATCH,
    )
    StockChange.objects.bulk_create(
        (
            StockChange(
                stock=existing[move.variant_id],
                delta=move.delta,
                reason=move.reason,
                reference=move.reference(),
                at=move.at,
            )
            for move in moves
        ),
        batch_size=BATCH,
    )
