"""Toss Payments: payouts to a registered seller (``/v2/payouts``), their bodies encrypted.

By its documentation a payout's request and answer are JWE (compact; ``dir``, ``A256GCM``) under the
security key, 32 bytes as 64 hexadecimal digits, with the time and a nonce in the header.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from core import clock
from payments.errors import GatewayFailed
from payments.gateways.toss import PATIENCE, TRIES, authorization
from settlements.gateways.base import PayoutState
from settlements.models import Payout

_STATES = {"COMPLETED": "paid", "FAILED": "failed", "CANCELED": "failed"}


class TossPayout:
    slug = "toss"

    def send(self, payout: Payout) -> PayoutState:
        body = [
            {
                "refPayoutId": payout.reference,
                "destination": payout.destination["account"],
                "scheduleType": "EXPRESS",
                "amount": {"currency": "KRW", "value": payout.amount},
                "transactionDescription": "온장정산",
                "metadata": {"settlement": payout.settlement.number},
            }
        ]
        try:
            said = _call("POST", "/v2/payouts", body, key=payout.reference)
        except GatewayFailed as error:
            if error.code != "GATEWAY_FAILED":  # it answered, and said no
                return PayoutState("", "failed", str(error.message))
            raise
        items = said["entityBody"]["items"]
        return _state_of(items[0])

    def fetch(self, payout: Payout) -> PayoutState:
        return _state_of(_call("GET", f"/v2/payouts/{payout.provider_ref}")["entityBody"])


def _call(method: str, path: str, body: Any = None, *, key: str = "") -> dict[str, Any]:
    headers = authorization(key) | {"TossPayments-api-encryption-mode": "ENCRYPTION"}
    data = None
    if body is not None:
        headers["Content-Type"] = "text/plain"
        data = encrypted(body)
    for attempt in range(1, TRIES + 1):
        try:
            answer = requests.request(
                method,
                settings.TOSS_API_BASE.rstrip("/") + path,
                data=data,
                headers=headers,
                timeout=PATIENCE,
            )
            said = decrypted(answer.text)
        except (requests.RequestException, JoseError, ValueError) as error:
            if attempt == TRIES:
                raise GatewayFailed from error
            continue
        if answer.ok:
            return said
        if answer.status_code < 500:
            problem = said.get("error") or said
            raise GatewayFailed(
                str(problem.get("message", "")) or None, code=str(problem.get("code") or "REFUSED")
            )
    raise GatewayFailed


def encrypted(body: Any) -> str:
    """``body`` as Toss takes it: compact JWE under the security key."""
    header = {
        "alg": "dir",
        "enc": "A256GCM",
        "iat": clock.now().astimezone(clock.SEOUL).isoformat(timespec="seconds"),
        "nonce": str(uuid.uuid4()),
    }
    text = json.dumps(body, ensure_ascii=False)
    return jwe.encrypt_compact(header, text, _key(), registry=_registry())


def decrypted(text: str) -> dict[str, Any]:
    """What Toss answered: compact JWE, or plain JSON where it refused before reading."""
    if text.lstrip().startswith("{"):
        return dict(json.loads(text))
    found = jwe.decrypt_compact(text, _key(), registry=_registry())
    return dict(json.loads(found.plaintext or b"{}"))


def _key() -> OctKey:
    return OctKey.import_key(bytes.fromhex(settings.TOSS_SECURITY_KEY))


def _registry() -> jwe.JWERegistry:
    return jwe.JWERegistry(algorithms=["dir", "A256GCM"], strict_check_header=False)


def _state_of(said: Mapping[str, Any]) -> PayoutState:
    problem = said.get("error") or {}
    return PayoutState(
        str(said["id"]),
        _STATES.get(str(said["status"]), "sent"),
        str(problem.get("message", "")),
    )
