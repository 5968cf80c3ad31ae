"""Asking where parcels are. One protocol; without a key nobody is asked, and pages still work."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Protocol

import requests
from django.conf import settings

from core import clock
from orders.carriers import carrier_named

#: How long (seconds) we wait for an answer.
PATIENCE = 10


class TrackingFailed(Exception):
    """The service said no, or didn't answer; in words for the back office."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A carrier saw the parcel: when, what happened, where."""

    at: dt.datetime
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    scans: tuple[Scan, ...]
    delivered: bool


class Tracker(Protocol):
    def track(self, carrier: str, number: str) -> Track | None:
        """Where the parcel is; None for a carrier that can't be asked. Raises TrackingFailed."""


class NoTracker:
    """Nobody to ask: deliveries are confirmed by the buyer, or by time."""

    def track(self, carrier: str, number: str) -> Track | None:
        return None


class SweetTracker:
    """SweetTracker's REST API (``/api/v1/trackingInfo``): one key for the Korean carriers."""

    def __init__(self, *, key: str, base: str) -> None:
        self.key, self.base = key, base.rstrip("/")

    def track(self, carrier: str, number: str) -> Track | None:
        code = carrier_named(carrier).code
        if not code or not number:
            return None
        try:
            answer = requests.get(
                f"{self.base}/api/v1/trackingInfo",
                params={
                    "t_key": self.key,
                    "t_code": code,
                    "t_invoice": number.replace("-", ""),
                },
                timeout=PATIENCE,
            )
            answer.raise_for_status()
            said = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise TrackingFailed(type(error).__name__) from error
        if not isinstance(said, dict) or "trackingDetails" not in said:
            raise TrackingFailed(str(said.get("msg", "?") if isinstance(said, dict) else "?")[:200])
        scans = tuple(_scan(row) for row in said["trackingDetails"] or [])
        return Track(scans, bool(said.get("complete")))


def tracker() -> Tracker:
    """The one that is switched on here."""
    if settings.TRACKING_KEY:
        return SweetTracker(key=settings.TRACKING_KEY, base=settings.TRACKING_API_BASE)
    return NoTracker()


def _scan(row: dict[str, Any]) -> Scan:
    """``timeString`` is Korean time, as ``2026-11-23 14:05:00`` (seconds may lack)."""
    text = str(row.get("timeString", "")).strip()[:16]
    try:
        at = dt.datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=clock.SEOUL)
    except ValueError as error:
        raise TrackingFailed(f"timeString {text!r}") from error
    return Scan(at, str(row.get("kind", ""))[:120], str(row.get("where", ""))[:120])
