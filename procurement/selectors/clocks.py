"""The law's clocks and rates as they stand on a day."""

from __future__ import annotations

import datetime as dt

from core import clock
from procurement import rules
from procurement.models import Clock


def clock_row(code: rules.ClockCode, *, on: dt.date | None = None) -> rules.ClockRow | None:
    """The row in force on a day (today), or None where nobody entered one. One query."""
    rows = [
        rules.ClockRow(
            code=row.code,
            value=row.value,
            basis=row.basis,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in Clock.objects.filter(code=code.value)
    ]
    return rules.clock_on(rows, code, day=on or clock.today())


def clock_value(code: rules.ClockCode, *, on: dt.date | None = None) -> int:
    """Its value; 0 where none is in force."""
    row = clock_row(code, on=on)
    return row.value if row else 0
