"""Reads of sheets: how far one is, and what becomes of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from bulk.models import Sheet, SheetRow
from core.actor import Actor, Duty
from core.errors import NotFound

Stage = Sheet.Stage
RUNNING = (Stage.READING, Stage.CHECKING, Stage.APPLYING, Stage.PICTURES)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many rows of each outcome there are, and how far the present stage is, in percent."""

    new: int
    change: int
    same: int
    bad: int
    noted: int
    applied: int
    percent: int

    @property
    def to_apply(self) -> int:
        return self.new + self.change


def sheet_for(*, actor: Actor, sheet_id: int) -> Sheet:
    """A sheet of an enterprise the actor lists goods for. Raises NotFound for others'."""
    sheet = Sheet.objects.filter(pk=sheet_id).select_related("created_by").first()
    if sheet is None or not actor.sells_for(sheet.enterprise_id, Duty.GOODS):
        raise NotFound
    return sheet


def sheets_of(*, actor: Actor, enterprise_id: int) -> QuerySet[Sheet]:
    """An enterprise's sheets, newest first."""
    actor.require_enterprise(enterprise_id, Duty.GOODS)
    return Sheet.objects.filter(enterprise_id=enterprise_id).order_by("-created_at", "-pk")


def progress_of(sheet: Sheet) -> Progress:
    """Three queries at most."""
    counts = dict(
        sheet.rows.values_list("outcome").annotate(n=Count("pk")).values_list("outcome", "n")
    )
    applied = sheet.rows.filter(applied=True).count()
    last = sheet.rows.order_by("-number").values_list("number", flat=True).first() or 0
    done = {
        Stage.MAPPING: 0.0,
        Stage.READING: 0.0,
        Stage.CHECKING: sheet.position / last if last else 0.0,
        Stage.APPLYING: sheet.position / last if last else 0.0,
        Stage.PICTURES: sheet.position / last if last else 0.0,
        Stage.STOPPED: sheet.position / last if last else 0.0,
    }.get(Stage(sheet.stage), 1.0)
    return Progress(
        new=counts.get("new", 0),
        change=counts.get("change", 0),
        same=counts.get("same", 0),
        bad=counts.get("bad", 0),
        noted=sheet.rows.exclude(notes=[]).count(),
        applied=applied,
        percent=min(100, int(done * 100)),
    )


def rows_of(sheet: Sheet, outcomes: Sequence[str]) -> QuerySet[SheetRow]:
    return sheet.rows.filter(outcome__in=outcomes).order_by("number")


def noted_rows(sheet: Sheet) -> QuerySet[SheetRow]:
    """Good rows that have something to be told of."""
    return sheet.rows.exclude(notes=[]).exclude(outcome=SheetRow.Outcome.BAD).order_by("number")
