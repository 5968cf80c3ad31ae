"""Global ids, as Saleor makes them: base64 of ``Type:key``.

Products and the like carry their row's number. A checkout and an order carry their secret token,
written as the UUID it is (128 random bits), so that whoever holds the id holds the permission, and
nobody can count.
"""

from __future__ import annotations

import base64
import binascii
import uuid

from api.refusals import refuse


def global_id(kind: str, key: int | str) -> str:
    return base64.b64encode(f"{kind}:{key}".encode()).decode()


def key_of(identity: str, *kinds: str) -> str:
    """The key in a global id of one of these kinds. Raises GraphQLError for anything else."""
    try:
        kind, _, key = base64.b64decode(identity, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        kind, key = "", ""
    if kind not in kinds or not key:
        raise refuse("INVALID_ID", f"Invalid ID: {identity[:80]}. Expected: {' or '.join(kinds)}.")
    return key


def row_of(identity: str, *kinds: str) -> int:
    """The row's number in a global id."""
    key = key_of(identity, *kinds)
    if not key.isascii() or not key.isdigit() or len(key) > 18:
        raise refuse("INVALID_ID", f"Invalid ID: {identity[:80]}.")
    return int(key)


def uuid_of(token: str) -> str:
    """A 128-bit URL token, written as a UUID; a token of another make stays as it is."""
    try:
        raw = base64.b64decode(token + "==", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return token
    return str(uuid.UUID(bytes=raw)) if len(raw) == 16 else token


def token_of(text: str) -> str:
    """The token behind ``uuid_of``'s answer."""
    try:
        raw = uuid.UUID(text).bytes
    except ValueError:
        return text
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
