"""Several clicks at once: one purchase order and one shipment; the control shows what the lock is
for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from gifts import locks, services
from gifts.models import GiftOrder
from orders.models import Shipment
from procurement.models import PurchaseOrder
from tests.gifts.lists_at_hand import Drain, checked, ordered, people, sent, submitted
from tests.procurement.conftest import Desk, Seller
from tests.races.conftest import PATIENCE, Race, race

__all__ = ["race"]

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

CLICKS = 4


def click(company: Desk, order_id: int) -> Callable[[], int]:
    return lambda: submitted(company, GiftOrder.objects.get(pk=order_id)).pk


def test_four_clicks_make_one_purchase_order(
    race: Race, company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = checked(company, soap, drain_outbox, people(3))
    answers = race([click(company, order.pk)] * CLICKS)
    assert len(set(answers)) == 1
    assert PurchaseOrder.objects.count() == 1


def test_control_without_the_lock_two_clicks_make_two(
    race: Race,
    company: Desk,
    soap: Seller,
    drain_outbox: Drain,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = checked(company, soap, drain_outbox, people(3))
    read = threading.Barrier(2, timeout=PATIENCE)

    def unlocked(order_id: int) -> GiftOrder | None:
        found = GiftOrder.objects.filter(pk=order_id).first()
        read.wait()
        return found

    monkeypatch.setattr(locks, "lock_gift_order", unlocked)
    race([click(company, order.pk)] * 2)
    assert PurchaseOrder.objects.count() == 2


def test_the_same_sheet_four_times_at_once_is_one_shipment(
    race: Race, company: Desk, soap: Seller, drain_outbox: Drain
) -> None:
    order = ordered(company, soap, drain_outbox, people(6))
    reports = race([lambda: sent(order, soap, 2, 3, 4)] * CLICKS)
    assert all(isinstance(report, services.Report) for report in reports), reports
    assert sorted((report.sent, report.known) for report in reports) == [(0, 3)] * 3 + [(3, 0)]
    assert Shipment.objects.get().lines.get().quantity == 3
