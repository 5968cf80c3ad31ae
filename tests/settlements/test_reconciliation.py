"""Every night the books, the orders and the providers are compared; a difference is listed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from core import clock
from core.actor import ANONYMOUS
from core.errors import NotAllowed
from inventory.models import Stock
from orders.models import Order, VendorOrder
from payments import gateways
from payments.models import Payment
from settlements import selectors, services
from settlements.models import ReconciliationReport
from tests.payments.test_reconcile import Provider
from tests.settlements.conftest import SOLD, TODAY, Sell

pytestmark = pytest.mark.django_db


def compared() -> set[str]:
    report = services.reconciliation_make(day=SOLD.date())
    return {row["what"] for row in report.differences}


def test_a_market_in_order_shows_no_difference(sell: Sell) -> None:
    sell(2)
    with clock.moved_to(clock.midnight(TODAY)):
        services.settlements_close(today=TODAY)
    assert compared() == set()
    assert Stock.objects.exists()


def test_a_day_s_report_is_made_anew_and_kept_once(sell: Sell) -> None:
    sell()
    compared()
    compared()
    report = ReconciliationReport.objects.get()
    assert report.totals["gateway_clearing"] == 14_000
    with pytest.raises(NotAllowed):
        selectors.reports(actor=ANONYMOUS)


def _unbook(part: VendorOrder) -> None:
    """A payment that stands nowhere in the books: made by hand, as no service would."""
    first = Payment.objects.get()
    Payment.objects.filter(pk=first.pk).update(state="cancelled")
    Payment.objects.create(
        order=first.order, gateway="test", reference="P-2", amount=14_000, state="captured",
        created_at=SOLD, captured_at=SOLD,
    )  # fmt: skip


def _refund(part: VendorOrder) -> None:
    Payment.objects.update(refunded_amount=5)


def _unpay(part: VendorOrder) -> None:
    Payment.objects.update(state="failed")


def _unconfirm(part: VendorOrder) -> None:
    Order.objects.update(confirmed_at=None)


def _lose_delivery(part: VendorOrder) -> None:
    with connection.cursor() as cursor:  # what a restore without its last minutes would leave
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM payments_payableitem")
        cursor.execute(
            "DELETE FROM payments_ledgerposting WHERE entry_id IN (SELECT id FROM "
            "payments_ledgerentry WHERE kind = 'recognition')"
        )
        cursor.execute("DELETE FROM payments_ledgerentry WHERE kind = 'recognition'")
        cursor.execute("SET LOCAL session_replication_role = origin")


def _lose_items(part: VendorOrder) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("DELETE FROM payments_payableitem")
        cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (_unbook, "payment_not_booked"),
        (_refund, "refunds_not_summing"),
        (_unpay, "order_not_paid"),
        (_unconfirm, "paid_but_no_order"),
        (_lose_delivery, "delivery_not_booked"),
        (_lose_items, "payable_not_explained"),
    ],
)
def test_each_kind_of_harm_is_found(sell: Sell, harm: Any, what: str) -> None:
    part = sell()
    assert compared() == set()
    harm(part)
    assert what in compared()


@pytest.mark.parametrize(
    ("amount", "silent", "what"),
    [(14_000, False, None), (13_999, False, "provider_amount"), (None, True, "provider_silent")],
)
def test_the_day_s_payments_are_compared_with_their_provider(
    sell: Sell, monkeypatch: pytest.MonkeyPatch, amount: int | None, silent: bool, what: str | None
) -> None:
    sell()
    provider = Provider()
    provider.amount, provider.silent = amount, silent
    monkeypatch.setattr(gateways, "available", lambda: [provider])
    Payment.objects.update(gateway="stripe")
    assert compared() == ({what} if what else set())
    assert provider.asked == 1
