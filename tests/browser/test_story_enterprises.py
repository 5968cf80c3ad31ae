"""Story 2: each enterprise sees and ships its own part; the citizen's page and the shop follow."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.buying import pay_as_guest, put_in_cart_from
from tests.browser.conftest import Market

SELLERS = {"seller": "yeongdo-sea-soap", "seller2@demo.onjang.kr": "haneul-hands"}


def test_two_enterprises_ship_their_own_parts_and_the_citizen_sees_it(
    page: Page, browser: Browser, market: Market
) -> None:
    names = {}
    for slug in SELLERS.values():
        put_in_cart_from(page, slug)
        page.goto(f"/e/{slug}/")
        names[slug] = page.locator("h1").inner_text()
    order_page = pay_as_guest(page, "story-enterprises@example.kr")
    parts = {
        section.locator("h2").inner_text(): section.get_attribute("data-vendor-order") or ""
        for section in page.locator("[data-vendor-order]").all()
    }
    assert set(parts) == set(names.values())

    for place, (who, slug) in enumerate(SELLERS.items(), start=1):
        own = parts[names[slug]]
        (foreign,) = set(parts.values()) - {own}
        context = browser.new_context(base_url=market.base_url, locale="ko-KR")
        desk = context.new_page()
        market.login(desk, who)
        desk.goto("/seller/orders/")
        expect(desk.locator(f"[data-vendor-order='{own}']")).to_be_visible()
        expect(desk.locator(f"[data-vendor-order='{foreign}']")).to_have_count(0)
        answer = desk.goto(f"/seller/orders/{foreign}/")
        assert answer is not None
        assert answer.status == 404

        desk.goto(f"/seller/orders/{own}/")
        expect(desk.get_by_text(re.compile("story-enterprises"))).to_have_count(0)
        ship = desk.get_by_role("button", name="발송 기록하기")
        ship.click()
        expect(desk.locator("#err_tracking_number")).to_be_visible()  # nothing filled in yet
        desk.locator("[name=carrier]").fill("CJ대한통운")
        desk.locator("[name=tracking_number]").fill(f"6400-1234-000{place}")
        ship.dblclick()
        expect(desk.locator("[data-part-status]")).to_have_text("배송 중")
        expect(desk.get_by_text(f"6400-1234-000{place}")).to_have_count(1)
        context.close()

        page.goto(order_page)
        expect(page.locator(f"[data-tracking='6400-1234-000{place}']")).to_be_visible()
        assert page.locator("[data-tracking]").count() == place

    mail = market.mail_to("story-enterprises@example.kr", holding="6400-1234-0002")
    assert "CJ대한통운" in mail
    page.locator(f"[data-vendor-order='{parts[names['haneul-hands']]}']").get_by_role(
        "button", name="받았습니다"
    ).click()
    expect(page.get_by_role("button", name="받았습니다")).to_have_count(1)


def test_a_new_price_and_stock_show_in_the_shop_at_once(
    page: Page, browser: Browser, market: Market
) -> None:
    address = put_in_cart_from(page, SELLERS["seller"])
    page.goto(address)
    sku = page.locator("[data-sku]").get_attribute("data-sku")
    before = int(page.locator("[data-price]").get_attribute("data-price") or 0)
    title = page.locator("h1").inner_text()

    context = browser.new_context(base_url=market.base_url, locale="ko-KR")
    desk = context.new_page()
    market.login(desk, "seller")
    desk.goto("/seller/products/")
    desk.get_by_role("link", name=title, exact=True).click()
    form = desk.locator(f"[data-variant='{sku}']")
    form.locator("[name=price]").fill("천원")
    form.get_by_role("button", name="가격과 재고 저장").click()
    expect(form.locator("#err_price")).to_be_visible()
    form.locator("[name=price]").fill(str(before + 700))
    form.locator("[name=on_hand]").fill("7")
    for row in form.locator("[name=tier_quantity], [name=tier_price]").all():
        row.fill("")
    form.get_by_role("button", name="가격과 재고 저장").click()
    expect(desk.get_by_text("가격과 재고를 저장했습니다")).to_be_visible()
    context.close()

    page.goto(address)
    expect(page.locator("[data-price]")).to_have_attribute("data-price", str(before + 700))
    expect(page.locator("[data-available]")).to_have_attribute("data-available", "7")
    page.goto(f"/search/?q={title}")
    expect(page.locator(".card", has_text=title).first).to_contain_text(f"{before + 700:,}원")
