"""Coupons are used with an order and given back with it; never more often than allowed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from promotions import selectors, services
from promotions.errors import CouponRefused
from promotions.models import Coupon, CouponUse
from promotions.rules import Goods, Problem
from tests.factories.promotions import CouponFactory
from tests.factories.vendors import EnterpriseFactory

pytestmark = pytest.mark.django_db

GOODS = [Goods(1, 1, frozenset({1}), 20_000)]


def hold(code: str, holder: str = "order:O-1", buyer: str = "user:7") -> int:
    found = services.coupons_hold(holder=holder, codes=[code], goods=GOODS, buyer=buyer)
    return found.total


def used(coupon: Coupon) -> int:
    coupon.refresh_from_db()
    return coupon.used


def test_a_code_is_found_in_any_case_and_used_once_an_order() -> None:
    coupon = CouponFactory(code="WARM")
    assert hold(" warm ") == 3_000
    assert used(coupon) == 1
    assert selectors.amounts_of("order:O-1") == {"WARM": 3_000}


def test_a_coupon_comes_back_with_its_order_and_can_be_taken_again() -> None:
    coupon = CouponFactory(use_limit=1)
    hold(coupon.code)
    for _ in range(2):
        services.coupons_release(holder="order:O-1")
    assert used(coupon) == 0
    for _ in range(2):
        services.coupons_hold_again(holder="order:O-1")
    assert used(coupon) == 1


def test_a_late_order_whose_coupon_went_to_somebody_else_is_told_so() -> None:
    coupon = CouponFactory(use_limit=1)
    hold(coupon.code)
    services.coupons_release(holder="order:O-1")
    hold(coupon.code, holder="order:O-2", buyer="user:8")
    with pytest.raises(CouponRefused):
        services.coupons_hold_again(holder="order:O-1")
    assert used(coupon) == 1


@pytest.mark.parametrize(
    ("limits", "problem"),
    [({"use_limit": 1}, Problem.USED_UP), ({"buyer_limit": 1}, Problem.USED_BY_YOU)],
)
def test_one_use_too_many_is_refused_and_nothing_changes(
    limits: dict[str, int], problem: Problem
) -> None:
    coupon = CouponFactory(**limits)
    hold(coupon.code)
    with pytest.raises(CouponRefused) as refused:
        hold(coupon.code, holder="order:O-2")
    assert refused.value.problems == {coupon.code: problem}
    assert refused.value.field == "coupon"
    assert used(coupon) == 1
    assert CouponUse.objects.count() == 1


def test_another_buyer_may_use_what_one_has_used() -> None:
    coupon = CouponFactory(buyer_limit=1)
    hold(coupon.code)
    assert hold(coupon.code, holder="order:O-2", buyer="email:kim@example.kr") == 3_000


def test_unknown_and_ended_codes_are_refused_and_no_other_code_is_used() -> None:
    good, ended = CouponFactory(), CouponFactory(is_active=False)
    for bad in ("NOPE", ended.code):
        with pytest.raises(CouponRefused):
            services.coupons_hold(
                holder="order:O-1", codes=[good.code, bad], goods=GOODS, buyer="user:7"
            )
    assert used(good) == 0


def test_the_database_itself_refuses_one_use_too_many() -> None:
    coupon = CouponFactory(use_limit=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Coupon.objects.filter(pk=coupon.pk).update(used=2)


def make(actor: Actor, **changes: Any) -> Coupon:
    fields: dict[str, Any] = {
        "code": "봄맞이",
        "name": "봄맞이 10%",
        "value": 1_000,
        "percent": True,
        "valid_from": clock.now(),
        "valid_to": clock.now() + dt.timedelta(days=7),
        **changes,
    }
    return services.coupon_create(actor=actor, **fields)


def test_an_enterprise_makes_and_ends_its_own_coupons_and_no_other_s() -> None:
    enterprise = EnterpriseFactory()
    owner = Actor(user_id=None, enterprises={enterprise.pk: "owner"})
    coupon = make(owner, enterprise_id=enterprise.pk)
    assert coupon.funder == Coupon.Funder.ENTERPRISE
    for stranger in (ANONYMOUS, Actor(enterprises={enterprise.pk + 1: "owner"})):
        with pytest.raises(NotAllowed):
            make(stranger, enterprise_id=enterprise.pk, code="다른코드")
        with pytest.raises(NotFound):
            services.coupon_end(actor=stranger, coupon_id=coupon.pk)
    with pytest.raises(NotAllowed):
        make(owner, code="시장쿠폰")  # the market's own: city officers only
    services.coupon_end(actor=owner, coupon_id=coupon.pk)
    coupon.refresh_from_db()
    assert not coupon.is_active


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "a b"}, "code"),
        ({"code": ""}, "code"),
        ({"name": ""}, "name"),
        ({"value": 0}, "value"),
        ({"value": 10_001}, "value"),
        ({"percent": False, "value": 1_000_001}, "value"),
        ({"valid_to": clock.now() - dt.timedelta(days=1)}, "valid_to"),
        ({"most_amount": -1}, "most_amount"),
        ({"use_limit": 0}, "use_limit"),
    ],
)
def test_bad_terms_are_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make(Actor(is_city_officer=True), **changes)
    assert field in refused.value.by_field()
    assert not Coupon.objects.exists()


def test_a_code_is_given_once() -> None:
    CouponFactory(code="봄맞이")
    with pytest.raises(InvalidInput):
        make(Actor(is_city_officer=True))
