"""What a virus scanner says about an upload, and what happens when it says nothing."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from typing import Any

import pytest

from core import scan
from core.errors import InvalidInput
from tests.twins import clamd


@pytest.fixture
def daemon(settings: Any) -> Iterator[str]:
    with clamd.running() as address:
        settings.VIRUS_SCANNER_URL = address
        yield address


def test_without_a_scanner_nobody_is_asked(settings: Any) -> None:
    settings.VIRUS_SCANNER_URL = ""
    scan.refuse_infected(io.BytesIO(clamd.EICAR))


def test_a_clean_file_passes_and_is_read_from_its_start_again(daemon: str) -> None:
    file = io.BytesIO(b"%PDF-1.7" + b"clean" * 50_000)
    scan.refuse_infected(file)
    assert file.tell() == 0


def test_an_infected_file_is_refused_by_its_field(daemon: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        scan.refuse_infected(io.BytesIO(b"%PDF-" + b"0" * 70_000 + clamd.EICAR), field="paper")
    assert (list(caught.value.by_field()), caught.value.code) == (["paper"], "INFECTED")


def test_a_silent_scanner_lets_nothing_in(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings.VIRUS_SCANNER_URL = f"tcp://127.0.0.1:{port}"
    with pytest.raises(InvalidInput) as caught:
        scan.refuse_infected(io.BytesIO(b"clean"))
    assert caught.value.code == "SCANNER_DOWN"


def test_a_scanner_on_a_socket_that_is_not_there(settings: Any) -> None:
    settings.VIRUS_SCANNER_URL = "unix:///nowhere/clamd.ctl"
    with pytest.raises(InvalidInput) as caught:
        scan.refuse_infected(io.BytesIO(b"clean"))
    assert caught.value.code == "SCANNER_DOWN"
