"""What an organization may spend: cost centres, budget lines, limits of a period."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization

PERSON = settings.AUTH_USER_MODEL


class CostCenter(models.Model):
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="cost_centers"
    )
    code = models.CharField(_("비용 부서 코드"), max_length=20)
    name = models.CharField(_("비용 부서 이름"), max_length=80)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "code"], name="cost_center_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetLine(models.Model):
    """An agency's budget: year, account, programme and item code (통계목, as 201-01).

    Money on it is first reserved (a need was handed in), then committed (the purchase binds), then
    spent (the transfer was recorded). The four sums are those of its movements.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="budget_lines"
    )
    year = models.PositiveSmallIntegerField(_("회계연도"))
    account = models.CharField(_("회계"), max_length=60)
    programme = models.CharField(_("정책/단위/세부사업"), max_length=160)
    item_code = models.CharField(_("통계목"), max_length=12)
    amount = models.BigIntegerField(_("예산액"))
    reserved_amount = models.BigIntegerField(_("예약액"), default=0)
    committed_amount = models.BigIntegerField(_("원인행위액"), default=0)
    spent_amount = models.BigIntegerField(_("지출액"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved_amount__gte=0)
                & Q(committed_amount__gte=0)
                & Q(spent_amount__gte=0)
                & Q(amount__gte=F("reserved_amount") + F("committed_amount") + F("spent_amount")),
                name="budget_never_exceeded",
            ),
            models.UniqueConstraint(
                fields=["organization", "year", "account", "programme", "item_code"],
                name="budget_line_once_a_year",
            ),
        ]

    @property
    def free_amount(self) -> int:
        return self.amount - self.reserved_amount - self.committed_amount - self.spent_amount

    @property
    def label(self) -> str:
        return f"{self.item_code} {self.programme}"


class BudgetMovement(models.Model):
    """Why a budget line stands where it stands. Append-only; amounts are won, signed."""

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="movements")
    #: The requisition's or purchase order's number, or words.
    reference = models.CharField(max_length=60)
    granted = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    committed = models.BigIntegerField(default=0)
    spent = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(granted=0, reserved=0, committed=0, spent=0),
                name="budget_movement_moves",
            )
        ]


class SpendingLimit(models.Model):
    """So much may be ordered in each period, by a member, a cost centre or the whole."""

    class Period(models.TextChoices):
        MONTH = "month", _("매월")
        QUARTER = "quarter", _("매 분기")
        YEAR = "year", _("매년")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="spending_limits"
    )
    member = models.ForeignKey(PERSON, null=True, on_delete=models.CASCADE, related_name="+")
    cost_center = models.ForeignKey(
        CostCenter, null=True, on_delete=models.CASCADE, related_name="+"
    )
    period = models.CharField(max_length=8, choices=Period)
    amount = models.BigIntegerField(_("한도(원)"))
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="spending_limit_limits"),
            models.CheckConstraint(
                condition=Q(member=None) | Q(cost_center=None), name="spending_limit_of_one"
            ),
            models.UniqueConstraint(
                fields=["organization", "member", "cost_center", "period"],
                condition=Q(is_active=True),
                nulls_distinct=False,
                name="spending_limit_once",
            ),
        ]


class SpendingPeriod(models.Model):
    """What of a limit is used in the period that began on ``starts_on``."""

    limit = models.ForeignKey(SpendingLimit, on_delete=models.CASCADE, related_name="periods")
    starts_on = models.DateField()
    used_amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["limit", "starts_on"], name="spending_period_once"),
            models.CheckConstraint(condition=Q(used_amount__gte=0), name="spending_not_negative"),
        ]
