"""Texts that the database keeps but nobody reads there: secrets of others that we must show them.

JWE with AES-256-GCM, its key made from ``SECRET_KEY``: whoever has a dump of the database alone has
nothing. After a change of ``SECRET_KEY`` the texts are lost and are entered anew.
"""

from __future__ import annotations

import hashlib

from django.conf import settings
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey


def hide(text: str) -> str:
    header = {"alg": "dir", "enc": "A256GCM"}
    return jwe.encrypt_compact(header, text.encode(), _key()) if text else ""


def reveal(hidden: str) -> str:
    """The text; nothing where the key is another by now."""
    if not hidden:
        return ""
    try:
        plain = jwe.decrypt_compact(hidden, _key()).plaintext
    except (JoseError, ValueError):
        return ""
    return plain.decode() if plain else ""


def _key() -> OctKey:
    seed = f"onjang.accounts.keeping:{settings.SECRET_KEY}"
    return OctKey.import_key(hashlib.sha256(seed.encode()).digest())
