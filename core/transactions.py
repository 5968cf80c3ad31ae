"""Where a transaction must not be open: around every call to the outside world."""

from __future__ import annotations

from django.db import transaction


def require_none() -> None:
    """Raise RuntimeError when a transaction is open: a provider is never called inside one.

    The wrapping transaction of a test case doesn't count (as with ``atomic(durable=True)``).
    """
    blocks = transaction.get_connection().atomic_blocks
    if any(not block._from_testcase for block in blocks):
        raise RuntimeError("a provider can't be called inside a transaction")
