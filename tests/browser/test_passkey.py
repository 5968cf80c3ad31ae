"""A passkey instead of a password: added on the security page, and signed in with, under the
content security policy that all pages have."""

from __future__ import annotations

import random
import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Market
from tests.browser.test_story_seller import PASSWORD, confirm_address


def test_somebody_adds_a_passkey_and_signs_in_with_it(page: Page, market: Market) -> None:
    here = market.base_url.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)

    email = f"passkey{random.randrange(10**6)}@example.kr"
    page.goto(f"{here}/accounts/signup/")
    page.locator("[name=email]").fill(email)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    page.locator("[name=password2]").press("Enter")
    page.wait_for_url(lambda url: "/signup" not in url)
    confirm_address(page, market, email, base=here)

    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    if page.locator("[name=password]").count():
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("[name=password]").press("Enter")
    page.locator("[name=name]").fill("휴대폰")
    page.locator("[name=passwordless]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url(re.compile("/accounts/2fa/(?!webauthn/add)"))
    page.goto(f"{here}/accounts/2fa/webauthn/")
    expect(page.get_by_text("휴대폰")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{here}/accounts/login/")
    page.locator("#passkey_login").click()
    page.wait_for_url(lambda url: "/accounts/login" not in url)
    page.goto(f"{here}/accounts/sessions/")
    expect(page.locator("[data-session]")).to_have_count(2)  # the forgotten cookie's is still there
    expect(page.get_by_text("Chrome · Linux").first).to_be_visible()
    page.get_by_role("button", name="다른 기기 모두 로그아웃").click()
    page.goto(f"{here}/accounts/sessions/")
    expect(page.locator("[data-session]")).to_have_count(1)
    assert not [text for text in refused if "Content Security Policy" in text], refused
