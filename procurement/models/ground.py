"""What the law says, as rows with dates and articles."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractRule(models.Model):
    """A ground on which an agency may contract privately, as the law had it on a day.

    Amounts are won without VAT. ``eligible_kinds`` empty: any seller.
    """

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    basis = models.CharField(_("근거"), max_length=160)
    max_supply_amount = models.BigIntegerField()
    quotes_required = models.PositiveSmallIntegerField()
    eligible_kinds = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    min_vulnerable_bp = models.PositiveIntegerField(default=0)
    #: Kinds that need the vulnerable-employment share above (women's firms don't).
    ratio_kinds = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    in_designated_system = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="rule_once_a_day")
        ]


class Clock(models.Model):
    """A deadline, rate or ceiling of the law, as it stood on a day.

    ``value`` is days, business days or parts per million, as its code says (``rules.ClockCode``).
    """

    class Code(models.TextChoices):
        RESPOND = "respond_business_days", _("발주 수락 기한(영업일)")
        INSPECT = "inspect_days", _("검수 기한(일)")
        PAY = "pay_business_days", _("대금 지급 기한(영업일)")
        LATE_INTEREST = "late_interest_ppm_year", _("지급 지연 이자율(연, ppm)")
        DELAY_DAMAGES = "delay_damages_ppm_day", _("지연배상금률(1일, ppm)")
        DELAY_DAMAGES_MOST = "delay_damages_most_ppm", _("지연배상금 한도(ppm)")
        SPLIT_WINDOW = "split_window_days", _("분할 발주 확인 기간(일)")

    code = models.CharField(max_length=24, choices=Code)
    value = models.PositiveIntegerField(_("값"))
    basis = models.CharField(_("근거"), max_length=200)
    valid_from = models.DateField(_("시행일"))
    valid_to = models.DateField(_("종료일"), null=True, blank=True)

    class Meta:
        verbose_name = _("법정 기한·요율")
        verbose_name_plural = _("법정 기한·요율")
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="clock_once_a_day")
        ]
