"""Progress that people and log files can both read.

A long job calls ``progress(done, total, what)``; on a terminal that moves a bar, elsewhere it
prints a line now and then.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

Progress = Callable[[int, int, str], None]


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """A bar a stage: a new ``what`` (default: ``title``) closes the last one and begins the next."""
    current: tqdm[None] | None = None

    def progress(done: int, total: int, what: str = "") -> None:
        nonlocal current
        name = what or title
        if current is None or current.desc.rstrip(": ") != name:
            if current is not None:
                current.close()
            current = tqdm(
                total=total,
                desc=name,
                file=sys.stderr,
                mininterval=0.2 if sys.stderr.isatty() else 5,
                dynamic_ncols=True,
            )
        current.total = total
        current.update(done - current.n)

    try:
        yield progress
    finally:
        if current is not None:
            current.close()
