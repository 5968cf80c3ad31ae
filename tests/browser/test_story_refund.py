"""Story: a buyer cancels a piece, sends a broken one back, and sees the money come; the enterprise
answers from a phone, and the city sees the whole life of the order."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.buying import number_in, pay_as_guest, put_in_cart_from
from tests.browser.conftest import Market

PHONE = {"width": 360, "height": 780}


def fits(page: Page) -> None:
    """Nothing sticks out at the side."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def test_a_piece_is_cancelled_another_sent_back_and_the_money_is_seen_to_come(
    page: Page, browser: Browser, market: Market
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    put_in_cart_from(page, "yeongdo-sea-soap")
    page.locator("[data-enterprise] input[name=quantity]").fill("3")
    page.locator("[data-enterprise] input[name=quantity]").press("Enter")
    order_page = pay_as_guest(page, "story-refund@example.kr")
    part = page.locator("[data-vendor-order]").get_attribute("data-vendor-order")
    order = page.locator("[data-order]").get_attribute("data-order")

    # one piece is cancelled: a double click cancels one
    page.get_by_role("link", name="취소하기").click()
    fits(page)
    pieces = page.locator(".stepper-input")
    pieces.fill("9")
    page.get_by_role("button", name="취소하고 환불받기").click()
    expect(page.locator(".errors, .form-error").first).to_be_visible()  # there are three
    pieces.fill("1")
    page.get_by_role("button", name="취소하고 환불받기").dblclick()
    expect(page).to_have_url(order_page)
    expect(page.locator("[data-refund]")).to_have_count(1)
    expect(page.get_by_text("취소 1개")).to_be_visible()
    first = number_in(page.locator("[data-refund] strong").last.inner_text())
    assert first > 0
    fits(page)

    # the rest is sent, arrives, and one of it is broken
    context = browser.new_context(base_url=market.base_url, locale="ko-KR", viewport=PHONE)  # type: ignore[arg-type]
    desk = context.new_page()
    market.login(desk, "seller")
    desk.goto(f"/seller/orders/{part}/")
    desk.locator("[name=carrier]").first.fill("CJ대한통운")
    desk.locator("[name=tracking_number]").first.fill("6400-9999-0001")
    desk.get_by_role("button", name="발송 기록하기").click()
    expect(desk.locator("[data-part-status]")).to_have_text("배송 중")
    fits(desk)

    page.reload()
    page.get_by_role("button", name="받았습니다").click()
    page.get_by_role("link", name="반품·교환").click()
    fits(page)
    page.get_by_role("button", name="요청 보내기").click()
    expect(page.locator(".errors, .form-error").first).to_be_visible()  # nothing chosen yet
    page.locator(".stepper-input").fill("1")
    page.locator("[name=reason][value=defective]").check()
    page.locator("[name=noticed_on]").fill(
        page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Seoul'})")
    )
    page.locator("[name=note]").fill("한쪽이 녹아 있습니다.")
    page.get_by_role("button", name="요청 보내기").dblclick()
    expect(page.locator("[data-return]")).to_have_count(1)

    # the enterprise answers from a phone
    desk.goto("/seller/orders/?status=returns")
    expect(desk.locator(f"[data-vendor-order='{part}']")).to_be_visible()
    desk.goto(f"/seller/orders/{part}/")
    expect(desk.get_by_text("한쪽이 녹아 있습니다.")).to_be_visible()
    fits(desk)
    desk.get_by_role("button", name="받아들이기").click()
    desk.get_by_role("button", name="상품이 도착했습니다").click()
    desk.get_by_role("button", name="환불하기").dblclick()
    expect(desk.get_by_text(re.compile("반품 1"))).to_be_visible()
    context.close()

    page.goto(order_page)
    expect(page.locator("[data-refund]")).to_have_count(2)
    expect(page.locator("[data-return] .badge")).to_have_text("완료")
    fits(page)
    market.mail_to("story-refund@example.kr", holding="환불")

    # the whole life of it, for the city
    context = browser.new_context(base_url=market.base_url, locale="ko-KR")
    city = context.new_page()
    market.login(city, "city")
    city.goto(f"/city/orders/{order}/")
    for word in ("결제사 보관금", "기업에 줄 돈", "보낼 환불", "6400-9999-0001"):
        expect(city.get_by_text(word).first).to_be_visible()
    context.close()


def test_an_enterprise_opens_its_statement_and_its_papers(page: Page, market: Market) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    market.login(page, "seller")
    page.goto("/seller/settlements/")
    fits(page)
    page.locator("tbody th a").first.click()
    for name, kind in (("정산서 PDF", "application/pdf"), ("엑셀로 받기", "spreadsheetml")):
        href = page.get_by_role("link", name=name).get_attribute("href")
        answer = page.request.get(str(href))
        assert answer.status == 200
        assert kind in answer.headers["content-type"]
    fits(page)
    page.goto("/seller/tax/?subject=commission")
    page.locator("[data-tax] a").first.click()
    expect(page.get_by_role("heading", name=re.compile("세금계산서"))).to_be_visible()
    fits(page)
