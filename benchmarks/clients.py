"""Measuring from outside: keep-alive connections, every answer read and checked."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any


@dataclass(frozen=True)
class Request:
    """What is asked, as a browser or a shop in front would. ``body`` makes it a JSON POST;
    ``bodies`` gives each request one of its own, for what can be done once only."""

    name: str
    path: str
    body: dict[str, Any] | None = None
    accept: str = "text/html"
    bodies: SimpleQueue[dict[str, Any]] | None = None
    #: Less of them than of pages, where each is costly to prepare.
    count: int | None = None

    def send(self, connection: http.client.HTTPConnection) -> bytes:
        headers = {"Accept": self.accept, "Accept-Language": "ko"}
        body = self.next_body()
        if body is None:
            connection.request("GET", self.path, headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            connection.request("POST", self.path, json.dumps(body), headers)
        response = connection.getresponse()
        content = response.read()
        if response.status != 200:
            raise RuntimeError(f"{self.name}: {response.status} for {self.path}")
        if body is not None and b'"errors":[{' in content:
            raise RuntimeError(f"{self.name}: {content[:400].decode()}")
        return content

    def next_body(self) -> dict[str, Any] | None:
        return self.bodies.get_nowait() if self.bodies is not None else self.body


@dataclass(frozen=True)
class Figures:
    p50_ms: float
    p99_ms: float
    per_second: float
    bytes: int


def measure(request: Request, *, port: int, count: int, parallel: int) -> Figures:
    """One after the other for the latencies, then ``parallel`` at a time for the rate."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(max(5, count // 10)):
        size = len(request.send(connection))
    times = []
    for _ in range(count):
        began = time.perf_counter()
        request.send(connection)
        times.append((time.perf_counter() - began) * 1000)
    connection.close()
    ranks = statistics.quantiles(times, n=100, method="inclusive")
    return Figures(
        p50_ms=statistics.median(times),
        p99_ms=ranks[98],
        per_second=_rate(request, port=port, count=count, parallel=parallel),
        bytes=size,
    )


def _rate(request: Request, *, port: int, count: int, parallel: int) -> float:
    share = max(1, count // parallel)
    ready = threading.Barrier(parallel + 1)
    failures: list[Exception] = []

    def run() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        ready.wait()
        try:
            for _ in range(share):
                request.send(connection)
        except Exception as error:  # noqa: BLE001 - told to the main thread
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(parallel)]
    for thread in threads:
        thread.start()
    ready.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return share * parallel / (time.perf_counter() - began)
