"""What several stories begin with: a guest who bought from two enterprises and paid."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

GUEST = {
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def put_in_cart_from(page: Page, enterprise: str) -> str:
    """One piece of the first product that ``enterprise`` (a slug) has; answers its address."""
    page.goto(f"/e/{enterprise}/")
    page.locator(".card:not(.is-out) h3 a").first.click()
    expect(page.locator("[data-price]")).to_be_visible()
    address = page.url
    page.get_by_role("button", name="장바구니에 담기").click()
    expect(page).to_have_url(re.compile("/cart/"))
    return address


def pay_as_guest(page: Page, email: str) -> str:
    """Check out what is in the cart and pay; answers the address of the order's page."""
    page.goto("/cart/")
    page.get_by_role("link", name="주문하기").click()
    for name, text in {"email": email, **GUEST}.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=agree_order]").check()
    page.locator("[name=agree_privacy]").check()
    page.get_by_role("button", name=re.compile("결제하기")).click()
    page.get_by_role("button", name="결제 승인").click()
    expect(page.get_by_role("heading", name="주문해 주셔서 고맙습니다")).to_be_visible()
    return page.url
