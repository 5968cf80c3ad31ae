"""Money as whole minor units: how it is split, taxed and shown.

KRW has no unit below the won, so one unit of every amount here is one won
(ISO 4217 gives KRW the exponent 0). Amounts are ``int`` throughout the rooms:
a float or a Decimal can carry a fraction of a won, an int can't.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

KRW = "KRW"

#: ISO 4217 exponents of the currencies a channel may use.
EXPONENTS = {"KRW": 0, "JPY": 0, "USD": 2, "EUR": 2}


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in minor units of one currency."""

    amount: int
    currency: str = KRW

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise ValueError(f"can't add {other.currency} to {self.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, quantity: int) -> Money:
        return Money(self.amount * quantity, self.currency)

    def major(self) -> Decimal:
        """The amount in the currency's main unit (won, dollars), as Stripe and Saleor show it."""
        return Decimal(self.amount).scaleb(-EXPONENTS[self.currency])


@dataclass(frozen=True, slots=True)
class TaxSplit:
    """A tax-included total, parted into supply value and VAT; ``supply + vat == total``."""

    total: int
    supply: int
    vat: int


def split_included_tax(total: int, *, rate_bp: int) -> TaxSplit:
    """Part a tax-included ``total`` (won) into supply and VAT.

    ``rate_bp`` is the rate in basis points (1000 = 10 %, Value-Added Tax Act art. 30;
    0 for exempt supplies). Supply is rounded half up, VAT is the rest, so nothing is lost.
    Works for negative totals (refunds) as the mirror image.
    """
    if rate_bp == 0:
        return TaxSplit(total, total, 0)
    sign = -1 if total < 0 else 1
    gross = abs(total)
    divisor = 10_000 + rate_bp
    supply = (2 * gross * 10_000 + divisor) // (2 * divisor)
    return TaxSplit(total, sign * supply, sign * (gross - supply))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` won over ``weights`` so that the parts sum to it exactly.

    Largest remainder: each part is within one won of its exact share. With no weight at all
    the parts are as equal as whole won allow.

    Raises ValueError when there is nothing to split over or a weight is negative.
    """
    if not weights:
        raise ValueError("nothing to split over")
    if min(weights) < 0:
        raise ValueError("a weight can't be negative")
    whole = sum(weights)
    if whole == 0:
        weights, whole = [1] * len(weights), len(weights)
    sign = -1 if total < 0 else 1
    shares = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [share for share, _ in shares]
    missing = abs(total) - sum(parts)
    by_remainder = sorted(range(len(parts)), key=lambda i: (-shares[i][1], i))
    for index in by_remainder[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


def share_bp(amount: int, *, rate_bp: int) -> int:
    """``rate_bp`` basis points of ``amount`` (won), rounded half up, mirrored below zero."""
    sign = -1 if amount < 0 else 1
    return sign * ((2 * abs(amount) * rate_bp + 10_000) // 20_000)
