"""Proving the books: from the database, or from a file that was taken out of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from backend import cli
from backend.messages import gettext as _


def verify(file: str | None) -> int:
    """Print what was found; 0 when every entry balances and every seal holds, else 1."""
    cli.set_up()
    from payments import seal

    if file is not None:
        try:
            proof = seal.verify(_links(Path(file)))
        except (ValueError, KeyError, TypeError) as error:
            cli.fail(_("장부 파일을 읽을 수 없습니다: {reason}").format(reason=error))
    else:
        with cli.database():
            proof = seal.verify(seal.export())
    for line in (
        _("전표 {count}개, 차변 합계 {sum:,}원").format(count=proof.entries, sum=proof.debit),
        _("봉인 {seals}개, 봉인 전 전표 {rest}개").format(seals=proof.seals, rest=proof.unsealed),
        _("마지막 봉인 {head}").format(head=proof.head),
    ):
        click.echo(line)
    for problem in proof.problems:
        click.echo(f"✗ {problem}", err=True)
    if not proof.problems:
        click.echo(_("✓ 모든 전표의 차변과 대변이 같고 봉인이 이어집니다."))
    return 1 if proof.problems else 0


def export(file: str) -> int:
    """Write every link as one JSON line; answers how many."""
    from payments import seal

    count = 0
    with Path(file).open("w", encoding="utf-8") as out:
        for link in seal.export():
            out.write(seal.canonical(link) + "\n")
            count += 1
    return count


def _links(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
