"""Real races: every runner is a thread with a connection of its own, let go at one moment.

Nothing is timed and nothing sleeps. Where an interleaving must happen for sure, runners meet at a
barrier between the read and the write.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

#: Far longer than any machine needs; a runner that dies breaks the barrier for the others.
PATIENCE = 120

Race = Callable[[Sequence[Callable[[], Any]]], list[Any]]


@pytest.fixture
def race(transactional_db: None) -> Race:
    """Run all at once; answers each one's result, or the exception it raised."""

    def run(runners: Sequence[Callable[[], Any]]) -> list[Any]:
        start = threading.Barrier(len(runners), timeout=PATIENCE)

        def one(runner: Callable[[], Any]) -> Any:
            try:
                connections["default"].ensure_connection()
                start.wait()
                return runner()
            except Exception as error:  # noqa: BLE001 - the test looks at it
                return error
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=len(runners)) as pool:
            return list(pool.map(one, runners))

    return run


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True
