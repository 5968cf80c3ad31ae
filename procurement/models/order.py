"""Purchase orders and what was decided about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import TaxClass, Variant
from orders.models import Order
from procurement.models.ask import Quote
from procurement.models.ground import ContractRule
from procurement.models.purse import BudgetLine, CostCenter
from vendors.models import Enterprise

PERSON = settings.AUTH_USER_MODEL


class PurchaseOrder(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("작성 중")
        SUBMITTED = "submitted", _("승인 대기")
        REJECTED = "rejected", _("반려")
        ORDERED = "ordered", _("발주 완료")
        DELIVERING = "delivering", _("납품 중")
        INSPECTED = "inspected", _("검수 완료")
        CLOSED = "closed", _("종결")
        CANCELLED = "cancelled", _("취소")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="purchase_orders"
    )
    number = models.CharField(_("발주번호"), max_length=24, unique=True)
    title = models.CharField(_("건명"), max_length=120)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    quote = models.ForeignKey(
        Quote, null=True, on_delete=models.PROTECT, related_name="purchase_orders"
    )
    rule = models.ForeignKey(ContractRule, null=True, on_delete=models.PROTECT, related_name="+")
    #: The ground as cited on the day, and why: survives any change of the rule's row.
    rule_basis = models.CharField(_("계약 근거"), max_length=200, blank=True)
    reason = models.TextField(_("선정 사유"), blank=True)
    #: The number at the designated e-procurement system (나라장터, S2B), where a ground needs one.
    system_reference = models.CharField(_("지정정보처리장치 번호"), max_length=40, blank=True)
    cost_center = models.ForeignKey(
        CostCenter, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    budget_line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    requester = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=5)
    road_address = models.CharField(max_length=200)
    address_detail = models.CharField(max_length=100, blank=True)
    needed_by = models.DateField(_("납품 기한"), null=True, blank=True)
    net_days = models.PositiveSmallIntegerField(default=30)
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    order = models.OneToOneField(
        Order, null=True, on_delete=models.PROTECT, related_name="purchase_order"
    )
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("발주서")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_amount=F("supply_amount") + F("vat_amount")), name="po_tax_sums"
            ),
            # After a refusal the same quote may be put forward again.
            models.UniqueConstraint(
                fields=["quote"],
                condition=~Q(status__in=["rejected", "cancelled"]),
                name="quote_ordered_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "status", "-created_at"], name="po_desk"),
        ]

    def __str__(self) -> str:
        return self.number


class PurchaseOrderLine(models.Model):
    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.CASCADE, related_name="lines"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    sku = models.CharField(max_length=40, blank=True)
    quantity = models.PositiveIntegerField()
    list_price_amount = models.BigIntegerField(default=0)
    unit_price_amount = models.BigIntegerField()
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    tax_class = models.CharField(max_length=8, choices=TaxClass)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(total_amount=F("unit_price_amount") * F("quantity"))
                & Q(total_amount=F("supply_amount") + F("vat_amount"))
                & Q(quantity__gte=1),
                name="po_line_sums",
            )
        ]


class Approval(models.Model):
    """An approver's decision on a purchase order. Append-only."""

    class Decision(models.TextChoices):
        APPROVED = "approved", _("승인")
        REJECTED = "rejected", _("반려")

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="approvals"
    )
    approver = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision)
    note = models.CharField(_("의견"), max_length=300, blank=True)
    at = models.DateTimeField()
