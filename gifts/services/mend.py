"""Rows put right by hand, or left out."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from gifts import locks, rules, selectors
from gifts.errors import PROBLEMS, WrongState
from gifts.models import GiftOrder, GiftRecipient
from gifts.services.make import draft_of, given_by, refuse_while_reading
from gifts.services.read import Checker, duplicates_marked

Status = GiftRecipient.Status
S = GiftOrder.Status


@transaction.atomic
def gift_recipient_mend(
    *, actor: Actor, order_id: int, number: int, cells: Mapping[str, str]
) -> GiftRecipient:
    """Write a row of a draft anew: bad, good or left out before. Raises NotFound, NotAllowed,
    WrongState, StillReading, InvalidInput by field; then the row stays as it was."""
    order = draft_of(actor, order_id)
    refuse_while_reading(order)
    row = _row(order, number)
    told = {name: cells.get(name, "") for name in (column.field for column in rules.COLUMNS)}
    Checker(order, [told]).fill(row, told)
    if row.problems:
        raise InvalidInput({name: PROBLEMS[code] for name, code in row.problems.items()})
    row.save()
    duplicates_marked(order.pk)
    _touch(order)
    audit.record(actor=actor, action="gift.mend", obj=order, row=number)
    return row


@transaction.atomic
def gift_recipient_leave_out(*, actor: Actor, order_id: int, number: int) -> GiftRecipient:
    """Send nothing to a recipient: of a draft, or where fewer pieces were bought than are wanted
    since. Repeating changes nothing. Raises NotFound, NotAllowed, WrongState, StillReading."""
    order = given_by(actor, order_id)
    row = _row(order, number)
    if row.status == Status.LEFT_OUT:
        return row
    if order.status == S.DRAFT:
        refuse_while_reading(order)
    elif row.status != Status.READY or not selectors.pieces_short(order).get(row.sku):
        raise WrongState
    row.status = Status.LEFT_OUT
    row.save(update_fields=["status"])
    if order.status == S.DRAFT:
        row.duplicate_of = None
        row.save(update_fields=["duplicate_of"])
        duplicates_marked(order.pk)
        _touch(order)
    audit.record(actor=actor, action="gift.leave_out", obj=order, row=number)
    return row


@transaction.atomic
def gift_bad_rows_leave_out(*, actor: Actor, order_id: int) -> int:
    """Leave all bad rows of a draft out; answers how many. Raises NotFound, NotAllowed, WrongState,
    StillReading."""
    order = draft_of(actor, order_id)
    refuse_while_reading(order)
    rows = [row for row in locks.lock_recipients(order.pk) if row.status == Status.BAD]
    GiftRecipient.objects.filter(pk__in=[row.pk for row in rows]).update(status=Status.LEFT_OUT)
    if rows:
        _touch(order)
        audit.record(actor=actor, action="gift.leave_bad_out", obj=order, count=len(rows))
    return len(rows)


def _row(order: GiftOrder, number: int) -> GiftRecipient:
    found = locks.lock_recipients(order.pk, [number])
    if not found:
        raise NotFound(_("없는 줄입니다."))
    return found[0]


def _touch(order: GiftOrder) -> None:
    order.touched_at = clock.now()
    order.save(update_fields=["touched_at"])
