"""Identifiers people and links see. They tell nothing about how many others there are."""

from __future__ import annotations

import datetime as dt
import secrets

# Crockford's base 32: no I, L, O, U, so that a number read out on the phone survives.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_token() -> str:
    """A 128-bit secret for a URL that is itself the permission (guest order, cart)."""
    return secrets.token_urlsafe(16)


def new_number(prefix: str, day: dt.date) -> str:
    """A document number such as ``O-261123-7F3K2M``: prefix, date, 30 random bits."""
    return f"{prefix}-{day:%y%m%d}-{_tail(6)}"


def new_code(prefix: str) -> str:
    """A short code such as ``P-7F3K2M9Q``: prefix and 40 random bits."""
    return f"{prefix}-{_tail(8)}"


def _tail(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
