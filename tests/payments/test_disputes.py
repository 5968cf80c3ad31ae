"""A buyer's bank takes money back: it lies apart until it is decided whose it is."""

from __future__ import annotations

from typing import Any

import pytest

from payments import ledger, services
from payments.gateways.base import DisputeNotice
from payments.models import Dispute, Payment
from tests.factories.payments import paid

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment(settings: Any) -> Payment:
    settings.TEST_GATEWAY = True
    return paid()


def said(payment: Payment, state: str) -> Dispute:
    notice = DisputeNotice("dp_1", 13_000, "fraudulent", state)
    return services.dispute_record(payment_id=payment.pk, notice=notice)


def balances() -> dict[str, int]:
    return {kind: amount for kind, amount in ledger.trial_balance().items() if amount}


def test_disputed_money_lies_apart_and_comes_back_when_it_is_won(payment: Payment) -> None:
    for _ in range(2):
        said(payment, "open")
    assert balances() == {"disputes": 13_000, "buyer_funds": -13_000}
    for _ in range(2):
        said(payment, "won")
    assert balances() == {"gateway_clearing": 13_000, "buyer_funds": -13_000}
    assert Dispute.objects.get().state == "won"


def test_a_lost_dispute_is_the_market_s_loss(payment: Payment) -> None:
    said(payment, "open")
    said(payment, "lost")
    assert balances() == {"losses": 13_000, "buyer_funds": -13_000}


def test_messages_in_the_wrong_order_end_the_same(payment: Payment) -> None:
    said(payment, "lost")
    said(payment, "open")
    assert balances() == {"losses": 13_000, "buyer_funds": -13_000}
    assert Dispute.objects.get().state == "lost"
