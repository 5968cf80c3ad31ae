"""Whose consent a need or a purchase takes, and who gave it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Category
from procurement.models.need import Requisition
from procurement.models.order import PurchaseOrder
from procurement.models.purse import CostCenter

PERSON = settings.AUTH_USER_MODEL


class BuyingKind(models.TextChoices):
    """The ways to buy that an approval rule may tell apart."""

    REQUISITION = "requisition", _("구매 요구")
    QUOTE = "quote", _("견적 발주")
    DIRECT = "direct", _("바로구매")
    GIFT = "gift", _("단체 선물")


class ApprovalRule(models.Model):
    """Which steps a purchase of this amount, cost centre, category and kind goes through.

    The first of an organization's rules (by ``sort_order``) that fits decides. Where none does,
    one approver is enough. Amounts are won with VAT; ``max_amount`` belongs to the rule.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="approval_rules"
    )
    name = models.CharField(_("이름"), max_length=80)
    sort_order = models.PositiveSmallIntegerField(default=0)
    min_amount = models.BigIntegerField(_("부터(원)"), default=0)
    max_amount = models.BigIntegerField(_("까지(원)"), null=True, blank=True)
    cost_center = models.ForeignKey(
        CostCenter, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=BuyingKind, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(min_amount__gte=0)
                & (Q(max_amount=None) | Q(max_amount__gte=F("min_amount"))),
                name="approval_rule_has_a_range",
            )
        ]


class ApprovalStage(models.Model):
    """A step of a rule: one person, or anybody of a role, within so many days."""

    rule = models.ForeignKey(ApprovalRule, on_delete=models.CASCADE, related_name="stages")
    place = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=20, default="approver")
    person = models.ForeignKey(
        PERSON, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    #: After so many days without an answer the owners may decide too; after so many it lapses.
    escalate_days = models.PositiveSmallIntegerField(null=True, blank=True)
    expire_days = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "place"], name="approval_stage_once")
        ]


class Delegation(models.Model):
    """Somebody decides for somebody else from one day to another (both included)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="delegations"
    )
    principal = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    delegate = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField(_("시작일"))
    ends_on = models.DateField(_("종료일"))
    reason = models.CharField(_("사유"), max_length=120, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) & ~Q(principal=F("delegate")),
                name="delegation_is_to_somebody_else",
            )
        ]


class ApprovalStep(models.Model):
    """A consent that a requisition or a purchase order waits for, or got."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("차례 전")
        OPEN = "open", _("결재 대기")
        APPROVED = "approved", _("승인")
        REJECTED = "rejected", _("반려")
        LAPSED = "lapsed", _("기한 만료")
        DROPPED = "dropped", _("불필요")

    requisition = models.ForeignKey(
        Requisition, null=True, on_delete=models.PROTECT, related_name="steps"
    )
    purchase_order = models.ForeignKey(
        PurchaseOrder, null=True, on_delete=models.PROTECT, related_name="steps"
    )
    place = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    role = models.CharField(max_length=20)
    person = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    escalate_days = models.PositiveSmallIntegerField(null=True)
    expire_days = models.PositiveSmallIntegerField(null=True)
    opened_at = models.DateTimeField(null=True)
    escalates_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.CheckConstraint(
                condition=Q(requisition=None, purchase_order__isnull=False)
                | Q(requisition__isnull=False, purchase_order=None),
                name="step_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["requisition", "purchase_order", "place"],
                nulls_distinct=False,
                name="step_once",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "rejected"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="step_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["escalates_at"], name="step_open", condition=Q(status="open")),
        ]


class Approval(models.Model):
    """A person's decision on a requisition or a purchase order. Append-only."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("승인")
        REJECTED = "rejected", _("반려")

    purchase_order = models.ForeignKey(
        PurchaseOrder, null=True, on_delete=models.PROTECT, related_name="approvals"
    )
    requisition = models.ForeignKey(
        Requisition, null=True, on_delete=models.PROTECT, related_name="approvals"
    )
    approver = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    #: Whose turn it was, where a delegate decided.
    on_behalf_of = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision)
    note = models.CharField(_("의견"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(requisition=None, purchase_order__isnull=False)
                | Q(requisition__isnull=False, purchase_order=None),
                name="decision_on_one_thing",
            )
        ]
