"""What an organization may spend: cost centres, budget lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization


class CostCenter(models.Model):
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="cost_centers"
    )
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="cost_center_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetLine(models.Model):
    """An agency's budget: year, account, programme and item code (통계목, as 201-01)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="budget_lines"
    )
    year = models.PositiveSmallIntegerField(_("회계연도"))
    account = models.CharField(_("회계"), max_length=60)
    programme = models.CharField(_("정책/단위/세부사업"), max_length=160)
    item_code = models.CharField(_("통계목"), max_length=12)
    amount = models.BigIntegerField(_("예산액"))
    committed_amount = models.BigIntegerField(_("원인행위액"), default=0)
    spent_amount = models.BigIntegerField(_("지출액"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_amount__gte=0)
                & Q(spent_amount__gte=0)
                & Q(amount__gte=F("committed_amount") + F("spent_amount")),
                name="budget_never_exceeded",
            )
        ]

    @property
    def free_amount(self) -> int:
        return self.amount - self.committed_amount - self.spent_amount
