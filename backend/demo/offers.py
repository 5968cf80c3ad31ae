"""What the demo's buyers may use: coupons of the market and of enterprises, pick-up points."""

from __future__ import annotations

import datetime as dt

from core import clock
from core.districts import District
from promotions.models import Coupon
from vendors.models import Enterprise, PickupPoint

#: (name, in English, district, address in Busan, latitude, longitude)
_POINTS = (
    ("연제 온장마루", "Yeonje Maru", "연제구", "중앙대로 1001", 35.17980, 129.07504),
    ("해운대 들락날락", "Haeundae Deullak", "해운대구", "해운대로 570", 35.16310, 129.16360),
    ("영도 봉산마을회관", "Yeongdo Hall", "영도구", "태종로 105", 35.09100, 129.04100),
    ("사상 생활문화센터", "Sasang House", "사상구", "학감대로 242", 35.15260, 128.99120),
    ("기장 마을나루", "Gijang Naru", "기장군", "기장읍 차성로 309", 35.24430, 129.22240),
)


def make_offers(enterprises: dict[str, Enterprise], today: dt.date) -> None:
    """Fictitious points on real districts; every third enterprise brings its goods to two."""
    codes = {label: code for code, label in District.choices}
    points = PickupPoint.objects.bulk_create(
        PickupPoint(
            name=f"{name}(데모)",
            name_en=f"{english} (demo)",
            district=codes[district],
            address=f"부산광역시 {district} {address}",
            hours="평일 10:00~19:00",
            latitude=latitude,
            longitude=longitude,
        )
        for name, english, district, address, latitude, longitude in _POINTS
    )
    rows = [enterprises[slug] for slug in sorted(enterprises)]
    through = Enterprise.pickup_points.through
    through.objects.bulk_create(
        through(enterprise=enterprise, pickuppoint=points[(place + step) % len(points)])
        for place, enterprise in enumerate(rows)
        if place % 3 == 0
        for step in (0, 1)
    )
    opened = clock.midnight(today - dt.timedelta(days=30))
    ends = clock.midnight(today + dt.timedelta(days=365))
    Coupon.objects.bulk_create(
        [
            Coupon(
                code="ONJANG3000",
                name="온장 첫걸음 3,000원",
                name_en="First step: ₩3,000 off",
                funder=Coupon.Funder.MARKET,
                kind=Coupon.Kind.AMOUNT,
                value=3_000,
                least_goods_amount=20_000,
                buyer_limit=1,
                valid_from=opened,
                valid_to=ends,
                created_at=opened,
            ),
            Coupon(
                code="WARM10",
                name="따뜻한 가치 10%",
                name_en="Warm values: 10 % off",
                funder=Coupon.Funder.MARKET,
                kind=Coupon.Kind.PERCENT,
                value=1_000,
                most_amount=10_000,
                use_limit=500,
                buyer_limit=3,
                valid_from=opened,
                valid_to=ends,
                created_at=opened,
            ),
            Coupon(
                code="YEONGDO15",
                name="영도 바다비누 15%",
                name_en="Yeongdo sea soap: 15 % off",
                funder=Coupon.Funder.ENTERPRISE,
                enterprise=enterprises["yeongdo-sea-soap"],
                kind=Coupon.Kind.PERCENT,
                value=1_500,
                most_amount=20_000,
                least_goods_amount=10_000,
                use_limit=100,
                buyer_limit=2,
                valid_from=opened,
                valid_to=ends,
                created_at=opened,
            ),
        ]
    )
