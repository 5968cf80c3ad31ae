"""What can go wrong with coupons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.errors import InvalidInput


class CouponRefused(InvalidInput):
    """A coupon doesn't hold for this cart. ``problems`` by code (``rules.Problem``)."""

    def __init__(self, problems: Mapping[str, str], texts: Mapping[str, Any]) -> None:
        self.problems = dict(problems)
        said = [f"{code}: {text}" for code, text in texts.items()]
        super().__init__({"coupon": said}, code="VOUCHER_NOT_APPLICABLE")
