"""What can go wrong with coupons."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput
from promotions.rules import Problem

TEXTS = {
    Problem.UNKNOWN: _("없는 쿠폰 코드입니다."),
    Problem.NOT_YET: _("아직 사용할 수 없는 쿠폰입니다."),
    Problem.OVER: _("사용 기간이 지난 쿠폰입니다."),
    Problem.USED_UP: _("준비된 수량이 모두 사용된 쿠폰입니다."),
    Problem.USED_BY_YOU: _("이미 사용하신 쿠폰입니다."),
    Problem.NOTHING_FITS: _("장바구니에 이 쿠폰을 쓸 수 있는 상품이 없습니다."),
    Problem.TOO_LITTLE: _("쿠폰의 최소 주문액을 채우지 못했습니다."),
    Problem.TWO_OF_A_KIND: _("온장 쿠폰과 기업별 쿠폰은 각각 한 장만 쓸 수 있습니다."),
}


class CouponRefused(InvalidInput):
    """A coupon doesn't hold for this cart. ``problems`` by code (``rules.Problem``)."""

    def __init__(self, problems: Mapping[str, Problem]) -> None:
        self.problems = dict(problems)
        texts = [f"{code}: {TEXTS[problem]}" for code, problem in problems.items()]
        super().__init__({"coupon": texts}, code="VOUCHER_NOT_APPLICABLE")
