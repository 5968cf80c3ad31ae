"""The worker: ``celery --app backend.celery worker``.

A room's ``tasks.py`` holds its tasks and outbox handlers (``backend.apps`` loads them all); a
mapping ``SCHEDULE`` there (name → ``{"task": …, "schedule": …}``) joins the beat.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import threading
import warnings
from typing import Any

from celery import Celery, signals
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "backend.settings")

# A container's root is nobody's; and messages are JSON, never pickles.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")

TRANSPORT_ALIASES["filesystem"] = "backend.broker:Transport"

app = Celery("onjang")
app.config_from_object("django.conf:settings", namespace="CELERY")


@app.on_after_finalize.connect
def add_schedules(sender: Celery, **_: Any) -> None:
    from django.conf import settings

    for room in settings.ROOMS:
        if importlib.util.find_spec(f"{room}.tasks"):
            schedule = getattr(importlib.import_module(f"{room}.tasks"), "SCHEDULE", {})
            sender.conf.beat_schedule.update(schedule)


_WORKER = "ONJANG_WORKER_PID"


@signals.worker_init.connect
def tell_the_beat_whose_it_is(**_: Any) -> None:
    """Before it is born: a worker killed in that moment isn't its parent any more."""
    os.environ[_WORKER] = str(os.getpid())


@signals.beat_embedded_init.connect
def die_with_the_worker(**_: Any) -> None:
    """The worker's beat is a process of its own: killed with -9, the worker would leave it behind,
    and every restart would add another that sends the same tasks."""
    worker = int(os.environ.get(_WORKER) or os.getppid())

    def watch() -> None:
        gone = threading.Event()
        while os.getppid() == worker:
            gone.wait(1)
        os._exit(0)

    threading.Thread(target=watch, name="watch the worker", daemon=True).start()
