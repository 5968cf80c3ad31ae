"""One login for each of the five audiences: printed by ``make demo``, shown on the front page."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "onjang-demo-2026"


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """``audience`` is Korean (English by ``audience_en``); ``start`` is where their day begins.

    ``colleagues`` take the next steps of the same work: (what they do, in English, e-mail).
    """

    key: str
    audience: str
    audience_en: str
    email: str
    password: str
    start: str
    colleagues: tuple[tuple[str, str, str], ...] = ()


DEMO_LOGINS: tuple[DemoLogin, ...] = (
    DemoLogin("citizen", "시민", "citizen", "citizen@demo.onjang.kr", PASSWORD, "/"),
    DemoLogin(
        "seller", "기업", "enterprise", "seller@demo.onjang.kr", PASSWORD, "/seller/",
        (("다른 기업", "another enterprise", "seller2@demo.onjang.kr"),),
    ),
    DemoLogin(
        "agency", "공공기관", "public agency", "agency@demo.onjang.kr", PASSWORD, "/buyer/",
        (
            ("승인자", "approver", "agency-approver@demo.onjang.kr"),
            ("검수자", "inspector", "agency-inspector@demo.onjang.kr"),
            ("지출 담당", "finance", "agency-finance@demo.onjang.kr"),
        ),
    ),
    DemoLogin(
        "company", "지역 기업", "local company", "company@demo.onjang.kr", PASSWORD, "/buyer/",
        (
            ("승인자", "approver", "company-approver@demo.onjang.kr"),
            ("인수자", "receiver", "company-inspector@demo.onjang.kr"),
        ),
    ),
    DemoLogin("city", "시 담당자", "city officer", "city@demo.onjang.kr", PASSWORD, "/city/"),
)  # fmt: skip
