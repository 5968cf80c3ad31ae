"""The virus scanner at the door of uploads: ClamAV's daemon, where one is configured.

It is asked by its own ``INSTREAM`` command (clamd(8)): chunks with their length before them, a
length of zero at the end, and one line back. The libraries for it are under the GPL, for twenty
lines. Where it is configured and doesn't answer, nothing is let in: the file may be sent again.
"""

from __future__ import annotations

import socket
import struct
from typing import IO, Any
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from core.errors import InvalidInput

log = structlog.get_logger(__name__)

#: How long (seconds) each answer of the daemon is waited for.
PATIENCE = 20
_CHUNK = 64 * 1024


def refuse_infected(file: IO[bytes], *, field: str = "file") -> None:
    """Read the file to its end, and back to its start. Raises InvalidInput on ``field`` for one
    that is infected, or that couldn't be asked about."""
    if not settings.VIRUS_SCANNER_URL:
        return
    try:
        said = _ask(settings.VIRUS_SCANNER_URL, file)
    except OSError as error:
        said = f"{type(error).__name__} ERROR"
    finally:
        file.seek(0)
    if said.endswith(" OK"):
        return
    if said.endswith(" FOUND"):
        log.warning("an upload was infected", said=said)
        text = _("악성 코드가 발견되어 올릴 수 없는 파일입니다.")
        raise InvalidInput({field: text}, code="INFECTED")
    log.warning("the virus scanner is silent", said=said)
    text = _("지금은 파일을 검사할 수 없습니다. 잠시 뒤에 다시 올려 주세요.")
    raise InvalidInput({field: text}, code="SCANNER_DOWN")


def _ask(address: str, file: IO[bytes]) -> str:
    """The daemon's line about the file. Raises OSError."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(_CHUNK):
            line.sendall(struct.pack("!L", len(chunk)) + chunk)
        line.sendall(struct.pack("!L", 0))
        said = b""
        while b"\0" not in said and (more := line.recv(4096)):
            said += more
    return said.rstrip(b"\0\n").decode(errors="replace")


def _connected(address: str) -> socket.socket:
    """``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""
    url = urlsplit(address)
    if url.scheme != "unix":
        return socket.create_connection((url.hostname or "", url.port or 3310), timeout=PATIENCE)
    line: Any = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    line.connect(url.path)
    return line  # type: ignore[no-any-return]
