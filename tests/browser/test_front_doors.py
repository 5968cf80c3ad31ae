"""The demo's front page leads every audience to its work with one click."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from backend.demo.logins import DEMO_LOGINS
from tests.browser.conftest import Market


@pytest.mark.parametrize("login", DEMO_LOGINS, ids=lambda login: login.key)
def test_each_door_opens(page: Page, market: Market, login: object) -> None:
    page.goto("/")
    door = page.locator(f"[data-door={login.key}]")  # type: ignore[attr-defined]
    door.get_by_role("button", name="시작").click()
    expect(page).to_have_url(re.compile(f"{login.start}$"))  # type: ignore[attr-defined]
    expect(page.get_by_role("button", name="로그아웃")).to_be_visible()


def test_a_colleague_s_door_opens(page: Page, market: Market) -> None:
    page.goto("/")
    page.locator("[data-door=agency]").get_by_role("button", name="승인자").click()
    expect(page).to_have_url(re.compile("/buyer/$"))
