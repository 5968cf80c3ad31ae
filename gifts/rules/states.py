"""Where an order of gifts stands, and until when it remembers people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum


class GiftStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ORDERED = "ordered"
    SENDING = "sending"
    DONE = "done"
    CANCELLED = "cancelled"
    ERASED = "erased"


_S = GiftStatus
#: From each state, where it may go. What its approver sent back is a draft again. A cancelled one
#: stays cancelled when its people are forgotten.
MOVES: Mapping[GiftStatus, frozenset[GiftStatus]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED, _S.CANCELLED}),
    _S.SUBMITTED: frozenset({_S.DRAFT, _S.ORDERED, _S.SENDING, _S.DONE, _S.CANCELLED}),
    _S.ORDERED: frozenset({_S.SENDING, _S.DONE, _S.CANCELLED}),
    _S.SENDING: frozenset({_S.DONE}),
    _S.DONE: frozenset({_S.ERASED}),
    _S.CANCELLED: frozenset(),
    _S.ERASED: frozenset(),
}


def may_move(current: str, target: str) -> bool:
    return GiftStatus(target) in MOVES[GiftStatus(current)]


def status_once_ordered(*, ready: int, sent: int, delivered: int, is_silent: bool) -> GiftStatus:
    """By recipients to send to, on their way, and there. ``is_silent``: nobody heard of those on
    their way for so long that nobody will."""
    if ready:
        return _S.SENDING if sent or delivered else _S.ORDERED
    if not sent and not delivered:
        return _S.CANCELLED
    return _S.SENDING if sent and not is_silent else _S.DONE


def erase_at(ended: dt.datetime, *, keep_days: int) -> dt.datetime:
    """When recipients are forgotten."""
    return ended + dt.timedelta(days=keep_days)


def days_to_make(*, lead_days: int, capacity_days: int) -> int:
    """Days before the gifts can leave: what a product always takes, or what so many take."""
    return max(lead_days, capacity_days)
