"""The lock files say all, and the licences are told."""

from __future__ import annotations

import re

import pytest

from backend.environment import ROOT

LOCKS = (
    "requirements.txt",
    "requirements-build.txt",
    "requirements-test.txt",
    "requirements-dev.txt",
)
PIN = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def _pins(lock: str) -> dict[str, str]:
    return dict(PIN.findall((ROOT / lock).read_text()))


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_carries_hashes_and_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text()
    requirements = re.sub(r"\\\n\s*", " ", text).splitlines()
    assert requirements
    for line in requirements:
        assert "--hash=sha256:" in line
        assert "://" not in line
        assert not line.startswith("-")


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_answers_what_is_asked_for(lock: str) -> None:
    asked = re.findall(
        r"^([A-Za-z][\w.-]*)", (ROOT / lock.replace(".txt", ".in")).read_text(), re.MULTILINE
    )
    assert {name.lower().replace("_", "-") for name in asked} <= set(_pins(lock))


@pytest.mark.parametrize("lock", LOCKS[1:])
def test_locks_never_disagree(lock: str) -> None:
    runtime = _pins("requirements.txt")
    assert {name: version for name, version in _pins(lock).items() if name in runtime} == {
        name: version for name, version in runtime.items() if name in _pins(lock)
    }


def test_every_package_that_runs_has_its_licence_told() -> None:
    told = dict(
        re.findall(
            r"^\| ([\w.-]+) \| ([^|]+) \|", (ROOT / "THIRD_PARTY.md").read_text(), re.MULTILINE
        )
    )
    pinned = set(_pins("requirements.txt"))
    assert pinned <= set(told)
    assert all(told[name].strip() for name in pinned)
