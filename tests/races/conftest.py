"""Real races: every runner is a thread with a connection of its own, let go at one moment.

Nothing is timed and nothing sleeps. Where an interleaving must happen for sure, runners meet at a
barrier between the read and the write.
"""

from __future__ import annotations

import multiprocessing
import os
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


@pytest.fixture
def crowd(transactional_db: None) -> Race:
    """As ``race``, in processes of their own: runners are shared out over four, each runner with
    its own thread and connection, all let go at one moment. Answers what each returned (plain
    values), or the name of the exception it raised.
    """

    def run(runners: Sequence[Callable[[], Any]]) -> list[Any]:
        context = multiprocessing.get_context("fork")
        start = context.Barrier(len(runners), timeout=PATIENCE)
        connections.close_all()  # a child must not speak on its parent's connection
        children = []
        for place in range(min(PROCESSES, len(runners))):
            ear, mouth = context.Pipe(duplex=False)
            mine = list(runners[place::PROCESSES])
            child = context.Process(target=_live, args=(mine, start, mouth))
            child.start()
            mouth.close()
            children.append((child, ear))
        results: list[Any] = []
        for child, ear in children:
            results += ear.recv() if ear.poll(PATIENCE) else []
            child.join(PATIENCE)
        assert len(results) == len(runners), "a process of the crowd died"
        return results

    return run


PROCESSES = 4


def _live(runners: Sequence[Callable[[], Any]], start: Any, mouth: Any) -> None:
    """The life of one process: all of its runners at once, and what became of them."""

    def one(runner: Callable[[], Any]) -> Any:
        try:
            connections["default"].ensure_connection()
            start.wait()
            return runner()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            return type(error).__name__
        finally:
            connections.close_all()

    try:
        with ThreadPoolExecutor(max_workers=len(runners)) as pool:
            mouth.send(list(pool.map(one, runners)))
        mouth.close()
    finally:
        os._exit(0)  # nothing of the parent's tests is to be tidied up here


@pytest.fixture(autouse=True)
def _demo(settings: Any) -> None:
    settings.TEST_GATEWAY = True
