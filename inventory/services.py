"""Writes to stock. Pieces are reserved for a holder, then sold or released; never sold twice.

Every function that touches stock locks its rows first and in one order (``inventory.locks``).
A holder is a name such as ``order:12``: inventory doesn't know what stands behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from catalog.models import Variant
from core import audit, clock, outbox, transactions
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from core.rows import rows_update
from inventory import locks
from inventory.errors import InsufficientStock, ReservationGone, ReservedAbove
from inventory.models import Reservation, RestockWish, Stock, StockChange
from vendors.services import notice_give

State = Reservation.State

#: More than this of one variant is a slip of the keyboard.
LARGEST_STOCK = 10_000_000
#: One address waits for so many variants at once.
MOST_WISHES = 50
#: RFC 5321: no address is longer.
LONGEST_ADDRESS = 254


@transaction.atomic
def stock_set(
    *,
    actor: Actor,
    variant_id: int,
    on_hand: int | None,
    low_at: int | None = None,
    expected: int | None = None,
) -> Stock:
    """Set how many pieces are on the shelf (None: as many as there are).

    ``expected`` is what the seller saw when deciding: a sale in between must not be undone by an
    old number. Raises NotFound for a foreign variant, InvalidInput when fewer than are reserved or
    when other than ``expected`` are there.
    """
    variant = Variant.objects.select_related("product").filter(pk=variant_id).first()
    if variant is None or not actor.sells_for(variant.product.enterprise_id, Duty.GOODS):
        raise NotFound
    if on_hand is not None and not 0 <= on_hand <= LARGEST_STOCK:
        raise InvalidInput({"on_hand": _("재고는 0개에서 1천만 개까지입니다.")})
    if low_at is not None and not 0 <= low_at <= LARGEST_STOCK:
        raise InvalidInput({"low_at": _("0개에서 1천만 개까지 입력해 주세요.")})
    now = clock.now()
    Stock.objects.bulk_create([Stock(variant_id=variant_id, updated_at=now)], ignore_conflicts=True)
    stock = locks.lock_stocks([variant_id])[variant_id]
    if on_hand is None:
        on_hand = stock.on_hand
    elif expected is not None and stock.on_hand != expected:
        text = _("그 사이 재고가 %(count)d개로 바뀌었습니다. 다시 확인해 주세요.")
        raise InvalidInput({"on_hand": text % {"count": stock.on_hand}})
    if on_hand < stock.reserved:
        text = _("주문으로 예약된 %(count)d개보다 적게 줄일 수 없습니다.")
        raise InvalidInput({"on_hand": text % {"count": stock.reserved}})
    delta = on_hand - stock.on_hand
    stock.on_hand = on_hand
    stock.updated_at = now
    if low_at is not None:
        stock.low_at = low_at
    stock.save(update_fields=["on_hand", "low_at", "updated_at"])
    if delta:
        _explain([stock], [delta], StockChange.Reason.SET, reference="")
        audit.record(actor=actor, action="stock.set", obj=stock, on_hand=on_hand, delta=delta)
        outbox.emit(topic="stock.changed", payload={"variant_ids": [variant_id]})
    return stock


@dataclass(frozen=True, slots=True)
class Count:
    """Pieces of a variant that shall be on the shelf; None leaves what is there."""

    on_hand: int | None
    low_at: int | None = None


def stocks_load(*, actor: Actor, counts: Mapping[int, Count], reference: str = "") -> None:
    """Set many stocks at once, by variant id: each is made where there was none, and explained.

    Inside the caller's transaction; the caller checked whose variants these are, and their ranges.
    Raises ReservedAbove naming the variants of which more are reserved than shall be there.
    """
    transactions.require_one()
    now = clock.now()
    Stock.objects.bulk_create(
        [Stock(variant_id=pk, updated_at=now) for pk in sorted(counts)], ignore_conflicts=True
    )
    stocks = locks.lock_stocks(counts)
    short = [pk for pk, c in counts.items() if (c.on_hand or 0) < stocks[pk].reserved]
    short = [pk for pk in short if counts[pk].on_hand is not None]
    if short:
        raise ReservedAbove(short)
    moved: list[tuple[Stock, int]] = []
    for pk, count in counts.items():
        stock = stocks[pk]
        if count.on_hand is not None and count.on_hand != stock.on_hand:
            moved.append((stock, count.on_hand - stock.on_hand))
            stock.on_hand = count.on_hand
        if count.low_at is not None:
            stock.low_at = count.low_at
        stock.updated_at = now
    rows_update(Stock, stocks.values(), ["on_hand", "low_at", "updated_at"])
    if moved:
        rows, deltas = [stock for stock, _d in moved], [delta for _s, delta in moved]
        _explain(rows, deltas, StockChange.Reason.SET, reference=reference)
        audit.record_many(
            actor=actor,
            action="stock.set",
            objs=rows,
            data=[{"on_hand": stock.on_hand, "delta": delta} for stock, delta in moved],
        )
        outbox.emit(
            topic="stock.changed", payload={"variant_ids": [stock.variant_id for stock in rows]}
        )


def low_stocks_tell() -> int:
    """Tell enterprises of variants on sale of which few are left, each once until there are enough
    again; answers how many were told of."""
    free = F("on_hand") - F("reserved")
    on_sale = Q(variant__is_active=True, variant__product__listings__is_published=True)
    Stock.objects.filter(low_told=True).annotate(free=free).filter(free__gt=F("low_at")).update(
        low_told=False
    )
    low = Stock.objects.filter(on_sale, low_told=False).annotate(free=free)
    told = 0
    for pk in list(low.filter(free__lte=F("low_at")).order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            stock = locks.lock_stock_told(pk)
            if stock is None:
                continue
            stock.low_told = True
            stock.save(update_fields=["low_told"])
            product, now = stock.variant.product, clock.now()
            name = f"{product.name} {stock.variant.name}".strip()
            notice_give(
                enterprise_id=product.enterprise_id,
                kind="stock",
                key=f"stock:{pk}:{now:%Y%m%dT%H%M%S%f}",
                text=_("%(name)s 재고가 %(count)d개 남았습니다.")
                % {"name": name, "count": stock.available},
                path=f"/seller/products/{product.pk}/#price",
            )
            told += 1
    return told


def restock_wish(*, variant_id: int, email: str, language: str = "ko") -> None:
    """Tell ``email`` once when the variant is there again. Asking twice is asking once.

    Raises NotFound, InvalidInput by field: for a wrong address, too many wishes, or a variant that
    can be bought now.
    """
    stock = Stock.objects.filter(variant_id=variant_id, variant__is_active=True).first()
    if stock is None:
        raise NotFound
    email = email.strip().lower()
    try:
        validate_email(email[: LONGEST_ADDRESS + 1])
        MaxLengthValidator(LONGEST_ADDRESS)(email)
    except ValidationError:
        raise InvalidInput({"email": _("이메일 주소를 확인해 주세요.")}) from None
    if stock.available > 0:
        raise InvalidInput({"email": _("지금 살 수 있는 상품입니다.")})
    if RestockWish.objects.filter(email=email).count() >= MOST_WISHES:
        raise InvalidInput({"email": _("알림은 50개까지 받을 수 있습니다.")})
    RestockWish.objects.bulk_create(
        [
            RestockWish(
                variant_id=variant_id, email=email, language=language[:2], created_at=clock.now()
            )
        ],
        ignore_conflicts=True,
    )


def _tell_waiting(variant_ids: Collection[int]) -> None:
    """Pieces came back to the shelf: whoever waits for them is told."""
    waited = RestockWish.objects.filter(variant_id__in=variant_ids)
    found = sorted(set(waited.values_list("variant_id", flat=True)))
    if found:
        outbox.emit(topic="stock.changed", payload={"variant_ids": found})


def stock_reserve(
    *, holder: str, quantities: Mapping[int, int], expires_at: dt.datetime | None = None
) -> None:
    """Keep ``quantities`` (pieces by variant id) for ``holder``: all of them or none.

    Inside the order's transaction. Raises InsufficientStock naming every variant that is short.
    """
    transactions.require_one()
    stocks = locks.lock_stocks(quantities)
    _take(stocks, quantities)
    now = clock.now()
    Reservation.objects.bulk_create(
        Reservation(
            stock=stocks[variant_id],
            holder=holder,
            quantity=quantity,
            expires_at=expires_at,
            created_at=now,
        )
        for variant_id, quantity in quantities.items()
    )


@transaction.atomic
def stock_spare(*, holder: str, quantities: Mapping[int, int]) -> dict[int, int]:
    """Take as many of ``quantities`` (pieces by variant id) off the shelf as are free, for goods
    that replace others; answers how many of each. Repeating for the same ``holder`` takes nothing.
    """
    stocks = locks.lock_stocks(quantities)
    if Reservation.objects.filter(holder=holder).exists():
        return {}
    taken = {
        variant_id: min(quantity, stocks[variant_id].on_hand - stocks[variant_id].reserved)
        for variant_id, quantity in quantities.items()
        if variant_id in stocks
    }
    taken = {variant_id: pieces for variant_id, pieces in taken.items() if pieces > 0}
    if taken:
        stock_reserve(holder=holder, quantities=taken)
        reservation_sell(holder=holder)
    return taken


@transaction.atomic
def reservation_sell(*, holder: str) -> None:
    """The sale: held pieces leave the shelf. Sold ones stay sold, so it can be repeated.

    Raises ReservationGone when the pieces were released in the meantime.
    """
    reservations, stocks = _locked(holder)
    if any(r.state == State.RELEASED for r in reservations):
        raise ReservationGone
    held = [r for r in reservations if r.state == State.HELD]
    for reservation in held:
        stock = stocks[reservation.stock_id]
        stock.on_hand -= reservation.quantity
        stock.reserved -= reservation.quantity
    _settle(held, stocks, State.SOLD)
    _explain(
        [stocks[r.stock_id] for r in held],
        [-r.quantity for r in held],
        StockChange.Reason.SOLD,
        reference=holder,
    )


@transaction.atomic
def reservation_release(*, holder: str) -> None:
    """Give held pieces back to the shelf. Sold and released ones stay as they are."""
    reservations, stocks = _locked(holder)
    held = [r for r in reservations if r.state == State.HELD]
    for reservation in held:
        stocks[reservation.stock_id].reserved -= reservation.quantity
    _settle(held, stocks, State.RELEASED)
    _tell_waiting([stocks[reservation.stock_id].variant_id for reservation in held])


@transaction.atomic
def reservation_renew(*, holder: str, expires_at: dt.datetime | None = None) -> None:
    """Take released pieces again (a payment came late), and move the time of held ones.

    Raises InsufficientStock when they went to somebody else.
    """
    reservations, stocks = _locked(holder)
    by_variant = {stock.variant_id: stock for stock in stocks.values()}
    gone = [r for r in reservations if r.state == State.RELEASED]
    _take(by_variant, {stocks[r.stock_id].variant_id: r.quantity for r in gone})
    for reservation in reservations:
        if reservation.state != State.SOLD:
            reservation.state = State.HELD
            reservation.expires_at = expires_at
    Reservation.objects.bulk_update(reservations, ["state", "expires_at"])


@transaction.atomic
def stock_return(*, quantities: Mapping[int, int], reference: str) -> None:
    """Pieces come back to the shelf (cancelled after payment, returned)."""
    stocks = locks.lock_stocks(quantities)
    known = {variant_id: q for variant_id, q in quantities.items() if variant_id in stocks and q}
    for variant_id, quantity in known.items():
        stocks[variant_id].on_hand += quantity
    rows = [stocks[variant_id] for variant_id in known]
    _save(rows)
    _explain(rows, list(known.values()), StockChange.Reason.RETURNED, reference=reference)
    _tell_waiting(list(known))


def _locked(holder: str) -> tuple[list[Reservation], dict[int, Stock]]:
    """The holder's reservations and their stock rows (by pk), the stock rows locked first."""
    mine = Reservation.objects.filter(holder=holder)
    variant_ids = list(mine.values_list("stock__variant_id", flat=True))
    stocks = {stock.pk: stock for stock in locks.lock_stocks(variant_ids).values()}
    return list(mine.order_by("stock_id")), stocks


def _take(stocks: Mapping[int, Stock], quantities: Mapping[int, int]) -> None:
    """Reserve on locked rows (by variant id), or say what is short and touch nothing."""
    short = {
        variant_id: stocks[variant_id].available if variant_id in stocks else 0
        for variant_id, quantity in quantities.items()
        if variant_id not in stocks or stocks[variant_id].available < quantity
    }
    if short:
        raise InsufficientStock(short)
    for variant_id, quantity in quantities.items():
        stocks[variant_id].reserved += quantity
    _save([stocks[variant_id] for variant_id in quantities])


def _settle(held: Collection[Reservation], stocks: Mapping[int, Stock], state: State) -> None:
    if not held:
        return
    _save([stocks[reservation.stock_id] for reservation in held])
    for reservation in held:
        reservation.state = state
    Reservation.objects.filter(pk__in=[r.pk for r in held]).update(state=state)


def _save(stocks: Collection[Stock]) -> None:
    if stocks:
        now = clock.now()
        for stock in stocks:
            stock.updated_at = now
        Stock.objects.bulk_update(stocks, ["on_hand", "reserved", "updated_at"])


def _explain(
    stocks: Iterable[Stock], deltas: Iterable[int], reason: StockChange.Reason, *, reference: str
) -> None:
    now = clock.now()
    StockChange.objects.bulk_create(
        StockChange(stock=stock, delta=delta, reason=reason, reference=reference, at=now)
        for stock, delta in zip(stocks, deltas, strict=True)
    )
