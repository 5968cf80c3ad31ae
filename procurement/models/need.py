"""A need before anybody is asked: the requisition (구매 요구)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Category
from procurement.models.purse import BudgetLine, CostCenter

PERSON = settings.AUTH_USER_MODEL


class Requisition(models.Model):
    """What somebody needs, what it may cost (won with VAT), and from which purse."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("결재 중")
        APPROVED = "approved", _("승인")
        REJECTED = "rejected", _("반려")
        CANCELLED = "cancelled", _("취소")
        ORDERED = "ordered", _("발주됨")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="requisitions"
    )
    number = models.CharField(_("요구번호"), max_length=24, unique=True)
    title = models.CharField(_("건명"), max_length=120)
    reason = models.TextField(_("필요 사유"), blank=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.SUBMITTED)
    requester = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cost_center = models.ForeignKey(
        CostCenter, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    budget_line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    needed_by = models.DateField(_("필요한 날"))
    total_amount = models.BigIntegerField(_("예정 금액"))
    #: Won of the estimate that the budget line still holds for it.
    reserved_amount = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_amount__gte=0)
                & Q(reserved_amount__gte=0)
                & Q(reserved_amount__lte=F("total_amount")),
                name="requisition_reserves_its_estimate",
            )
        ]
        indexes = [models.Index(fields=["organization", "status", "-created_at"], name="need_desk")]

    def __str__(self) -> str:
        return self.number


class RequisitionLine(models.Model):
    requisition = models.ForeignKey(Requisition, on_delete=models.CASCADE, related_name="lines")
    description = models.CharField(_("품명"), max_length=200)
    specification = models.CharField(_("규격"), max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("수량"))
    unit_price_amount = models.BigIntegerField(_("예정 단가"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(unit_price_amount__gte=0),
                name="requisition_line_counts",
            )
        ]

    @property
    def total_amount(self) -> int:
        return self.unit_price_amount * self.quantity
