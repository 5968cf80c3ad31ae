"""A Stripe on the loopback: localstripe, with what it lacks: idempotency keys, transfer groups, and
Connect's transfers (to ``acct_…``; others don't exist; a transfer can be reversed).

Run as a script it listens on a free port of 127.0.0.1, prints the port, and serves until killed.
It keeps everything in memory.
"""

from __future__ import annotations

import socket
import sys
from typing import Any

from aiohttp import web
from localstripe import resources, server

_answers: dict[str, tuple[int, bytes]] = {}


@web.middleware
async def same_key_same_answer(request: web.Request, handler: Any) -> web.StreamResponse:
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or not key:
        return await handler(request)
    if key not in _answers:
        response = await handler(request)
        _answers[key] = (response.status, bytes(response.body))
        return response
    status, body = _answers[key]
    return web.Response(status=status, body=body, content_type="application/json")


_transfers: dict[str, dict[str, Any]] = {}


async def transfer_create(request: web.Request) -> web.Response:
    form = await request.post()
    destination, amount = str(form.get("destination", "")), int(str(form.get("amount", "0")))
    if not destination.startswith("acct_"):
        message = f"No such destination: '{destination}'"
        error = {"type": "invalid_request_error", "code": "resource_missing", "message": message}
        return web.json_response({"error": error}, status=400)
    made = {
        "id": f"tr_{len(_transfers) + 1}",
        "object": "transfer",
        "amount": amount,
        "currency": form["currency"],
        "destination": destination,
        "transfer_group": form.get("transfer_group"),
        "metadata": {"reference": form.get("metadata[reference]")},
        "reversed": False,
    }
    _transfers[str(made["id"])] = made
    return web.json_response(made)


async def transfer_retrieve(request: web.Request) -> web.Response:
    return web.json_response(_transfers[request.match_info["id"]])


async def transfer_reverse(request: web.Request) -> web.Response:
    _transfers[request.match_info["id"]]["reversed"] = True
    return web.json_response({"id": "trr_1", "object": "transfer_reversal"})


def take_transfer_groups() -> None:
    """localstripe refuses a PaymentIntent's ``transfer_group``; the real one keeps it."""
    plain = resources.PaymentIntent.__init__

    def init(self: Any, transfer_group: str | None = None, **params: Any) -> None:
        plain(self, **params)
        self.transfer_group = transfer_group

    resources.PaymentIntent.__init__ = init


def main() -> None:
    resources.Store.dump_to_disk = lambda self: None
    take_transfer_groups()
    server.app.middlewares.append(same_key_same_answer)
    server.app.router.add_post("/v1/transfers", transfer_create)
    server.app.router.add_get("/v1/transfers/{id}", transfer_retrieve)
    server.app.router.add_post("/v1/transfers/{id}/reversals", transfer_reverse)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # who reads the port may knock at once
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    web.run_app(server.app, sock=listener, print=None, access_log=None)


if __name__ == "__main__":
    main()
