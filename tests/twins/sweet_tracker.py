"""A small SweetTracker on the loopback: ``/api/v1/trackingInfo`` as its documentation gives it.

A wrong key is 200 with ``{"status": false, "msg": …}`` and no details, as is a number nobody
shipped; a carrier's code is two digits; times are Korean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.twins.door import served

KEY = "twin-key"


@dataclass
class Tracker:
    address: str = ""
    #: By (carrier's code, number): the scans, and whether it arrived.
    parcels: dict[tuple[str, str], tuple[list[dict[str, str]], bool]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    #: Answer with this status and text instead.
    broken: tuple[int, str] | None = None

    def turn(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes
    ) -> tuple[int, bytes]:
        url = urlsplit(path)
        assert (method, url.path) == ("GET", "/api/v1/trackingInfo")
        said = self.answer(parse_qs(url.query))
        status, text = self.broken or (200, json.dumps(said, ensure_ascii=False))
        return status, text.encode()

    def answer(self, query: dict[str, list[str]]) -> dict[str, Any]:
        code, number = query["t_code"][0], query["t_invoice"][0]
        self.asked.append((code, number))
        if query["t_key"] != [KEY]:
            return {"status": False, "msg": "유효하지 않은 KEY 입니다.", "code": "101"}
        if (code, number) not in self.parcels:
            return {"status": False, "msg": "운송장 정보가 없습니다.", "code": "104"}
        scans, complete = self.parcels[code, number]
        return {"complete": complete, "invoiceNo": number, "trackingDetails": scans}


@contextmanager
def running() -> Iterator[Tracker]:
    """A tracker of one's own, on a free port of the loopback."""
    tracker = Tracker()
    with served(tracker.turn) as tracker.address:
        yield tracker
