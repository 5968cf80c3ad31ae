"""``kill -9`` of the worker between payment and mail: nothing is lost and nothing comes twice.

The worker is the real one, as ``onjang up`` starts it, on this test's database. It kills itself at
a named point (``core.crashpoints``), is started again with the same environment, and goes on.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from django.db import connection

from backend.commands import up
from core import clock
from core.crashpoints import ENVIRONMENT_NAME
from core.models import OutboxTask, SentMail
from orders.models import Order
from payments.models import LedgerEntry
from tests.browser.conftest import SET_BY_THE_TEST_SESSION
from tests.factories.payments import paid

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PATIENCE = 240
#: Older than a claim may grow before the sweep takes it up again.
LONG_AGO = dt.timedelta(minutes=5)


@pytest.fixture(autouse=True)
def _demo(settings: object) -> None:
    settings.TEST_GATEWAY = True  # type: ignore[attr-defined]


class Worker:
    """The market's worker with its beat, on the test's database and in a folder of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *, crash_at: str) -> subprocess.Popen[bytes]:
        child = up.worker(beat=True)
        environment = {
            k: v for k, v in child.environment.items() if k not in SET_BY_THE_TEST_SESSION
        }
        environment |= {
            "ONJANG_VAR": str(self.var),
            "DATABASE_URL": _url_of_the_test_database(),
            "DATABASE_POOL_SIZE": "0",
            "SECRET_KEY": "for tests only",
            ENVIRONMENT_NAME: crash_at,
        }
        with (self.var / "worker.log").open("ab") as log:
            self.process = subprocess.Popen(
                child.command, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
            )
        return self.process

    def mails_to(self, address: str) -> list[str]:
        """The subjects of the mails in the folder."""
        found = []
        for file in (self.var / "mail").glob("*.eml"):
            message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            if message["To"] == address:
                found.append(str(message["Subject"]))
        return found

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, self.log()
            time.sleep(0.05)

    def log(self) -> str:
        return (self.var / "worker.log").read_text(errors="replace")[-4_000:]


def _url_of_the_test_database() -> str:
    """The session's own URL, with the name pytest gave this process's database."""
    url = os.environ["DATABASE_URL"]
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{connection.settings_dict['NAME']}?{query}"


@pytest.fixture
def worker(tmp_path: Path) -> Iterator[Worker]:
    worker = Worker(tmp_path)
    yield worker
    if worker.process is not None and worker.process.poll() is None:
        worker.process.terminate()
        worker.process.wait(PATIENCE)


def _nothing_is_owed() -> bool:
    return not OutboxTask.objects.filter(done_at=None).exists()


@pytest.mark.parametrize(
    ("crash_at", "already_in_the_box"), [("before_mail", 0), ("after_mail", 1)]
)
def test_one_mail_comes_though_the_worker_is_killed(
    worker: Worker, crash_at: str, already_in_the_box: int
) -> None:
    order: Order = paid().order
    confirmed = f"order:{order.pk}:confirmed"
    # The buyer's mail alone is owed: so it is this one that the worker dies at.
    OutboxTask.objects.exclude(handler="orders.mail_buyer").delete()

    process = worker.start(crash_at=crash_at)
    assert process.wait(PATIENCE) == -signal.SIGKILL, worker.log()
    assert len(worker.mails_to(order.email)) == already_in_the_box
    assert SentMail.objects.get(key=confirmed).sent_at is None
    assert OutboxTask.objects.get().done_at is None

    # The dead worker's claim has to grow old before another takes its effect up.
    OutboxTask.objects.update(claimed_at=clock.now() - LONG_AGO)
    worker.start(crash_at=crash_at)
    worker.until(_nothing_is_owed)

    assert len(worker.mails_to(order.email)) == 1
    assert order.number in worker.mails_to(order.email)[0]
    assert SentMail.objects.get(key=confirmed).sent_at is not None
    order.refresh_from_db()
    assert order.status == "confirmed"
    assert LedgerEntry.objects.filter(kind="capture").count() == 1


def test_every_effect_of_a_payment_arrives_once_though_the_worker_is_killed(
    worker: Worker,
) -> None:
    """With all that a payment sets off: mails to buyer and enterprise, facts, the rest."""
    order: Order = paid().order
    seller = order.vendor_orders.get().enterprise.email

    process = worker.start(crash_at="before_mail")
    assert process.wait(PATIENCE) == -signal.SIGKILL, worker.log()
    OutboxTask.objects.filter(done_at=None).update(claimed_at=clock.now() - LONG_AGO)
    worker.start(crash_at="before_mail")
    worker.until(_nothing_is_owed)

    assert len(worker.mails_to(order.email)) == 1
    assert len(worker.mails_to(seller)) == 1
    assert SentMail.objects.filter(sent_at=None).count() == 0


def test_a_killed_worker_leaves_no_beat_behind(worker: Worker) -> None:
    process = worker.start(crash_at="nowhere")
    parent = psutil.Process(process.pid)
    worker.until(lambda: bool(parent.children()))
    children = parent.children(recursive=True)
    process.kill()
    process.wait(PATIENCE)
    _gone, alive = psutil.wait_procs(children, timeout=PATIENCE)
    assert not alive


def test_a_beat_born_after_its_worker_died_ends_too() -> None:
    """Killed between fork and the beat's first step, the worker isn't its parent any more."""
    program = (
        "import os, threading\n"
        "os.environ['ONJANG_WORKER_PID'] = '1'\n"  # nobody's parent here
        "from backend.celery import die_with_the_worker\n"
        "die_with_the_worker()\n"
        "threading.Event().wait(60)\n"
        "os._exit(3)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=50).returncode == 0
