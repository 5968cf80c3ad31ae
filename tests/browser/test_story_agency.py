"""Story 3: a public agency asks, compares, cites, approves, inspects and pays; nobody does two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Market
from tests.pdf import text_of

TITLE = "연말 감사 선물 상자 300개"
SELLERS = {"seller": 21_000, "seller2@demo.onjang.kr": 19_500}


@contextmanager
def sitting(browser: Browser, market: Market, who: str) -> Iterator[Page]:
    """Somebody at a machine of their own."""
    context = browser.new_context(base_url=market.base_url, locale="ko-KR")
    try:
        page = context.new_page()
        market.login(page, who if "@" in who or who in ("seller", "agency") else f"{who}")
        yield page
    finally:
        context.close()


def person(name: str) -> str:
    return f"agency-{name}@demo.onjang.kr"


def pdf_text(page: Page, link: str) -> str:
    """The text of the PDF behind a link, as another program reads it."""
    href = page.get_by_role("link", name=link).first.get_attribute("href")
    answer = page.request.get(str(href))
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body())


def test_three_hundred_gift_boxes_from_need_to_closing(browser: Browser, market: Market) -> None:
    with sitting(browser, market, "agency") as page:
        page.goto("/buyer/quotes/new/")
        page.get_by_role("button", name="견적 요청 보내기").click()
        expect(page.locator("#err_title")).to_be_visible()
        page.locator("[name=title]").fill(TITLE)
        page.locator("[name=description_0]").fill("수제비누 선물 상자")
        page.locator("[name=specification_0]").fill("3구, 재생지 상자")
        page.locator("[name=quantity_0]").fill("300")
        page.locator("[name=recipient]").fill("김담당")
        for name in ("영도바다비누", "하늘손"):
            page.locator("label.choice", has_text=name).first.locator("input").check()
        page.get_by_role("button", name="견적 요청 보내기").click()
        expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
        request_page = page.url
        expect(page.get_by_text("아직 도착한 견적이 없습니다")).to_be_visible()

    for who, price in SELLERS.items():
        with sitting(browser, market, who) as page:
            page.goto("/seller/quotes/")
            page.get_by_role("link", name=TITLE).first.click()
            page.locator("[name^=price_]").fill(str(price))
            page.locator("[name=note]").fill("포장과 납품 포함")
            page.get_by_role("button", name="견적 제출").click()
            expect(page.get_by_text("견적서를 제출했습니다")).to_be_visible()

    with sitting(browser, market, "agency") as page:
        page.goto(request_page)
        compared = page.locator("[data-comparison]")
        expect(compared).to_contain_text("5,850,000원")
        expect(compared).to_contain_text("6,300,000원")
        expect(compared.locator("th", has_text="최저가")).to_contain_text("하늘손")
        page.locator("[data-choose=haneul-hands]").click()
        expect(page.locator("[name=rule][value=one_quote_20m]")).to_be_checked()
        expect(page.locator("[name=rule][value=no_quote_2m]")).to_be_disabled()
        page.get_by_role("button", name="승인 요청하기").click()
        expect(page.locator("#err_reason")).to_be_visible()
        page.locator("[name=reason]").fill("두 견적 가운데 가격이 낮고 납기가 빠름")
        page.get_by_role("button", name="승인 요청하기").dblclick()
        expect(page.get_by_text("결재자의 승인을 기다리고 있습니다")).to_be_visible()
        order_page = page.url
        expect(page.get_by_text("제25조").first).to_be_visible()
        page.goto(request_page)
        sheet = pdf_text(page, "비교견적서 PDF")
        for letters in "비교견적서":
            assert letters in sheet

    with sitting(browser, market, person("approver")) as page:
        page.goto(order_page)
        page.get_by_role("button", name="승인", exact=True).dblclick()
        expect(page.locator("[data-po-status]")).to_have_text("발주 완료")

    with sitting(browser, market, "seller2@demo.onjang.kr") as page:
        page.goto("/seller/orders/")
        po_number = order_page.rstrip("/").split("/")[-1]
        page.locator("tr", has_text=po_number).get_by_role("link").first.click()
        page.locator("[name=carrier]").fill("직접배송")
        page.locator("[name=tracking_number]").fill("0001")
        page.get_by_role("button", name="발송 기록하기").click()
        expect(page.locator("[data-part-status]")).to_have_text("배송 중")

    for who in ("agency", person("approver")):
        with sitting(browser, market, who) as page:
            page.goto(order_page)
            page.get_by_role("link", name=re.compile("^검수$")).click()
            expect(page.get_by_role("button", name="검수 기록하기")).to_have_count(0)

    with sitting(browser, market, person("inspector")) as page:
        page.goto(order_page)
        page.get_by_role("link", name=re.compile("^검수$")).click()
        record = page.get_by_role("button", name="검수 기록하기")
        page.locator("[name^=accepted_]").fill("299")
        page.locator("[name^=rejected_]").fill("2")
        record.click()
        expect(page.get_by_text("납품 수량 300개가 되어야 합니다")).to_be_visible()
        page.locator("[name^=accepted_]").fill("298")
        page.locator("[name^=defect_]").fill("상자 파손")
        page.locator("[name^=outcome_]").select_option("refuse")
        record.dblclick()
        expect(page.locator("[data-acceptance]")).to_contain_text("298")
        report = pdf_text(page, "검수조서 PDF")
        for letters in "검수조서상자파손":
            assert letters in report
        page.get_by_role("link", name="청구서 보기").click()
        expect(page.locator("[data-quantity]")).to_have_attribute("data-quantity", "298")
        invoice_page = page.url
        expect(page.get_by_role("button", name="기록하기")).to_have_count(0)  # not the inspector's

    with sitting(browser, market, person("finance")) as page:
        page.goto(invoice_page)
        expect(page.locator("[data-po-number]")).to_contain_text(po_number)
        assert page.locator("[name=amount]").input_value() == str(298 * 19_500)
        page.locator("[name=reference]").fill("2026-지출-0001")
        page.get_by_role("button", name="기록하기").dblclick()
        expect(page.get_by_text("지급 완료").first).to_be_visible()
        expect(page.get_by_text("2026-지출-0001")).to_have_count(1)
        page.goto(order_page)
        expect(page.locator("[data-po-status]")).to_have_text("종결")
