"""Proving that what was sealed is as it was; and a demo market's clock."""

from __future__ import annotations

import click

from backend import cli
from backend.messages import gettext as _

DAY = 24 * 60 * 60


def verify() -> int:
    """Print what was found; 0 when every seal follows from the one before, else 1."""
    cli.set_up()
    from core import audit
    from core.models import Seal

    with cli.database():
        broken = audit.seals_verify()
        count = Seal.objects.count()
    click.echo(_("봉인 {count}개").format(count=count))
    for pk in broken:
        click.echo(_("✗ {pk}번 봉인이 앞 봉인과 이어지지 않습니다.").format(pk=pk), err=True)
    if not broken:
        click.echo(_("✓ 모든 봉인이 이어집니다."))
    return 1 if broken else 0


def shift_clock(days: int) -> None:
    """Let every process of a demo market live so many days later."""
    cli.set_up()
    from django.conf import settings

    from core import clock

    if not settings.DEMO:
        cli.fail(_("시계는 체험 시장(ONJANG_DEMO=1)에서만 옮길 수 있습니다."))
    file = settings.VAR / clock.SHIFT
    if days:
        file.write_text(str(days * DAY))
    else:
        file.unlink(missing_ok=True)
    clock.follow(file)
    click.echo(_("이 시장의 오늘: {day}").format(day=clock.today().isoformat()))
