"""Peers that aren't on PyPI: ``make test-services`` builds them and names them here.

They are no part of ``make test``, which needs Python and Chromium only.
"""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def stripe_mock() -> Iterator[str]:
    """Stripe's own mock server, which knows every request's shape; answers its address."""
    program = os.environ.get("STRIPE_MOCK", "")
    if not Path(program).is_file():
        pytest.fail("no stripe-mock: run `make test-services`, which builds it (needs Go)")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "-http-addr", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            assert server.poll() is None, "stripe-mock ended by itself"
            time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.wait()


@pytest.fixture(autouse=True)
def _stripe(settings: Any, stripe_mock: str) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_shapes"
    settings.STRIPE_API_BASE = stripe_mock
