"""Where buyers pay by a provider, and how they come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from core.actor import SYSTEM
from payments import services
from payments.models import Payment
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
        yield provider


@pytest.fixture
def payment(toss: Toss) -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order_to_pay().pk, gateway="toss")


def back(client: Client, payment: Payment, **query: str) -> Any:
    return client.get(f"/pay/{payment.reference}/back/", query)


def test_the_provider_s_script_may_run_on_the_page_where_it_is_needed_alone(
    client: Client, payment: Payment
) -> None:
    page = client.get(f"/pay/{payment.reference}/")
    assert page.status_code == 200
    assert "https://js.tosspayments.com" in page.headers["Content-Security-Policy"]
    assert "test_ck_twin" in page.content.decode()
    assert twin.SECRET not in page.content.decode()
    other = client.get(f"/orders/{payment.order.token}/")
    assert "tosspayments" not in other.headers["Content-Security-Policy"]


def test_coming_back_confirms_the_order_however_often(
    client: Client, payment: Payment, toss: Toss
) -> None:
    key = toss.pay_in_widget(payment.reference, payment.amount)
    for _ in range(3):
        answer = back(
            client, payment, paymentKey=key, orderId=payment.reference, amount=str(payment.amount)
        )
        assert answer.url == f"/orders/{payment.order.token}/"
    payment.refresh_from_db()
    assert payment.state == "captured"
    assert client.get(f"/pay/{payment.reference}/").status_code == 302


def test_a_changed_amount_is_refused_and_said(client: Client, payment: Payment, toss: Toss) -> None:
    key = toss.pay_in_widget(payment.reference, payment.amount)
    answer = client.get(
        f"/pay/{payment.reference}/back/",
        {"paymentKey": key, "orderId": payment.reference, "amount": "1"},
        follow=True,
    )
    assert "결제 정보가 주문과 다릅니다" in answer.content.decode()
    assert toss.calls == []


def test_a_refusal_is_told_and_the_buyer_may_try_again(
    client: Client, payment: Payment, toss: Toss
) -> None:
    back(client, payment, code="PAY_PROCESS_CANCELED", message="사용자가 취소했습니다.")
    payment.refresh_from_db()
    assert (payment.state, payment.error) == ("failed", "사용자가 취소했습니다.")
    page = client.get(f"/orders/{payment.order.token}/").content.decode()
    assert "사용자가 취소했습니다." in page
    again = client.post(f"/orders/{payment.order.token}/")
    assert again.url.startswith("/pay/P-")
    assert Payment.objects.filter(order=payment.order, state="pending").count() == 1


def test_an_unknown_payment_is_nowhere(client: Client, toss: Toss) -> None:
    assert client.get("/pay/P-0/back/").status_code == 404
