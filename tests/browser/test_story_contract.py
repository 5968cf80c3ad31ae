"""Two contracts of an agency, every role at a machine of its own: 46 million won by one quote from
an eligible social cooperative; and a delivery with a rejected lot, replaced and paid late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from core import clock
from tests.browser.conftest import Market
from tests.browser.test_story_agency import pdf_text, person, sitting
from tests.browser.test_story_seller import picture

COOPERATIVE = "seller2@demo.onjang.kr"


@contextmanager
def days_later(market: Market, days: int) -> Iterator[None]:
    """The whole market lives so many days later."""
    file = market.var / clock.SHIFT
    file.write_text(str(days * 24 * 60 * 60))
    try:
        yield
    finally:
        file.unlink()


def ask(browser: Browser, market: Market, title: str, pieces: int, *sellers: str) -> str:
    """A need, its consent, and the request for quotes that comes of it; answers its address."""
    with sitting(browser, market, "agency") as page:
        page.goto("/buyer/needs/new/")
        page.locator("[name=title]").fill(title)
        page.locator("[name=description_0]").fill("친환경 사무 꾸러미")
        page.locator("[name=quantity_0]").fill(str(pieces))
        page.locator("[name=price_0]").fill("48000")
        page.locator("[name=needed_by]").fill(
            clock.add_business_days(clock.today(), 20).isoformat()
        )
        picture(page, "officer-need")
        page.get_by_role("button", name="결재 올리기").dblclick()
        expect(page.locator("[data-approval-steps]")).to_contain_text("결재 대기")
        need = page.url
    with sitting(browser, market, person("approver")) as page:
        page.goto(need)
        page.get_by_role("button", name="승인", exact=True).click()
        expect(page.get_by_text("결재했습니다")).to_be_visible()
    with sitting(browser, market, "agency") as page:
        page.goto(need)
        page.get_by_role("link", name="견적 요청하기").click()
        expect(page.locator("[name=quantity_0]")).to_have_value(str(pieces))
        page.locator("[name=recipient]").fill("김담당")
        for name in sellers:
            page.locator("label.choice", has_text=name).first.locator("input").check()
        picture(page, "officer-request")
        page.get_by_role("button", name="견적 요청 보내기").click()
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        return page.url


def quote(browser: Browser, market: Market, who: str, title: str, price: int) -> None:
    """``price`` won a piece without VAT."""
    with sitting(browser, market, who) as page:
        page.goto("/seller/quotes/")
        page.get_by_role("link", name=title).first.click()
        page.locator("[name^=price_]").fill(str(price))
        page.locator("[name=prices][value=without]").check()
        page.locator("[name=lead_days]").fill("10")
        page.get_by_role("button", name="견적 제출").click()
        expect(page.get_by_text("견적서를 제출했습니다")).to_be_visible()


def choose(page: Page, request_page: str) -> None:
    page.goto(request_page)
    page.get_by_role("link", name="이 견적으로 발주").first.click()


def order_chosen(page: Page, rule: str) -> str:
    """Cite the ground and send it on; answers the purchase order's address."""
    page.locator(f"[name=rule][value={rule}]").check()
    page.locator("[name=reason]").fill("사회적협동조합 제품 우선구매, 규격과 납기가 맞음")
    picture(page, "officer-choose")
    page.get_by_role("button", name="승인 요청하기").click()
    expect(page.locator("[data-po-status]")).to_contain_text("승인 대기")
    picture(page, "officer-submitted")
    return page.url


@pytest.mark.parametrize(
    ("who", "name", "price", "permits"),
    [
        # 46,000,000 won without VAT: within the 50 million of those who show the ratio
        (COOPERATIVE, "하늘손", 46_000, True),
        # the limit is reached, and passed by one won
        (COOPERATIVE, "하늘손", 50_000, True),
        (COOPERATIVE, "하늘손", 50_000_001, False),
        # a general cooperative is not in the list
        ("seller3@demo.onjang.kr", "유자나무집", 46_000, False),
    ],
    ids=["eligible", "at the limit", "above the limit", "general cooperative"],
)
def test_a_direct_contract_of_46_million(
    browser: Browser, market: Market, who: str, name: str, price: int, permits: bool
) -> None:
    title = f"친환경 꾸러미 {price}원 {name}"
    pieces = 1 if price > 1_000_000 else 1000
    request_page = ask(browser, market, title, pieces, name)
    quote(browser, market, who, title, price)
    with sitting(browser, market, "agency") as page:
        choose(page, request_page)
        expect(page.locator("[data-papers]")).to_contain_text("취약계층 고용비율 증빙")
        special = page.locator("[name=rule][value=one_quote_50m]")
        expect(page.locator("[name=rule][value=one_quote_20m]")).to_be_disabled()
        if not permits:
            expect(special).to_be_disabled()
            picture(page, "officer-refused")
            reason = "한도를 넘습니다" if pieces == 1 else "대상 기업이 아닙니다"
            expect(page.locator("label.choice", has=special)).to_contain_text(reason)
            # and a form that is sent all the same is refused
            special.evaluate("box => { box.disabled = false; box.checked = true }")
            page.locator("[name=reason]").fill("그래도")
            page.get_by_role("button", name="승인 요청하기").click()
            expect(page.locator("#err_rule")).to_be_visible()
            return
        expect(special).to_be_checked()
        order_page = order_chosen(page, "one_quote_50m")
    with sitting(browser, market, person("approver")) as page:
        page.goto(order_page)
        picture(page, "officer-approve")
        page.get_by_role("button", name="승인", exact=True).click()
        expect(page.get_by_text("기업에 발주가 전달되었습니다")).to_be_visible()
        page.get_by_role("link", name="서류철").click()
        picture(page, "officer-papers")
        page.goto(order_page)
        assert f"{price * 1100:,}" in pdf_text(page, "발주서 PDF")
        expect(page.locator("[data-next-acts]")).to_contain_text("발주 수락 여부 회신")
    number = re.search(r"PO-[\w-]+", order_page)
    assert number is not None
    with sitting(browser, market, who) as page:
        page.goto(f"/seller/purchase-orders/{number[0]}/")
        page.get_by_role("button", name="수락", exact=True).click()
        expect(page.get_by_text("발주를 수락했습니다")).to_be_visible()
    with sitting(browser, market, "agency") as page:
        page.goto(order_page)
        expect(page.locator("[data-response=accepted]")).to_be_visible()


def deliver(page: Page, number: str, pieces: int | None = None) -> None:
    page.goto(f"/seller/purchase-orders/{number}/")
    page.get_by_role("link", name="납품(발송) 기록하기").click()
    page.locator("[name=carrier]").fill("직접 납품")
    page.locator("[name=tracking_number]").fill("123456789012")
    if pieces is not None:
        page.locator("[name^=quantity_]").first.fill(str(pieces))
    page.get_by_role("button", name="발송").first.click()


def inspect(browser: Browser, market: Market, order_page: str, *, rejected: int) -> None:
    with sitting(browser, market, person("inspector")) as page:
        page.goto(order_page)
        page.get_by_role("link", name="검수", exact=True).click()
        accepted = page.locator("[name^=accepted_]")
        if rejected:
            accepted.fill(str(int(accepted.input_value()) - rejected))
            page.locator("[name^=rejected_]").fill(str(rejected))
            page.locator("[name^=defect_]").fill("상자 눌림")
            page.locator("[name^=outcome_]").select_option("replace")
            picture(page, "officer-inspect")
        page.get_by_role("button", name="검수 기록하기").click()
        expect(page.locator("[data-acceptance]")).to_be_visible()


def test_a_rejected_lot_is_replaced_and_paid_late(browser: Browser, market: Market) -> None:
    title = "나누어 받는 꾸러미"
    request_page = ask(browser, market, title, 300, "하늘손")
    quote(browser, market, COOPERATIVE, title, 20_000)
    with sitting(browser, market, "agency") as page:
        choose(page, request_page)
        order_page = order_chosen(page, "one_quote_20m")
    found = re.search(r"PO-[\w-]+", order_page)
    assert found is not None
    number = found[0]
    with sitting(browser, market, person("approver")) as page:
        page.goto(order_page)
        page.get_by_role("button", name="승인", exact=True).click()
        expect(page.get_by_text("기업에 발주가 전달되었습니다")).to_be_visible()
    with sitting(browser, market, COOPERATIVE) as page:
        page.goto(f"/seller/purchase-orders/{number}/")
        page.get_by_role("button", name="수락", exact=True).click()
        deliver(page, number, 200)
    inspect(browser, market, order_page, rejected=20)
    with sitting(browser, market, COOPERATIVE) as page:
        page.goto(f"/seller/purchase-orders/{number}/")
        expect(page.locator("td[data-label='남은 수량']")).to_have_text("120")
        deliver(page, number)
    inspect(browser, market, order_page, rejected=0)
    with sitting(browser, market, COOPERATIVE) as page:
        for _part in range(2):
            page.goto("/seller/invoices/?status=issued")
            row = page.locator("tr", has_text=number).filter(
                has=page.get_by_role("button", name="대금 청구하기")
            )
            row.first.get_by_role("button", name="대금 청구하기").click()
            expect(page.get_by_text("대금을 청구했습니다")).to_be_visible()
    with days_later(market, 40), sitting(browser, market, person("finance")) as page:
        for _part in range(2):
            page.goto(order_page)
            late = page.locator("tr", has_text="청구").filter(
                has=page.locator("[data-status=issued]")
            )
            late.first.get_by_role("link").click()
            expect(page.locator("[data-late-interest]")).to_contain_text("원")
            expect(page.get_by_text("지급 기한 지남")).to_be_visible()
            picture(page, "officer-pay")
            page.locator("[name=reference]").fill("세출-2026-1")
            page.get_by_role("button", name="기록하기", exact=True).click()
            expect(page.get_by_text("이체를 기록했습니다")).to_be_visible()
            expect(page.get_by_text("지연 이자")).to_be_visible()
        page.goto(order_page)
        expect(page.locator("[data-po-status]")).to_contain_text("종결")
        picture(page, "officer-closed")
