"""An organization's way from need to payment: quotes, purchase orders, acceptance, invoices.

A purchase order becomes, once approved, an ``orders.Order`` on account; its shipments are the
deliveries (납품) that are inspected here.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import TaxClass, Variant
from orders.models import Order, OrderLine, Shipment, VendorOrder
from vendors.models import Enterprise

PERSON = settings.AUTH_USER_MODEL


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


class RequestForQuote(models.Model):
    class Status(models.TextChoices):
        OPEN = "open", _("견적 요청 중")
        ORDERED = "ordered", _("발주됨")
        CLOSED = "closed", _("마감")
        CANCELLED = "cancelled", _("취소")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="requests_for_quote"
    )
    number = models.CharField(max_length=24, unique=True)
    title = models.CharField(_("건명"), max_length=120)
    description = models.TextField(_("요청 사항"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    requester = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    deadline = models.DateTimeField(_("견적 마감"))
    needed_by = models.DateField(_("납품 기한"))
    recipient = models.CharField(max_length=80)
    phone = models.CharField(max_length=20)
    postal_code = models.CharField(max_length=5)
    road_address = models.CharField(max_length=200)
    address_detail = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    #: The comparison as it was when the purchase order was made, and its SHA-256.
    comparison = models.JSONField(null=True)
    comparison_digest = models.CharField(max_length=64, blank=True)


class RfqLine(models.Model):
    rfq = models.ForeignKey(RequestForQuote, on_delete=models.CASCADE, related_name="lines")
    description = models.CharField(_("품명"), max_length=200)
    specification = models.CharField(_("규격"), max_length=300, blank=True)
    quantity = models.PositiveIntegerField(_("수량"))


class RfqInvitation(models.Model):
    class Status(models.TextChoices):
        INVITED = "invited", _("요청됨")
        QUOTED = "quoted", _("견적 제출")
        DECLINED = "declined", _("거절")

    rfq = models.ForeignKey(RequestForQuote, on_delete=models.CASCADE, related_name="invitations")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="rfq_invitations"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.INVITED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rfq", "enterprise"], name="invited_once")]


class Quote(models.Model):
    """An enterprise's answer; a new version replaces the last, which stays readable."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", _("제출")
        REPLACED = "replaced", _("새 견적으로 대체")
        ORDERED = "ordered", _("발주")
        LOST = "lost", _("미선정")
        WITHDRAWN = "withdrawn", _("철회")

    rfq = models.ForeignKey(RequestForQuote, on_delete=models.PROTECT, related_name="quotes")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="quotes")
    number = models.CharField(max_length=24, unique=True)
    version = models.PositiveSmallIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.SUBMITTED)
    valid_until = models.DateField(_("견적 유효일"))
    lead_days = models.PositiveSmallIntegerField(_("납기(일)"))
    #: Whether the seller wrote its prices with VAT; stored prices always include it.
    prices_include_vat = models.BooleanField(default=True)
    note = models.TextField(_("비고"), blank=True)
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    submitted_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rfq", "enterprise", "version"], name="quote_version_once"
            ),
            models.CheckConstraint(
                condition=Q(total_amount=F("supply_amount") + F("vat_amount")),
                name="quote_tax_sums",
            ),
        ]


class QuoteLine(models.Model):
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="lines")
    rfq_line = models.ForeignKey(RfqLine, on_delete=models.PROTECT, related_name="quote_lines")
    #: The catalogue variant it is delivered from; null for goods made to measure.
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
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
                name="quote_line_sums",
            )
        ]


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


class Acceptance(models.Model):
    """The inspection (검수) of one delivery."""

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="acceptances"
    )
    shipment = models.OneToOneField(Shipment, on_delete=models.PROTECT, related_name="acceptance")
    number = models.CharField(max_length=24, unique=True)
    inspector = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("검수 의견"), blank=True)
    inspected_at = models.DateTimeField()


class AcceptanceLine(models.Model):
    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    delivered = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField(default=0)
    defect = models.CharField(_("불합격 사유"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "order_line"], name="line_inspected_once"
            ),
            models.CheckConstraint(
                condition=Q(delivered=F("accepted") + F("rejected")), name="inspected_all_delivered"
            ),
        ]


class Invoice(models.Model):
    """An enterprise's claim for what was accepted; corrections are further invoices."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("청구")
        PAID = "paid", _("지급 완료")

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="invoices"
    )
    vendor_order = models.ForeignKey(VendorOrder, on_delete=models.PROTECT, related_name="invoices")
    acceptance = models.OneToOneField(Acceptance, on_delete=models.PROTECT, related_name="invoice")
    number = models.CharField(_("계산서번호"), max_length=24, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ISSUED)
    goods_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField(default=0)
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    paid_amount = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField()
    due_on = models.DateField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("계산서")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_amount=F("supply_amount") + F("vat_amount"))
                & Q(total_amount=F("goods_amount") + F("shipping_amount")),
                name="invoice_sums",
            ),
            models.CheckConstraint(
                condition=Q(paid_amount__gte=0) & Q(paid_amount__lte=F("total_amount")),
                name="never_paid_more_than_invoiced",
            ),
        ]


class InvoiceLine(models.Model):
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    tax_class = models.CharField(max_length=8, choices=TaxClass)


class InvoicePayment(models.Model):
    """A transfer that finance recorded against an invoice."""

    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    paid_on = models.DateField(_("이체일"))
    reference = models.CharField(_("이체 참조"), max_length=60)
    #: Null: the bank's statement said so.
    recorded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "reference"], name="transfer_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="transfer_moves_money"),
        ]
