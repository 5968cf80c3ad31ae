"""The README is true: every variable, every command, every link."""

from __future__ import annotations

import re

import pytest

from backend.environment import ROOT, VARIABLES

README = (ROOT / "README.md").read_text()


@pytest.mark.parametrize("name", list(VARIABLES))
def test_every_variable_stands_in_the_table_with_its_meaning(name: str) -> None:
    assert f"| `{name}` | {VARIABLES[name].replace('|', '/')} |" in README


def test_every_link_leads_somewhere() -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", README)
    assert targets
    for target in targets:
        assert (ROOT / target).exists(), target


def test_every_make_task_named_exists() -> None:
    tasks = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for name in re.findall(r"`?make ([a-z]+)`?\b", README):
        assert name in tasks or name in {"it"}, name
