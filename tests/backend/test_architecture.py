"""What import-linter can't see of the house: string foreign keys, locks, and SQL's own words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from backend.environment import ROOT

#: From the ground up; rooms on one line never know each other.
STOREYS = (
    {"core"},
    {"accounts"},
    {"vendors"},
    {"catalog"},
    {"inventory", "promotions"},
    {"bulk"},
    {"orders"},
    {"voices"},
    {"payments"},
    {"settlements"},
    {"checkout", "procurement"},
    {"gifts"},
    {"search", "reports"},
    {"storefront", "api"},
    {"backend"},
)
HEIGHT = {room: height for height, rooms in enumerate(STOREYS) for room in rooms}
#: The audit row names who acted: everyone's rows do that by the user model's setting.
ACTORS = {("core", "accounts")}


def _sources(*patterns: str) -> Iterator[Path]:
    for room in sorted(HEIGHT):  # sets have no order, and workers must collect the same
        for pattern in patterns:
            yield from sorted((ROOT / room).rglob(pattern))


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def test_every_room_is_installed_and_has_its_storey() -> None:
    assert set(settings.ROOMS) | {"backend"} == set(HEIGHT)


def test_foreign_keys_point_down_or_stay_in_their_room() -> None:
    wrong = []
    for model in apps.get_models():
        room = model._meta.app_label
        for field in model._meta.get_fields():
            remote = getattr(field, "remote_field", None)
            if room not in HEIGHT or remote is None or field.auto_created:
                continue
            target = remote.model._meta.app_label
            if target not in HEIGHT or target == room or (room, target) in ACTORS:
                continue
            if HEIGHT[target] >= HEIGHT[room]:
                wrong.append(f"{model._meta.label}.{field.name} → {remote.model._meta.label}")
    assert not wrong


@pytest.mark.parametrize(
    "path", list(_sources("rules.py", "rules/*.py")), ids=lambda path: str(path.relative_to(ROOT))
)
def test_rules_import_no_framework(path: Path) -> None:
    assert not _imports(path) & {"django", "celery", "graphene", "stripe", "structlog"}


def test_rows_are_locked_in_locks_alone() -> None:
    """The outbox and the mails lock rows of their own; every other lock stands in ``locks.py``."""
    own = {"core/outbox.py", "core/mail.py"}
    users = {
        str(path.relative_to(ROOT))
        for path in _sources("*.py")
        if any(
            isinstance(node, ast.Attribute) and node.attr == "select_for_update"
            for node in ast.walk(ast.parse(path.read_text()))
        )
    }
    assert {user for user in users if Path(user).name != "locks.py"} <= own


def test_rooms_know_no_requests() -> None:
    """A room that took a request could only be called from a page."""
    rooms = [room for room in HEIGHT if HEIGHT[room] < HEIGHT["storefront"]]
    wrong = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if path.name != "admin.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module in {"django.http", "django.shortcuts"}
    ]
    assert not wrong


def test_no_drawer_for_odds_and_ends() -> None:
    odd = {"utils.py", "helpers.py", "misc.py", "common.py"}
    assert not [path for path in _sources("*.py") if path.name in odd]
