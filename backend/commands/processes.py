"""A group of processes that live and end together.

Each child leads a process group of its own, so that Ctrl-C reaches the supervisor alone and the
children end in order. A child that dies is started again, at once the first time and ever later
when it keeps dying. Where the system can (Linux), a child is told to stop when the supervisor
itself is killed.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

#: Seconds a child may take to finish what it does.
GRACE = 8.0
#: A child that lived this long was healthy: its next death is a first one again.
HEALTHY_AFTER = 30.0
LONGEST_PAUSE = 30.0

_PR_SET_PDEATHSIG = 1


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None


_LIBC = _libc()


def _die_with_parent() -> None:
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self) -> None:
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal_group(self, number: int) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


@dataclass
class Group:
    """Children, and what else must be kept alive (``guards`` run every second)."""

    say: Callable[[str, int], None]
    children: list[Child] = field(default_factory=list)
    guards: list[Callable[[], None]] = field(default_factory=list)
    _stopping: threading.Event = field(default_factory=threading.Event)

    def run(self, *, started: Callable[[], None]) -> None:
        """Start all, call ``started``, and stay until SIGINT or SIGTERM; then stop all."""
        before = {
            number: signal.signal(number, self._stop_requested)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        }
        try:
            for child in self.children:
                child.start()
            started()
            while not self._stopping.wait(0.5):
                self._look_after()
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def add(self, child: Child) -> None:
        """Start one more, unless the group is on its way out."""
        if not self.is_stopping:
            self.children.append(child)
            child.start()

    @property
    def is_stopping(self) -> bool:
        return self._stopping.is_set()

    def _stop_requested(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _look_after(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.is_alive():
                continue
            if child.due == 0.0:
                code = child.process.returncode if child.process else 0
                child.signal_group(signal.SIGKILL)  # what it left behind
                child.deaths = 1 if now - child.began > HEALTHY_AFTER else child.deaths + 1
                child.due = now + min(LONGEST_PAUSE, 2.0 ** (child.deaths - 1) - 1)
                self.say(child.name, code)
            if now >= child.due:
                child.due = 0.0
                child.start()
        for guard in self.guards:
            guard()

    def stop(self) -> None:
        """End all children: politely, then not."""
        for child in reversed(self.children):
            if child.is_alive() and child.process is not None:
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for child in self.children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.1, deadline - time.monotonic()))
            child.signal_group(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
