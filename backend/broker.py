"""The broker of a machine without Redis: a message is a file that is whole before it is seen.

kombu's own folder transport opens the file and writes it then; a worker that looks in between
reads nothing and dies of it. Here it is written under another name and renamed in one step.
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem


class Channel(filesystem.Channel):
    def _put(self, queue: Any, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        whole = Path(self.data_folder_out) / name
        # Readers take names that end with their queue's alone.
        unfinished = whole.with_name(f"{name}.unfinished")
        try:
            unfinished.write_text(json.dumps(payload))
            unfinished.replace(whole)
        except OSError as error:
            raise ChannelError(f"cannot write {whole}") from error


class Transport(filesystem.Transport):
    Channel = Channel
    # kombu shares the class's own state over all connections of a process.
    global_state = filesystem.Transport.global_state
