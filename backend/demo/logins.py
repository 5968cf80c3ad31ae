"""One login for each of the five audiences: printed by ``make demo``, shown on the front page."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "onjang-demo-2026"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """``audience`` is Korean (English by ``audience_en``); ``start`` is where their day begins."""

    key: str
    audience: str
    audience_en: str
    email: str
    password: str
    start: str


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin("citizen", "시민", "citizen", "citizen@demo.onjang.kr", PASSWORD, "/"),
    DemoLogin("seller", "기업", "enterprise", "seller@demo.onjang.kr", PASSWORD, "/seller/"),
    DemoLogin("agency", "공공기관", "public agency", "agency@demo.onjang.kr", PASSWORD, "/buyer/"),
    DemoLogin(
        "company", "지역 기업", "local company", "company@demo.onjang.kr", PASSWORD, "/buyer/"
    ),
    DemoLogin("city", "시 담당자", "city officer", "city@demo.onjang.kr", PASSWORD, "/city/"),
)
