"""The market's processes live and end together."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from backend.environment import ROOT
from tests.browser.conftest import SET_BY_THE_TEST_SESSION, free_port

PATIENCE = 90


def _until(true: Callable[[], bool], *, process: subprocess.Popen[bytes] | None = None) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        assert process is None or process.poll() is None, "onjang up ended by itself"
        time.sleep(0.05)


def _healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


class Running:
    """``onjang up`` on an empty market of its own."""

    def __init__(self, var: Path) -> None:
        self.var = var
        self.port = free_port()
        environment = {k: v for k, v in os.environ.items() if k not in SET_BY_THE_TEST_SESSION}
        environment |= {"ONJANG_VAR": str(var), "WEB_WORKERS": "1"}
        with (var / "up.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "backend.cli", "up", "--port", str(self.port)],
                cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        _until(lambda: _healthy(self.port), process=self.process)
        _until(lambda: self.child("celery") is not None, process=self.process)

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, word: str) -> psutil.Process | None:
        for process in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):
                if word in process.cmdline():
                    return process
        return None

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)


@pytest.fixture
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up")


@pytest.fixture
def running(var: Path) -> Iterator[Running]:
    market = Running(var)
    yield market
    market.end()


def test_it_mends_what_dies_and_ends_whole(running: Running) -> None:
    worker = running.child("celery")
    assert worker is not None
    worker.kill()
    _until(lambda: (new := running.child("celery")) is not None and new.pid != worker.pid)

    web = running.child("granian")
    assert web is not None
    web.kill()
    _until(lambda: (new := running.child("granian")) is not None and new.pid != web.pid)
    _until(lambda: _healthy(running.port))

    postmaster = int((running.var / "pg" / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    _until(lambda: not psutil.pid_exists(postmaster) or _gone(postmaster))
    _until(lambda: _healthy(running.port))

    family = running.family()
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert not [process for process in family if process.is_running() and not _gone(process.pid)]
    assert not (running.var / "pg" / "postmaster.pid").exists()


def test_after_a_kill_of_all_it_starts_again(var: Path) -> None:
    first = Running(var)
    family = first.family()
    first.process.kill()
    first.process.wait()
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    second = Running(var)
    second.end()
    assert second.process.returncode == 0


def _gone(pid: int) -> bool:
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True
