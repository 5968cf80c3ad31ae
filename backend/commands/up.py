"""``onjang up``: the whole market as one process group.

PostgreSQL (where it is the embedded one), the web server, and the Celery worker with its beat.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import click

from backend import environment
from backend.cli import database, fail
from backend.commands import demo as market
from backend.commands.processes import Child, Group
from backend.messages import gettext as _
from backend.messages import language

ANSWERS_WITHIN = 30.0


def run(*, host: str, port: int, demo: bool, scale: str) -> None:
    began = time.monotonic()
    if demo:
        os.environ["ONJANG_DEMO"] = "1"
    os.environ.setdefault("SITE_URL", _address(host, port))
    with _only_one(host, port), _free(host, port), database():
        from django.db import connections

        from search.services import index_ensure

        market.migrate()
        if demo and market.is_empty():
            market.load(scale=scale)
            began = time.monotonic()
        collect_static()
        index_ensure()
        group = Group(say=_died)
        group.children = [web(host, port)]
        if environment.uses_embedded_postgres():
            group.guards.append(environment.cluster().start)
        connections.close_all()

        def started() -> None:
            _announce(group, host, port, demo=demo, began=began)
            group.add(worker(beat=True))  # after the pages: people wait for those

        group.run(started=started)
        click.echo(_("· 멈췄습니다."), err=True)


def _address(host: str, port: int) -> str:
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::1", "::"} else host  # noqa: S104
    return f"http://{shown}:{port}"


@contextlib.contextmanager
def _only_one(host: str, port: int) -> Iterator[None]:
    """One market a folder: a second start says where the first one is."""
    path = environment.var_dir() / "up.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            with contextlib.suppress(ValueError):
                first = json.loads(lock.read())
                fail(_("이미 돌고 있습니다: {address}").format(address=first["address"]))
            fail(_("이미 돌고 있습니다."))
        lock.truncate(0)
        lock.write(json.dumps({"pid": os.getpid(), "address": _address(host, port)}))
        lock.flush()
        yield


@contextlib.contextmanager
def _free(host: str, port: int) -> Iterator[None]:
    """Refuse a port in use before anything is started.

    A moment's patience: children of a supervisor that was killed may be on their way out.
    """
    for patience in range(20):
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
            break
        except PermissionError:
            fail(_("포트 {port}을(를) 열 권한이 없습니다.").format(port=port))
        except socket.gaierror:
            fail(_("{host}은(는) 이 컴퓨터의 주소가 아닙니다.").format(host=host))
        except OSError as error:
            if error.errno == 99:
                fail(_("{host}은(는) 이 컴퓨터의 주소가 아닙니다.").format(host=host))
            if patience == 19 or not _orphans_hold(port):
                line = _(
                    "포트 {port}을(를) 다른 프로그램이 쓰고 있습니다: --port(PORT=)로 바꾸세요."
                )
                fail(line.format(port=port))
            time.sleep(0.25)
    yield


def _orphans_hold(port: int) -> bool:
    """Whether web processes of this same folder, whose supervisor is gone, are still there."""
    import psutil

    mine = str(environment.var_dir())
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "backend.wsgi:application" in line and str(port) in line:
            with contextlib.suppress(psutil.Error):
                return process.environ().get("ONJANG_VAR") == mine
    return False


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "backend.settings",
        "ONJANG_VAR": str(environment.var_dir()),
        "PYTHONUNBUFFERED": "1",
    }


def _cores() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def web(host: str, port: int) -> Child:
    workers = os.environ.get("WEB_WORKERS") or str(min(2, _cores()))
    threads = os.environ.get("WEB_THREADS") or "4"
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", host, "--port", str(port),
        "--workers", workers, "--blocking-threads", threads,
        "--respawn-failed-workers", "--workers-kill-timeout", "5",
        "--no-ws", "--log-level", "warning",
        "backend.wsgi:application",
    ]  # fmt: skip
    return Child("web", command, _environment())


def worker(*, beat: bool) -> Child:
    threads = os.environ.get("WORKER_THREADS") or "4"
    command = [
        sys.executable, "-m", "celery", "--quiet", "--app", "backend.celery", "worker",
        "--pool", "threads", "--concurrency", threads, *(["--beat"] if beat else []),
        "--loglevel", "WARNING", "--hostname", "onjang@%h",
        "--without-gossip", "--without-mingle", "--without-heartbeat",
    ]  # fmt: skip
    return Child("worker", command, _environment())


def beat() -> Child:
    """The clock that sends what is due; there must be one in a cluster, and only one."""
    command = [sys.executable, "-m", "celery", "--app", "backend.celery", "beat",
               "--loglevel", "WARNING", "--pidfile", ""]  # fmt: skip
    return Child("beat", command, _environment())


def become(child: Child) -> NoReturn:
    """Turn this process into ``child``: an orchestrator sees the real thing."""
    os.execve(child.command[0], list(child.command), dict(child.environment))  # noqa: S606


def collect_static() -> None:
    """Copy, compress and name static files by content; skipped while no source changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    sources = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list(ignore_patterns=None):
            state = os.stat(storage.path(path))
            sources.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    if stamp.exists() and stamp.read_text() == sources.hexdigest():
        return
    click.echo(_("· 화면 파일을 모읍니다"), err=True)
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(sources.hexdigest())


def _died(name: str, code: int) -> None:
    line = _("· {name} 프로세스가 끝나서(코드 {code}) 다시 시작합니다.")
    click.echo(line.format(name=name, code=code), err=True)


def _announce(group: Group, host: str, port: int, *, demo: bool, began: float) -> None:
    probe = f"http://{'127.0.0.1' if host in {'0.0.0.0', '::'} else host}:{port}/healthz"  # noqa: S104
    deadline = time.monotonic() + ANSWERS_WITHIN
    while not _answers(probe):
        if group.is_stopping:
            return
        if time.monotonic() > deadline:
            click.echo(_("! 웹 서버가 아직 답하지 않습니다. 위의 기록을 보세요."), err=True)
            return
        time.sleep(0.1)
    seconds = time.monotonic() - began
    address = _address(host, port)
    click.echo("")
    click.echo(_("  온장이 열렸습니다: {address}  ({seconds:.1f}초)").format(
        address=address, seconds=seconds))  # fmt: skip
    if demo:
        _show_logins(address)
    click.echo(_("  멈추기: Ctrl-C"))
    click.echo("")
    sys.stdout.flush()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _show_logins(address: str) -> None:
    from backend.demo.logins import DEMO_LOGINS

    korean = language() == "ko"
    click.echo(_("  체험 로그인 (결제는 모두 시험용입니다):"))
    for login in DEMO_LOGINS:
        who = login.audience if korean else login.audience_en
        click.echo(f"    {login.email:<26} {login.password}   {address}{login.start}  {who}")
