"""Where a transaction must be open, and where it must not: around calls to the outside world."""

from __future__ import annotations

from django.db import transaction


def require_one() -> None:
    """Raise RuntimeError outside a transaction: what is taken here is kept by the caller's lock.

    For steps that make sense only as a part of their caller's: a savepoint of their own would cost
    two statements and save nothing.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("this step belongs inside its caller's transaction")


def require_none() -> None:
    """Raise RuntimeError when a transaction is open: a provider is never called inside one.

    The wrapping transaction of a test case doesn't count (as with ``atomic(durable=True)``).
    """
    blocks = transaction.get_connection().atomic_blocks
    if any(not block._from_testcase for block in blocks):
        raise RuntimeError("a provider can't be called inside a transaction")
