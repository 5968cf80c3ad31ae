"""What an organization buys again and again: lists, and orders that come by themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Variant
from procurement.models.order import PurchaseOrder
from procurement.models.purse import BudgetLine, CostCenter

PERSON = settings.AUTH_USER_MODEL


class PurchaseList(models.Model):
    """A saved list of items (구매 목록)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="purchase_lists"
    )
    name = models.CharField(_("목록 이름"), max_length=80)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="purchase_list_once")
        ]

    def __str__(self) -> str:
        return self.name


class PurchaseListLine(models.Model):
    purchase_list = models.ForeignKey(PurchaseList, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase_list", "variant"], name="list_line_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="list_line_counts"),
        ]


class RecurringOrder(models.Model):
    """A list that is ordered every so many weeks or months, in the name of who set it up."""

    class Unit(models.TextChoices):
        WEEK = "week", _("주마다")
        MONTH = "month", _("달마다")

    class Status(models.TextChoices):
        ACTIVE = "active", _("진행 중")
        PAUSED = "paused", _("멈춤")
        ENDED = "ended", _("끝남")

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="recurring_orders"
    )
    purchase_list = models.ForeignKey(PurchaseList, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("건명"), max_length=120)
    every = models.PositiveSmallIntegerField(_("간격"))
    unit = models.CharField(max_length=5, choices=Unit)
    starts_on = models.DateField(_("첫 주문일"))
    #: The next day of its calendar; the order is made then, or on the next business day.
    next_on = models.DateField()
    until = models.DateField(_("마지막 날"), null=True)
    status = models.CharField(max_length=6, choices=Status, default=Status.ACTIVE)
    cost_center = models.ForeignKey(
        CostCenter, null=True, on_delete=models.PROTECT, related_name="+"
    )
    budget_line = models.ForeignKey(
        BudgetLine, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=5)
    road_address = models.CharField(max_length=200)
    address_detail = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every__gte=1) & Q(every__lte=12), name="recurs_now_and_then"
            )
        ]
        indexes = [
            models.Index(fields=["next_on"], name="recurring_due", condition=Q(status="active"))
        ]


class RecurringRun(models.Model):
    """What came of a due day: a purchase order, or why there is none. Append-only, once a day."""

    recurring = models.ForeignKey(RecurringOrder, on_delete=models.CASCADE, related_name="runs")
    due_on = models.DateField()
    purchase_order = models.OneToOneField(
        PurchaseOrder, null=True, on_delete=models.PROTECT, related_name="recurring_run"
    )
    problem = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recurring", "due_on"], name="recurring_once_a_day"),
            models.CheckConstraint(
                condition=Q(purchase_order=None) | Q(problem=""), name="run_ordered_or_says_why"
            ),
        ]
