"""The stories run against the real thing: ``onjang up`` with the demo market, in Chromium."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from backend.demo.logins import DEMO_LOGINS
from tests.browser import chromium

HERE = Path(__file__).parent
#: Loading the demo market takes a minute or two on a small machine.
LOADS_WITHIN = 900
SET_BY_THE_TEST_SESSION = ("DATABASE_URL", "DATABASE_POOL_SIZE", "BROKER_URL", "SECRET_KEY")

expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Market:
    """A running market: where it answers, where it writes, and who may come in."""

    base_url: str
    var: Path
    process: subprocess.Popen[bytes]
    log: Path

    def login(self, page: Page, who: str, *, password: str | None = None) -> None:
        """Sign ``who`` in: a key of the demo logins (``seller``), or an e-mail address."""
        known = {login.key: login for login in DEMO_LOGINS}
        email = known[who].email if who in known else who
        page.goto(f"{self.base_url}/accounts/login/")
        page.locator("input[name=login]").fill(email)
        page.locator("input[name=password]").fill(password or DEMO_LOGINS[0].password)
        page.locator("input[name=password]").press("Enter")
        page.wait_for_url(lambda url: "/accounts/login" not in url)

    def logout(self, page: Page) -> None:
        page.context.clear_cookies()

    def mails(self) -> list[str]:
        """The mails sent so far, as text, oldest first."""
        files = sorted((self.var / "mail").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        return [_decoded(file) for file in files]

    def mail_to(self, address: str, *, holding: str = "", within: float = 30) -> str:
        """The newest mail to ``address`` (with ``holding`` in it), once the worker sent it."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            for text in reversed(self.mails()):
                if f"To: {address}" in text and holding in text:
                    return text
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} within {within:.0f} s")


def _decoded(file: Path) -> str:
    import email
    import email.policy

    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    heads = "\n".join(f"{name}: {value}" for name, value in message.items())
    return f"{heads}\n\n{body.get_content() if body else ''}"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="session")
def market(session_folder: Path) -> Iterator[Market]:
    """The whole market, started once for all stories. ``ONJANG_TEST_MARKET_VAR`` keeps its data."""
    kept = os.environ.get("ONJANG_TEST_MARKET_VAR")
    var = Path(kept) if kept else session_folder / "market"
    var.mkdir(parents=True, exist_ok=True)
    port = free_port()
    log = var / "up.log"
    environment = {k: v for k, v in os.environ.items() if k not in SET_BY_THE_TEST_SESSION}
    environment |= {"ONJANG_VAR": str(var), "PYTHONUNBUFFERED": "1"}
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "backend.cli", "up", "--demo", "--scale", "small",
             "--port", str(port)],
            env=environment, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    running = Market(f"http://127.0.0.1:{port}", var, process, log)
    try:
        _wait_for(running)
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_for(market: Market) -> None:
    deadline = time.monotonic() + LOADS_WITHIN
    while time.monotonic() < deadline:
        if market.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{market.base_url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the market didn't start:\n{market.log.read_text(errors='replace')[-4000:]}")


@pytest.fixture(autouse=True)
def _quick_and_apart() -> None:
    """The market is a process of its own: nothing of Django's settings here concerns it."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    path = chromium.on_path()
    return (
        browser_type_launch_args
        | {"args": chromium.ARGUMENTS}
        | ({"executable_path": path} if path else {})
    )


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], market: Market) -> dict[str, Any]:
    return browser_context_args | {
        "base_url": market.base_url,
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": {"width": 1280, "height": 900},
    }
