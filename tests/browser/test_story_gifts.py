"""A company's holiday gifts: 3,000 addresses from one Excel file with 12 bad rows, to everybody's
tracking number, each role at a machine of its own."""

from __future__ import annotations

import io
import re

import openpyxl
from playwright.sync_api import Browser, expect

from core import clock
from tests.browser.conftest import Market
from tests.browser.test_story_agency import sitting
from tests.browser.test_story_company import EXCEL
from tests.browser.test_story_seller import on_the_market, picture

PEOPLE, BAD = 3000, 12
SELLER = "seller2@demo.onjang.kr"
#: Enough of the cheapest product on one shelf, and terms that reach so far.
PREPARE = """
from accounts.models import Organization
from core.actor import SYSTEM
from inventory.services import stock_set
from procurement.models import SpendingLimit
from catalog.models import VariantListing
row = VariantListing.objects.filter(
    variant__product__enterprise__slug="haneul-hands",
    variant__product__weekly_capacity=None, variant__is_active=True,
).order_by("price_amount")[0]
stock_set(actor=SYSTEM, variant_id=row.variant_id, on_hand=5000)
company = Organization.objects.filter(memberships__user__email="company@demo.onjang.kr")
company.update(credit_limit_amount=10**9)
SpendingLimit.objects.filter(organization__in=company).update(is_active=False)
row.variant.sku = "GIFT-3000"
row.variant.save(update_fields=["sku"])
"""


def recipients() -> dict[str, object]:
    """3,000 rows as a secretary keeps them: numbers lose their zeros, twelve rows are wrong."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["성명", "휴대폰", "우편번호", "도로명주소", "상세주소"])
    for n in range(PEOPLE):
        bad = n % (PEOPLE // BAD) == 7
        phone = "전화 없음" if bad else 1_000_000_000 + n
        sheet.append(
            [f"김받는{n}", phone, 6236, f"서울 강남구 테헤란로 {n + 1}", f"{n % 20 + 1}층"]
        )
    out = io.BytesIO()
    book.save(out)
    return {"name": "설선물.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def mended(data: bytes) -> dict[str, object]:
    """The file of bad rows with its telephone numbers filled in."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    heads = [str(cell.value) for cell in sheet[1]]
    column = next(place for place, head in enumerate(heads, start=1) if "전화" in head)
    rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, 1).value is not None]
    assert len(rows) == BAD
    for row in rows:
        sheet.cell(row, column).value = "010-1234-5678"
    out = io.BytesIO()
    book.save(out)
    return {"name": "고친줄.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def tracked(data: bytes) -> dict[str, object]:
    """The recipients' list with a tracking number for everybody."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    sheet = book.active
    heads = [str(cell.value) for cell in sheet[1]]
    number, carrier = heads.index("송장번호") + 1, heads.index("택배사") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, number).value = f"6800{row:08d}"
        sheet.cell(row, carrier).value = "CJ대한통운"
    out = io.BytesIO()
    book.save(out)
    return {"name": "송장.xlsx", "mimeType": EXCEL, "buffer": out.getvalue()}


def test_three_thousand_gifts_from_one_file(browser: Browser, market: Market) -> None:
    on_the_market(market, PREPARE)
    with sitting(browser, market, "company") as page:
        page.goto("/buyer/gifts/new/")
        page.locator("[name=title]").fill("설 선물 3,000명")
        page.locator("[name=sku]").fill("GIFT-3000")
        page.locator("[name=message]").fill("새해 복 많이 받으세요.")
        start = clock.add_business_days(clock.today(), 10)
        page.locator("[name=arrive_from]").fill(start.isoformat())
        page.locator("[name=arrive_to]").fill(clock.add_business_days(start, 5).isoformat())
        page.locator("[name=file]").set_input_files(recipients())
        page.get_by_role("button", name="올리고 확인하기").click()
        counts = page.locator("[data-counts]")
        expect(counts).to_contain_text("2,988", timeout=60_000)
        expect(counts.locator(".is-bad")).to_contain_text("12")
        gift = page.url
        picture(page, "officer-gifts-bad")
        with page.expect_download() as got:
            page.get_by_role("link", name="고칠 줄만 엑셀로 받기").click()
        page.locator("#id_mended_file").set_input_files(mended(got.value.path().read_bytes()))
        page.get_by_role("button", name="고친 파일 올리기").click()
        expect(page.locator("[data-counts]")).to_contain_text("3,000", timeout=60_000)
        expect(page.locator("[data-counts] .is-bad")).to_have_count(0)
        expect(page.locator("[data-preview]")).to_contain_text("3,000")
        page.locator("[name=recipient]").fill("이총무")
        page.get_by_role("button", name="승인 요청하기").dblclick()
        expect(page.locator("[data-gift-status]")).to_contain_text("승인")
        order = str(page.get_by_role("link", name=re.compile("발주서 PO-")).get_attribute("href"))

    for who in ("company-approver@demo.onjang.kr", "company-owner@demo.onjang.kr"):
        with sitting(browser, market, who) as page:
            page.goto(order)
            button = page.get_by_role("button", name="승인", exact=True)
            if button.count():
                button.click()
                expect(page.get_by_text("승인했습니다")).to_be_visible()

    with sitting(browser, market, SELLER) as page:
        page.goto("/seller/gifts/")
        page.get_by_role("link", name=re.compile("G-")).first.click()
        with page.expect_download() as got:
            page.get_by_role("link", name="받는 사람 엑셀 받기").click()
        page.locator("[name=file]").set_input_files(tracked(got.value.path().read_bytes()))
        page.get_by_role("button", name="올리고 발송하기").click()
        expect(page.get_by_role("status")).to_contain_text("3,000명", timeout=60_000)

    with sitting(browser, market, "company") as page:
        page.goto(gift)
        expect(page.locator("[data-gift-status]")).to_contain_text("보내는 중")
        picture(page, "officer-gifts-sent")
        expect(page.locator("[data-counts]")).to_contain_text("3,000")
        expect(page.get_by_role("link", name=re.compile("^6800")).first).to_be_visible()
