"""The command line answers clearly, and ends with the right code."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from backend.environment import ROOT


def onjang(*arguments: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``onjang`` as a person would, with a folder of its own and the test database."""
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *arguments],
        cwd=ROOT,
        env={**os.environ, "ONJANG_VAR": str(var), "LANG": "C.UTF-8", "LC_ALL": "", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["sell"],
        ["up", "--port", "99999"],
        ["up", "--port", "many"],
        ["demo", "load", "--scale", "huge"],
        ["demo", "load", "--seed", "x"],
        ["reports", "burn"],
    ],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense_gets_usage_and_code_2(
    arguments: list[str], tmp_path: Path
) -> None:
    answer = onjang(*arguments, var=tmp_path)
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
    assert answer.stderr.strip().splitlines()[-1].startswith("Error: ")


def test_a_port_in_use_gets_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        answer = onjang("up", "--port", str(port), var=tmp_path)
    assert answer.returncode == 1
    assert str(port) in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_a_database_that_is_not_there_gets_one_clear_line(tmp_path: Path) -> None:
    answer = onjang("migrate", var=tmp_path, DATABASE_URL="postgres://u:hidden@127.0.0.1:1/x")
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    assert "hidden" not in answer.stderr
    assert answer.stderr.strip().splitlines()[-1].startswith("onjang: ")


def test_the_doctor_says_what_is_broken_and_fails(tmp_path: Path) -> None:
    answer = onjang("doctor", var=tmp_path, DATABASE_URL="postgres://u:hidden@127.0.0.1:1/x")
    assert answer.returncode == 1
    assert "✗" in answer.stdout
    assert "DATABASE_URL" in answer.stdout
    assert "hidden" not in answer.stdout + answer.stderr


@pytest.mark.parametrize(
    ("language", "word"), [("ko_KR.UTF-8", "주소"), ("en_US.UTF-8", "address")]
)
def test_help_speaks_the_terminals_language(language: str, word: str, tmp_path: Path) -> None:
    answer = onjang("up", "--help", var=tmp_path, LANG=language)
    assert answer.returncode == 0
    assert word in answer.stdout


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    script = "from backend.environment import secret_key; print(secret_key())"
    environment = {k: v for k, v in os.environ.items() if k != "SECRET_KEY"}
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**environment, "ONJANG_VAR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(made[0]) > 50
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0
