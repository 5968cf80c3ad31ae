"""Reads of coupons."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from core import clock
from core.actor import Actor
from promotions import rules
from promotions.errors import CouponRefused
from promotions.models import Coupon, CouponUse
from promotions.rules import Discounts, Funder, Goods, Problem, Terms

#: Why a coupon takes nothing off, in words.
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


def refusal(problems: Mapping[str, Problem]) -> CouponRefused:
    """The problems of codes as an error in words."""
    return CouponRefused(problems, {code: TEXTS[problem] for code, problem in problems.items()})


def clean_codes(codes: Sequence[str]) -> list[str]:
    """Codes as they are kept: upper case, without spaces, each once."""
    return list(dict.fromkeys(code.strip().upper() for code in codes if code.strip()))


def terms_of(coupon: Coupon) -> Terms:
    return Terms(
        code=coupon.code,
        funder=Funder(coupon.funder),
        enterprise_id=coupon.enterprise_id,
        category_id=coupon.category_id,
        percent=coupon.kind == Coupon.Kind.PERCENT,
        value=coupon.value,
        most=coupon.most_amount,
        least_goods=coupon.least_goods_amount,
        valid_from=coupon.valid_from,
        valid_to=coupon.valid_to,
    )


def preview(*, codes: Sequence[str], goods: Sequence[Goods], buyer: str) -> Discounts:
    """What the codes would take off now; nothing is kept. No query without codes, else two."""
    wanted = clean_codes(codes)
    if not wanted:
        return Discounts()
    return decide(list(Coupon.objects.filter(code__in=wanted)), wanted, goods, buyer)


def decide(
    coupons: Collection[Coupon], wanted: Sequence[str], goods: Sequence[Goods], buyer: str
) -> Discounts:
    """As ``rules.discounts``, with what only the counts say: used up, used by this buyer."""
    known = {coupon.code: coupon for coupon in coupons if coupon.is_active}
    problems = {code: Problem.UNKNOWN for code in wanted if code not in known}
    mine = _uses_of(buyer, list(known.values()))
    for code, coupon in known.items():
        if coupon.use_limit is not None and coupon.used >= coupon.use_limit:
            problems[code] = Problem.USED_UP
        elif coupon.buyer_limit is not None and mine.get(coupon.pk, 0) >= coupon.buyer_limit:
            problems[code] = Problem.USED_BY_YOU
    usable = [terms_of(coupon) for code, coupon in known.items() if code not in problems]
    found = rules.discounts(usable, goods, at=clock.now())
    return Discounts(found.lines, found.amounts, {**problems, **found.problems})


def _uses_of(buyer: str, coupons: Collection[Coupon]) -> dict[int, int]:
    limited = [coupon.pk for coupon in coupons if coupon.buyer_limit is not None]
    if not limited:
        return {}
    uses = CouponUse.objects.filter(coupon_id__in=limited, buyer=buyer, state=CouponUse.State.HELD)
    return dict(uses.values_list("coupon_id").annotate(count=Count("pk")))


def coupons_of_enterprise(*, actor: Actor, enterprise_id: int) -> QuerySet[Coupon]:
    """An enterprise's own coupons, newest first."""
    actor.require_enterprise(enterprise_id)
    return Coupon.objects.filter(
        enterprise_id=enterprise_id, funder=Coupon.Funder.ENTERPRISE
    ).order_by("-created_at", "-pk")


def amounts_of(holder: str) -> dict[str, int]:
    """What each coupon took off the holder's order, by code. One query."""
    uses = CouponUse.objects.filter(holder=holder).values_list("coupon__code", "amount")
    return dict(uses)
