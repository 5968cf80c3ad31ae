"""Progress that people and log files can both read.

A long job calls ``progress(done, total, what)``; on a terminal that moves a bar, elsewhere it
prints a line now and then.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never, Protocol

from tqdm import tqdm


class Progress(Protocol):
    def __call__(self, done: int, total: int, what: str = "") -> None:
        """``done`` of ``total`` pieces of the stage ``what`` are there."""


#: Seconds between two lines where no bar can move.
SELDOM = 5.0


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A bar for each stage: a new ``what`` (default: ``title``) begins the next one."""
    lines = _Bars(title) if sys.stderr.isatty() else _Lines(title)
    try:
        yield lines
    finally:
        lines.close()


class _Bars:
    def __init__(self, title: str) -> None:
        self.title = title
        self.bar: tqdm[Never] | None = None

    def __call__(self, done: int, total: int, what: str = "") -> None:
        name = what or self.title
        if self.bar is None or self.bar.desc.rstrip(": ") != name:
            self.close()
            self.bar = tqdm(total=total, desc=name, file=sys.stderr, dynamic_ncols=True)
        self.bar.total = total
        self.bar.update(done - self.bar.n)

    def close(self) -> None:
        if self.bar is not None:
            self.bar.close()


class _Lines:
    def __init__(self, title: str) -> None:
        self.title = title
        self.last = ("", 0.0)

    def __call__(self, done: int, total: int, what: str = "") -> None:
        name = what or self.title
        now = time.monotonic()
        if name != self.last[0] or now - self.last[1] > SELDOM or done == total:
            sys.stderr.write(f"  {name}: {done:,} / {total:,}\n")
            sys.stderr.flush()
            self.last = (name, now)

    def close(self) -> None:
        pass
