"""What each enterprise is owed for a period, the money sent, and the tax papers of it."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from core import clock
from orders.models import VendorOrder
from payments.models import PayableItem
from settlements import tax_rules
from vendors.models import Enterprise, PayoutMethod


class Settlement(models.Model):
    """A closed period of one enterprise. Its sums are frozen; what changes later is in a later one.

    Won. ``net`` = goods + refunds of goods − enterprise discounts + shipping + fees − commission −
    its VAT; ``payout`` = net + what was carried in, when that is above zero; else it is carried on.
    """

    class Status(models.TextChoices):
        CLOSED = "closed", _("지급 예정")
        PAID = "paid", _("지급 완료")
        CARRIED = "carried", _("이월")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="settlements")
    number = models.CharField(_("정산번호"), max_length=32, unique=True)
    period_from = models.DateField(_("시작일"))
    period_to = models.DateField(_("종료일"))
    sales_amount = models.BigIntegerField()
    #: Below zero: goods taken back.
    refunds_amount = models.BigIntegerField()
    enterprise_discount_amount = models.BigIntegerField()
    #: Paid by the market, so in the enterprise's sales; told for its papers.
    market_discount_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField()
    fee_amount = models.BigIntegerField()
    commission_amount = models.BigIntegerField()
    commission_vat_amount = models.BigIntegerField()
    net_amount = models.BigIntegerField()
    carried_in_amount = models.BigIntegerField(default=0)
    payout_amount = models.BigIntegerField()
    carried_out_amount = models.BigIntegerField()
    status = models.CharField(max_length=8, choices=Status, default=Status.CLOSED)
    closed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("정산")
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "period_to"], name="a_period_closes_once"
            ),
            models.CheckConstraint(
                condition=Q(
                    net_amount=F("sales_amount")
                    + F("refunds_amount")
                    - F("enterprise_discount_amount")
                    + F("shipping_amount")
                    + F("fee_amount")
                    - F("commission_amount")
                    - F("commission_vat_amount")
                ),
                name="settlement_sums",
            ),
            models.CheckConstraint(
                condition=Q(
                    payout_amount=F("net_amount") + F("carried_in_amount") - F("carried_out_amount")
                )
                & Q(payout_amount__gte=0)
                & Q(carried_out_amount__lte=0),
                name="settlement_pays_or_carries",
            ),
        ]
        indexes = [models.Index(fields=["enterprise", "-period_to"], name="settlement_desk")]

    def __str__(self) -> str:
        return self.number

    @property
    def fees_taken(self) -> int:
        """The market's commission with its VAT."""
        return self.commission_amount + self.commission_vat_amount


class SettlementLine(models.Model):
    """In which settlement an item of the sub-ledger was paid: in one, and once."""

    item = models.OneToOneField(
        PayableItem, primary_key=True, on_delete=models.PROTECT, related_name="settled"
    )
    settlement = models.ForeignKey(Settlement, on_delete=models.PROTECT, related_name="lines")


class Payout(models.Model):
    """Money on its way to an enterprise. A failed one is opened again under the same row."""

    class State(models.TextChoices):
        OPEN = "open", _("지급 대기")
        SENT = "sent", _("보냄")
        PAID = "paid", _("지급 완료")

    settlement = models.OneToOneField(Settlement, on_delete=models.PROTECT, related_name="payout")
    method = models.CharField(max_length=10, choices=PayoutMethod)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    #: Counts the tries; with it the reference is new for each, so a provider never mixes two up.
    attempt = models.PositiveIntegerField(default=1)
    provider_ref = models.CharField(max_length=80, blank=True)
    #: Where it goes, copied when it is sent: bank, account, holder, or the provider's account.
    destination = models.JSONField(default=dict)
    #: The bank file it stands in.
    batch = models.CharField(max_length=32, blank=True)
    error = models.CharField(_("오류"), max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("지급")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="payout_moves_money")
        ]
        indexes = [models.Index(fields=["state", "method"], name="payout_to_do")]

    @property
    def reference(self) -> str:
        return f"{self.settlement.number}-P{self.attempt}"


class TaxDocument(models.Model):
    """A tax invoice (세금계산서, taxable) or invoice (계산서, exempt) as data; amended by another.

    Goods: the enterprise invoices the buyer. Commission: the market invoices the enterprise.
    """

    class Kind(models.TextChoices):
        TAX_INVOICE = "tax_invoice", _("세금계산서")
        INVOICE = "invoice", _("계산서")

    class Subject(models.TextChoices):
        GOODS = "goods", _("상품")
        COMMISSION = "commission", _("판매 수수료")

    class State(models.TextChoices):
        DRAFT = "draft", _("발행 전")
        ISSUED = "issued", _("발행")
        FAILED = "failed", _("발행 실패")

    class Amendment(models.TextChoices):
        """Reason codes of an amended invoice (VAT Act Decree art. 70)."""

        NONE = "", _("당초 발행")
        ERROR = "01", _("기재사항 착오·정정")
        PRICE_CHANGE = "02", _("공급가액 변동")
        RETURN = "03", _("환입")
        CANCELLATION = "04", _("계약의 해제")
        LOCAL_LC = "05", _("내국신용장 사후 개설")
        DUPLICATE = "06", _("착오에 의한 이중발급")

    number = models.CharField(_("문서번호"), max_length=32, unique=True)
    #: What it is for, once: ``invoice:I-…:taxable``, ``settlement:12:commission``.
    source = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=11, choices=Kind)
    subject = models.CharField(max_length=10, choices=Subject)
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="tax_documents"
    )
    vendor_order = models.ForeignKey(
        VendorOrder, null=True, on_delete=models.PROTECT, related_name="tax_documents"
    )
    settlement = models.ForeignKey(
        Settlement, null=True, on_delete=models.PROTECT, related_name="tax_documents"
    )
    #: Supplier and buyer as they were: business number, name, representative, address, e-mail.
    supplier = models.JSONField()
    recipient = models.JSONField()
    #: The buying organization; null where the market invoices an enterprise.
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="tax_documents"
    )
    #: ``[{"on", "name", "quantity", "supply_amount", "vat_amount"}, …]``
    items = models.JSONField()
    #: The day of supply (작성일자).
    supplied_on = models.DateField(_("작성일자"))
    supply_amount = models.BigIntegerField(_("공급가액"))
    vat_amount = models.BigIntegerField(_("세액"))
    #: The document this one amends, and why.
    amends = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="amendments"
    )
    amendment = models.CharField(max_length=2, choices=Amendment, blank=True)
    #: An amended invoice that stands in the original's place, rather than taking from it.
    replaces = models.BooleanField(default=False)
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    #: The tax office's approval number (승인번호), from the provider.
    approval_number = models.CharField(max_length=40, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("세금계산서")
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="invoice") | Q(vat_amount=0), name="exempt_bears_no_vat"
            ),
            models.CheckConstraint(
                condition=Q(amendment="", amends=None) | ~Q(amendment=""),
                name="amended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="issued") | ~Q(approval_number=""),
                name="issued_under_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "-supplied_on"], name="tax_by_enterprise"),
            models.Index(fields=["organization", "-supplied_on"], name="tax_by_organization"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def total_amount(self) -> int:
        return self.supply_amount + self.vat_amount

    @property
    def issue_by(self) -> dt.date:
        """The last day to issue it without a penalty."""
        return tax_rules.issue_by(self.supplied_on)

    @property
    def is_overdue(self) -> bool:
        return self.state != self.State.ISSUED and self.issue_by < clock.today()


class ReconciliationReport(models.Model):
    """One night's comparison of the books with the providers and with the orders."""

    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    #: Sums by what was compared, and each difference with what and how much.
    totals = models.JSONField()
    differences = models.JSONField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("대사 보고")
        ordering = ["-day"]
