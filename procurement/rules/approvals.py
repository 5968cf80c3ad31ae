"""Whose consent a purchase takes, and in whose name somebody may give it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Stage:
    """One consent: of ``person``, or of anybody with ``role``. Days count from when it opens."""

    role: str
    person: int | None = None
    escalate_days: int | None = None
    expire_days: int | None = None


#: What a purchase takes where no rule of the organization fits.
DEFAULT_STAGES = (Stage(role="approver"),)


@dataclass(frozen=True, slots=True)
class Policy:
    """An approval rule; ``max_amount`` belongs to it, None and "" stand for any."""

    stages: tuple[Stage, ...]
    min_amount: int = 0
    max_amount: int | None = None
    cost_center: int | None = None
    category: int | None = None
    kind: str = ""

    def fits(
        self, *, amount: int, cost_center: int | None, categories: Collection[int], kind: str
    ) -> bool:
        return (
            self.min_amount <= amount
            and (self.max_amount is None or amount <= self.max_amount)
            and self.cost_center in (None, cost_center)
            and (self.category is None or self.category in categories)
            and self.kind in ("", kind)
        )


def stages_for(
    policies: Iterable[Policy],
    *,
    amount: int,
    cost_center: int | None,
    categories: Collection[int],
    kind: str,
) -> tuple[Stage, ...]:
    """The consents a purchase takes: those of the first rule that fits."""
    for policy in policies:
        fits = policy.fits(amount=amount, cost_center=cost_center, categories=categories, kind=kind)
        if fits and policy.stages:
            return policy.stages
    return DEFAULT_STAGES


class MayNot(StrEnum):
    """Why somebody may not decide now."""

    NOT_THEIR_TURN = "not_their_turn"
    OWN_REQUEST = "own_request"
    DECIDED_BEFORE = "decided_before"


def decides_as(
    stage: Stage,
    *,
    user: int,
    roles: Collection[str],
    stands_for: Mapping[int, Collection[str]],
    requester: int,
    decided: Collection[int],
    is_escalated: bool = False,
) -> int | MayNot:
    """In whose name ``user`` may decide a stage: their own, or that of somebody they stand for.

    ``stands_for``: the people who delegated to the user today, with their roles. Nobody decides
    what they asked for, nor twice, neither in their own name nor in another's. After escalation
    the owners may decide too.
    """
    turn = {*([stage.role] if stage.person is None else []), *(["owner"] if is_escalated else [])}
    names = [
        name
        for name, held in ((user, roles), *stands_for.items())
        if name == stage.person or turn & set(held)
    ]
    if not names:
        return MayNot.NOT_THEIR_TURN
    if user == requester:
        return MayNot.OWN_REQUEST
    names = [name for name in names if name != requester]
    if not names:
        return MayNot.OWN_REQUEST
    if user in decided:
        return MayNot.DECIDED_BEFORE
    names = [name for name in names if name not in decided]
    return names[0] if names else MayNot.DECIDED_BEFORE


def due_times(
    stage: Stage, *, opened: dt.datetime
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """When a stage that opened then escalates, and when it lapses."""

    def after(days: int | None) -> dt.datetime | None:
        return None if days is None else opened + dt.timedelta(days=days)

    return after(stage.escalate_days), after(stage.expire_days)


def period_start(period: str, day: dt.date) -> dt.date:
    """The first day of the ``month``, ``quarter`` or ``year`` that ``day`` lies in."""
    if period == "year":
        return day.replace(month=1, day=1)
    if period == "quarter":
        return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)
    return day.replace(day=1)
