"""The one clock of the house.

Rules take their times as arguments; services ask here, so that a test (or a demo's history)
can move the time in one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")

#: Its name in a demo market's folder.
SHIFT = "clock-shift"

_moved: ContextVar[dt.datetime | None] = ContextVar("onjang_moved_clock", default=None)


#: The file a demo market reads its time's shift from, in seconds; None: time is what it is.
_shift: Path | None = None


def now() -> dt.datetime:
    """The current moment, aware, in UTC."""
    return _moved.get() or dt.datetime.now(tz=dt.UTC) + _shifted()


def follow(file: Path | None) -> None:
    """Shift the clock of this process by the seconds in ``file`` from now on: in a demo market all
    processes follow one, so that people can practise what comes in a month (``onjang clock``)."""
    global _shift
    _shift = file


def _shifted() -> dt.timedelta:
    if _shift is None:
        return dt.timedelta(0)
    try:
        return dt.timedelta(seconds=int(_shift.read_text()))
    except (OSError, ValueError):
        return dt.timedelta(0)


def today() -> dt.date:
    """The current date in Korea: limits, validity and reports go by Korean days."""
    return local_date(now())


def local_date(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SEOUL).date()


def midnight(day: dt.date) -> dt.datetime:
    """The moment a Korean day begins."""
    return dt.datetime.combine(day, dt.time.min, tzinfo=SEOUL)


@contextmanager
def moved_to(moment: dt.datetime) -> Iterator[None]:
    """Within the block ``now()`` answers ``moment`` (an aware datetime)."""
    if moment.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    token = _moved.set(moment)
    try:
        yield
    finally:
        _moved.reset(token)


@cache
def _holidays_of(year: int) -> frozenset[dt.date]:
    import holidays  # 7 MB that most processes never need

    return frozenset(holidays.country_holidays("KR", years=year))


def is_business_day(day: dt.date) -> bool:
    """Neither weekend nor Korean public holiday (substitute holidays included)."""
    return day.weekday() < 5 and day not in _holidays_of(day.year)


def add_business_days(day: dt.date, count: int) -> dt.date:
    """The ``count``-th business day after ``day``, which isn't counted (Civil Act art. 157)."""
    while count > 0:
        day += dt.timedelta(days=1)
        if is_business_day(day):
            count -= 1
    return day
