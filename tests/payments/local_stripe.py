"""A Stripe on the loopback: localstripe, with the idempotency keys that the real one has.

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


def main() -> None:
    resources.Store.dump_to_disk = lambda self: None
    server.app.middlewares.append(same_key_same_answer)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    web.run_app(server.app, sock=listener, print=None, access_log=None)


if __name__ == "__main__":
    main()
