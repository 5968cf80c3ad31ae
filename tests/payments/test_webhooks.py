"""Who may tell us that money came: whoever signed it, lately, and nobody else."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from core import clock
from core.models import OutboxTask
from payments.models import Payment, WebhookEvent
from payments.rules import PaymentState
from tests.factories.payments import order_to_pay

pytestmark = [pytest.mark.django_db, pytest.mark.urls("api.webhook_urls")]

SECRET = "whsec_of_the_tests"


@pytest.fixture(autouse=True)
def _stripe_on(settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = "sk_test_of_the_tests"
    settings.STRIPE_WEBHOOK_SECRET = SECRET


@pytest.fixture
def payment() -> Payment:
    order = order_to_pay()
    return Payment.objects.create(
        order=order,
        gateway="stripe",
        reference="P-261123-ABCDEF",
        provider_ref="pi_1",
        amount=order.total_amount,
        created_at=order.placed_at,
    )


def message(kind: str = "payment_intent.succeeded", **subject: Any) -> bytes:
    event = {"id": "evt_1", "type": kind, "data": {"object": {"id": "pi_1", **subject}}}
    return json.dumps(event).encode()


def signed(body: bytes, *, secret: str = SECRET, age: int = 0) -> str:
    at = int(time.time()) - age
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def post(client: Client, body: bytes, signature: str | None, to: str = "stripe") -> HttpResponse:
    headers = {} if signature is None else {"Stripe-Signature": signature}
    return client.post(
        f"/webhooks/{to}/", data=body, content_type="application/json", headers=headers
    )


def test_a_signed_message_is_kept_and_answered_before_it_is_understood(
    client: Client, payment: Payment, drain_outbox: Callable[[], int]
) -> None:
    body = message()
    answer = post(client, body, signed(body))
    assert (answer.status_code, answer.json()) == (200, {"received": True, "new": True})
    payment.refresh_from_db()
    assert payment.state == "pending"
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert post(client, body, signed(body)).json() == {"received": True, "new": False}


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(None, id="none"),
        pytest.param("", id="empty"),
        pytest.param("nonsense", id="nonsense"),
        pytest.param(signed(message(), secret="whsec_other"), id="another's"),
        pytest.param(signed(message(), age=301), id="too old"),
        pytest.param(signed(message(amount=1)), id="of another message"),
        pytest.param(signed(message()).replace("v1=", "v0="), id="of another scheme"),
    ],
)
def test_any_other_signature_is_refused_and_changes_nothing(
    client: Client, payment: Payment, signature: str | None
) -> None:
    answer = post(client, message(), signature)
    assert (answer.status_code, answer.json()) == (400, {"error": "BAD_SIGNATURE"})
    assert not WebhookEvent.objects.exists()
    assert not OutboxTask.objects.filter(topic="webhook.received").exists()


def test_without_a_secret_of_ours_nobody_can_sign(
    client: Client, payment: Payment, settings: Any
) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""
    body = message()
    assert post(client, body, signed(body, secret="")).status_code == 400
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"nonsense", b"\xff\xfe", b'{"data": 3}'])
def test_a_signed_message_that_is_none_is_refused(client: Client, body: bytes) -> None:
    assert post(client, body, signed(body)).status_code == 400
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("gateway", ["paypal", "bank_transfer", "test"])
def test_a_gateway_that_sends_no_messages_has_no_door(client: Client, gateway: str) -> None:
    body = message()
    assert post(client, body, signed(body), to=gateway).status_code in (400, 404)
    assert not WebhookEvent.objects.exists()


def test_the_door_is_closed_while_stripe_is_off(client: Client, settings: Any) -> None:
    settings.STRIPE_SECRET_KEY = ""
    body = message()
    assert post(client, body, signed(body)).status_code == 404


def test_a_huge_message_is_not_read(client: Client) -> None:
    body = message(padding="x" * 600_000)
    assert post(client, body, signed(body)).status_code == 413


@pytest.mark.urls("backend.urls")
def test_the_door_is_in_the_market_s_wall(client: Client) -> None:
    assert post(client, message(), "nonsense").json() == {"error": "BAD_SIGNATURE"}


def test_nobody_reads_at_the_door(client: Client) -> None:
    assert client.get("/webhooks/stripe/").status_code == 405


def test_messages_out_of_order_end_in_the_truth(
    client: Client, payment: Payment, drain_outbox: Callable[[], int]
) -> None:
    """Stripe promises no order: a failed first try may be told after the success."""
    for number, kind in enumerate(["payment_intent.succeeded", "payment_intent.payment_failed"]):
        body = message(kind).replace(b"evt_1", f"evt_{number}".encode())
        post(client, body, signed(body))
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "captured"


def test_a_message_that_comes_before_the_provider_s_answer_is_found_by_our_reference(
    client: Client, payment: Payment, drain_outbox: Callable[[], int]
) -> None:
    Payment.objects.update(provider_ref="")
    body = message(metadata={"reference": payment.reference})
    post(client, body, signed(body))
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "captured"


def test_a_payment_that_was_never_ours_is_put_aside(
    client: Client, drain_outbox: Callable[[], int]
) -> None:
    body = message()
    assert post(client, body, signed(body)).status_code == 200
    drain_outbox()
    # It may have overtaken its payment, so it is tried again for a while.
    assert OutboxTask.objects.get(done_at=None).last_error.startswith("NotKnownYet")
    WebhookEvent.objects.update(received_at=clock.now() - dt.timedelta(minutes=11))
    OutboxTask.objects.filter(done_at=None).update(due_at=clock.now())
    drain_outbox()
    assert WebhookEvent.objects.get().processed_at is not None
    assert not OutboxTask.objects.filter(done_at=None).exists()


def test_an_unknown_kind_is_kept_and_changes_nothing(
    client: Client, payment: Payment, drain_outbox: Callable[[], int]
) -> None:
    body = message("charge.updated")
    assert post(client, body, signed(body)).status_code == 200
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == PaymentState.PENDING
