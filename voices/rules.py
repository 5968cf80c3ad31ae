"""Who may say what of a product, and how names are shown."""

from __future__ import annotations

RATINGS = range(1, 6)
LONGEST = 2000
#: Questions one person may leave open with an enterprise at a time.
MOST_OPEN = 10


def masked(name: str) -> str:
    """A buyer's name as others see it: ``김온장`` as ``김**``."""
    return f"{name.strip()[:1]}**" if name.strip() else "***"


def may_review(status: str, received: int) -> bool:
    """Whether a line of a part in ``status``, of which ``received`` pieces were kept, may be
    reviewed: once it was delivered, and unless all of it went back."""
    return status in ("delivered", "closed") and received > 0
