"""Story, on a phone: an enterprise applies and is verified, lists ten products by Excel with two
bad rows, sells one, sends it by Excel, and reads its settlement; then its certificate runs out.

``make guide`` runs it with ``ONJANG_GUIDE`` naming a folder, and takes the pictures of the seller's
guide on the way.
"""

from __future__ import annotations

import base64
import hmac
import io
import os
import random
import re
import struct
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from backend.demo.content.categories import CATEGORY_BY_SLUG
from core import business_number
from tests.browser.buying import pay_as_guest
from tests.browser.conftest import SET_BY_THE_TEST_SESSION, Market
from tests.pdf import text_of

PHONE = {"width": 360, "height": 780}
PASSWORD = "온장에서-팔아요-2026"
SOAP = next(spec for spec in CATEGORY_BY_SLUG.values() if "비누" in spec.ko)


def test_a_village_enterprise_joins_lists_sells_ships_and_is_paid(
    page: Page, browser: Browser, market: Market, tmp_path: Path
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    email = f"village{random.randrange(10**6)}@example.kr"
    sign_up(page, email)
    slug = apply(page, tmp_path)
    verify(browser, market)
    market.mail_to("hello@village.example", holding="확인되었습니다")
    turn_on_the_second_factor(page, market, email)

    sheet, pictures = ten_products(tmp_path)
    page.goto("/seller/sheets/")
    fits(page, "sheets")
    page.locator("[name=file]").set_input_files(sheet)
    page.locator("[name=pictures]").set_input_files(pictures)
    page.get_by_role("button", name="올리고 확인하기").click()
    fits(page, "columns")
    page.get_by_role("button", name="검토하기").click()
    expect(page.locator("[data-stage=checked]")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="반영하기")).to_be_visible()
    bad = page.locator("section", has=page.get_by_role("heading", name="고칠 줄"))
    expect(bad.get_by_text("없는 카테고리입니다")).to_be_visible()
    expect(bad.get_by_text("숫자로 적어 주세요")).to_be_visible()
    expect(bad.locator("tbody tr")).to_have_count(2)
    fits(page, "checked")
    page.get_by_role("button", name="반영하기").dblclick()
    expect(page.locator("[data-stage=done]")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("link", name="상품 보기")).to_be_visible()
    fits(page, "applied")
    page.get_by_role("link", name="상품 보기").click()
    expect(page.locator("tbody tr")).to_have_count(8)
    expect(page.get_by_text("판매 중")).to_have_count(8)
    fits(page, "products")

    buyer = browser.new_context(base_url=market.base_url, locale="ko-KR", viewport=PHONE)  # type: ignore[arg-type]
    guest = buyer.new_page()
    order_page = buy(guest, slug)

    send_by_excel(page, tmp_path)
    guest.goto(order_page)
    guest.get_by_role("button", name="받았습니다").click()
    guest.get_by_role("link", name="후기 쓰기").click()
    guest.get_by_label("5점").check()
    guest.locator("[name=text]").fill("향이 은은하고 거품이 곱습니다.")
    guest.get_by_role("button", name="남기기").click()
    guest.get_by_role("button", name="구매 확정").click()
    expect(guest.get_by_text("구매 확정").first).to_be_visible()
    page.goto("/seller/reviews/")
    page.locator("textarea").fill("고맙습니다. 또 뵙겠습니다.")
    fits(page, "reviews")
    page.get_by_role("button", name="답글 달기").click()
    expect(page.get_by_text("고맙습니다. 또 뵙겠습니다.")).to_be_visible()

    on_the_market(
        market,
        "from settlements import services; import datetime as dt; from core import clock; "
        "services.settlements_close(today=clock.today() + dt.timedelta(days=40))",
    )
    page.goto("/seller/settlements/")
    fits(page, "settlements")
    page.locator(".desk-main a[href*='/seller/settlements/']").first.click()
    fits(page, "settlement")
    paper = page.request.get(page.url.rstrip("/") + ".pdf")
    assert "정산" in text_of(paper.body())

    runs_out(page, browser, market, slug)


def runs_out(page: Page, browser: Browser, market: Market, slug: str) -> None:
    """With the clock a year on, the badge and the facet go by themselves, and a mail says how to
    renew."""
    shop = browser.new_context(base_url=market.base_url, locale="ko-KR").new_page()
    shop.goto(f"/e/{slug}/")
    expect(shop.get_by_text("마을기업").first).to_be_visible()
    on_the_market(market, "from core import clock; import datetime as dt; "
                  "from vendors.models import Credential; from vendors import tasks; "
                  f"Credential.objects.filter(enterprise__slug={slug!r}).update("
                  "expires_on=clock.today() - dt.timedelta(days=1)); "
                  "tasks.expire_credentials()")  # fmt: skip
    shop.reload()
    expect(shop.get_by_role("heading", name="확인된 인증")).to_have_count(0)
    page.goto("/seller/credentials/")
    expect(page.get_by_text("만료").first).to_be_visible()
    fits(page, "expired")
    told = market.mail_to("hello@village.example", holding="끝났습니다")
    assert "/seller/credentials/" in told


# -- the stations --


def sign_up(page: Page, email: str) -> None:
    page.goto("/accounts/signup/")
    page.locator("[name=email]").fill(email)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    page.locator("[name=password2]").press("Enter")
    page.wait_for_url(lambda url: "/signup" not in url)


def apply(page: Page, tmp_path: Path) -> str:
    """The whole application, left once in the middle; answers the enterprise's slug."""
    nine = f"{random.randrange(10**8, 10**9)}"
    number = f"{nine}{business_number.check_digit(nine)}"
    page.goto("/seller/apply/")
    page.locator("[name=business_number]").fill(number[:9] + str((int(number[9]) + 1) % 10))
    page.locator("[name=name]").fill("영도해녀마을기업")
    page.get_by_role("button", name="시작하기").click()
    expect(page.get_by_text("사업자등록번호가 올바르지 않습니다.")).to_be_visible()
    page.locator("[name=business_number]").fill(number)
    fits(page, "apply")
    page.get_by_role("button", name="시작하기").click()
    told = {
        "representative": "김해녀", "phone": "051-123-4567", "email": "hello@village.example",
        "postal_code": "49111", "address": "부산광역시 영도구 해양로 1",
        "story": "물질을 그만둔 해녀들이 미역과 다시마로 비누를 만듭니다.",
    }  # fmt: skip
    for name, text in told.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=district]").select_option("26200")
    fits(page, "apply-contact")
    page.get_by_role("button", name="저장하고 다음").click()
    page.locator("[name=mail_order_exemption]").fill("간이과세자")
    page.get_by_role("button", name="저장하고 다음").click()
    expect(page.get_by_role("heading", name="정산 계좌")).to_be_visible()

    page.goto("/seller/apply/")  # left, and taken up again
    page.get_by_role("link", name="이어서 쓰기").click()
    expect(page.get_by_text("보내기 전에 채워 주세요.")).to_be_visible()
    fits(page, "apply-open")
    page.get_by_role("alert").get_by_role("link", name="정산 계좌").click()
    for name, text in (("bank_name", "부산은행"), ("bank_holder", "영도해녀마을기업")):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=bank_account]").fill("101-2026-1234-05")
    page.get_by_role("button", name="저장하고 다음").click()
    page.locator("[name=kind]").select_option("village_enterprise")
    for name, text in (("number", "2026-부산-마을-7"), ("authority", "행정안전부")):
        page.locator(f"[name={name}]").fill(text)
    page.locator("[name=issued_on]").fill("2026-09-01")
    paper = tmp_path / "지정서.png"
    Image.new("RGB", (800, 1100), "#fffaf0").save(paper)
    page.locator("[name=file]").set_input_files(paper)
    fits(page, "apply-paper")
    page.get_by_role("button", name="인증서 올리기").click()
    page.get_by_role("button", name="다음: 확인하고 보내기").click()
    fits(page, "apply-check")
    slug = page.url.split("/apply/")[1].split("/")[0]
    page.get_by_role("button", name="시에 보내기").click()
    expect(page.get_by_text("입점 심사 중입니다.")).to_be_visible()
    fits(page, "applied-home")
    from urllib.parse import unquote

    return unquote(slug)


def verify(browser: Browser, market: Market) -> None:
    context = browser.new_context(base_url=market.base_url, locale="ko-KR")
    city = context.new_page()
    market.login(city, "city")
    city.goto("/city/credentials/")
    city.get_by_role("link", name="영도해녀마을기업").last.click()
    expect(city.locator("img.paper")).to_be_visible()
    picture(city, "city-verify")
    city.get_by_role("button", name="확인", exact=True).click()
    expect(city.locator("[data-status=verified]")).to_be_visible()
    context.close()


def turn_on_the_second_factor(page: Page, market: Market, email: str) -> None:
    """Owners come in with a second factor, once their mail address is proved; the app's code is
    reckoned here (RFC 6238)."""
    confirm_address(page, market, email)
    page.goto("/seller/")
    expect(page).to_have_url(re.compile("/accounts/2fa/"))
    picture(page, "second-factor")
    page.goto("/accounts/2fa/totp/activate/")
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
    secret = page.locator("#authenticator_secret").input_value()
    page.locator("[name=code]").fill(totp(secret))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(re.compile("recovery-codes|/2fa/"))
    page.goto("/seller/")
    expect(page.get_by_role("heading", name="오늘 할 일")).to_be_visible()


def confirm_address(page: Page, market: Market, email: str, *, base: str = "") -> None:
    """Open the link that was mailed to a new person, and say yes."""
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", market.mail_to(email))
    assert link
    page.goto(f"{base}/" + link.group(0).split("/", 3)[3])
    page.locator("main button").first.click()


def totp(secret: str) -> str:
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def ten_products(folder: Path) -> tuple[Path, Path]:
    """Ten rows as another mall's sheet has them, two of them bad, and a picture of each."""
    notice = [f"고시: {entry.ko}" for entry in SOAP.notice]
    head = [
        "판매자 상품코드",
        "*상품명",
        "카테고리",
        "판매가",
        "재고수량",
        "상품상세설명",
        "판매상태",
    ]
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.append([*head, *notice])
    for n in range(1, 11):
        category = "없는 카테고리" if n == 4 else SOAP.ko
        price = "육천 원" if n == 7 else 6000 + 100 * n
        row = [
            f"H-{n:02d}",
            f"해녀 비누 {n}호",
            category,
            price,
            30,
            "미역과 다시마로 만듭니다.",
            "판매중",
        ]
        sheet.append([*row, *["해당 없음"] * len(notice)])
    book.save(folder / "스마트스토어_상품.xlsx")
    with zipfile.ZipFile(folder / "사진.zip", "w") as packed:
        for n in range(1, 11):
            buffer = io.BytesIO()
            Image.new("RGB", (600, 600), (60 + 15 * n, 130, 150)).save(buffer, "JPEG")
            packed.writestr(f"H-{n:02d}.jpg", buffer.getvalue())
    return folder / "스마트스토어_상품.xlsx", folder / "사진.zip"


def buy(guest: Page, slug: str) -> str:
    guest.goto(f"/e/{slug}/")
    guest.locator(".card:not(.is-out) h3 a").first.click()
    guest.get_by_role("button", name="장바구니에 담기").click()
    expect(guest).to_have_url(re.compile("/cart/"))
    return pay_as_guest(guest, "story-seller@example.kr")


def send_by_excel(page: Page, folder: Path) -> None:
    page.goto("/seller/")
    fits(page, "home")
    page.goto("/seller/parcels/")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("엑셀")).first.click()
    file = folder / "발송.xlsx"
    download.value.save_as(file)
    book = openpyxl.load_workbook(file)
    sheet: Any = book.worksheets[0]
    heads = {str(cell.value).strip(): cell.column for row in sheet.iter_rows() for cell in row}
    last = sheet.max_row
    sheet.cell(last, heads["택배사"]).value = "CJ대한통운"
    sheet.cell(last, heads["송장번호"]).value = "6400-1111-2222"
    book.save(file)
    page.locator("[name=file]").set_input_files(file)
    fits(page, "parcels")
    page.get_by_role("button", name=re.compile("올리")).click()
    expect(page.get_by_text("1건을 발송했습니다.")).to_be_visible()


# -- tools --


def fits(page: Page, name: str) -> None:
    """Nothing sticks out at the side of a phone; and the guide gets its picture."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    picture(page, name)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("ONJANG_GUIDE"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def on_the_market(market: Market, code: str) -> None:
    """Run ``code`` in the market's own database, as its operator would."""
    environment = {k: v for k, v in os.environ.items() if k not in SET_BY_THE_TEST_SESSION}
    subprocess.run(
        [sys.executable, "-m", "backend.cli", "manage", "shell", "-c", code],
        env=environment | {"ONJANG_VAR": str(market.var)},
        check=True,
        capture_output=True,
        timeout=120,
    )
