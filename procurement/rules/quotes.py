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


def tier_price(price: int, tiers: Sequence[tuple[int, int]], *, quoted: int, pieces: int) -> int:
    """What a piece costs when ``pieces`` of the ``quoted`` ones are ordered: the price of the
    highest tier ``(from so many pieces, price)`` that is reached, else the quote's own.

    Fewer pieces than any tier names cost what the quote says: an enterprise that wants more for
    fewer writes a tier for it.
    """
    if pieces >= quoted:
        return price
    reached = [(least, cost) for least, cost in tiers if least <= pieces]
    return max(reached)[1] if reached else price
