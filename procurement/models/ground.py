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
