"""Messages in a folder: seen whole or not at all."""

from __future__ import annotations

import threading
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from backend import broker, celery


@pytest.fixture
def channel(tmp_path: Path) -> Any:
    for name in ("queue", "control"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
    }
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


def test_the_worker_uses_it(channel: Any) -> None:
    assert celery.app.main == "onjang"  # importing the app has put our transport in its place
    assert isinstance(channel, broker.Channel)


def test_a_reader_never_sees_half_a_message(channel: Any) -> None:
    """A reader that looks all the time while messages are written gets each of them whole."""
    count, seen = 300, []
    done = threading.Event()

    def read() -> None:
        while not done.is_set() or len(seen) < count:
            try:
                seen.append(channel._get("onjang")["body"])
            except Empty:
                if done.is_set():
                    return

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(count):
        channel._put("onjang", {"body": f"{number}-" + "가" * 2000})
    done.set()
    reader.join(30)
    assert sorted(int(body.split("-")[0]) for body in seen) == list(range(count))
    assert all(body.endswith("가" * 2000) for body in seen)
