"""Places at which a test may kill a process for good, to show that nothing is lost there.

``ONJANG_CRASH_AT=before_mail`` ends the process with SIGKILL when it reaches the point of that
name: once, as a file beside the data remembers, so that a restart with the same environment goes
on. Unset, as always outside tests, a point costs one look at the environment.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from django.conf import settings

ENVIRONMENT_NAME = "ONJANG_CRASH_AT"


def reached(point: str) -> None:
    """Die here, if this is the point asked for and nobody died here before."""
    if os.environ.get(ENVIRONMENT_NAME) != point:
        return
    try:
        (Path(settings.VAR) / f".crashed-{point}").touch(exist_ok=False)
    except FileExistsError:
        return
    os.kill(os.getpid(), signal.SIGKILL)
