"""Story 1: a citizen finds, trusts, buys from two enterprises at once, pays and gets a mail."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Market

ADDRESS = {
    "email": "story-citizen@example.kr",
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}


def number_in(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def put_in_cart(page: Page, card_index: int) -> str:
    """Open the n-th card that can be bought, put one piece in the cart; answers the enterprise."""
    page.locator(".card:not(.is-out) h3 a").nth(card_index).click()
    enterprise = page.locator(".panel--warm h2").inner_text()
    page.get_by_role("button", name="장바구니에 담기").click()
    expect(page).to_have_url(re.compile("/cart/"))
    return enterprise


def test_what_is_not_there_is_honestly_said(page: Page, market: Market) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("bi nu")
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", name="“bi nu”에 맞는 상품이 없습니다")).to_be_visible()


def test_a_citizen_finds_filters_trusts_and_buys_from_two_enterprises(
    page: Page, market: Market
) -> None:
    page.goto("/")
    page.get_by_role("searchbox").fill("비누")
    page.get_by_role("searchbox").press("Enter")
    total = page.locator("[data-total]").first
    everything = int(total.get_attribute("data-total") or 0)
    assert everything > 0

    kind = page.locator("input[name=kind]").first
    kind.check()
    expect(page).to_have_url(re.compile("kind="))
    assert 0 < int(total.get_attribute("data-total") or 0) <= everything
    district = page.locator("input[name=district]").first
    district.check()
    expect(page).to_have_url(re.compile("district="))
    assert page.locator(".card").count() > 0

    page.locator(".card h3 a").first.click()
    expect(page.locator(".badge--verified").first).to_be_visible()
    expect(page.locator(".panel--warm .prose")).not_to_be_empty()
    expect(page.get_by_role("heading", name="상품정보제공고시")).to_be_visible()

    page.goto("/search/?q=비누")
    first = put_in_cart(page, 0)
    sellers = {first}
    for index in range(1, 20):
        page.goto("/search/?q=비누")
        page.locator(".card:not(.is-out) h3 a").nth(index).click()
        if page.locator(".panel--warm h2").inner_text() not in sellers:
            page.get_by_role("button", name="장바구니에 담기").click()
            break
    expect(page.locator("[data-enterprise]")).to_have_count(2)

    page.get_by_role("link", name="주문하기").click()
    pay = page.get_by_role("button", name=re.compile("결제하기"))
    pay.click()
    expect(page.locator("#err_recipient")).to_be_visible()  # nothing filled in yet
    for name, text in ADDRESS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=agree_order]").check()
    page.locator("[name=agree_privacy]").check()
    pay.dblclick()

    expect(page.get_by_text("체험용 결제 화면입니다")).to_be_visible()
    page.get_by_role("button", name="결제 승인").click()
    expect(page.get_by_role("heading", name="주문해 주셔서 고맙습니다")).to_be_visible()
    parts = page.locator("[data-vendor-order]")
    expect(parts).to_have_count(2)
    numbers = [parts.nth(i).get_attribute("data-vendor-order") or "?" for i in range(2)]

    page.go_back()
    page.goto("/checkout/")
    expect(page).to_have_url(re.compile(r"/orders/|/cart/"))  # no second order

    mail = market.mail_to(ADDRESS["email"])
    for number in numbers:
        assert number in mail


def test_the_shop_works_in_english_and_on_a_phone(page: Page, market: Market) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    for path in ("/", "/search/", "/cart/"):
        page.goto(path)
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert overflow <= 0, f"{path} scrolls sideways by {overflow} px"


def test_an_unknown_page_looks_like_ours(page: Page, market: Market) -> None:
    answer = page.goto("/p/없는-상품/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="찾을 수 없습니다")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_be_visible()
