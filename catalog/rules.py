"""What makes a product fit to be published, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

#: A price above this is a slip of the keyboard.
HIGHEST_PRICE = 1_000_000_000
HEAVIEST_G = 1_000_000
LARGEST_CAPACITY = 10_000_000
HIGHEST_SHIPPING = 1_000_000
MOST_PICTURES = 12
MOST_KEYWORDS = 20
#: Characters of one value of the product information notice.
LONGEST_NOTICE = 1000
#: What sellers write to dodge the notice; allowed by law for no required field.
EVASIONS = ("상세설명 참조", "상세페이지 참조", "상세 설명 참조", "상세 페이지 참조")


def missing_notice(
    fields: Iterable[Mapping[str, Any]], values: Mapping[str, str]
) -> list[Mapping[str, Any]]:
    """Required fields of the product information notice (상품정보제공고시) that are empty.

    E-Commerce Act art. 13(4): a fixed set for each category.
    """
    return [
        entry
        for entry in fields
        if entry.get("required") and not str(values.get(entry["key"], "")).strip()
    ]


def evasive_notice(values: Mapping[str, str]) -> list[str]:
    """Keys whose value only points to the description: a warning, not a refusal."""
    return [key for key, value in values.items() if str(value).strip() in EVASIONS]


def tier_problem(base: int, tiers: Sequence[tuple[int, int]]) -> str:
    """A code for what is wrong with quantity tiers: ``quantity``, ``order``, ``price`` or none.

    Each tier starts at 2 pieces or more, above the one before, and costs less than it.
    """
    last_quantity, last_price = 1, base
    for quantity, price in sorted(tiers):
        if quantity < 2:
            return "quantity"
        if quantity == last_quantity:
            return "order"
        if not 1 <= price < last_price:
            return "price"
        last_quantity, last_price = quantity, price
    return ""


class Cause(StrEnum):
    """Why a product waits for the city."""

    FIRST_LISTING = "first_listing"
    PRICE_UP = "price_up"
    CATEGORY = "category"
    CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Shelved:
    """A product as moderation sees it."""

    category_id: int
    highest: int
    text: str


def causes(
    now: Shelved,
    before: Shelved | None,
    *,
    approved: int,
    first: int | None,
    share_bp: int | None,
    category: bool,
    words: Sequence[str],
) -> list[tuple[Cause, str]]:
    """Why a product must wait, with what was found. ``before``: as it was approved or sold last
    (None: never); ``approved``: products of its enterprise that were on the shelf. Limits that are
    None (or no words) are switched off."""
    found: list[tuple[Cause, str]] = []
    if before is None and first is not None and approved < first:
        found.append((Cause.FIRST_LISTING, f"{approved + 1}/{first}"))
    if before is not None and share_bp is not None:
        limit = before.highest * (10_000 + share_bp)
        if before.highest and now.highest * 10_000 > limit:
            found.append((Cause.PRICE_UP, f"{before.highest:,} → {now.highest:,}"))
    if before is not None and category and now.category_id != before.category_id:
        found.append((Cause.CATEGORY, ""))
    claimed = [word for word in words if word and word in now.text]
    if before is not None:
        claimed = [word for word in claimed if word not in before.text]
    if claimed:
        found.append((Cause.CLAIMS, ", ".join(claimed[:5])))
    return found


def price_span(prices: Iterable[int]) -> tuple[int, int]:
    """The lowest and highest price of a product's variants; zeros for none."""
    found = list(prices)
    return (min(found), max(found)) if found else (0, 0)
