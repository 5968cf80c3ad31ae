"""The life of an order, as state machines, and the consumer's clocks. Imports no Django."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core import clock


class BuyerKind(StrEnum):
    CITIZEN = "citizen"
    COMPANY = "company"
    AGENCY = "agency"


class SalesChannel(StrEnum):
    """By which door a sale came in."""

    SHOP = "shop"
    PURCHASE_ORDER = "po"
    GIFT = "gift"
    RECURRING = "recurring"


class Terms(StrEnum):
    """When the buyer pays. Orders knows only this much of money."""

    PREPAID = "prepaid"
    ON_ACCOUNT = "on_account"


class OrderStatus(StrEnum):
    """``pending`` waits for its payment; the rest follows from the vendor orders."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


#: From each state, where an order may go. Back from ``cancelled`` only for a payment that came
#: when the time to pay had run out, and only while everything is still there.
ORDER_MOVES: dict[OrderStatus, frozenset[OrderStatus]] = {
    OrderStatus.PENDING: frozenset({OrderStatus.CONFIRMED, OrderStatus.CANCELLED}),
    OrderStatus.CONFIRMED: frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED}),
    OrderStatus.COMPLETED: frozenset(),
    OrderStatus.CANCELLED: frozenset({OrderStatus.PENDING}),
}


class VendorOrderStatus(StrEnum):
    """``closed`` is the buyer's confirmed purchase: from there it is due to the enterprise."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


_S = VendorOrderStatus

#: From each state, where a vendor order may go.
VENDOR_ORDER_MOVES: dict[VendorOrderStatus, frozenset[VendorOrderStatus]] = {
    _S.PENDING: frozenset({_S.CONFIRMED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.ACCEPTED, _S.PARTLY_SHIPPED, _S.SHIPPED, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED, _S.CANCELLED}),
    _S.PARTLY_SHIPPED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED}),
    # What an inspection sent back for replacement is to be shipped again.
    _S.SHIPPED: frozenset({_S.DELIVERED, _S.PARTLY_SHIPPED}),
    _S.DELIVERED: frozenset({_S.CLOSED}),
    _S.CLOSED: frozenset(),
    _S.CANCELLED: frozenset({_S.PENDING}),
}


class ReturnKind(StrEnum):
    RETURN = "return"
    EXCHANGE = "exchange"


class ReturnReason(StrEnum):
    CHANGE_OF_MIND = "change_of_mind"
    DEFECTIVE = "defective"
    WRONG_ITEM = "wrong_item"
    NOT_AS_DESCRIBED = "not_as_described"

    @property
    def is_sellers_fault(self) -> bool:
        return self is not ReturnReason.CHANGE_OF_MIND


class ReturnStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    ARRIVED = "arrived"
    COMPLETED = "completed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_R = ReturnStatus

RETURN_MOVES: dict[ReturnStatus, frozenset[ReturnStatus]] = {
    _R.REQUESTED: frozenset({_R.APPROVED, _R.REFUSED, _R.WITHDRAWN}),
    _R.APPROVED: frozenset({_R.ARRIVED, _R.WITHDRAWN}),
    _R.ARRIVED: frozenset({_R.COMPLETED, _R.REFUSED}),
    _R.COMPLETED: frozenset(),
    _R.REFUSED: frozenset(),
    _R.WITHDRAWN: frozenset(),
}

#: A return in one of these still keeps its pieces from being returned a second time.
OPEN_RETURNS = (_R.REQUESTED, _R.APPROVED, _R.ARRIVED)


def may_move(current: str, target: str) -> bool:
    return VendorOrderStatus(target) in VENDOR_ORDER_MOVES[VendorOrderStatus(current)]


def return_may_move(current: str, target: str) -> bool:
    return ReturnStatus(target) in RETURN_MOVES[ReturnStatus(current)]


def shipping_state(*, ordered: int, shipped: int) -> VendorOrderStatus:
    """What a vendor order of ``ordered`` pieces is when ``shipped`` of them have left."""
    return _S.SHIPPED if shipped >= ordered else _S.PARTLY_SHIPPED


def order_status(vendor_order_statuses: list[str]) -> OrderStatus:
    """An order's state from those of its vendor orders."""
    states = {VendorOrderStatus(s) for s in vendor_order_statuses}
    if states == {_S.CANCELLED}:
        return OrderStatus.CANCELLED
    if states <= {_S.DELIVERED, _S.CLOSED, _S.CANCELLED}:
        return OrderStatus.COMPLETED
    if states <= {_S.PENDING, _S.CANCELLED}:
        return OrderStatus.PENDING
    return OrderStatus.CONFIRMED


@dataclass(frozen=True, slots=True)
class ConsumerClocks:
    """The times of the E-Commerce Act (and the market's own), as they hold on a day."""

    #: A change of mind: days from receipt (art. 17(1)).
    withdrawal_days: int
    #: Not as described: months from receipt, and days from knowing (art. 17(3)).
    fault_months: int
    fault_known_days: int
    #: Dispatch: business days from payment (art. 15(1)).
    dispatch_business_days: int
    #: Refund: business days from the return's arrival, or from the cancellation (art. 18(2)).
    refund_business_days: int
    #: Interest a year on a refund that is late, in basis points (Decree art. 21-3).
    late_interest_bp: int
    #: A return request that the enterprise leaves unanswered is approved after this many days.
    answer_days: int
    #: Without a word from the buyer, a purchase is confirmed this many days after its delivery.
    confirm_days: int


class ReturnProblem(StrEnum):
    """Why pieces can't go back."""

    NOT_RECEIVED = "not_received"
    TOO_LATE = "too_late"
    EXCLUDED = "excluded"
    KNOWN_WHEN = "known_when"
    KNOWN_TOO_LONG = "known_too_long"


def withdrawal_until(received_on: dt.date, clocks: ConsumerClocks) -> dt.date:
    """The last day to change one's mind: the day of receipt isn't counted (Civil Act art. 157),
    and a last day that is no business day moves to the next one (art. 161)."""
    return _next_business_day(received_on + dt.timedelta(days=clocks.withdrawal_days))


def fault_until(received_on: dt.date, clocks: ConsumerClocks) -> dt.date:
    """The last day for goods that aren't as described, by receipt."""
    return _next_business_day(_months_after(received_on, clocks.fault_months))


def return_problem(
    *,
    reason: ReturnReason,
    exclusion: str,
    received_on: dt.date | None,
    noticed_on: dt.date | None,
    today: dt.date,
    clocks: ConsumerClocks,
) -> ReturnProblem | None:
    """Whether pieces received on a day may go back today; None when they may.

    ``exclusion`` is what was shown before the sale (fresh, made to order); it only ever keeps a
    change of mind out, never goods that aren't as described.
    """
    if received_on is None:
        return ReturnProblem.NOT_RECEIVED
    if not reason.is_sellers_fault:
        if exclusion:
            return ReturnProblem.EXCLUDED
        late = today > withdrawal_until(received_on, clocks)
        return ReturnProblem.TOO_LATE if late else None
    if noticed_on is None or not received_on <= noticed_on <= today:
        return ReturnProblem.KNOWN_WHEN
    if today > fault_until(received_on, clocks):
        return ReturnProblem.TOO_LATE
    known_until = _next_business_day(noticed_on + dt.timedelta(days=clocks.fault_known_days))
    return ReturnProblem.KNOWN_TOO_LONG if today > known_until else None


def return_fee(reason: ReturnReason, *, fee: int, paid: int) -> int:
    """What the way back costs the buyer: nothing where the seller is at fault (art. 18(10)), else
    the fee shown at the sale, never more than ``paid`` won of goods that go back."""
    return 0 if reason.is_sellers_fault else min(fee, paid)


def late_interest(amount: int, *, days_late: int, clocks: ConsumerClocks) -> int:
    """Interest on a refund of ``amount`` won that is ``days_late`` late, half up."""
    yearly = amount * clocks.late_interest_bp * max(days_late, 0)
    return (2 * yearly + 3_650_000) // 7_300_000


def diagram(moves: Mapping[StrEnum, frozenset[StrEnum]] | Mapping[str, Sequence[str]]) -> str:
    """A state machine as Mermaid, as ``docs/orders.md`` shows it."""
    lines = ["stateDiagram-v2"]
    for source, targets in moves.items():
        lines += [f"    {source} --> {target}" for target in sorted(targets) if target != source]
        if not targets:
            lines.append(f"    {source} --> [*]")
    return "\n".join(lines)


def _next_business_day(day: dt.date) -> dt.date:
    return day if clock.is_business_day(day) else clock.add_business_days(day, 1)


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month, or its last (Civil Act art. 160)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
