"""VAT rates by tax class, as the law had them on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.models import TaxRate
from core.money import TaxSplit, split_included_tax


@dataclass(frozen=True, slots=True)
class TaxRates:
    """The rates (basis points by tax class) valid on one day."""

    on: dt.date
    by_class: dict[str, int]

    def split(self, total: int, tax_class: str) -> TaxSplit:
        """Part a tax-included total of one line by the rate of its class."""
        return split_included_tax(total, rate_bp=self.by_class[tax_class])

    def add(self, supply: int, tax_class: str) -> int:
        """The tax-included price for ``supply`` won quoted without VAT, rounded half up."""
        rate = self.by_class[tax_class]
        return (2 * supply * (10_000 + rate) + 10_000) // 20_000


def rates(*, on: dt.date) -> TaxRates:
    """The rates of ``on``. One query over a table of a handful of rows."""
    rows = TaxRate.objects.filter(valid_from__lte=on).order_by("valid_from")
    return TaxRates(on=on, by_class={row.tax_class: row.rate_bp for row in rows})
