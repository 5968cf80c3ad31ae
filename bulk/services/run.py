"""A sheet on its way, a little at a time: each lot of rows commits with the place it came to, so a
worker that is killed takes up where the last commit was, and two that take the same lot wait for
each other and find it done."""

from __future__ import annotations

import itertools
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from bulk import archive, locks, rules
from bulk.models import Sheet, SheetRow
from bulk.services.plan import Planned, Planner
from bulk.services.upload import MOST_ROWS
from catalog.errors import NotPublishable
from catalog.models import Product
from catalog.services import media_add, product_publish, products_load
from core import clock, crashpoints, outbox
from core.actor import Actor
from core.documents import sheets
from core.errors import DomainError, InvalidInput
from core.rows import rows_update
from inventory.services import stocks_load
from vendors.selectors import actor_for

log = structlog.get_logger(__name__)

Stage = Sheet.Stage
Outcome = SheetRow.Outcome
#: Rows in one transaction, and seconds after which others get their turn at the worker.
LOT = 250
TURN = 4.0
_COLUMNS = (
    "sheet_id",
    "number",
    "cells",
    "outcome",
    "key",
    "problems",
    "notes",
    "changes",
    "applied",
)


def sheet_go_on(*, sheet_id: int) -> None:
    """Carry a sheet on for one turn; what is left is owed to the outbox. Idempotent."""
    sheet = Sheet.objects.select_related("created_by").filter(pk=sheet_id).first()
    if sheet is None:
        return
    until = time.monotonic() + TURN
    with translation.override(sheet.language), _opened(sheet) as packed:
        while _step(sheet, packed):
            if time.monotonic() > until:
                with transaction.atomic():
                    outbox.emit(topic="sheet.go_on", payload={"sheet_id": sheet_id})
                return


@contextmanager
def _opened(sheet: Sheet) -> Iterator[zipfile.ZipFile | None]:
    """The ZIP of pictures, where there is one."""
    if not sheet.pictures:
        yield None
        return
    with (
        storages["private"].open(sheet.pictures.name or "") as file,
        zipfile.ZipFile(file) as packed,
    ):
        yield packed


def _step(sheet: Sheet, packed: zipfile.ZipFile | None) -> bool:
    """One transaction's work; answers whether there is more."""
    with transaction.atomic():
        now = locks.lock_sheet(sheet.pk)
        if now is None:
            return False
        now.created_by = sheet.created_by
        if now.stage == Stage.READING:
            return _read(now)
        if now.stage == Stage.CHECKING:
            return _check(now, packed)
        if now.stage == Stage.APPLYING:
            return _apply(now, packed)
        if now.stage == Stage.PICTURES and packed is not None:
            return _picture(now, packed)
    return False


# -- reading --


def _read(sheet: Sheet) -> bool:
    sheet.rows.all().delete()
    try:
        with storages["private"].open(sheet.file.name or "") as file, transaction.atomic():
            count = _copy(sheet, sheets.text_rows(file))
    except InvalidInput as error:
        sheet.stage = Stage.FAILED
        sheet.problem = " ".join(itertools.chain.from_iterable(error.by_field().values()))[:300]
        sheet.finished_at = clock.now()
        sheet.save(update_fields=["stage", "problem", "finished_at"])
        return False
    sheet.row_count, sheet.position, sheet.stage = count, 0, Stage.CHECKING
    sheet.save(update_fields=["row_count", "position", "stage"])
    return True


def _copy(sheet: Sheet, rows: Iterator[list[str]]) -> int:
    """The file's rows into the database by COPY; blank ones are left out. Answers how many."""
    width = len(sheet.headings)
    next(rows, None)  # the heads
    count = 0
    with connection.cursor() as cursor:
        copy: Any = cursor.copy(f"COPY bulk_sheetrow ({', '.join(_COLUMNS)}) FROM STDIN")
        with copy as into:
            for number, row in enumerate(rows, start=2):
                cells = [text[:20_000] for text in row[:width]]
                if rules.is_blank(cells):
                    continue
                count += 1
                if count > MOST_ROWS:
                    text = _("한 번에 %(most)s줄까지 올릴 수 있습니다.") % {
                        "most": f"{MOST_ROWS:,}"
                    }
                    raise InvalidInput({"file": text})
                into.write_row((sheet.pk, number, cells, "", "", "[]", "[]", "[]", False))
    return count


# -- the dry run --


def _check(sheet: Sheet, packed: zipfile.ZipFile | None) -> bool:
    rows = _next_rows(sheet)
    if not rows:
        _refuse_repeated(sheet)
        sheet.stage, sheet.position = Stage.CHECKED, 0
        sheet.save(update_fields=["stage", "position"])
        return False
    planned = Planner(sheet, _pictures(packed)).plan(rows)
    for one in planned:
        one.row.key = one.wanted.key[:300]
        _note(one)
        one.row.applied = False
    _save(rows)
    return _moved(sheet, rows)


def _refuse_repeated(sheet: Sheet) -> None:
    """The same product and option twice: the first is taken, the others are bad."""
    text = _("같은 상품과 옵션이 %(row)s행에 이미 있습니다.")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE bulk_sheetrow AS again
               SET outcome = 'bad',
                   problems = jsonb_build_array(jsonb_build_array(%s::text,
                       replace(%s::text, '%%(row)s', first.number::text)))
              FROM (SELECT key, min(number) AS number FROM bulk_sheetrow
                     WHERE sheet_id = %s AND key <> '' GROUP BY key HAVING count(*) > 1) AS first
             WHERE again.sheet_id = %s AND again.key = first.key AND again.number > first.number
            """,
            [rules.BY_FIELD["code"].head, text, sheet.pk, sheet.pk],
        )


# -- in earnest --


def _apply(sheet: Sheet, packed: zipfile.ZipFile | None) -> bool:
    rows = _next_rows(sheet, outcomes=(Outcome.NEW, Outcome.CHANGE), open_only=True)
    if not rows:
        has_pictures = packed is not None
        sheet.stage = Stage.PICTURES if has_pictures else Stage.DONE
        sheet.position = 0
        sheet.finished_at = None if has_pictures else clock.now()
        sheet.save(update_fields=["stage", "position", "finished_at"])
        return has_pictures
    actor = actor_for(sheet.created_by)
    planned = Planner(sheet, _pictures(packed)).plan(rows)
    good = [one for one in planned if not one.problems and one.shelf is not None]
    _load(actor, sheet, good)
    for one in planned:
        was = one.row.outcome
        _note(one)
        if not one.problems:
            one.row.outcome = was
        if one.shelf is not None and not one.problems:
            one.row.product_id = one.shelf.load.product_id
        one.row.applied = not one.problems
    _save(rows)
    crashpoints.reached("sheet_lot")
    return _moved(sheet, rows)


def _load(actor: Actor, sheet: Sheet, planned: Sequence[Planned]) -> None:
    loads = list({id(one.shelf.load): one.shelf.load for one in planned if one.shelf}.values())
    loads = [
        load
        for load in loads
        if load.product_id is None or load.fields or load.variants or load.publish is not None
    ]
    if loads:
        products_load(actor=actor, enterprise_id=sheet.enterprise_id, wanted=loads)
    counts = {
        one.variant.variant_id: one.count
        for one in planned
        if one.count is not None and one.variant is not None and one.variant.variant_id is not None
    }
    if counts:
        stocks_load(actor=actor, counts=counts, reference=f"sheet:{sheet.pk}")


# -- pictures --


def _picture(sheet: Sheet, packed: zipfile.ZipFile) -> bool:
    """The pictures of one row's product; then it is published, where that was asked for."""
    rows = sheet.rows.filter(number__gt=sheet.position, outcome__in=["new", "change", "same"])
    row = rows.order_by("number").first()
    if row is None:
        sheet.stage, sheet.finished_at = Stage.DONE, clock.now()
        sheet.save(update_fields=["stage", "finished_at"])
        return False
    actor = actor_for(sheet.created_by)
    fields = [sheet.mapping.get(head, "") for head in sheet.headings]
    values = rules.parsed(row.cells, fields).values
    pictures = _pictures(packed)
    names = archive.chosen(list(values.get("pictures", [])), str(values.get("code", "")), pictures)
    product = _product_of(sheet, row, values)
    if product is not None and names:
        for name in names:
            _add_picture(actor, row, product, packed, pictures[name], name)
        if values.get("publish"):
            try:
                with transaction.atomic():
                    product_publish(actor=actor, product_id=product.pk)
            except NotPublishable as error:
                row.notes.append(
                    _("초안으로 둡니다. 판매하려면 채워 주세요: %(names)s")
                    % {"names": ", ".join(map(str, error.missing))}
                )
        row.save(update_fields=["notes"])
    return _moved(sheet, [row])


def _add_picture(
    actor: Actor,
    row: SheetRow,
    product: Product,
    packed: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    name: str,
) -> None:
    data = archive.content(packed, entry)
    try:
        if data is None:
            raise InvalidInput({"file": _("파일이 너무 큽니다.")})
        with transaction.atomic():
            media_add(actor=actor, product_id=product.pk, file=SimpleUploadedFile(name, data))
    except DomainError as error:
        said = " ".join(itertools.chain.from_iterable(error.by_field().values()))
        row.notes.append(f"{name}: {said}")
    except (zipfile.BadZipFile, OSError, RuntimeError):  # broken inside, or locked by a password
        row.notes.append(_("%(name)s: 읽을 수 없는 사진입니다.") % {"name": name})


def _product_of(sheet: Sheet, row: SheetRow, values: Mapping[str, Any]) -> Product | None:
    mine = Product.objects.filter(enterprise_id=sheet.enterprise_id)
    if row.product_id is not None:
        return mine.filter(pk=row.product_id).first()
    if code := values.get("code"):
        return mine.filter(seller_code=code).first()
    return mine.filter(name=values.get("name", "")).first()


# -- the place it came to --


def _pictures(packed: zipfile.ZipFile | None) -> Mapping[str, zipfile.ZipInfo]:
    return archive.pictures_in(packed.infolist()) if packed is not None else {}


def _next_rows(
    sheet: Sheet, *, outcomes: Sequence[str] = (), open_only: bool = False
) -> list[SheetRow]:
    rows = sheet.rows.filter(number__gt=sheet.position)
    if outcomes:
        rows = rows.filter(outcome__in=outcomes)
    if open_only:
        rows = rows.filter(applied=False)
    return list(rows.order_by("number")[:LOT])


def _note(one: Planned) -> None:
    row = one.row
    row.outcome = one.outcome
    row.problems = [
        (rules.BY_FIELD[name].head if name in rules.BY_FIELD else name, str(text))
        for name, text in one.problems.items()
    ]
    row.notes = one.notes
    row.changes = [] if one.problems else one.changes
    row.product_id = one.shelf.load.product_id if one.shelf else None


def _save(rows: Sequence[SheetRow]) -> None:
    rows_update(
        SheetRow,
        rows,
        ["outcome", "key", "problems", "notes", "changes", "product_id", "applied"],
    )


def _moved(sheet: Sheet, rows: Sequence[SheetRow]) -> bool:
    sheet.position = rows[-1].number
    sheet.save(update_fields=["position"])
    return True
