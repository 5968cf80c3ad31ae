"""``make bench``: figures and query counts of the main pages, beside a floor of the same run.

Starts the market on data of its own (``var/bench``, the small demo market), asks as a client would,
and counts the SQL statements of the same requests in this process. Machines are noisy: compare
ratios of one run, not absolute times of two.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import psutil

from benchmarks.clients import Figures, Request, measure

ROOT = Path(__file__).resolve().parent.parent

LIST_QUERY = """
query List($first: Int!, $channel: String!) {
  products(first: $first, channel: $channel) {
    edges { node {
      id name slug
      thumbnail(size: 320, format: WEBP) { url alt }
      category { id name }
      productType { id name }
      attributes { attribute { id slug name } values { id name slug } }
      pricing { onSale priceRange {
        start { gross { amount currency } } stop { gross { amount currency } } } }
    } cursor }
    pageInfo { hasNextPage endCursor }
  }
}
"""

CREATE_MUTATION = """
mutation Create($lines: [CheckoutLineInput!]!) {
  checkoutCreate(input: {channel: "default-channel", email: "bench@example.kr", lines: $lines}) {
    checkout { id token totalPrice { gross { amount currency } } lines { id quantity } }
    errors { field code message }
  }
}
"""


COMPLETE_MUTATION = """
mutation Complete($id: ID!) {
  checkoutComplete(id: $id, paymentGateway: "test") {
    order { id number total { gross { amount } } vendorOrders { number } }
    errors { field code message }
  }
}
"""

#: A cart that is completed: so many lines of so many enterprises.
LINES, ENTERPRISES = 10, 5


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--count", type=int, default=200, help="requests a figure (200)")
    parser.add_argument("--parallel", type=int, default=4, help="clients at once (4)")
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    options = parser.parse_args()
    os.environ["ONJANG_VAR"] = os.environ.get("BENCH_VAR") or str(ROOT / "var" / "bench")
    os.environ["ONJANG_DEMO"] = "1"
    os.environ["ONJANG_LOG_LEVEL"] = "WARNING"
    with _market() as (port, pid), _floor() as floor_port:
        rows = _run(port, floor_port, options)
        _print(rows, memory=_worker_memory(pid))
    if options.json:
        options.json.write_text(json.dumps(rows, indent=2))


def _requests(checkouts: int) -> list[Request]:
    from catalog.models import Category, Product, Variant

    product = Product.objects.filter(listings__is_published=True).order_by("pk")[40]
    category = Category.objects.order_by("pk")[0]
    variants = Variant.objects.filter(stock__on_hand__gte=1000).order_by("pk")[:2]
    if len(variants) < 2:
        variants = Variant.objects.filter(stock__on_hand__gte=10).order_by("-stock__on_hand")[:2]
    ids = [_global_id("ProductVariant", variant.pk) for variant in variants]
    lines = [{"variantId": each, "quantity": 1} for each in ids]
    graphql = "/graphql/"
    return [
        Request("front page", "/"),
        Request("listing", f"/c/{_quoted(category.slug)}/"),
        Request("product page", f"/p/{_quoted(product.slug)}/"),
        Request("search", f"/search/?q={_quoted('비누')}"),
        Request(
            "GraphQL, 24 products",
            graphql,
            {"query": LIST_QUERY, "variables": {"first": 24, "channel": "default-channel"}},
        ),
        Request(
            "checkoutCreate, 2 lines",
            graphql,
            {"query": CREATE_MUTATION, "variables": {"lines": lines}},
        ),
        Request(
            f"checkoutComplete, {LINES} lines",
            graphql,
            bodies=_carts(3 * checkouts),
            count=checkouts,
        ),
    ]


def _carts(count: int) -> SimpleQueue[dict[str, Any]]:
    """Carts that wait to be completed, each of ten lines from five enterprises."""
    from catalog.models import Variant
    from checkout import services
    from core.actor import ANONYMOUS
    from inventory.models import Stock

    wanted: dict[int, list[int]] = {}
    goods = Variant.objects.filter(
        listings__price_amount__gt=0, product__listings__is_published=True,
        product__is_made_to_order=False,
    )  # fmt: skip
    for pk, seller in goods.order_by("pk").values_list("pk", "product__enterprise_id").distinct():
        mine = wanted.setdefault(seller, [])
        if len(mine) < LINES // ENTERPRISES:
            mine.append(pk)
    full = [mine for mine in wanted.values() if len(mine) == LINES // ENTERPRISES][:ENTERPRISES]
    ids = [pk for mine in full for pk in mine]
    # The bench's own market: nobody is told less than there is.
    Stock.objects.filter(variant_id__in=ids).update(on_hand=10_000_000)
    carts: SimpleQueue[dict[str, Any]] = SimpleQueue()
    for _ in range(count):
        cart = services.cart_create(
            actor=ANONYMOUS, channel="default-channel", quantities=dict.fromkeys(ids, 1)
        )
        services.cart_address_set(actor=ANONYMOUS, token=cart.token, fields=ADDRESS)
        identity = _global_id("Checkout", cart.token)
        carts.put({"query": COMPLETE_MUTATION, "variables": {"id": identity}})
    return carts


ADDRESS = {
    "email": "bench@example.kr",
    "recipient": "김시민",
    "phone": "010-0000-0000",
    "postal_code": "47545",
    "road_address": "부산광역시 연제구 중앙대로 1001",
}


def _run(port: int, floor_port: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Each figure beside a floor taken right before it: machines change their pace."""

    def figures(request: Request, at: int) -> Figures:
        count = request.count or options.count
        return measure(request, port=at, count=count, parallel=options.parallel)

    rows: list[dict[str, Any]] = []
    for request in _requests(min(100, options.count)):
        floor = figures(Request("floor", "/"), floor_port)
        if not rows:
            rows.append(_row("floor: one statement, bare WSGI", floor, queries=1, floor=floor))
        taken = figures(request, port)
        rows.append(_row(request.name, taken, queries=_queries(request), floor=floor))
    return rows


def _row(name: str, figures: Figures, *, queries: int, floor: Figures) -> dict[str, Any]:
    return {
        "name": name,
        "p50_ms": round(figures.p50_ms, 2),
        "p99_ms": round(figures.p99_ms, 2),
        "per_second": round(figures.per_second, 1),
        "times_floor": round(figures.p50_ms / floor.p50_ms, 2),
        "queries": queries,
        "kilobytes": round(figures.bytes / 1024, 1),
    }


def _queries(request: Request) -> int:
    """SQL statements of one warm request, counted in this process."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(headers={"accept-language": "ko", "host": "localhost"})

    def send() -> int:
        body = request.next_body()
        if body is None:
            return client.get(request.path).status_code
        answer = client.post(request.path, body, content_type="application/json")
        return answer.status_code

    send()
    with CaptureQueriesContext(connection) as seen:
        status = send()
    if status != 200:
        raise RuntimeError(f"{request.name}: {status}")
    return len(seen)


def _print(rows: list[dict[str, Any]], *, memory: list[float]) -> None:
    print(f"{'':<34}{'p50 ms':>8}{'p99 ms':>9}{'req/s':>8}{'× floor':>9}{'SQL':>5}{'kB':>8}")
    for row in rows:
        print(
            f"{row['name']:<34}{row['p50_ms']:>8.2f}{row['p99_ms']:>9.2f}{row['per_second']:>8.1f}"
            f"{row['times_floor']:>9.2f}{row['queries']:>5}{row['kilobytes']:>8.1f}"
        )
    shown = ", ".join(f"{each:.0f} MB" for each in memory)
    print(f"web workers, resident after the run: {shown}")


def _worker_memory(pid: int) -> list[float]:
    """Resident megabytes of each web worker (children of the granian supervisor)."""
    workers = []
    for child in psutil.Process(pid).children(recursive=True):
        with contextlib.suppress(psutil.Error):
            parent = child.parent()
            line = parent.cmdline() if parent else []
            if "backend.wsgi:application" in line:
                workers.append(child.memory_info().rss / 2**20)
    return workers


@contextlib.contextmanager
def _market() -> Iterator[tuple[int, int]]:
    """The market on its own data; yields its port and the supervisor's pid."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", "up", "--demo", "--port", str(port)],
        start_new_session=True,
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/healthz", process)
        from backend.cli import set_up

        set_up()
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


@contextlib.contextmanager
def _floor() -> Iterator[int]:
    from django.db import connection

    parameters = {
        name: value
        for name, value in connection.get_connection_params().items()
        if name in ("host", "port", "user", "password", "dbname") and value
    }
    conninfo = " ".join(f"{name}='{value}'" for name, value in parameters.items())
    port = _free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port),
            "--workers", os.environ.get("WEB_WORKERS", "2"), "--blocking-threads", "4",
            "--log-level", "warning", "--no-ws", "benchmarks.floor:application",
        ],
        env={**os.environ, "BENCH_CONNINFO": conninfo},
        cwd=ROOT,
        start_new_session=True,
    )  # fmt: skip
    try:
        _wait(f"http://127.0.0.1:{port}/", process)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 900
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"bench: {address} never answered")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _global_id(kind: str, pk: int) -> str:
    import base64

    return base64.b64encode(f"{kind}:{pk}".encode()).decode()


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)


if __name__ == "__main__":
    main()
