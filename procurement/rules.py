"""How an agency may buy, who may do what, and what can never be more than what.

The limits are rows with dates and articles (``ContractRule``); these functions read them. The
market advises and cites, the officer decides, and the choice is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
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


# -- the ground of a private contract


class Obstacle(StrEnum):
    """Why a ground doesn't carry a purchase."""

    NOT_IN_FORCE = "not_in_force"
    ABOVE_LIMIT = "above_limit"
    TOO_FEW_QUOTES = "too_few_quotes"
    SELLER_NOT_ELIGIBLE = "seller_not_eligible"
    RATIO_NOT_SHOWN = "ratio_not_shown"
    SYSTEM_REFERENCE_MISSING = "system_reference_missing"


@dataclass(frozen=True, slots=True)
class Ground:
    """A row of ``ContractRule``: amounts are won without VAT, ratios basis points."""

    code: str
    name: str
    basis: str
    max_supply: int
    quotes_required: int
    eligible_kinds: frozenset[str]
    ratio_kinds: frozenset[str]
    min_vulnerable_bp: int
    in_designated_system: bool
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A verified, unexpired credential of the seller, with the share it states (or none)."""

    kind: str
    vulnerable_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a ground says to a purchase: permitted when there is no obstacle."""

    ground: Ground
    obstacles: tuple[Obstacle, ...]
    #: The kinds of credential by which the seller qualifies; empty where any seller does.
    by_kinds: tuple[str, ...] = ()

    @property
    def permits(self) -> bool:
        return not self.obstacles


def examine(
    ground: Ground,
    *,
    supply: int,
    quotes: int,
    papers: Collection[Paper],
    on: dt.date,
    system_reference: str = "",
) -> Finding:
    """Whether ``ground`` carries a purchase of ``supply`` won (without VAT) on a day.

    A limit is reached, not passed, at its own amount: 20,000,000 is within "20 million or less".
    A seller of a kind that needs the vulnerable-employment share must show it in its paper.
    """
    obstacles = []
    if on < ground.valid_from or (ground.valid_to is not None and on > ground.valid_to):
        obstacles.append(Obstacle.NOT_IN_FORCE)
    if supply > ground.max_supply:
        obstacles.append(Obstacle.ABOVE_LIMIT)
    if quotes < ground.quotes_required:
        obstacles.append(Obstacle.TOO_FEW_QUOTES)
    qualified: list[str] = []
    if ground.eligible_kinds:
        held = [paper for paper in papers if paper.kind in ground.eligible_kinds]
        qualified = sorted({paper.kind for paper in held if _shows_ratio(ground, paper)})
        if not held:
            obstacles.append(Obstacle.SELLER_NOT_ELIGIBLE)
        elif not qualified:
            obstacles.append(Obstacle.RATIO_NOT_SHOWN)
    if ground.in_designated_system and not system_reference:
        obstacles.append(Obstacle.SYSTEM_REFERENCE_MISSING)
    return Finding(ground, tuple(obstacles), tuple(qualified))


def examine_all(
    grounds: Iterable[Ground],
    *,
    supply: int,
    quotes: int,
    papers: Collection[Paper],
    on: dt.date,
    system_reference: str = "",
) -> list[Finding]:
    """Every ground with its answer, in the given order."""
    return [
        examine(
            ground,
            supply=supply,
            quotes=quotes,
            papers=papers,
            on=on,
            system_reference=system_reference,
        )
        for ground in grounds
    ]


def first_permitting(findings: Iterable[Finding]) -> Finding | None:
    """The simplest ground that carries the purchase (they come simplest first); none: compete."""
    return next((finding for finding in findings if finding.permits), None)


def _shows_ratio(ground: Ground, paper: Paper) -> bool:
    if paper.kind not in ground.ratio_kinds:
        return True
    return paper.vulnerable_bp is not None and paper.vulnerable_bp >= ground.min_vulnerable_bp


def crossed_limits(limits: Iterable[int], *, before: int, supply: int) -> list[int]:
    """Limits that this purchase alone keeps, but not together with ``before`` won of the same
    thing from the same seller lately: splitting a contract to stay below is forbidden."""
    return sorted({limit for limit in limits if supply <= limit < before + supply and before > 0})


# -- quotes


def is_expired(valid_until: dt.date, *, on: dt.date) -> bool:
    """A quote holds through its last day (Civil Act art. 159)."""
    return on > valid_until


def ranks(totals: Sequence[int]) -> list[int]:
    """The place of each total, cheapest first; equal totals share a place."""
    return [1 + sum(other < total for other in totals) for total in totals]


# -- what can never be more than what


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
