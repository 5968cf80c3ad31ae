"""``onjang doctor``: each part, its engine and address, whether it works, and how to mend it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

import click

from backend import environment
from backend.cli import database
from backend.messages import gettext as _

_PASSWORD = re.compile(r"(?<=:)[^:@/]+(?=@)")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. ``state``: ``ok``, ``off`` (optional, not set) or ``broken``."""

    part: str
    engine: str
    state: str
    mend: str = ""


MARKS = {"ok": "✓", "off": "–", "broken": "✗"}


def run() -> int:
    """Print the report; 1 when something is broken."""
    findings: list[Finding] = []
    for look in (_python, _packages, _folder):
        findings += _careful(look)
    try:
        with database():
            findings += _database()
            for look in (
                _migrations, _outbox, _search, _worker, _cache, _media, _mail, _payments,
                _translations,
            ):  # fmt: skip
                findings += _careful(look)
    except Exception as error:  # a doctor reports, whatever it is  # noqa: BLE001
        findings.append(
            Finding(
                _("데이터베이스"),
                _line(error),
                "broken",
                _("DATABASE_URL을 확인하거나 지우세요 (지우면 내장 PostgreSQL)"),
            )
        )
    for finding in findings:
        click.echo(f"{MARKS[finding.state]} {finding.part}: {_safe(finding.engine)}")
        if finding.mend and finding.state != "ok":
            click.echo(f"    → {finding.mend}")
    broken = sum(finding.state == "broken" for finding in findings)
    if broken:
        click.echo(_("고칠 것: {count}").format(count=broken))
    return 1 if broken else 0


def _careful(look: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(look())
    except Exception as error:  # a doctor reports, whatever it is  # noqa: BLE001
        return [Finding(look.__name__.strip("_"), _line(error), "broken")]


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _safe(address: str) -> str:
    return _PASSWORD.sub("***", address)


def _python() -> Iterator[Finding]:
    version = sys.version.split()[0]
    yield Finding("Python", f"{version} ({sys.executable})", "ok")


def _packages() -> Iterator[Finding]:
    """What is installed against the lock."""
    lock = environment.ROOT / "requirements.txt"
    if not lock.exists():
        return
    wrong = []
    for line in lock.read_text().splitlines():
        pinned = re.match(r"([\w.-]+)==(\S+)\s*(;.*)?\\?$", line.rstrip(" \\"))
        if pinned is None or pinned[3]:
            continue
        try:
            if metadata.version(pinned[1]) != pinned[2]:
                wrong.append(pinned[1])
        except metadata.PackageNotFoundError:
            wrong.append(pinned[1])
    if wrong:
        names = ", ".join(wrong[:5])
        yield Finding(_("꾸러미"), names, "broken", _("make setup을 다시 실행하세요"))
    else:
        yield Finding(_("꾸러미"), _("잠금 파일과 같음"), "ok")


def _folder() -> Iterator[Finding]:
    folder = environment.var_dir()
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free // 1024**2
    state = "ok" if os.access(folder, os.W_OK) and free > 200 else "broken"
    yield Finding(
        _("자료 폴더"),
        _("{folder} (빈 공간 {free} MB)").format(folder=folder, free=free),
        state,
        _("쓸 수 있고 200 MB 넘게 빈 폴더를 ONJANG_VAR로 정하세요"),
    )


def _database() -> Iterator[Finding]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
    number = int(str(version).split(".")[0])
    embedded = environment.uses_embedded_postgres()
    where = str(environment.cluster().data) if embedded else os.environ["DATABASE_URL"]
    kind = _("내장") if embedded else _("외부")
    yield Finding(
        _("데이터베이스"),
        f"PostgreSQL {version} · {kind} · {where}",
        "ok" if number >= 15 else "broken",
        _("PostgreSQL 15 이상이 필요합니다"),
    )
    replica = os.environ.get("DATABASE_REPLICA_URL")
    if replica:
        from django.db import connections

        with connections["replica"].cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery()")
        yield Finding(_("읽기 복제본"), replica, "ok")


def _migrations() -> Iterator[Finding]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    yield Finding(
        _("마이그레이션"),
        _("{count}개 남음").format(count=missing) if missing else _("모두 적용됨"),
        "broken" if missing else "ok",
        "onjang migrate",
    )


def _search() -> Iterator[Finding]:
    from django.conf import settings

    if settings.SEARCH_URL:
        from elasticsearch import Elasticsearch

        client = Elasticsearch(settings.SEARCH_URL, request_timeout=5)
        version = client.info()["version"]["number"]
        yield Finding(_("검색"), f"Elasticsearch {version} · {settings.SEARCH_URL}", "ok")
        return
    made = settings.SEARCH_DIR.exists() and any(settings.SEARCH_DIR.iterdir())
    yield Finding(
        _("검색"),
        f"tantivy · {settings.SEARCH_DIR}",
        "ok" if made else "off",
        _("아직 색인이 없습니다: onjang up이 만듭니다"),
    )


def _worker() -> Iterator[Finding]:
    from django.conf import settings

    if settings.CELERY_BROKER_URL == "filesystem://":
        waiting = len(list((settings.BROKER_FOLDER / "queue").glob("*.msg")))
        engine = _("폴더 {folder} (대기 {count})").format(
            folder=settings.BROKER_FOLDER, count=waiting
        )
        yield Finding(_("작업 전달"), engine, "ok")
        return
    from backend.celery import app

    with app.connection_for_read() as connection:
        connection.ensure_connection(max_retries=1, timeout=3)
    yield Finding(_("작업 전달"), settings.CELERY_BROKER_URL, "ok")


def _outbox() -> Iterator[Finding]:
    """Effects owed for long say that no worker runs."""
    import datetime as dt

    from core.models import OutboxTask

    now = dt.datetime.now(tz=dt.UTC)
    owed = OutboxTask.objects.filter(done_at=None, due_at__lte=now)
    late = owed.filter(due_at__lt=now - dt.timedelta(minutes=5)).count()
    yield Finding(
        _("보낼 일"),
        _("{owed}건, 5분 넘은 것 {late}건").format(owed=owed.count(), late=late),
        "off" if late else "ok",
        _("작업 프로세스가 돌지 않습니다: onjang up"),
    )


def _cache() -> Iterator[Finding]:
    from django.core.cache import cache

    cache.set("onjang-doctor", 1, 5)
    state = "ok" if cache.get("onjang-doctor") == 1 else "broken"
    engine = os.environ.get("CACHE_URL") or _("프로세스 메모리")
    yield Finding(_("캐시"), engine, state, _("CACHE_URL을 확인하거나 지우세요"))


def _media() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    name = default_storage.save("doctor/probe.txt", ContentFile(b"ok"))
    default_storage.delete(name)
    yield Finding(_("미디어"), os.environ.get("MEDIA_URL") or str(settings.MEDIA_ROOT), "ok")


def _mail() -> Iterator[Finding]:
    from django.conf import settings
    from django.core.mail import get_connection

    if not os.environ.get("EMAIL_URL"):
        yield Finding(_("메일"), _("폴더 {folder}").format(folder=settings.MAIL_FOLDER), "ok")
        return
    with get_connection():
        yield Finding(_("메일"), os.environ["EMAIL_URL"], "ok")


def _payments() -> Iterator[Finding]:
    from django.conf import settings

    on = [_("계좌이체")]
    on += [_("시험 결제 (체험)")] if settings.TEST_GATEWAY else []
    on += ["Stripe"] if settings.STRIPE_SECRET_KEY else []
    yield Finding(_("결제"), ", ".join(on), "ok")
    if not settings.STRIPE_SECRET_KEY:
        yield Finding("Stripe", _("꺼짐"), "off", _("STRIPE_SECRET_KEY를 정하면 켜집니다"))
    elif not settings.STRIPE_WEBHOOK_SECRET:
        yield Finding(
            "Stripe",
            "webhook",
            "broken",
            _("STRIPE_WEBHOOK_SECRET이 없어 통지를 확인할 수 없습니다"),
        )


def _translations() -> Iterator[Finding]:
    sources = list(environment.ROOT.glob("*/locale/en/LC_MESSAGES/*.po"))
    missing = [source for source in sources if not source.with_suffix(".mo").exists()]
    state = "broken" if missing else "ok"
    languages = "ko, en" if sources else "ko"
    yield Finding(_("번역"), languages, state, "python -m backend.translations")
