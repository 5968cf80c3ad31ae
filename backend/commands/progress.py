"""Progress that people and log files can both read.

A long job calls ``progress(done, total, what)``; on a terminal that moves a bar, elsewhere it
prints a line now and then.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Never, Protocol

from tqdm import tqdm


class Progress(Protocol):
    def __call__(self, done: int, total: int, what: str = "") -> None:
        """``done`` of ``total`` pieces of the stage ``what`` are there."""


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A bar for each stage: a new ``what`` (default: ``title``) begins the next one."""
    bars: list[tqdm[Never]] = []
    stage = ""

    def progress(done: int, total: int, what: str = "") -> None:
        nonlocal stage
        name = what or title
        if not bars or stage != name:
            for finished in bars:
                finished.close()
            stage = name
            bars[:] = [_begun(name, total)]
        bars[0].total = total
        bars[0].update(done - bars[0].n)

    try:
        yield progress
    finally:
        for last in bars:
            last.close()


def _begun(name: str, total: int) -> tqdm[Never]:
    return tqdm(
        total=total,
        desc=name,
        file=sys.stderr,
        mininterval=0.2 if sys.stderr.isatty() else 5,
        dynamic_ncols=True,
    )
