"""Where requests, quotes and purchase orders stand, and where they may go."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class RfqStatus(StrEnum):
    OPEN = "open"
    ORDERED = "ordered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class QuoteStatus(StrEnum):
    SUBMITTED = "submitted"
    REPLACED = "replaced"
    ORDERED = "ordered"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class PurchaseOrderStatus(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    ORDERED = "ordered"
    DELIVERING = "delivering"
    INSPECTED = "inspected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_R, _Q, _P = RfqStatus, QuoteStatus, PurchaseOrderStatus

#: From each state, where it may go. A rejected purchase order reopens its request.
RFQ_MOVES: Mapping[RfqStatus, frozenset[RfqStatus]] = {
    _R.OPEN: frozenset({_R.ORDERED, _R.CLOSED, _R.CANCELLED}),
    _R.ORDERED: frozenset({_R.OPEN, _R.CLOSED}),
    _R.CLOSED: frozenset(),
    _R.CANCELLED: frozenset(),
}
QUOTE_MOVES: Mapping[QuoteStatus, frozenset[QuoteStatus]] = {
    _Q.SUBMITTED: frozenset({_Q.REPLACED, _Q.ORDERED, _Q.LOST, _Q.WITHDRAWN}),
    _Q.REPLACED: frozenset(),
    _Q.ORDERED: frozenset({_Q.LOST, _Q.SUBMITTED}),
    _Q.LOST: frozenset({_Q.SUBMITTED}),
    _Q.WITHDRAWN: frozenset(),
}
PURCHASE_ORDER_MOVES: Mapping[PurchaseOrderStatus, frozenset[PurchaseOrderStatus]] = {
    _P.DRAFT: frozenset({_P.SUBMITTED, _P.CANCELLED}),
    _P.SUBMITTED: frozenset({_P.ORDERED, _P.REJECTED, _P.CANCELLED}),
    _P.REJECTED: frozenset(),
    _P.ORDERED: frozenset({_P.DELIVERING, _P.INSPECTED, _P.CANCELLED}),
    _P.DELIVERING: frozenset({_P.DELIVERING, _P.INSPECTED}),
    _P.INSPECTED: frozenset({_P.CLOSED}),
    _P.CLOSED: frozenset(),
    _P.CANCELLED: frozenset(),
}


def rfq_may_move(current: str, target: str) -> bool:
    return RfqStatus(target) in RFQ_MOVES[RfqStatus(current)]


def quote_may_move(current: str, target: str) -> bool:
    return QuoteStatus(target) in QUOTE_MOVES[QuoteStatus(current)]


def purchase_order_may_move(current: str, target: str) -> bool:
    return PurchaseOrderStatus(target) in PURCHASE_ORDER_MOVES[PurchaseOrderStatus(current)]


def quantities_hold(*, ordered: int, delivered: int, accepted: int, invoiced: int) -> bool:
    """accepted ≤ delivered ≤ ordered, invoiced ≤ accepted."""
    return 0 <= accepted <= delivered <= ordered and 0 <= invoiced <= accepted


def duties_part(*, requester: int, approver: int | None, inspector: int | None) -> bool:
    """Requester, approver and inspector are different people, as far as they are known."""
    people = [person for person in (requester, approver, inspector) if person is not None]
    return len(set(people)) == len(people)


def purchase_order_status(
    *, ordered: int, delivered: int, inspected: int, unpaid: int
) -> PurchaseOrderStatus:
    """Where an ordered purchase order stands, by pieces delivered and inspected and won unpaid."""
    if delivered < ordered or inspected < delivered:
        return _P.DELIVERING if delivered else _P.ORDERED
    return _P.CLOSED if unpaid == 0 else _P.INSPECTED
