"""A real Chromium for the stories: the machine's own, else one that is installed now.

``python -m tests.browser.chromium`` makes sure of it and fails loudly where it can't.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def on_path() -> str | None:
    """The machine's Chromium or Chrome, if it has one."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def playwrights_own() -> str | None:
    """The browser that Playwright installed, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if os.path.exists(path) else None


def ensure() -> str:
    """The path of a Chromium; installs one where there is none."""
    if found := on_path() or playwrights_own():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· installing Debian's chromium for the browser tests", flush=True)  # noqa: T201
        quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "check": False}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        subprocess.run(
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"], **quiet
        )
        if found := on_path():
            return found
    print("· installing Playwright's chromium for the browser tests", flush=True)  # noqa: T201
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    if found := playwrights_own():
        return found
    sys.exit(
        "no Chromium: the browser tests can't run. Install the package chromium "
        "(or google-chrome), or let `playwright install chromium` through."
    )


if __name__ == "__main__":
    ensure()
