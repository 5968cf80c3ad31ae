"""A small SweetTracker on the loopback: ``/api/v1/trackingInfo`` as its documentation gives it.

A wrong key is 200 with ``{"status": false, "msg": …}`` and no details, as is a number nobody
shipped; a carrier's code is two digits; times are Korean.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

KEY = "twin-key"


@dataclass
class Tracker:
    address: str = ""
    #: By (carrier's code, number): the scans, and whether it arrived.
    parcels: dict[tuple[str, str], tuple[list[dict[str, str]], bool]] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    #: Answer with this status and text instead.
    broken: tuple[int, str] | None = None

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
    tracker = Tracker()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            assert url.path == "/api/v1/trackingInfo"
            said = tracker.answer(parse_qs(url.query))
            status, text = tracker.broken or (200, json.dumps(said, ensure_ascii=False))
            data = text.encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=UTF-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    tracker.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield tracker
    finally:
        server.shutdown()
        server.server_close()
