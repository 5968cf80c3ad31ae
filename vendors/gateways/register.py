"""The register of businesses: is a number still in business?

One protocol. Without a key nobody is asked, and nothing is held against anybody: an outage or a
market without the service never keeps an enterprise from joining.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import requests
from django.conf import settings

#: How long (seconds) we wait for an answer, and how many numbers go into one question.
PATIENCE = 10
MOST_NUMBERS = 100


class State(StrEnum):
    OPEN = "open"
    RESTING = "resting"
    CLOSED = "closed"
    UNREGISTERED = "unregistered"


class StatusFailed(Exception):
    """The service said no, or didn't answer; in words for the back office."""


class Register(Protocol):
    def states(self, numbers: Sequence[str]) -> Mapping[str, State]:
        """The state of each number (ten digits) it knows of, at most ``MOST_NUMBERS`` a call.
        Raises StatusFailed."""


class NoRegister:
    """Nobody to ask."""

    def states(self, numbers: Sequence[str]) -> Mapping[str, State]:
        return {}


class TaxService:
    """The National Tax Service's open API (국세청 사업자등록정보 상태조회, ``/v1/status``)."""

    _CODES: Mapping[str, State] = {
        "01": State.OPEN,
        "02": State.RESTING,
        "03": State.CLOSED,
        "": State.UNREGISTERED,
    }

    def __init__(self, *, key: str, base: str) -> None:
        self.key, self.base = key, base.rstrip("/")

    def states(self, numbers: Sequence[str]) -> Mapping[str, State]:
        try:
            answer = requests.post(
                f"{self.base}/nts-businessman/v1/status",
                params={"serviceKey": self.key, "returnType": "JSON"},
                json={"b_no": list(numbers)},
                timeout=PATIENCE,
            )
            answer.raise_for_status()
            said: Any = answer.json()
            rows = said["data"]
            return {
                str(row["b_no"]): self._CODES[str(row["b_stt_cd"])]
                for row in rows
                if str(row.get("b_stt_cd")) in self._CODES
            }
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise StatusFailed(type(error).__name__) from error


def register() -> Register:
    """The one that is switched on here."""
    if settings.BUSINESS_STATUS_KEY:
        return TaxService(key=settings.BUSINESS_STATUS_KEY, base=settings.BUSINESS_STATUS_API_BASE)
    return NoRegister()
