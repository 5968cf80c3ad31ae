"""When people buy: growth, weekdays, and the weeks before the two great holidays."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache

import holidays

from core.clock import SEOUL

#: how long the demo market has been open
HISTORY_DAYS = 548


@cache
def gift_holidays(year: int) -> tuple[dt.date, ...]:
    """설날 and 추석 of a year."""
    days = holidays.country_holidays("KR", years=year, language="en_US")
    return tuple(day for day, name in days.items() if name in ("Korean New Year", "Chuseok"))


def days_to_holiday(day: dt.date) -> int:
    """Days until the next 설날 or 추석 (0 on the day)."""
    coming = [d for year in (day.year, day.year + 1) for d in gift_holidays(year) if d >= day]
    return (min(coming) - day).days


def gift_share(day: dt.date) -> float:
    """How much likelier a gift set is than otherwise: 1 in quiet weeks, 9 before a holiday."""
    left = days_to_holiday(day)
    if 4 <= left <= 28:
        return 9.0 - abs(left - 14) * 0.3
    return 1.0


def busyness(day: dt.date, *, opened: dt.date) -> float:
    """How many orders a day draws, relative to the market's first quiet day."""
    growth = 1.0 + 2.4 * (day - opened).days / HISTORY_DAYS
    weekday = (1.15, 1.1, 1.0, 1.0, 0.95, 0.8, 0.9)[day.weekday()]
    left = days_to_holiday(day)
    season = 1.0
    if 4 <= left <= 26:
        season = 1.0 + 1.9 * (1 - abs(left - 13) / 14)
    elif left <= 1:
        season = 0.35
    if day.month == 12:
        season *= 1.25  # end of year: budgets and thanks
    return growth * weekday * season


def moment_on(day: dt.date, rng: random.Random, *, office: bool = False) -> dt.datetime:
    """A time of that day in Korea: office hours, or when people shop at home."""
    if office:
        hour = rng.choice((9, 10, 10, 11, 11, 13, 14, 14, 15, 16, 17))
    else:
        hour = rng.choice((7, 8, 9, 10, 11, 12, 12, 13, 15, 17, 19, 20, 20, 21, 21, 22, 22, 23))
    local = dt.datetime.combine(day, dt.time(hour, rng.randint(0, 59), rng.randint(0, 59)))
    return local.replace(tzinfo=SEOUL).astimezone(dt.UTC)


def spread(
    count: int, *, first: dt.date, last: dt.date, opened: dt.date, rng: random.Random
) -> list[dt.date]:
    """``count`` days from ``first`` to ``last``, in order, crowded where it is busy."""
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    weights = [busyness(day, opened=opened) for day in days]
    return sorted(rng.choices(days, weights, k=count))
