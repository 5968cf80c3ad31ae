"""Story 5, second half: what the city's strategy achieves, as charts, tables and Excel alike."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Page, expect

from tests.browser.conftest import Market


def figure(page: Page, name: str) -> int:
    return int(page.locator(f"[data-figure={name}]").get_attribute("data-value") or "x")


def test_the_officer_watches_warm_values_and_takes_the_same_as_excel(
    page: Page, market: Market
) -> None:
    market.login(page, "city")
    page.goto("/city/")
    page.get_by_role("link", name="따뜻한 가치").first.click()
    expect(page.get_by_role("heading", level=1, name="따뜻한 가치")).to_be_visible()
    net = figure(page, "net-sales")
    assert net > 0
    for title in ("월별 순매출 추이", "기업 유형별 순매출", "구·군별 순매출", "구매자별 순매출"):
        drawn = page.locator("figure", has=page.get_by_role("heading", name=title))
        expect(drawn.locator("svg.chart")).to_be_visible()
        drawn.locator("summary", has_text="표로 보기").click()
        total = drawn.locator("tfoot td").first
        expect(total).to_be_visible()
        assert int(re.sub(r"\D", "", total.inner_text())) == net
    agencies = page.locator("#agencies")
    expect(agencies.locator("svg.chart")).to_be_visible()
    agencies.locator("summary", has_text="표로 보기").click()
    assert agencies.locator("tbody tr").count() == 8

    with page.expect_download() as download:
        page.get_by_role("link", name="엑셀로 받기").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    for sheet in ("유형별", "구군별", "구매자별", "월별"):
        assert book[sheet].cell(book[sheet].max_row, 2).value == net, sheet
    assert book["기관별 우선구매"].max_row == 9


def test_a_period_that_ends_before_it_starts_is_told(page: Page, market: Market) -> None:
    market.login(page, "city")
    page.goto("/city/warm/?start=2026-05-01&end=2026-04-01")
    expect(page.get_by_text("종료일이 시작일보다 앞섭니다.")).to_be_visible()
    page.goto("/city/warm/?start=yesterday")
    expect(page.get_by_text("날짜는 2026-11-23처럼 입력해 주세요.")).to_be_visible()


def test_other_people_get_a_page_that_looks_like_ours(page: Page, market: Market) -> None:
    market.login(page, "citizen")
    answer = page.goto("/city/warm/")
    assert answer is not None
    assert answer.status == 403
    expect(page.get_by_role("heading", name="들어갈 수 없는 곳입니다")).to_be_visible()
