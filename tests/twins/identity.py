"""A small identity provider on the loopback, as OpenID Connect Core 1.0 has it: discovery,
authorization by code with PKCE (RFC 7636, S256), token with a signed id_token, userinfo, keys.

It is strict: a redirect address it wasn't told, a code used twice, a wrong secret or verifier are
refused as the standard says.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.twins.door import served

CLIENT_ID = "onjang"
CLIENT_SECRET = "twin-secret"


@dataclass
class Provider:
    address: str = ""
    #: What it says of who is signed in there; ``sub`` and ``email`` at least.
    person: dict[str, Any] = field(default_factory=dict)
    redirect_uri: str = ""
    #: What the userinfo says instead, where that is something else.
    userinfo: dict[str, Any] | None = None
    issuer: str = ""
    broken: bool = False
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    asked: list[str] = field(default_factory=list)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _tokens: set[str] = field(default_factory=set)

    def turn(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes | str]:
        url = urlsplit(path)
        self.asked.append(f"{method} {url.path}")
        if self.broken:
            return 503, b"{}"
        doors = {
            "/.well-known/openid-configuration": self._discovery,
            "/authorize": lambda: self._authorize(_flat(url.query)),
            "/token": lambda: self._token(_flat(body.decode()), headers),
            "/userinfo": lambda: self._userinfo(headers),
            "/jwks": lambda: (200, _json({"keys": [self.key.as_dict(private=False)]})),
        }
        return doors[url.path]() if url.path in doors else (404, b"{}")

    def _discovery(self) -> tuple[int, bytes]:
        at = self.address
        return 200, _json({
            "issuer": at,
            "authorization_endpoint": f"{at}/authorize",
            "token_endpoint": f"{at}/token",
            "userinfo_endpoint": f"{at}/userinfo",
            "jwks_uri": f"{at}/jwks",
            "response_types_supported": ["code"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "code_challenge_methods_supported": ["S256"],
        })  # fmt: skip

    def _authorize(self, asked: dict[str, str]) -> tuple[int, bytes | str]:
        wanted = {
            "client_id": CLIENT_ID, "response_type": "code", "redirect_uri": self.redirect_uri,
            "code_challenge_method": "S256",
        }  # fmt: skip
        if any(asked.get(name) != text for name, text in wanted.items()):
            return 400, _json({"error": "invalid_request", "asked": asked})
        if "openid" not in asked["scope"].split():
            return 400, _json({"error": "invalid_scope"})
        code = secrets.token_urlsafe(12)
        self._codes[code] = asked
        return 302, f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def _token(self, sent: dict[str, str], headers: Mapping[str, str]) -> tuple[int, bytes]:
        pair = base64.b64encode(f"{CLIENT_ID}:{CLIENT_SECRET}".encode()).decode()
        if headers.get("Authorization") != f"Basic {pair}":
            return 401, _json({"error": "invalid_client"})
        asked = self._codes.pop(sent.get("code", ""), None)
        digest = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != sent.get("redirect_uri")
        ):
            return 400, _json({"error": "invalid_grant"})
        now = int(time.time())
        claims = self.person | {
            "iss": self.issuer or self.address, "aud": CLIENT_ID, "iat": now, "exp": now + 300,
        }  # fmt: skip
        token = secrets.token_urlsafe(12)
        self._tokens.add(token)
        return 200, _json({
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode({"alg": "RS256", "kid": "k1"}, claims, self.key),
        })  # fmt: skip

    def _userinfo(self, headers: Mapping[str, str]) -> tuple[int, bytes]:
        if headers.get("Authorization", "").removeprefix("Bearer ") not in self._tokens:
            return 401, _json({"error": "invalid_token"})
        return 200, _json(self.person if self.userinfo is None else self.userinfo)


def _flat(query: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(query).items()}


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@contextmanager
def running() -> Iterator[Provider]:
    """A provider of one's own, on a free port of the loopback."""
    provider = Provider()
    with served(provider.turn) as provider.address:
        yield provider
