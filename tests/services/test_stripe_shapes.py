"""Every request we make of Stripe, held to Stripe's own published shape.

stripe-mock answers fixtures and keeps nothing, so only shapes are checked here: what happens with
the answers is told by the tests against localstripe, which has a memory.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from core.actor import SYSTEM
from payments import services
from payments.errors import GatewayFailed
from payments.gateways import stripe as module
from payments.gateways.stripe import StripeGateway, call
from payments.models import Payment, Refund
from settlements.gateways import stripe_transfer
from settlements.gateways.stripe_transfer import StripeTransfer
from settlements.models import Payout, Settlement
from tests.factories.payments import order_to_pay

pytestmark = pytest.mark.django_db

GATEWAY = StripeGateway()


@pytest.fixture
def payment() -> Payment:
    return services.payment_start(actor=SYSTEM, order_id=order_to_pay().pk, gateway="stripe")


@pytest.fixture
def payout() -> Payout:
    return Payout(
        settlement=Settlement(number="S-261115-AAAAAA"),
        amount=12_900,
        destination={"account": "acct_1032D82eZvKYlo2C"},
        provider_ref="tr_1",
    )


def test_a_payment_is_begun_asked_for_and_called_off(payment: Payment) -> None:
    assert payment.provider_ref.startswith("pi_")
    assert GATEWAY.fetch(payment).provider_ref
    GATEWAY.cancel(payment)


def test_a_refund(payment: Payment) -> None:
    refund = Refund(payment=payment, reference="R-261123-AAAAAA", goods_amount=1_000)
    assert GATEWAY.refund(payment, refund).provider_ref.startswith("re_")


def test_a_transfer_to_a_connected_account(payout: Payout) -> None:
    sent = StripeTransfer().send(payout)
    assert sent.provider_ref.startswith("tr_")
    assert StripeTransfer().fetch(payout).provider_ref.startswith("tr_")


@pytest.mark.parametrize(
    "params",
    [
        {"amount": "much", "currency": "krw"},
        {"amount": 1_000, "currency": "krw", "no_such_thing": "x"},
        {"currency": "krw"},
    ],
)
def test_the_mock_refuses_what_stripe_would(params: dict[str, Any]) -> None:
    """The control: were shapes not checked, the tests above could not fail."""
    with pytest.raises(GatewayFailed) as refused:
        call(lambda client: client.v1.payment_intents.create(params=params))
    assert refused.value.code == "REFUSED"


def test_no_request_is_left_out() -> None:
    """Each ``client.v1.…`` in our modules is one of those made above."""
    made = {
        ast.unparse(node.func)
        for file in (module.__file__, stripe_transfer.__file__)
        for node in ast.walk(ast.parse(Path(str(file)).read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("client.v1.")
    }
    assert made == {
        "client.v1.payment_intents.create",
        "client.v1.payment_intents.retrieve",
        "client.v1.payment_intents.cancel",
        "client.v1.refunds.create",
        "client.v1.transfers.create",
        "client.v1.transfers.retrieve",
    }
