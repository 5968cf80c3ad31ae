"""Story 4: a company orders 500 from an Excel file on account; the tier applies."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Browser, Page, expect

from tests.browser.buying import number_in
from tests.browser.conftest import Market
from tests.browser.test_story_agency import sitting

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def excel(*rows: tuple[object, ...]) -> dict[str, object]:
    book = openpyxl.Workbook()
    for row in (("상품코드", "수량"), *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return {"name": "품목.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def with_tiers(page: Page) -> tuple[str, int, int]:
    """A product that gets cheaper from some number on and has 500: its code, price, tier price."""
    page.goto("/e/haneul-hands/")
    for address in [card.get_attribute("href") for card in page.locator(".card h3 a").all()]:
        page.goto(str(address))
        if page.locator(".tiers").count() and available(page) >= 500:
            tiers = {
                number_in(row.locator("th").inner_text()): number_in(row.locator("td").inner_text())
                for row in page.locator(".tiers tbody tr").all()
            }
            price = int(page.locator("[data-price]").get_attribute("data-price") or 0)
            best = min(amount for least, amount in tiers.items() if least <= 500)
            return str(page.locator("[data-sku]").get_attribute("data-sku")), price, best
    raise AssertionError("no product with tiers and 500 pieces")


def available(page: Page) -> int:
    return int(page.locator("[data-available]").get_attribute("data-available") or 0)


def test_five_hundred_from_an_excel_file_on_account(browser: Browser, market: Market) -> None:
    with sitting(browser, market, "company") as page:
        sku, price, tier = with_tiers(page)
        assert tier < price
        page.goto("/buyer/orders/new/")
        upload = page.locator("[name=file]")
        upload.set_input_files(excel(("NO-SUCH-CODE", 500), (sku, "많이")))
        page.get_by_role("button", name="금액 확인하기").click()
        expect(page.locator("#err_file")).to_contain_text("3행")
        upload.set_input_files(excel((sku, 500)))
        page.get_by_role("button", name="금액 확인하기").click()
        preview = page.locator("[data-preview]")
        expect(preview).to_contain_text(f"{tier:,}원")
        expect(preview).to_contain_text(f"{tier * 500:,}원")
        order = page.get_by_role("button", name="승인 요청하기")
        order.click()
        expect(page.locator("#err_title")).to_be_visible()
        page.locator("[name=title]").fill("직원 설 선물")
        page.locator("[name=recipient]").fill("이총무")
        order.dblclick()
        expect(page.get_by_text("승인자의 승인을 기다리고 있습니다")).to_be_visible()
        order_page = page.url
        number = order_page.rstrip("/").split("/")[-1]

    with sitting(browser, market, "company-approver@demo.onjang.kr") as page:
        page.goto("/buyer/orders/?status=submitted")
        expect(page.get_by_role("link", name=number)).to_have_count(1)
        page.goto(order_page)
        page.get_by_role("button", name="승인").click()
        expect(page.locator("[data-po-status]")).to_have_text("발주 완료")

    with sitting(browser, market, "seller2@demo.onjang.kr") as page:
        page.goto(f"/seller/orders/?status=&q={number}")
        page.locator("tr", has_text=number).get_by_role("link").first.click()
        page.locator("[name=carrier]").fill("경동택배")
        page.locator("[name=tracking_number]").fill("777-1")
        page.get_by_role("button", name="발송 기록하기").click()

    with sitting(browser, market, "company-inspector@demo.onjang.kr") as page:
        page.goto(order_page)
        page.get_by_role("link", name=re.compile("^검수$")).click()
        page.get_by_role("button", name="검수 기록하기").click()
        page.get_by_role("link", name="청구서 보기").click()
        expect(page.locator("[data-po-number]")).to_contain_text(number)
        expect(page.locator(".sums__total").last).to_have_text(f"{tier * 500:,}원")
