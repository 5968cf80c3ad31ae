"""Purchases as files: open contracting data, and a contract's documents."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from backend import cli
from backend.messages import gettext as _

if TYPE_CHECKING:
    from procurement.dossier import Sheet

#: Rows that are held in memory while all of them are written.
LOT = 500


def export_releases(since: dt.date | None, until: dt.date | None) -> None:
    """Print one release package of what was published from one day to another (both included)."""
    from django.conf import settings

    from core import clock
    from procurement.selectors import published
    from procurement.standards import ocds

    if since and until and since > until:
        cli.fail(_("시작일이 종료일보다 늦습니다."))
    rows = published.releases()
    if since:
        rows = rows.filter(published_at__gte=clock.midnight(since))
    if until:
        rows = rows.filter(published_at__lt=clock.midnight(until + dt.timedelta(days=1)))
    latest = rows.order_by("-published_at").values_list("published_at", flat=True).first()
    if latest is None:
        cli.fail(_("이 기간에 공개한 것이 없습니다."))
    nothing: ocds.Json = {}
    head = ocds.release_package(
        [nothing],
        uri=f"{settings.SITE_URL}/open/ocds/releases.json",
        published=latest,
        publisher=ocds.Publisher(
            name=settings.MARKET_NAME,
            uri=settings.SITE_URL,
            business_number=settings.MARKET_BUSINESS_NUMBER,
        ),
        license_url="https://www.kogl.or.kr/info/licenseType1.do",
    )
    head.pop("releases")
    click.echo(json.dumps(head, ensure_ascii=False)[:-1] + ', "releases": [')
    before = ""
    for row in rows.iterator(chunk_size=LOT):
        if before:
            click.echo(before + ",")
        before = json.dumps(row.data, ensure_ascii=False)
    click.echo(before + "\n]}")


def export_purchase(number: str, kind: str, folder: Path) -> list[Path]:
    """Write a purchase's documents into ``folder``; answers the files."""
    from core.actor import SYSTEM
    from core.errors import NotFound
    from procurement import contract_file, dossier

    try:
        po = dossier.purchase_of(number)
    except NotFound:
        cli.fail(_("발주번호 {number}이(가) 없습니다.").format(number=number))
    folder.mkdir(parents=True, exist_ok=True)
    if kind == "zip":
        file = folder / f"{po.number}.zip"
        file.write_bytes(contract_file.file_zip(po, actor=SYSTEM))
        return [file]
    if kind == "pdf":
        return list(_written(contract_file.papers_of(po), folder, "pdf"))
    return list(_written(dossier.ubl_of(po), folder, "xml"))


def _written(sheets: list[Sheet], folder: Path, ending: str) -> Iterator[Path]:
    for place, sheet in enumerate(sheets, start=1):
        file = folder / f"{place:02d}_{sheet.file_name}.{ending}"
        file.write_bytes(sheet.made())
        yield file
