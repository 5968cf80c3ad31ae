"""Story 5, first half: the officer looks at a paper and verifies it; the badge shows."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Market

APPLICANT = "송정파도서핑협동조합"


def test_the_officer_verifies_a_new_enterprise_s_certificate(page: Page, market: Market) -> None:
    market.login(page, "city")
    page.goto("/city/credentials/")
    page.get_by_role("link", name=APPLICANT).first.click()
    paper = page.locator(".paper").get_attribute("src")
    answer = page.request.get(str(paper))
    assert answer.ok
    assert answer.headers["content-type"] in ("application/pdf", "image/png", "image/jpeg")
    page.get_by_role("button", name="보완 요청").click()
    expect(page.locator("#err_reason")).to_be_visible()
    page.get_by_role("button", name="확인", exact=True).dblclick()
    expect(page.locator("[data-status=verified]")).to_be_visible()
    page.goto("/city/credentials/")
    expect(page.get_by_role("link", name=APPLICANT)).to_have_count(0)
    page.goto(f"/city/enterprises/?q={APPLICANT}")
    expect(page.locator("[data-status=active]").first).to_be_visible()
    market.mail_to("hello@songjeong-wave.example", holding="확인")


def test_a_paper_is_nobody_else_s_business(page: Page, market: Market) -> None:
    market.login(page, "city")
    page.goto("/city/credentials/")
    page.locator("tbody a").first.click()
    paper = str(page.locator(".paper").get_attribute("src"))
    market.logout(page)
    market.login(page, "citizen")
    answer = page.goto(paper)
    assert answer is not None
    assert answer.status == 404
