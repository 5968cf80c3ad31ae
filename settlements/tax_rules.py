"""What tax invoices must say, without a database: who needs one, how one is amended, by when.

Sources: VAT Act art. 32 (세금계산서), 34 (when it is issued), 33 and Decree art. 71 (where a
card's slip stands for it); Decree art. 70 (수정세금계산서); Income Tax Act art. 163 (계산서).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Amendment(StrEnum):
    """Why an invoice is amended; the codes of the tax office (Decree art. 70(1))."""

    ERROR = "01"
    PRICE_CHANGE = "02"
    RETURN = "03"
    CANCELLATION = "04"
    LOCAL_LC = "05"
    DUPLICATE = "06"


class Problem(StrEnum):
    """Why an amendment is refused; faces say it in words."""

    NOT_ISSUED = "not_issued"
    NOTHING_LEFT = "nothing_left"
    TOO_MUCH = "too_much"
    ITEMS_MISSING = "items_missing"
    ITEMS_UNWANTED = "items_unwanted"
    ALREADY_AMENDED = "already_amended"
    BEFORE_SUPPLY = "before_supply"
    NO_VAT_TO_DROP = "no_vat_to_drop"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Item:
    """A row of an invoice. Amounts in won; below zero takes back."""

    name: str
    supply: int
    vat: int
    quantity: int | None = None
    on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Original:
    """An invoice as it was issued, with what its amendments already took off or added."""

    supplied_on: dt.date
    items: tuple[Item, ...]
    amended_supply: int = 0
    amended_vat: int = 0
    is_amended: bool = False
    is_issued: bool = True

    @property
    def left_supply(self) -> int:
        return sum(item.supply for item in self.items) + self.amended_supply

    @property
    def left_vat(self) -> int:
        return sum(item.vat for item in self.items) + self.amended_vat


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice to be written: its date of supply (작성일자) and rows."""

    supplied_on: dt.date
    items: tuple[Item, ...]
    #: It stands in the place of what it amends, and may be amended itself.
    replaces: bool = False

    @property
    def supply(self) -> int:
        return sum(item.supply for item in self.items)

    @property
    def vat(self) -> int:
        return sum(item.vat for item in self.items)


#: Reasons that tell new amounts; the others take back what there is.
WITH_ITEMS = frozenset({Amendment.ERROR, Amendment.PRICE_CHANGE, Amendment.RETURN})
#: Reasons dated by the day of the event; the others bear the original's date.
DATED_BY_EVENT = frozenset({Amendment.PRICE_CHANGE, Amendment.RETURN, Amendment.CANCELLATION})
#: Reasons that undo the whole original, which must stand as it was issued.
_OF_THE_WHOLE = frozenset({Amendment.ERROR, Amendment.LOCAL_LC, Amendment.DUPLICATE})


def problem_of(
    original: Original, why: Amendment, *, on: dt.date, items: Sequence[Item] = ()
) -> Problem | None:
    """Why ``original`` can't be amended so; None where it can."""
    if not original.is_issued:
        return Problem.NOT_ISSUED
    if why in WITH_ITEMS and not items:
        return Problem.ITEMS_MISSING
    if why not in WITH_ITEMS and items:
        return Problem.ITEMS_UNWANTED
    if why in DATED_BY_EVENT and on < original.supplied_on:
        return Problem.BEFORE_SUPPLY
    if not (original.left_supply or original.left_vat):
        return Problem.NOTHING_LEFT
    if why in _OF_THE_WHOLE and original.is_amended:
        return Problem.ALREADY_AMENDED
    if why is Amendment.LOCAL_LC and not original.left_vat:
        return Problem.NO_VAT_TO_DROP
    if _has_wrong_sign(why, items):
        return Problem.SIGN
    supply = original.left_supply + sum(item.supply for item in items)
    vat = original.left_vat + sum(item.vat for item in items)
    if why in (Amendment.PRICE_CHANGE, Amendment.RETURN) and (supply < 0 or vat < 0):
        return Problem.TOO_MUCH
    return None


def _has_wrong_sign(why: Amendment, items: Sequence[Item]) -> bool:
    """A correction states what is right, a return takes back, a change of price changes."""
    total = sum(item.supply + item.vat for item in items)
    if why is Amendment.ERROR:
        return any(item.supply < 0 or item.vat < 0 for item in items) or total == 0
    if why is Amendment.RETURN:
        return any(item.supply > 0 or item.vat > 0 for item in items) or total == 0
    return why is Amendment.PRICE_CHANGE and total == 0


def amendments(
    original: Original, why: Amendment, *, on: dt.date, items: Sequence[Item] = ()
) -> tuple[Draft, ...]:
    """The invoices that amend ``original`` (Decree art. 70(1)); raises ValueError where
    ``problem_of`` names a problem.

    - 01: the original with its sign turned and the right one, both on the original's date.
    - 02, 03: the difference, on the day of the change or the return (``on``).
    - 04: what is left, with its sign turned, on the day of the cancellation.
    - 05: the original with its sign turned and one at the zero rate, on the original's date.
    - 06: the original with its sign turned, on the original's date.
    """
    problem = problem_of(original, why, on=on, items=items)
    if problem is not None:
        raise ValueError(problem.value)
    there = original.supplied_on
    undone = Draft(there, turned(original.items))
    if why is Amendment.ERROR:
        return (undone, Draft(there, tuple(items), replaces=True))
    if why is Amendment.LOCAL_LC:
        zero = tuple(replace(item, vat=0) for item in original.items)
        return (undone, Draft(there, zero, replaces=True))
    if why is Amendment.DUPLICATE:
        return (undone,)
    if why is Amendment.CANCELLATION:
        return (Draft(on, _rest(original, on)),)
    return (Draft(on, tuple(items)),)


def turned(items: Iterable[Item]) -> tuple[Item, ...]:
    """The same rows taken back."""
    return tuple(
        replace(
            item,
            supply=-item.supply,
            vat=-item.vat,
            quantity=-item.quantity if item.quantity is not None else None,
        )
        for item in items
    )


def _rest(original: Original, on: dt.date) -> tuple[Item, ...]:
    if not original.is_amended:
        return turned(original.items)
    first = original.items[0].name if original.items else ""
    return (Item(f"{first} 외 계약 해제 잔액", -original.left_supply, -original.left_vat, on=on),)


def issue_by(supplied_on: dt.date) -> dt.date:
    """The last day to issue without a penalty: the 10th of the next month (VAT Act art. 34(3))."""
    first = (supplied_on.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first.replace(day=10)


def send_by(issued_on: dt.date) -> dt.date:
    """The tax office has it by the day after (Decree art. 68(6))."""
    return issued_on + dt.timedelta(days=1)


def slip_stands_for_it(gateways: Iterable[str]) -> bool:
    """Whether a card was charged: its slip is the proof, and an invoice beside it would count the
    sale twice (VAT Act art. 33(2))."""
    return bool({"stripe", "toss", "test"}.intersection(gateways))


_APPROVAL = re.compile(r"\d{8}[0-9A-Za-z]{16}")


def is_approval_number(text: str) -> bool:
    """24 characters: the day of issue, eight of the issuer, eight in sequence."""
    if not _APPROVAL.fullmatch(text):
        return False
    try:
        dt.date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:8]}")
    except ValueError:
        return False
    return True
