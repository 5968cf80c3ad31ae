"""Purchase orders and what was decided about them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import TaxClass, Variant
from orders.models import Order, OrderLine
from procurement.models.ask import Quote
from procurement.models.ground import ContractRule
from procurement.models.need import Requisition
from procurement.models.purse import BudgetLine, CostCenter, SpendingPeriod
from vendors.models import Enterprise

PERSON = settings.AUTH_USER_MODEL


class PurchaseOrder(models.Model):
    class Kind(models.TextChoices):
        QUOTE = "quote", _("견적 발주")
        DIRECT = "direct", _("바로구매")
        GIFT = "gift", _("단체 선물")

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
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.DIRECT)
    title = models.CharField(_("건명"), max_length=120)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    requisition = models.ForeignKey(
        Requisition, null=True, on_delete=models.PROTECT, related_name="purchase_orders"
    )
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
    #: Won that the budget line keeps for it until it is approved.
    reserved_amount = models.BigIntegerField(default=0)
    #: Won of pieces that a change order took out again.
    cancelled_amount = models.BigIntegerField(default=0)
    #: Until when the enterprises say whether they deliver.
    respond_by = models.DateField(null=True)
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
            models.CheckConstraint(
                condition=Q(cancelled_amount__gte=0)
                & Q(reserved_amount__gte=0)
                & Q(cancelled_amount__lte=F("total_amount")),
                name="po_cancels_no_more_than_all",
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
            models.Index(fields=["organization", "-created_at", "-id"], name="po_newest"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def wanted_amount(self) -> int:
        """Won of what is still wanted."""
        return self.total_amount - self.cancelled_amount


class PurchaseOrderLine(models.Model):
    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.CASCADE, related_name="lines"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    #: Its line of the order, once it is placed.
    order_line = models.OneToOneField(
        OrderLine, null=True, on_delete=models.PROTECT, related_name="purchase_order_line"
    )
    name = models.CharField(max_length=300)
    sku = models.CharField(max_length=40, blank=True)
    quantity = models.PositiveIntegerField()
    cancelled_quantity = models.PositiveIntegerField(default=0)
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
                & Q(quantity__gte=1)
                & Q(cancelled_quantity__lte=F("quantity")),
                name="po_line_sums",
            )
        ]

    @property
    def ordered_quantity(self) -> int:
        """Pieces that are still wanted."""
        return self.quantity - self.cancelled_quantity


class SpendingUse(models.Model):
    """What a purchase order takes of a spending limit's period; gone when it falls through."""

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.CASCADE, related_name="spending"
    )
    period = models.ForeignKey(SpendingPeriod, on_delete=models.CASCADE, related_name="uses")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purchase_order", "period"], name="spending_use_once")
        ]


class ScheduledDelivery(models.Model):
    """So many pieces of a line on that day: the delivery schedule both sides agreed on."""

    line = models.ForeignKey(PurchaseOrderLine, on_delete=models.CASCADE, related_name="schedule")
    due_on = models.DateField(_("납품일"))
    quantity = models.PositiveIntegerField(_("수량"))

    class Meta:
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["line", "due_on"], name="schedule_once_a_day"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="schedule_counts"),
        ]


class PurchaseOrderResponse(models.Model):
    """An enterprise's answer to a purchase order: it delivers, or it doesn't. Append-only."""

    class Decision(models.TextChoices):
        ACCEPTED = "accepted", _("수락")
        DECLINED = "declined", _("거절")

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="responses"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, choices=Decision)
    note = models.CharField(_("의견"), max_length=300, blank=True)
    promised_on = models.DateField(_("납품 예정일"), null=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchase_order", "enterprise"], name="po_answered_once"
            )
        ]
