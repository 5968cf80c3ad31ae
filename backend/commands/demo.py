"""Bring the database up to date, and fill an empty market."""

from __future__ import annotations

import time

import click

from backend.messages import gettext as _


def _expected(scale: str) -> str:
    return {
        "small": _("기업 60곳, 상품 600개, 18개월의 주문: 1–2분"),
        "medium": _("기업 60곳, 상품 20,000개: 몇 분"),
    }[scale]


def migrate() -> int:
    """Apply what is missing; answers how many migrations that were."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        click.echo(_("· 데이터베이스를 준비합니다 ({count}단계)").format(count=len(plan)), err=True)
        call_command("migrate", interactive=False, verbosity=0)
    return len(plan)


def is_empty() -> bool:
    """Whether no demo market was loaded whole, nor real enterprises are there."""
    from backend.demo import load as loader

    if hasattr(loader, "is_loaded"):
        return not loader.is_loaded()
    from vendors.models import Enterprise

    return not Enterprise.objects.exists()


def load(*, scale: str, seed: int = 2026) -> None:
    from backend.commands.progress import bar
    from backend.demo.load import load_market

    click.echo(_("· 체험 시장을 채웁니다 ({expected})").format(expected=_expected(scale)), err=True)
    began = time.monotonic()
    with bar(_("체험 시장")) as progress:
        load_market(scale=scale, seed=seed, progress=progress)
    seconds = time.monotonic() - began
    click.echo(_("· 다 채웠습니다 ({seconds:.0f}초)").format(seconds=seconds), err=True)
