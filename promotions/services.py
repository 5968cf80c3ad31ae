"""Writes to coupons: kept for a holder with its order, given back when the order goes.

A coupon with few uses left is scarce as stock is: its row is locked before it is counted, and the
database refuses one use too many.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from core import audit, clock, transactions
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from promotions import locks, selectors
from promotions.models import Coupon, CouponUse
from promotions.rules import Discounts, Goods, Problem

State = CouponUse.State
_CODE = re.compile(r"[A-Z0-9가-힣-]{3,24}")


def buyer_name(*, user_id: int | None, email: str) -> str:
    """Who a buyer is to a coupon: a member by account, a guest by e-mail."""
    return f"user:{user_id}" if user_id is not None else f"email:{email.strip().lower()}"


def coupons_hold(
    *, holder: str, codes: Sequence[str], goods: Sequence[Goods], buyer: str
) -> Discounts:
    """Use the codes for the holder's goods: all of them, or CouponRefused and nothing is used.

    Inside the order's transaction.
    """
    transactions.require_one()
    wanted = selectors.clean_codes(codes)
    if not wanted:
        return Discounts()
    coupons = locks.lock_coupons_named(wanted)
    found = selectors.decide(list(coupons.values()), wanted, goods, buyer)
    if found.problems:
        raise selectors.refusal(found.problems)
    now = clock.now()
    CouponUse.objects.bulk_create(
        CouponUse(
            coupon=coupon,
            holder=holder,
            buyer=buyer,
            amount=found.amounts[coupon.code],
            created_at=now,
        )
        for coupon in coupons.values()
    )
    Coupon.objects.filter(pk__in=coupons).update(used=F("used") + 1)
    return found


@transaction.atomic
def coupons_release(*, holder: str) -> None:
    """Give the holder's coupons back to be used again. Repeating changes nothing."""
    _turn(holder, held=False)


@transaction.atomic
def coupons_hold_again(*, holder: str) -> None:
    """Take released coupons again (a payment came late). Raises CouponRefused when used up."""
    _turn(holder, held=True)


@transaction.atomic
def coupon_create(
    *,
    actor: Actor,
    code: str,
    name: str,
    value: int,
    percent: bool,
    valid_from: dt.datetime,
    valid_to: dt.datetime,
    enterprise_id: int | None = None,
    most_amount: int = 0,
    least_goods_amount: int = 0,
    use_limit: int | None = None,
    buyer_limit: int | None = 1,
) -> Coupon:
    """A new coupon: of the enterprise and borne by it, or (city officers) of the market.

    Raises NotAllowed, InvalidInput by field.
    """
    if enterprise_id is None:
        actor.require_city()
    else:
        actor.require_enterprise(enterprise_id, Duty.PROFILE)
    code, name = code.strip().upper(), name.strip()
    problems = _problems(
        code=code, name=name, value=value, percent=percent, valid_from=valid_from,
        valid_to=valid_to, amounts={"most_amount": most_amount,
        "least_goods_amount": least_goods_amount}, limits={"use_limit": use_limit,
        "buyer_limit": buyer_limit},
    )  # fmt: skip
    if problems:
        raise InvalidInput(problems)
    funder = Coupon.Funder.MARKET if enterprise_id is None else Coupon.Funder.ENTERPRISE
    coupon = Coupon.objects.create(
        code=code,
        name=name,
        funder=funder,
        enterprise_id=enterprise_id,
        kind=Coupon.Kind.PERCENT if percent else Coupon.Kind.AMOUNT,
        value=value,
        most_amount=most_amount,
        least_goods_amount=least_goods_amount,
        valid_from=valid_from,
        valid_to=valid_to,
        use_limit=use_limit,
        buyer_limit=buyer_limit,
        created_at=clock.now(),
    )
    audit.record(actor=actor, action="coupon.create", obj=coupon, code=code)
    return coupon


@transaction.atomic
def coupon_end(*, actor: Actor, coupon_id: int) -> Coupon:
    """No further use; orders that have it keep it. Repeating changes nothing."""
    coupon = locks.lock_coupons([coupon_id]).get(coupon_id)
    if coupon is None or not _may(actor, coupon):
        raise NotFound
    if coupon.is_active:
        coupon.is_active = False
        coupon.save(update_fields=["is_active"])
        audit.record(actor=actor, action="coupon.end", obj=coupon)
    return coupon


def _may(actor: Actor, coupon: Coupon) -> bool:
    if coupon.funder == Coupon.Funder.ENTERPRISE and coupon.enterprise_id is not None:
        return actor.sells_for(coupon.enterprise_id, Duty.PROFILE)
    return actor.is_system or actor.is_city_officer


def _turn(holder: str, *, held: bool) -> None:
    uses = CouponUse.objects.filter(holder=holder, state=State.RELEASED if held else State.HELD)
    coupon_ids = list(uses.values_list("coupon_id", flat=True))
    if not coupon_ids:
        return
    coupons = locks.lock_coupons(coupon_ids)
    turned = list(uses)  # again, now that nobody else can turn them
    if held:
        used_up = {
            coupon.code: Problem.USED_UP
            for coupon in coupons.values()
            if coupon.use_limit is not None and coupon.used >= coupon.use_limit
        }
        if used_up:
            raise selectors.refusal(used_up)
    CouponUse.objects.filter(pk__in=[use.pk for use in turned]).update(
        state=State.HELD if held else State.RELEASED
    )
    Coupon.objects.filter(pk__in=[use.coupon_id for use in turned]).update(
        used=F("used") + (1 if held else -1)
    )


def _problems(
    *,
    code: str,
    name: str,
    value: int,
    percent: bool,
    valid_from: dt.datetime,
    valid_to: dt.datetime,
    amounts: dict[str, int],
    limits: dict[str, int | None],
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not _CODE.fullmatch(code):
        problems["code"] = _("3자에서 24자까지 한글, 영문, 숫자와 하이픈을 쓸 수 있습니다.")
    elif Coupon.objects.filter(code=code).exists():
        problems["code"] = _("이미 있는 쿠폰 코드입니다.")
    if not name or len(name) > 80:
        problems["name"] = _("이름을 80자 안으로 입력해 주세요.")
    if percent and not 1 <= value <= 10_000:
        problems["value"] = _("할인율은 100%까지입니다.")
    elif not 1 <= value <= 1_000_000:
        problems["value"] = _("1원에서 1백만 원까지 입력해 주세요.")
    if valid_from >= valid_to:
        problems["valid_to"] = _("끝나는 때는 시작보다 뒤여야 합니다.")
    for field, amount in amounts.items():
        if not 0 <= amount <= 100_000_000:
            problems[field] = _("0원에서 1억 원까지 입력해 주세요.")
    for field, limit in limits.items():
        if limit is not None and not 1 <= limit <= 1_000_000:
            problems[field] = _("1에서 1백만까지 입력해 주세요.")
    return problems
