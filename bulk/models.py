"""Sheets of products on their way into the catalogue, row by row, and what their columns mean."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models import Enterprise


class Sheet(models.Model):
    """One uploaded file. ``position`` is the last row that was dealt with in the present stage;
    it is written in one transaction with what was done, so that a killed worker loses nothing."""

    class Stage(models.TextChoices):
        MAPPING = "mapping", _("열 맞추기")
        READING = "reading", _("읽는 중")
        CHECKING = "checking", _("검토하는 중")
        CHECKED = "checked", _("검토 끝")
        APPLYING = "applying", _("반영하는 중")
        PICTURES = "pictures", _("사진 올리는 중")
        DONE = "done", _("끝")
        STOPPED = "stopped", _("멈춤")
        FAILED = "failed", _("읽을 수 없음")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="sheets")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    file = models.FileField(max_length=120)
    pictures = models.FileField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    language = models.CharField(max_length=2, default="ko")
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.MAPPING)
    headings = ArrayField(models.CharField(max_length=200), default=list)
    samples = models.JSONField(default=list)
    #: Field (``bulk.rules.FIELDS``, or ``notice:<label>``) by heading; "" where one is ignored.
    mapping = models.JSONField(default=dict)
    row_count = models.PositiveIntegerField(default=0)
    position = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("상품 시트")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise"],
                name="one_sheet_at_a_time",
                condition=Q(stage__in=["reading", "checking", "applying", "pictures"]),
            )
        ]
        indexes = [models.Index(fields=["enterprise", "-created_at"], name="sheets_of_enterprise")]


class SheetRow(models.Model):
    """A row as it stands in the file, and what becomes of it."""

    class Outcome(models.TextChoices):
        OPEN = "", _("아직")
        NEW = "new", _("새 상품")
        CHANGE = "change", _("변경")
        SAME = "same", _("그대로")
        BAD = "bad", _("오류")

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows")
    #: As the program that wrote the file counts: the heads are row 1.
    number = models.PositiveIntegerField()
    cells = ArrayField(models.TextField(), default=list)
    outcome = models.CharField(max_length=6, choices=Outcome, default=Outcome.OPEN, blank=True)
    #: Product and option, as the file knows them: what may stand in it once.
    key = models.CharField(max_length=300, blank=True)
    problems = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    #: ``[[heading, before, after], …]``
    changes = models.JSONField(default=list)
    product_id = models.BigIntegerField(null=True)
    applied = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once")]
        indexes = [
            models.Index(fields=["sheet", "outcome", "number"], name="sheet_rows_by_outcome")
        ]


class HeadingChoice(models.Model):
    """What a column meant last time, for an enterprise: the next sheet of that kind knows it."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="+")
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "heading"], name="heading_chosen_once")
        ]
