"""What every test may count on. The database itself is begun in ``core.embedded.testing``."""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


class NetworkRefused(Exception):
    """A test reached out of the machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that empties the tables must put the migrations' rows back for those after it."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        asked = marker.kwargs if marker else {}
        if asked.get("transaction") and not asked.get("serialized_rollback"):
            raise pytest.UsageError(f"{item.nodeid}: transaction=True needs serialized_rollback")


def _is_loopback(address: Any) -> bool:
    if not isinstance(address, tuple):  # a Unix socket
        return True
    if address[0] == "localhost":
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return False


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Only the loopback answers; anything else is a mistake of the test or of the code."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not _is_loopback(address):
            raise NetworkRefused(f"tests don't talk to {address}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _quick_and_apart(settings: Any, tmp_path: Path) -> None:
    """Cheap password hashes, and every file a test writes in a folder of that test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "media", "base_url": "/media/"},
        },
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "private", "base_url": None},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PRIVATE_ROOT = tmp_path / "private"
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.SEARCH_DIR = tmp_path / "search"
    settings.ACCOUNT_RATE_LIMITS = False
    settings.SECOND_FACTOR = False  # its own tests turn it on


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Tests over several connections empty the tables after them; the market's books can't be."""
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'never_emptied'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER never_emptied ON {table}")


@pytest.fixture
def drain_outbox() -> Callable[[], int]:
    """Deliver what is owed, here and now, until nothing more follows; answers how many."""

    def drain() -> int:
        from core import outbox

        delivered = 0
        for _ in range(20):
            now = outbox.drain()
            delivered += now
            if not now:
                break
        return delivered

    return drain


@pytest.fixture(scope="session")
def session_folder() -> Path:
    """A folder shared by all workers of this session, gone at its end."""
    return Path(os.environ["ONJANG_TEST_SESSION"])
