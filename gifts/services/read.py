"""A list becomes rows, a few hundred a transaction, each checked as it comes.

A worker that is killed leaves the rows it wrote and the place it came to; another reads the file
again from its start and skips what is there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from django.core.files.storage import storages
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from catalog.models import Variant
from core import clock, ids
from core.errors import InvalidInput
from core.rows import rows_update
from gifts import locks, rules, sheets
from gifts.models import GiftFile, GiftOrder, GiftRecipient
from vendors.models import RemoteArea

MOST_ROWS = 5_000
#: Rows in one transaction.
LOT = 500
#: As much of a bad cell as is kept to be mended.
LONGEST_CELL = 300
Status = GiftRecipient.Status
Stage = GiftFile.Stage
_FIELDS = (
    "status", "name", "phone", "postal_code", "road_address", "address_detail", "message",
    "quantity", "sku", "is_usual_quantity", "is_usual_sku", "cells", "problems", "remote",
    "token",
)  # fmt: skip


class FileUnread(Exception):
    """The database refused a row. Its own words would carry the row's people into the log."""


def gift_file_read(*, file_id: int) -> None:
    """Read a list to its end. Repeating changes nothing."""
    found = GiftFile.objects.filter(pk=file_id).first()
    if found is None or found.stage != Stage.READING:
        return
    with translation.override(found.language):
        try:
            _read(found)
        except InvalidInput as error:
            texts = itertools.chain.from_iterable(error.by_field().values())
            _fail(found, " ".join(texts))
        except DatabaseError as error:
            raise FileUnread(f"gift file {file_id}: {type(error).__name__}") from None


def _read(found: GiftFile) -> None:
    is_mended = found.kind == GiftFile.Kind.MENDED
    with storages["private"].open(found.file.name or "") as file:
        _count(found, sheets.rows_in(file, with_rows=is_mended))
        file.seek(0)
        rows = sheets.rows_in(file, with_rows=is_mended)
        position = 0
        while lot := list(itertools.islice(rows, LOT)):
            position += len(lot)
            if not _lot_kept(found, lot, position):
                return
    with transaction.atomic():
        order, now = _locked(found)
        if now.stage != Stage.READING:
            return
        duplicates_marked(order.pk)
        now.stage, now.finished_at = Stage.CHECKED, clock.now()
        now.save(update_fields=["stage", "finished_at"])


def _count(found: GiftFile, rows: Iterator[sheets.Row]) -> None:
    """How many there are, before anything is changed. Raises InvalidInput for too many."""
    count = sum(1 for _row in itertools.islice(rows, MOST_ROWS + 1))
    if count > MOST_ROWS:
        text = _("한 번에 %(most)s명까지 올릴 수 있습니다. 나누어 올려 주세요.")
        raise InvalidInput({"file": text % {"most": f"{MOST_ROWS:,}"}})
    GiftFile.objects.filter(pk=found.pk).update(row_count=count)


@transaction.atomic
def _lot_kept(found: GiftFile, lot: Sequence[sheets.Row], position: int) -> bool:
    """Write a lot that isn't written yet; answers whether to go on."""
    order, now = _locked(found)
    if now.stage != Stage.READING or order.status != GiftOrder.Status.DRAFT:
        return False
    if position <= now.position:
        return True
    if now.kind == GiftFile.Kind.MENDED:
        now.strays = [*now.strays, *_mended(order, lot)][:100]
    else:
        if now.position == 0:
            order.recipients.all().delete()
        checker = Checker(order, [row.cells for row in lot])
        GiftRecipient.objects.bulk_create(
            checker.fill(GiftRecipient(order=order, number=row.number), row.cells) for row in lot
        )
    now.position = position
    now.save(update_fields=["position", "strays"])
    return True


def _mended(order: GiftOrder, lot: Sequence[sheets.Row]) -> list[int]:
    """Check the bad rows that a corrected sheet names anew; answers the numbers of other rows."""
    told = {row.number: row.cells for row in lot}
    rows = [row for row in locks.lock_recipients(order.pk, list(told)) if row.status == Status.BAD]
    checker = Checker(order, list(told.values()))
    for row in rows:
        checker.fill(row, told[row.number])
    rows_update(GiftRecipient, rows, _FIELDS)
    return sorted(set(told) - {row.number for row in rows})


def _locked(found: GiftFile) -> tuple[GiftOrder, GiftFile]:
    order = locks.lock_gift_order(found.order_id)
    now = locks.lock_file(found.pk)
    assert order is not None
    assert now is not None
    return order, now


@transaction.atomic
def _fail(found: GiftFile, text: str) -> None:
    _order, now = _locked(found)
    if now.stage != Stage.READING:
        return
    now.stage, now.problem, now.finished_at = Stage.FAILED, text[:300], clock.now()
    now.save(update_fields=["stage", "problem", "finished_at"])


class Checker:
    """Checks rows of an order. Five queries for a lot, however many rows it has."""

    def __init__(self, order: GiftOrder, cells: Sequence[Mapping[str, str]]) -> None:
        default = Variant.objects.values_list("sku", flat=True).get(pk=order.variant_id)
        told = {row.get("sku", "").strip()[:40] for row in cells} | {default}
        by_sku = dict(Variant.objects.filter(sku__in=told - {""}).values_list("sku", "pk"))
        offers = catalog.variant_offers(list(by_sku.values()))
        sold = frozenset(sku for sku, pk in by_sku.items() if pk in offers)
        self.defaults = rules.Defaults(default, order.pieces, sold)
        self.remote = list(RemoteArea.objects.values_list("postal_from", "postal_to", "kind"))

    def fill(self, row: GiftRecipient, cells: Mapping[str, str]) -> GiftRecipient:
        """Write into ``row`` what it says, or what is wrong with it."""
        found = rules.checked(cells, self.defaults)
        if found.problems:
            row.status = Status.BAD
            row.cells = {name: text[:LONGEST_CELL] for name, text in cells.items() if text}
            row.problems = {name: str(problem) for name, problem in found.problems.items()}
            return row
        for name, value in found.values.items():
            setattr(row, name, value)
        row.is_usual_quantity = not cells.get("quantity", "").strip()
        row.is_usual_sku = not cells.get("sku", "").strip()
        row.status, row.cells, row.problems = Status.READY, {}, {}
        row.token = row.token or ids.new_token()
        row.remote = next(
            (kind for first, last, kind in self.remote if first <= row.postal_code <= last), ""
        )
        return row


def duplicates_marked(order_id: int) -> None:
    """Each row knows the first one with the same person at the same place. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE gifts_giftrecipient AS again
               SET duplicate_of = nullif(first.number, again.number)
              FROM (SELECT id, min(number) OVER (
                               PARTITION BY name, phone, road_address, address_detail) AS number
                      FROM gifts_giftrecipient
                     WHERE order_id = %s AND status = 'ready') AS first
             WHERE again.id = first.id
               AND again.duplicate_of IS DISTINCT FROM nullif(first.number, again.number)
            """,
            [order_id],
        )
