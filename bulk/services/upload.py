"""A sheet is handed in, its columns are named, and it is set going."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bulk import archive, locks, rules
from bulk.errors import AnotherRuns, WrongStage
from bulk.models import HeadingChoice, Sheet
from core import audit, clock, ids, outbox, scan
from core.actor import Actor, Duty
from core.documents import sheets
from core.errors import InvalidInput, NotFound

#: Of a sheet, and of the rows in it: a mall's whole catalogue.
MOST_BYTES = 30 * 1024 * 1024
MOST_ROWS = 50_000
SAMPLES = 3
Stage = Sheet.Stage


def sheet_upload(
    *,
    actor: Actor,
    enterprise_id: int,
    file: UploadedFile[bytes],
    pictures: UploadedFile[bytes] | None = None,
) -> Sheet:
    """Keep a sheet (Excel, or CSV in UTF-8 or CP949) and, with it, a ZIP of pictures; guess what
    its columns mean. The same file again while it waits is the same sheet.

    Raises NotAllowed, InvalidInput on ``file`` or ``pictures``.
    """
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    if (file.size or 0) > MOST_BYTES:
        text = _("파일은 %(most)dMB까지 올릴 수 있습니다.") % {"most": MOST_BYTES // 1024**2}
        raise InvalidInput({"file": text})
    rows = sheets.text_rows(file)
    head = [text.strip() for text in next(rows, [])]
    while head and not head[-1]:
        head.pop()
    samples = [row[: len(head)] for row in itertools.islice(rows, SAMPLES)]
    if not head or not samples:
        raise InvalidInput({"file": _("첫 줄에 열 이름이, 그 아래에 상품이 있어야 합니다.")})
    if len(head) > rules.MOST_COLUMNS:
        raise InvalidInput({"file": _("열이 너무 많습니다. 120개까지 읽을 수 있습니다.")})
    headings = _told_apart(head)
    file.seek(0)
    if pictures is not None:
        archive.inspect(pictures)
        scan.refuse_infected(pictures, field="pictures")
    scan.refuse_infected(file)
    digest = _digest(file, pictures)
    waiting = Sheet.objects.filter(
        enterprise_id=enterprise_id, digest=digest, stage__in=[Stage.MAPPING, Stage.CHECKED]
    ).first()
    if waiting is not None:
        return waiting
    storage = storages["private"]
    token = ids.new_token()
    remembered = dict(
        HeadingChoice.objects.filter(enterprise_id=enterprise_id).values_list("heading", "field")
    )
    with transaction.atomic():
        sheet = Sheet.objects.create(
            enterprise_id=enterprise_id,
            created_by_id=actor.require_person(),
            name=(file.name or "")[-200:],
            file=storage.save(f"sheets/{token}", file),
            pictures=storage.save(f"sheets/{token}.zip", pictures) if pictures else "",
            digest=digest,
            language=(get_language() or "ko")[:2],
            headings=headings,
            samples=samples,
            mapping=rules.guessed(headings, remembered),
            created_at=clock.now(),
        )
        audit.record(actor=actor, action="sheet.upload", obj=sheet)
    return sheet


@transaction.atomic
def sheet_check(*, actor: Actor, sheet_id: int, mapping: Mapping[str, str]) -> Sheet:
    """Say what the columns mean, remember it, and begin the dry run. Raises NotFound, WrongStage,
    AnotherRuns, InvalidInput on ``mapping``."""
    sheet = locked(actor, sheet_id)
    if sheet.stage not in (Stage.MAPPING, Stage.CHECKED):
        raise WrongStage
    chosen = {head: mapping.get(head, sheet.mapping.get(head, "")) for head in sheet.headings}
    named = [name for name in chosen.values() if name]
    if any(not rules.is_field(name) for name in named):
        raise InvalidInput({"mapping": _("없는 항목입니다.")})
    if len(named) != len(set(named)):
        raise InvalidInput({"mapping": _("한 항목을 두 열에 맞출 수 없습니다.")})
    if not {"code", "name"} & set(named):
        raise InvalidInput({"mapping": _("상품코드나 상품명 열이 있어야 합니다.")})
    HeadingChoice.objects.bulk_create(
        [
            HeadingChoice(enterprise_id=sheet.enterprise_id, heading=head, field=name)
            for head, name in chosen.items()
        ],
        update_conflicts=True,
        unique_fields=["enterprise", "heading"],
        update_fields=["field"],
    )
    sheet.mapping = chosen
    return _go(sheet, Stage.READING if sheet.stage == Stage.MAPPING else Stage.CHECKING)


@transaction.atomic
def sheet_apply(*, actor: Actor, sheet_id: int) -> Sheet:
    """Carry out what the dry run found good. A second click finds it on its way already. Raises
    NotFound, WrongStage, AnotherRuns."""
    sheet = locked(actor, sheet_id)
    if sheet.stage in (Stage.APPLYING, Stage.PICTURES, Stage.DONE):
        return sheet
    if sheet.stage not in (Stage.CHECKED, Stage.STOPPED):
        raise WrongStage
    audit.record(actor=actor, action="sheet.apply", obj=sheet)
    return _go(sheet, Stage.APPLYING, keep_place=sheet.stage == Stage.STOPPED)


@transaction.atomic
def sheet_stop(*, actor: Actor, sheet_id: int) -> Sheet:
    """Halt after the rows in hand; ``sheet_apply`` goes on from there. Raises NotFound,
    WrongStage."""
    sheet = locked(actor, sheet_id)
    if sheet.stage != Stage.APPLYING:
        raise WrongStage
    sheet.stage = Stage.STOPPED
    sheet.save(update_fields=["stage"])
    audit.record(actor=actor, action="sheet.stop", obj=sheet, position=sheet.position)
    return sheet


def sheets_forget(*, days: int = 30) -> int:
    """Files and rows that nobody needs any more go; what they did stays. Answers how many."""
    gone = 0
    limit = clock.now() - dt.timedelta(days=days)
    for sheet in Sheet.objects.filter(created_at__lt=limit).exclude(file=""):
        storage = storages["private"]
        for name in (sheet.file.name, sheet.pictures.name):
            if name:
                storage.delete(name)
        with transaction.atomic():
            sheet.rows.all().delete()
            Sheet.objects.filter(pk=sheet.pk).update(file="", pictures="", samples=[])
        gone += 1
    return gone


def locked(actor: Actor, sheet_id: int) -> Sheet:
    sheet = locks.lock_sheet(sheet_id)
    if sheet is None or not actor.sells_for(sheet.enterprise_id, Duty.GOODS):
        raise NotFound
    return sheet


def _go(sheet: Sheet, stage: Sheet.Stage, *, keep_place: bool = False) -> Sheet:
    sheet.stage = stage
    if not keep_place:
        sheet.position = 0
    try:
        with transaction.atomic():
            sheet.save(update_fields=["stage", "position", "mapping"])
    except IntegrityError as error:
        raise AnotherRuns from error
    outbox.emit(topic="sheet.go_on", payload={"sheet_id": sheet.pk})
    return sheet


def _told_apart(head: list[str]) -> list[str]:
    """Heads of which no two are the same; a column without a head is told by its place."""
    found: list[str] = []
    for place, text in enumerate(head, start=1):
        name = text[:190] or _("%(place)d번째 열") % {"place": place}
        while name in found:
            name += " (2)"
        found.append(name)
    return found


def _digest(*files: UploadedFile[bytes] | None) -> str:
    found: Any = hashlib.sha256()
    for file in files:
        if file is not None:
            for chunk in file.chunks():
                found.update(chunk)
            file.seek(0)
    return str(found.hexdigest())
