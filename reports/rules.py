"""What the warm-values figures mean, as pure definitions and arithmetic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FactEvent(StrEnum):
    SOLD = "sold"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    REFUNDED = "refunded"


#: Net sales are what was delivered or accepted, less what was refunded of it.
NET_SALES_EVENTS = (FactEvent.DELIVERED, FactEvent.REFUNDED)
#: Ordered is what was sold, less what was cancelled before delivery.
ORDERED_EVENTS = (FactEvent.SOLD, FactEvent.CANCELLED)


class Scheme(StrEnum):
    """Schemes of preferential purchase. One order can count for several: never sum them."""

    SOCIAL_ECONOMY = "social_economy"
    SEVERE_DISABILITY = "severe_disability"
    WOMEN_OWNED = "women_owned"
    DISABLED_OWNED = "disabled_owned"


#: The credential kinds that make a purchase count for a scheme. For the social economy it is the
#: six kinds of the Busan ordinance; social ventures aren't among them.
ELIGIBLE_KINDS: dict[Scheme, frozenset[str]] = {
    Scheme.SOCIAL_ECONOMY: frozenset(
        {
            "social_enterprise",
            "preliminary_social_enterprise",
            "cooperative",
            "social_cooperative",
            "village_enterprise",
            "self_support_enterprise",
        }
    ),
    Scheme.SEVERE_DISABILITY: frozenset({"severe_disability_producer"}),
    Scheme.WOMEN_OWNED: frozenset({"women_owned"}),
    Scheme.DISABLED_OWNED: frozenset({"disabled_owned"}),
}


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure's definition, as shown under it: question, formula, caveat."""

    code: str
    name: str
    question: str
    formula: str
    unit: str
    caveat: str


NET_SALES = Indicator(
    code="net_sales",
    name="순매출",
    question="온장에서 실제로 전달된 판매는 얼마인가?",
    formula="배송 완료(시민) 또는 검수 합격(기관·기업) 금액 − 환불 금액, 기준일까지",
    unit="원(부가세 포함)",
    caveat=(
        "배송비는 넣지 않습니다. 여러 인증을 가진 기업은 법령 순서상 첫 유형으로 한 번만 셉니다."
    ),
)
PREFERENTIAL_SHARE = Indicator(
    code="preferential_share",
    name="우선구매 비율",
    question="기관 구매액 중 사회적경제기업 제품은 얼마인가?",
    formula="(온장 안 대상 구매액 + 기관이 신고한 온장 밖 구매액) ÷ 기관이 신고한 연간 총 구매액",
    unit="%",
    caveat="판매 시점에 유효했던 인증만 셉니다. 제도별 비율은 서로 더하지 않습니다.",
)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of Korean days, both ends included."""

    start: dt.date
    end: dt.date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a period can't end before it starts")

    def months(self) -> list[dt.date]:
        """The first day of every month touched."""
        first = self.start.replace(day=1)
        found = []
        while first <= self.end:
            found.append(first)
            first = (first + dt.timedelta(days=32)).replace(day=1)
        return found


def last_months(today: dt.date, count: int) -> Period:
    """The ``count`` months up to and including the running one."""
    start = today.replace(day=1)
    for _ in range(count - 1):
        start = (start - dt.timedelta(days=1)).replace(day=1)
    return Period(start, today)


@dataclass(frozen=True, slots=True)
class Share:
    """Eligible purchases against a declared total and a target rate. Amounts in won."""

    on_market: int
    off_market: int
    declared_total: int
    target_bp: int

    @property
    def eligible(self) -> int:
        return self.on_market + self.off_market

    @property
    def rate_bp(self) -> int | None:
        """The share in basis points; none while nothing is declared."""
        return self.eligible * 10_000 // self.declared_total if self.declared_total else None

    @property
    def target_amount(self) -> int:
        """What the target asks for, rounded up to the won."""
        return -(-self.declared_total * self.target_bp // 10_000)

    @property
    def gap(self) -> int:
        """Won still missing to the target; 0 when it is reached."""
        return max(self.target_amount - self.eligible, 0)

    @property
    def is_reached(self) -> bool:
        return self.declared_total > 0 and self.gap == 0


def compact_won(amount: int) -> str:
    """Korean short form: ``1억 2,300만``, ``45만``, ``9,800``; from 1만 on, rounded down to 만."""
    sign = "−" if amount < 0 else ""
    amount = abs(amount)
    if amount < 10_000:
        return f"{sign}{amount:,}"
    eok, man = divmod(amount // 10_000, 10_000)
    parts = ([f"{eok:,}억"] if eok else []) + ([f"{man:,}만"] if man else [])
    return sign + " ".join(parts)


def compact_won_english(amount: int) -> str:
    """``₩1.23 bn``, ``₩45.6 m``, ``₩9,800``; rounded down to three digits."""
    sign = "−" if amount < 0 else ""
    amount = abs(amount)
    for size, word in ((10**9, "bn"), (10**6, "m")):
        if amount >= size:
            places = 2 if amount < 10 * size else 1 if amount < 100 * size else 0
            floored = amount * 10**places // size / 10**places
            return f"{sign}₩{floored:,.{places}f} {word}"
    return f"{sign}₩{amount:,}"


def fill_months(rows: Iterable[tuple[dt.date, int]], period: Period) -> list[tuple[dt.date, int]]:
    """One value a month of the period, 0 where there was nothing."""
    found = dict(rows)
    return [(month, found.get(month, 0)) for month in period.months()]
