"""When a recurring order comes, and how a transfer is shared out."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence


def following(day: dt.date, *, first: dt.date, every: int, unit: str) -> dt.date:
    """The day of the calendar after ``day``: so many weeks or months on. A month without the first
    order's day ends earlier (the 31st in June is the 30th), and doesn't move the next one."""
    if unit == "week":
        return day + dt.timedelta(weeks=every)
    months = day.year * 12 + day.month - 1 + every
    year, month = divmod(months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(first.day, last))


def shared_out(amount: int, owed: Sequence[int]) -> list[int]:
    """``amount`` won over what is owed, the first first; never more than each, never a won lost."""
    parts = []
    for open_amount in owed:
        part = min(amount, open_amount)
        parts.append(part)
        amount -= part
    return parts
