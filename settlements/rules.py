"""Periods, and what a period comes to. Imports no Django. All amounts are won."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from enum import StrEnum


class Cycle(StrEnum):
    HALF_MONTH = "half_month"
    MONTH = "month"
    WEEK = "week"


class PayoutState(StrEnum):
    """A payout that failed is ``open`` again, with what went wrong and one more attempt."""

    OPEN = "open"
    SENT = "sent"
    PAID = "paid"


PAYOUT_MOVES: dict[PayoutState, frozenset[PayoutState]] = {
    PayoutState.OPEN: frozenset({PayoutState.SENT, PayoutState.PAID}),
    PayoutState.SENT: frozenset({PayoutState.PAID, PayoutState.OPEN}),
    PayoutState.PAID: frozenset({PayoutState.OPEN}),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Korean days, both counted."""

    first: dt.date
    last: dt.date


def period_of(day: dt.date, cycle: Cycle) -> Period:
    """The period a day lies in: 1st to 15th or 16th to the last, a month, a week from Monday."""
    end_of_month = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    if cycle is Cycle.WEEK:
        monday = day - dt.timedelta(days=day.weekday())
        return Period(monday, monday + dt.timedelta(days=6))
    if cycle is Cycle.MONTH:
        return Period(day.replace(day=1), end_of_month)
    if day.day <= 15:
        return Period(day.replace(day=1), day.replace(day=15))
    return Period(day.replace(day=16), end_of_month)


def last_ended(today: dt.date, cycle: Cycle) -> Period:
    """The newest period that is over."""
    return period_of(period_of(today, cycle).first - dt.timedelta(days=1), cycle)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of the sub-ledger; ``refund``: its goods are counted among the refunds."""

    refund: bool
    goods: int = 0
    enterprise_discount: int = 0
    market_discount: int = 0
    shipping: int = 0
    fee: int = 0
    commission: int = 0
    commission_vat: int = 0
    net: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What a period comes to; ``net`` is the sum of the items' own nets."""

    sales: int = 0
    refunds: int = 0
    enterprise_discount: int = 0
    market_discount: int = 0
    shipping: int = 0
    fee: int = 0
    commission: int = 0
    commission_vat: int = 0
    net: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(self))
        )


def totals(items: Iterable[Item]) -> Totals:
    found = Totals()
    for item in items:
        found += Totals(
            sales=0 if item.refund else item.goods,
            refunds=item.goods if item.refund else 0,
            enterprise_discount=item.enterprise_discount,
            market_discount=item.market_discount,
            shipping=item.shipping,
            fee=item.fee,
            commission=item.commission,
            commission_vat=item.commission_vat,
            net=item.net,
        )
    return found


@dataclass(frozen=True, slots=True)
class Due:
    """``payout`` is sent; ``carried_out`` (never above zero) waits for the next period."""

    payout: int
    carried_out: int


def due(*, net: int, carried_in: int) -> Due:
    """What is paid of a period's ``net`` and what was carried in (never above zero): an enterprise
    that owes more than it sold pays nothing back, its next sales do (clawback)."""
    whole = net + carried_in
    return Due(max(whole, 0), min(whole, 0))
