"""What every twin stands behind: a small HTTP server on a free port of the loopback."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

#: (method, path, headers, body) → (status, body, or nothing and where to go instead); None: carried
#: out, and dropped without an answer.
Answer = Callable[[str, str, Mapping[str, str], bytes], tuple[int, bytes | str] | None]


@contextmanager
def served(answer: Answer) -> Iterator[str]:
    """``answer`` behind HTTP; yields its address."""

    class Door(BaseHTTPRequestHandler):
        def _turn(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = answer(self.command, self.path, self.headers, body)  # type: ignore[arg-type]
            if said is None:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(said[0])
            content = said[1] if isinstance(said[1], bytes) else b""
            if isinstance(said[1], str):
                self.send_header("Location", said[1])
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _turn  # noqa: N815 - the names the server looks for

        def log_message(self, *_: Any) -> None:
            """Tests print enough."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
