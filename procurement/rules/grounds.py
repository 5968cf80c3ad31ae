"""On which ground an agency may contract privately.

The limits are rows with dates and articles (``ContractRule``); these functions read them. The
market advises and cites, the officer decides, and the choice is recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


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
