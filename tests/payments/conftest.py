"""A Stripe to talk to over HTTP, and an ear for what it tells."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import stripe

SECRET_KEY = "sk_test_of_the_tests"
WEBHOOK_SECRET = "whsec_of_the_tests"

GOOD_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000341"


@dataclass(frozen=True)
class Message:
    """A webhook as it came in."""

    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return str(json.loads(self.body)["type"])

    @property
    def about(self) -> str:
        return str(json.loads(self.body)["data"]["object"]["id"])


@dataclass(frozen=True)
class LocalStripe:
    """The provider's side: what a buyer's browser does there, and what it tells us."""

    address: str
    heard: queue.Queue[Message]

    @property
    def client(self) -> stripe.StripeClient:
        return stripe.StripeClient(SECRET_KEY, base_addresses={"api": self.address})

    def pay(self, intent_id: str, *, card: str = GOOD_CARD) -> None:
        """As the buyer's browser does with Stripe's own script. Raises CardError."""
        method = self.client.v1.payment_methods.create(
            params={
                "type": "card",
                "card": {"number": card, "exp_month": 12, "exp_year": 2090, "cvc": "123"},
            }
        )
        self.client.v1.payment_intents.update(intent_id, params={"payment_method": method.id})
        self.client.v1.payment_intents.confirm(intent_id)

    def next_message(self, kind: str, intent_id: str) -> Message:
        """The next one of the kind about the intent: those of earlier tests may still come in."""
        while True:
            message = self.heard.get(timeout=30)
            if (message.kind, message.about) == (kind, intent_id):
                return message


@pytest.fixture(scope="session")
def _stripe_address() -> Iterator[str]:
    script = Path(__file__).parent / "local_stripe.py"
    server = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    port = server.stdout.readline().strip()
    assert port, "localstripe didn't start"
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.wait()
    server.stdout.close()


@pytest.fixture
def _ear() -> Iterator[tuple[str, queue.Queue[Message]]]:
    heard: queue.Queue[Message] = queue.Queue()

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.put(Message(dict(self.headers), body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def local_stripe(
    settings: Any, _stripe_address: str, _ear: tuple[str, queue.Queue[Message]]
) -> LocalStripe:
    """Stripe switched on, with the local one behind it."""
    settings.STRIPE_SECRET_KEY = SECRET_KEY
    settings.STRIPE_WEBHOOK_SECRET = WEBHOOK_SECRET
    settings.STRIPE_API_BASE = _stripe_address
    listener, heard = _ear
    request = urllib.request.Request(
        f"{_stripe_address}/_config/webhooks/tests",
        data=json.dumps({"url": listener, "secret": WEBHOOK_SECRET}).encode(),
        headers={"Content-Type": "application/json"},
    )
    urllib.request.urlopen(request).close()
    return LocalStripe(_stripe_address, heard)
