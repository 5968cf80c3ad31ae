"""What coupons take off, decided without a database. All amounts are won, VAT included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from core.money import allocate, share_bp


class Funder(StrEnum):
    """Who bears a coupon: the market's is the market's cost, the enterprise's lowers its price."""

    MARKET = "market"
    ENTERPRISE = "enterprise"


class Problem(StrEnum):
    """Why a coupon doesn't hold here."""

    UNKNOWN = "unknown"
    NOT_YET = "not_yet"
    OVER = "over"
    USED_UP = "used_up"
    USED_BY_YOU = "used_by_you"
    NOTHING_FITS = "nothing_fits"
    TOO_LITTLE = "too_little"
    TWO_OF_A_KIND = "two_of_a_kind"


@dataclass(frozen=True, slots=True)
class Terms:
    """A coupon's terms. ``percent``: ``value`` is basis points, else won."""

    code: str
    funder: Funder
    enterprise_id: int | None
    category_id: int | None
    percent: bool
    value: int
    most: int
    least_goods: int
    valid_from: dt.datetime
    valid_to: dt.datetime


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of a cart or order: ``category_ids`` are its category and all above it."""

    key: int
    enterprise_id: int
    category_ids: frozenset[int]
    total: int


@dataclass(frozen=True, slots=True)
class Off:
    """What is taken off one line, by who bears it."""

    market: int = 0
    enterprise: int = 0

    @property
    def total(self) -> int:
        return self.market + self.enterprise


@dataclass(frozen=True, slots=True)
class Discounts:
    """``lines``: what is off each line, by its key. ``amounts``: by coupon code. ``problems``: why
    a code takes nothing off."""

    lines: Mapping[int, Off] = field(default_factory=dict)
    amounts: Mapping[str, int] = field(default_factory=dict)
    problems: Mapping[str, Problem] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(off.total for off in self.lines.values())


def discounts(coupons: Sequence[Terms], goods: Sequence[Goods], *, at: dt.datetime) -> Discounts:
    """What the coupons take off the goods.

    An enterprise's coupon lowers its price, so it goes first; the market's takes from what is
    left. One of each enterprise and one of the market at most. What a coupon takes is split over
    the lines it fits by what is left of them, to the won; no line goes below nothing.
    """
    off = {line.key: Off() for line in goods}
    amounts: dict[str, int] = {}
    problems: dict[str, Problem] = {}
    seen: set[tuple[Funder, int | None]] = set()
    for coupon in sorted(coupons, key=lambda c: (c.funder is Funder.MARKET, c.code)):
        fitting = [line for line in goods if _fits(coupon, line)]
        problem = _problem(coupon, fitting, at=at)
        place = (coupon.funder, None if coupon.funder is Funder.MARKET else coupon.enterprise_id)
        if problem is None and place in seen:
            problem = Problem.TWO_OF_A_KIND
        if problem is not None:
            problems[coupon.code] = problem
            continue
        seen.add(place)
        left = [line.total - off[line.key].total for line in fitting]
        taken = _taken(coupon, sum(left))
        amounts[coupon.code] = taken
        for line, share in zip(fitting, allocate(taken, left), strict=True):
            before = off[line.key]
            if coupon.funder is Funder.MARKET:
                off[line.key] = Off(before.market + share, before.enterprise)
            else:
                off[line.key] = Off(before.market, before.enterprise + share)
    return Discounts(off, amounts, problems)


def _fits(coupon: Terms, line: Goods) -> bool:
    return (coupon.enterprise_id in (None, line.enterprise_id)) and (
        coupon.category_id is None or coupon.category_id in line.category_ids
    )


def _problem(coupon: Terms, fitting: Sequence[Goods], *, at: dt.datetime) -> Problem | None:
    if at < coupon.valid_from:
        return Problem.NOT_YET
    if at >= coupon.valid_to:
        return Problem.OVER
    if not fitting:
        return Problem.NOTHING_FITS
    if sum(line.total for line in fitting) < coupon.least_goods:
        return Problem.TOO_LITTLE
    return None


def _taken(coupon: Terms, left: int) -> int:
    wanted = share_bp(left, rate_bp=coupon.value) if coupon.percent else coupon.value
    if coupon.percent and coupon.most:
        wanted = min(wanted, coupon.most)
    return min(wanted, left)
