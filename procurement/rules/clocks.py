"""Deadlines and what being late costs. Rates are parts per million; money is whole won."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

PPM = 1_000_000


class ClockCode(StrEnum):
    """What a row of ``models.Clock`` sets: days, business days, or parts per million."""

    RESPOND = "respond_business_days"
    INSPECT = "inspect_days"
    PAY = "pay_business_days"
    LATE_INTEREST = "late_interest_ppm_year"
    DELAY_DAMAGES = "delay_damages_ppm_day"
    DELAY_DAMAGES_MOST = "delay_damages_most_ppm"
    SPLIT_WINDOW = "split_window_days"


@dataclass(frozen=True, slots=True)
class ClockRow:
    code: str
    value: int
    basis: str
    valid_from: dt.date
    valid_to: dt.date | None = None


def clock_on(rows: Iterable[ClockRow], code: ClockCode, *, day: dt.date) -> ClockRow | None:
    """The row in force on a day: of those that hold, the one that began last (a temporary relief
    stands before the general rule while it lasts)."""
    holding = [
        row
        for row in rows
        if row.code == code
        and row.valid_from <= day
        and (row.valid_to is None or day <= row.valid_to)
    ]
    return max(holding, key=lambda row: row.valid_from, default=None)


def days_late(due: dt.date, *, on: dt.date) -> int:
    """Whole days after ``due``; the day itself is in time (Civil Act art. 159)."""
    return max((on - due).days, 0)


def late_interest(amount: int, *, days: int, ppm_year: int) -> int:
    """Interest on ``amount`` for ``days``, a year of 365 days; a broken won is dropped."""
    return amount * days * ppm_year // (365 * PPM)


def delay_damages(amount: int, *, days: int, ppm_day: int, most_ppm: int) -> int:
    """Delay damages (지연배상금) on goods of ``amount`` won that came ``days`` late, at most
    ``most_ppm`` of it; a broken won is dropped."""
    return min(amount * days * ppm_day, amount * most_ppm) // PPM


def weeks_needed(quantity: int, *, weekly_capacity: int, committed: int = 0) -> int:
    """Weeks an enterprise needs for ``quantity`` pieces when ``committed`` ones come first."""
    return -(-(quantity + committed) // weekly_capacity)


def earliest_days(quantity: int, *, weekly_capacity: int | None, committed: int = 0) -> int:
    """The shortest honest lead time in days: whole weeks of the capacity, less the first week in
    which what is being made anyway goes out. None: no limit was declared."""
    if weekly_capacity is None:
        return 0
    return 7 * (weeks_needed(quantity, weekly_capacity=weekly_capacity, committed=committed) - 1)
