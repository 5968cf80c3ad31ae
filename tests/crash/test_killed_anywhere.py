"""``kill -9`` at each named point, of the web and of the worker, twenty times each.

A run is a process of its own, forked from this one with Django warm in it, on the same database:
it serves the buyer's clicks (Django's own handler, middleware and all) or does the worker's work,
and kills itself at the point (``core.crashpoints``). Then everybody does what they would do: the
browser sends its form again, the provider its message, the clock its sweeps. In the end there is
one order or none, stock and books agree, and every mail went once.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.db import connections
from django.test import Client

from core import clock, outbox
from core.actor import SYSTEM
from core.crashpoints import ENVIRONMENT_NAME
from core.models import OutboxTask, SentMail
from inventory.models import Reservation, Stock
from orders.models import Order, OrderEvent
from payments import ledger, services
from payments.models import Payment
from settlements.services import reconciliation_make
from storefront.context_processors import CART_COOKIE
from tests.factories.catalog import VariantFactory
from tests.factories.payments import order_to_pay
from tests.races.test_last_pieces import filled_cart

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

RUNS = 20
#: Seconds after which everything must be put right again.
RECONCILED_WITHIN = 60
PIECES = 1_000

ADDRESS = {
    "email": "kim@example.kr",
    "recipient": "김시민",
    "phone": "010-1234-5678",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
    "agree_order": "1",
    "agree_privacy": "1",
    "gateway": "test",
}


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True
    settings.ALLOWED_HOSTS = ["testserver"]


@contextmanager
def _dying_at(point: str) -> Iterator[Path]:
    """In this process (a child) the point kills, once."""
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR = Path(folder)
        os.environ[ENVIRONMENT_NAME] = point
        yield Path(folder)


def killed_at(point: str, work: Callable[[], Any]) -> None:
    """Do ``work`` in a process of its own, and see it die by SIGKILL at the point."""
    connections.close_all()  # a child must not speak on its parent's connection

    def live() -> None:
        try:
            with _dying_at(point):
                work()
        finally:
            os._exit(3)  # it came to an end: the point was never reached

    child = multiprocessing.get_context("fork").Process(target=live)
    child.start()
    child.join(RECONCILED_WITHIN)
    assert child.exitcode == -signal.SIGKILL, f"{point} was not reached"


def click_through(cart: str, key: str) -> None:
    """The buyer's browser: send the checkout, and press "pay" on the test gateway's page."""
    client = Client()
    client.cookies[CART_COOKIE] = cart
    answer = client.post("/checkout/", {**ADDRESS, "key": key})
    assert answer.status_code == 302, answer.content.decode()[:500]
    if "/pay/" in answer.url:
        client.post(answer.url, {"answer": "pay"})


def everybody_tries_again(cart: str | None = None, key: str = "") -> None:
    """What follows a crash: the browser, the sweeps, the reconciler, and the worker."""
    if cart is not None:
        click_through(cart, key)
    services.payments_reconcile()
    services.refunds_reconcile()
    drain()


def drain() -> None:
    """Deliver all that is owed; a dead worker's claims count as old at once."""
    deadline = time.monotonic() + RECONCILED_WITHIN
    while OutboxTask.objects.filter(done_at=None).exists():
        OutboxTask.objects.filter(done_at=None).update(claimed_at=None, due_at=clock.now())
        outbox.drain()
        assert time.monotonic() < deadline, "not put right in time"


def nothing_is_lost_or_doubled(orders: int) -> None:
    assert Order.objects.filter(status="confirmed").count() == orders
    assert Payment.objects.filter(state="captured").count() == orders
    stock = Stock.objects.get()
    held = Reservation.objects.filter(state="held").count()
    assert (stock.on_hand, stock.reserved) == (PIECES - orders, held)
    assert sum(ledger.trial_balance().values()) == 0
    assert reconciliation_make(day=clock.today()).differences == []
    confirmed = OrderEvent.objects.filter(kind="confirmed").values_list("order_id", flat=True)
    assert max(Counter(confirmed).values()) == 1
    mails = SentMail.objects.filter(key__endswith=":confirmed")
    assert mails.count() == mails.exclude(sent_at=None).count() == orders


@pytest.mark.parametrize(
    "point", ["after_reserve", "after_charge", "before_commit", "after_commit"]
)
def test_the_web_killed_anywhere_leaves_one_order_each(point: str) -> None:
    soap = VariantFactory(on_hand=PIECES)
    for run in range(RUNS):
        cart = filled_cart(soap)
        key = f"{point}-{run}"
        killed_at(point, lambda c=cart, k=key: click_through(c, k))
        everybody_tries_again(cart, key)
    nothing_is_lost_or_doubled(RUNS)
    assert Order.objects.count() == RUNS


@pytest.mark.parametrize("point", ["before_commit", "after_commit", "before_mail", "after_mail"])
def test_the_worker_killed_anywhere_leaves_one_of_everything(point: str) -> None:
    """The worker learns of a deposit, confirms the order, and mails: killed at each, and again."""
    soap = VariantFactory(on_hand=PIECES)
    for _ in range(RUNS):
        order = order_to_pay(*_one(soap))
        payment = services.payment_start(actor=SYSTEM, order_id=order.pk, gateway="bank_transfer")

        def work(payment_id: int = payment.pk) -> None:
            services.payment_capture(payment_id=payment_id)
            outbox.drain()

        killed_at(point, work)
        services.payment_capture(payment_id=payment.pk)  # the statement is looked at again
        everybody_tries_again()
    nothing_is_lost_or_doubled(RUNS)


def _one(soap: Any) -> list[Any]:
    from orders.services import NewLine

    return [NewLine(soap.pk, 1)]


def test_a_point_that_is_never_reached_is_told() -> None:
    """The control: a run that doesn't die fails the test that counts on it."""
    with pytest.raises(AssertionError, match="was not reached"):
        killed_at("nowhere", lambda: None)
    assert mail.outbox == []
