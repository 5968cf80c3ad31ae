"""The scaled-out set, checked as far as it can be without a container engine."""

from __future__ import annotations

import re
import shlex
import subprocess
from typing import Any

import pytest
import yaml

from backend.cli import cli
from backend.environment import ROOT, VARIABLES

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "beat")

#: The keys of the Compose specification that are used here.
SERVICE_KEYS = {
    "image", "build", "command", "restart", "environment", "volumes", "depends_on", "ports",
    "expose", "healthcheck",
}  # fmt: skip
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}


def _instructions() -> list[tuple[str, str]]:
    lines = re.sub(r"\\\n", " ", DOCKERFILE).splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    return [(word, rest) for word, rest in pairs if word.isupper()]


def test_compose_holds_the_whole_set() -> None:
    assert set(COMPOSE) - {"x-onjang"} == {"name", "services", "volumes"}
    assert set(SERVICES) == {"proxy", "postgres", "redis", "elasticsearch", *OURS}


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_well_formed(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= SERVICE_KEYS
    assert service.get("image")
    for other, how in service.get("depends_on", {}).items():
        assert other in SERVICES
        assert how["condition"] in CONDITIONS
        if how["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other] or "build" in SERVICES[other]
    for volume in service.get("volumes", []):
        source = volume.split(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
    for port in service.get("ports", []):
        assert re.fullmatch(r"(\$\{PORT:-\d+\}|\d+):\d+", port)


@pytest.mark.parametrize("name", OURS)
def test_our_services_set_only_what_the_settings_read(name: str) -> None:
    assert set(SERVICES[name]["environment"]) <= set(VARIABLES)


@pytest.mark.parametrize("name", OURS)
def test_our_services_run_commands_that_are_there(name: str) -> None:
    program, command, *options = SERVICES[name]["command"]
    assert program == "onjang"
    known = {option for each in cli.commands[command].params for option in each.opts}
    assert {option for option in options if option.startswith("--")} <= known


def test_every_address_names_a_service_of_the_set() -> None:
    environment = SERVICES["web"]["environment"]
    for name in ("DATABASE_URL", "BROKER_URL", "CACHE_URL", "SEARCH_URL"):
        host = re.search(r"(?:@|//)([a-z]+):\d+", environment[name])
        assert host is not None
        assert host[1] in SERVICES


def test_the_example_names_what_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    example = (ROOT / "deploy" / "example.env").read_text()
    assert asked == set(re.findall(r"^(\w+)=", example, re.MULTILINE))


def test_the_image_is_made_by_makes_own_steps() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    runs = [shlex.split(rest) for word, rest in _instructions() if word == "RUN"]
    runs = [[word for word in step if "=" not in word] for step in runs]
    made = [step[1:] for step in runs if step[0] == "make"]
    assert ["setup"] in made
    assert {target for step in made for target in step} <= targets
    assert not [step for step in runs if "pip" in step]


def test_the_image_copies_what_is_there_and_runs_unprivileged() -> None:
    for word, rest in _instructions():
        if word == "COPY":
            *sources, _target = [part for part in rest.split() if not part.startswith("--")]
            assert all((ROOT / source).exists() for source in sources if source != "README.md")
    users = [rest for word, rest in _instructions() if word == "USER"]
    assert users[-1] == "onjang"


def test_the_ports_agree() -> None:
    exposed = next(rest for word, rest in _instructions() if word == "EXPOSE")
    assert SERVICES["web"]["expose"] == [exposed]
    assert f"server web:{exposed};" in (ROOT / "deploy" / "nginx.conf").read_text()


def test_the_proxy_lets_through_what_the_market_does() -> None:
    from django.conf import settings

    limit = re.search(r"client_max_body_size (\d+)m", (ROOT / "deploy" / "nginx.conf").read_text())
    assert limit is not None
    assert int(limit[1]) * 1024**2 == settings.MAX_REQUEST_BYTES


def test_every_name_the_settings_read_is_documented() -> None:
    text = (ROOT / "backend" / "settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', text))
    assert read <= set(VARIABLES)


def test_ci_runs_exactly_the_tests() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[-1] == "exec make test"
    planned = subprocess.run(
        ["make", "-n", "test"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "pytest" in planned.stdout
