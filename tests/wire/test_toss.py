"""Toss Payments over HTTP, against a twin that keeps its documented rules."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from core import clock
from core.actor import ANONYMOUS, SYSTEM
from core.models import OutboxTask
from payments import ledger, services
from payments.errors import BadSignature, GatewayFailed
from payments.gateways.toss import TossGateway
from payments.models import Payment, Refund, WebhookEvent
from payments.services import lines_cancel
from tests.factories.payments import order_to_pay
from tests.twins import toss as twin
from tests.twins.toss import Toss

pytestmark = pytest.mark.django_db


@pytest.fixture
def toss(settings: Any) -> Iterator[Toss]:
    with twin.running() as provider:
        settings.TOSS_SECRET_KEY = twin.SECRET
        settings.TOSS_CLIENT_KEY = "test_ck_twin"
        settings.TOSS_API_BASE = provider.address
        settings.TOSS_VIRTUAL_BANK = "부산"
        yield provider


def start(gateway: str = "toss") -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order_to_pay().pk, gateway=gateway)


def answer(payment: Payment, key: str, **changes: str) -> dict[str, str]:
    """The query with which the buyer comes back from the widget."""
    query = {"paymentKey": key, "orderId": payment.reference, "amount": str(payment.amount)}
    return query | changes


def pay(toss: Toss, payment: Payment) -> Payment:
    key = toss.pay_in_widget(payment.reference, payment.amount)
    return services.payment_sync(reference=payment.reference, answer=answer(payment, key))


def balances() -> dict[str, int]:
    return {kind: amount for kind, amount in ledger.trial_balance().items() if amount}


def test_starting_tells_nobody_and_gives_the_widget_what_it_needs(toss: Toss) -> None:
    payment = start()
    assert toss.calls == []
    assert payment.next_action["amount"] == payment.amount
    assert payment.next_action["order_id"] == payment.reference
    assert payment.next_action["client_key"] == "test_ck_twin"


def test_what_the_buyer_paid_is_confirmed_and_the_order_holds(toss: Toss) -> None:
    payment = pay(toss, start())
    assert (payment.state, payment.provider_ref) == ("captured", "tk_1")
    payment.order.refresh_from_db()
    assert payment.order.status == "confirmed"
    assert balances() == {"gateway_clearing": 13_000, "buyer_funds": -13_000}


@pytest.mark.parametrize(
    "changes", [{"amount": "1"}, {"amount": "13000.0"}, {"orderId": "P-1"}, {"amount": ""}]
)
def test_another_amount_or_order_is_refused_before_anything_is_called(
    toss: Toss, changes: dict[str, str]
) -> None:
    payment = start()
    key = toss.pay_in_widget(payment.reference, payment.amount)
    with pytest.raises(GatewayFailed) as refused:
        services.payment_sync(reference=payment.reference, answer=answer(payment, key, **changes))
    assert refused.value.code == "WRONG_AMOUNT"
    assert toss.calls == []
    payment.refresh_from_db()
    assert payment.state == "pending"


def test_a_widget_opened_for_another_amount_is_refused_by_the_provider(toss: Toss) -> None:
    payment = start()
    key = toss.pay_in_widget(payment.reference, 100)
    with pytest.raises(GatewayFailed):
        services.payment_sync(reference=payment.reference, answer=answer(payment, key))
    assert toss.payments[key]["status"] == "IN_PROGRESS"


def test_a_lost_answer_is_asked_for_again_under_the_same_key_and_pays_once(toss: Toss) -> None:
    payment = start()
    toss.drop = 1
    assert pay(toss, payment).state == "captured"
    assert [path for _m, path in toss.calls] == ["/v1/payments/confirm"] * 2


def test_a_silent_provider_leaves_the_payment_open_and_a_reload_goes_on(toss: Toss) -> None:
    payment = start()
    key = toss.pay_in_widget(payment.reference, payment.amount)
    toss.drop = 3
    with pytest.raises(GatewayFailed):
        services.payment_sync(reference=payment.reference, answer=answer(payment, key))
    again = services.payment_sync(reference=payment.reference, answer=answer(payment, key))
    assert again.state == "captured"


def test_what_was_confirmed_elsewhere_is_found_and_taken(toss: Toss) -> None:
    payment = start()
    key = toss.pay_in_widget(payment.reference, payment.amount)
    toss.payments[key]["status"] = "DONE"  # our answer was lost, and its key with it
    done = services.payment_sync(reference=payment.reference, answer=answer(payment, key))
    assert (done.state, done.provider_ref) == ("captured", key)


def test_a_declined_card_is_told_in_its_own_words(toss: Toss) -> None:
    payment = start()
    key = toss.pay_in_widget(payment.reference, payment.amount, declined=True)
    with pytest.raises(GatewayFailed) as refused:
        services.payment_sync(reference=payment.reference, answer=answer(payment, key))
    assert refused.value.code == "CARD_DECLINED"
    assert "한도초과" in str(refused.value.message)


def test_a_wrong_key_is_not_a_declined_card(toss: Toss, settings: Any) -> None:
    payment = start()
    settings.TOSS_SECRET_KEY = "test_sk_other"
    with pytest.raises(GatewayFailed) as refused:
        pay(toss, payment)
    assert refused.value.code == "UNAUTHORIZED_KEY"


def test_partial_refunds_sum_and_each_is_made_once(toss: Toss) -> None:
    payment = pay(toss, start())
    part = payment.order.vendor_orders.get()
    refund = lines_cancel(
        actor=SYSTEM, vendor_order_id=part.pk, quantities={part.lines.get().pk: 1}
    )
    toss.drop = 1
    services.refund_execute(refund_id=refund.pk)
    services.refund_execute(refund_id=refund.pk)
    assert toss.payments["tk_1"]["balanceAmount"] == 0
    assert len(toss.payments["tk_1"]["cancels"]) == 1
    assert Refund.objects.get().state == "done"
    assert balances() == {}
    state = TossGateway().fetch(Payment.objects.get())
    assert (state.amount, state.refunded) == (13_000, 13_000)


def test_a_virtual_account_waits_for_its_deposit(toss: Toss) -> None:
    payment = start("toss_virtual")
    assert payment.next_action["account"] == "X6505636518308"
    assert "secret" not in json.dumps(payment.next_action)
    assert services.payment_sync(reference=payment.reference).state == "pending"
    toss.deposit(payment.reference)
    assert services.payment_sync(reference=payment.reference).state == "captured"


def test_a_virtual_account_s_refund_says_where_to(toss: Toss) -> None:
    payment = start("toss_virtual")
    toss.deposit(payment.reference)
    services.payment_sync(reference=payment.reference)
    part = payment.order.vendor_orders.get()
    refund = lines_cancel(
        actor=ANONYMOUS,
        order_token=payment.order.token,
        vendor_order_id=part.pk,
        quantities={part.lines.get().pk: 1},
        refund_account={"bank": "부산", "account": "101-2000-3000", "holder": "김시민"},
    )
    assert services.refund_execute(refund_id=refund.pk).state == "done"


# -- messages -------------------------------------------------------------------------------


def message(payment: Payment, **changes: Any) -> bytes:
    said = {
        "eventType": "PAYMENT_STATUS_CHANGED",
        "createdAt": clock.now().astimezone(clock.SEOUL).isoformat(),
        "data": {"orderId": payment.reference, "paymentKey": "tk_1", "status": "DONE"},
        **changes,
    }
    return json.dumps(said).encode()


def post(client: Client, body: bytes, **headers: str) -> int:
    answer = client.post(
        "/webhooks/toss/", data=body, content_type="application/json", headers=headers
    )
    return answer.status_code


def test_an_unsigned_message_only_makes_us_ask(
    toss: Toss, client: Client, drain_outbox: Any
) -> None:
    payment = start()
    assert post(client, message(payment)) == 200
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "pending"  # it said DONE, the provider didn't
    key = toss.pay_in_widget(payment.reference, payment.amount)
    toss.payments[key]["status"] = "DONE"
    for number in range(3):
        header = {"Tosspayments-Webhook-Transmission-Id": f"t{number}"}
        assert post(client, message(payment), **header) == 200
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert balances() == {"gateway_clearing": 13_000, "buyer_funds": -13_000}


def test_a_deposit_s_message_keeps_no_secret(toss: Toss, client: Client, drain_outbox: Any) -> None:
    payment = start("toss_virtual")
    toss.deposit(payment.reference)
    body = json.dumps(
        {
            "createdAt": clock.now().isoformat(),
            "secret": "ps_secret",
            "orderId": payment.reference,
            "status": "DONE",
            "transactionKey": "9FF15E1A29D0E77C218F57262BFA4986",
        }
    ).encode()
    answer = client.post("/webhooks/toss_virtual/", data=body, content_type="application/json")
    assert answer.status_code == 200
    drain_outbox()
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert "secret" not in WebhookEvent.objects.get().payload


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"createdAt": "2026"}', b"\xff"])
def test_nonsense_is_refused_and_not_kept(toss: Toss, client: Client, body: bytes) -> None:
    assert post(client, body) == 400
    assert not WebhookEvent.objects.exists()
    assert not OutboxTask.objects.filter(topic="webhook.received").exists()


@pytest.mark.parametrize("age", [dt.timedelta(days=2), dt.timedelta(hours=-1)])
def test_an_old_message_or_one_of_the_future_is_refused(toss: Toss, age: dt.timedelta) -> None:
    payment = start()
    body = message(payment, createdAt=(clock.now() - age).isoformat())
    with pytest.raises(BadSignature):
        TossGateway().parse_webhook({}, body)


def signed(body: bytes, sent: str, secret: str = "whsec") -> dict[str, str]:
    digest = hmac.new(secret.encode(), body + b":" + sent.encode(), hashlib.sha256).digest()
    return {
        "Tosspayments-Webhook-Transmission-Time": sent,
        "Tosspayments-Webhook-Signature": "v1:" + base64.b64encode(digest).decode(),
    }


PAYOUT = json.dumps(
    {
        "eventType": "payout.changed",
        "entityBody": {"id": "FPA_1", "refPayoutId": "S-1-P1", "status": "COMPLETED"},
    }
).encode()


def test_a_payout_s_message_is_signed_and_young(settings: Any) -> None:
    settings.TOSS_WEBHOOK_SECRET = "whsec"
    now, gateway = clock.now().isoformat(), TossGateway()
    read = gateway.parse_webhook(signed(PAYOUT, now), PAYOUT)
    assert (read.payout_reference, read.outcome) == ("S-1-P1", "done")
    old = (clock.now() - dt.timedelta(minutes=6)).isoformat()
    for headers in (
        {},
        signed(PAYOUT, now, "other"),
        signed(PAYOUT + b" ", now),
        signed(PAYOUT, old),
    ):
        with pytest.raises(BadSignature):
            gateway.parse_webhook(headers, PAYOUT)
    settings.TOSS_WEBHOOK_SECRET = ""
    with pytest.raises(BadSignature):
        gateway.parse_webhook(signed(PAYOUT, now, ""), PAYOUT)
