"""Coupons."""

from __future__ import annotations

import datetime as dt

import factory
from factory.django import DjangoModelFactory

from core import clock
from promotions.models import Coupon


class CouponFactory(DjangoModelFactory):
    """₩3,000 off, borne by the market, for everyone and everything."""

    class Meta:
        model = Coupon

    code = factory.Sequence(lambda n: f"WARM{n}")
    name = "온장 쿠폰"
    funder = Coupon.Funder.MARKET
    kind = Coupon.Kind.AMOUNT
    value = 3_000
    valid_from = factory.LazyFunction(lambda: clock.now() - dt.timedelta(days=1))
    valid_to = factory.LazyFunction(lambda: clock.now() + dt.timedelta(days=30))
    created_at = factory.LazyFunction(clock.now)
