"""Where a purchase stands, who must act next, and by when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    BUYER = "buyer"
    SELLER = "seller"


class Act(StrEnum):
    """What is to be done next."""

    APPROVE = "approve"
    ANSWER = "answer"
    DECIDE_CHANGE = "decide_change"
    AGREE_CHANGE = "agree_change"
    SHIP = "ship"
    INSPECT = "inspect"
    CLAIM = "claim"
    PAY = "pay"


SIDES = {
    Act.APPROVE: Side.BUYER,
    Act.ANSWER: Side.SELLER,
    Act.DECIDE_CHANGE: Side.BUYER,
    Act.AGREE_CHANGE: Side.SELLER,
    Act.SHIP: Side.SELLER,
    Act.INSPECT: Side.BUYER,
    Act.CLAIM: Side.SELLER,
    Act.PAY: Side.BUYER,
}


@dataclass(frozen=True, slots=True)
class Next:
    """An act that is due: whose, by when (None: nobody set a day), how many things it is for."""

    act: Act
    due: dt.date | None = None
    count: int = 1

    @property
    def side(self) -> Side:
        return SIDES[self.act]

    def is_late(self, today: dt.date) -> bool:
        return self.due is not None and self.due < today


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts of a purchase order that say what is next; days are local."""

    status: str
    is_agency: bool
    approve_by: dt.date | None = None
    respond_by: dt.date | None = None
    #: Enterprises that haven't said whether they deliver.
    unanswered: int = 0
    change: str = ""
    to_ship: int = 0
    needed_by: dt.date | None = None
    #: When each delivery that nobody inspected arrived.
    arrived: Sequence[dt.date] = ()
    #: Invoices nobody claimed, and the due days of those that are to be paid.
    unclaimed: int = 0
    unpaid: Sequence[dt.date] = ()


def next_acts(standing: Standing, *, inspect_days: int) -> list[Next]:
    """Everything that waits for somebody, the most pressing first; empty when it is over."""
    if standing.status == "submitted":
        return [Next(Act.APPROVE, standing.approve_by)]
    if standing.status not in ("ordered", "delivering", "inspected"):
        return []
    acts = []
    if standing.change == "requested":
        acts.append(Next(Act.DECIDE_CHANGE))
    if standing.change == "approved":
        acts.append(Next(Act.AGREE_CHANGE))
    if standing.unanswered:
        acts.append(Next(Act.ANSWER, standing.respond_by, standing.unanswered))
    if standing.arrived:
        due = min(standing.arrived) + dt.timedelta(days=inspect_days)
        acts.append(Next(Act.INSPECT, due, len(standing.arrived)))
    if standing.to_ship and not standing.unanswered:
        acts.append(Next(Act.SHIP, standing.needed_by, standing.to_ship))
    if standing.unclaimed and standing.is_agency:
        acts.append(Next(Act.CLAIM, None, standing.unclaimed))
    if standing.unpaid:
        acts.append(Next(Act.PAY, min(standing.unpaid), len(standing.unpaid)))
    return sorted(acts, key=lambda act: (act.due is None, act.due or dt.date.max))
