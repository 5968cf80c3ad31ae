"""How quotes stand beside each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def is_expired(valid_until: dt.date, *, on: dt.date) -> bool:
    """A quote holds through its last day (Civil Act art. 159)."""
    return on > valid_until


def ranks(totals: Sequence[int]) -> list[int]:
    """The place of each total, cheapest first; equal totals share a place."""
    return [1 + sum(other < total for other in totals) for total in totals]
