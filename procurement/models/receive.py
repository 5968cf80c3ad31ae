"""What arrived, what is claimed for it, and what was paid."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import TaxClass
from orders.models import OrderLine, Shipment, VendorOrder
from procurement.models.order import PurchaseOrder

PERSON = settings.AUTH_USER_MODEL


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
    #: Days after the agreed day, and what the law lets the buyer claim for them (지연배상금).
    late_days = models.PositiveIntegerField(default=0)
    damages_amount = models.BigIntegerField(default=0)


class AcceptanceLine(models.Model):
    class Outcome(models.TextChoices):
        REFUSE = "refuse", _("납품 제외")
        REPLACE = "replace", _("교체 납품")

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    delivered = models.PositiveIntegerField()
    accepted = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField(default=0)
    defect = models.CharField(_("불합격 사유"), max_length=200, blank=True)
    #: What becomes of the rejected pieces; blank where there are none.
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "order_line"], name="line_inspected_once"
            ),
            models.CheckConstraint(
                condition=Q(delivered=F("accepted") + F("rejected")), name="inspected_all_delivered"
            ),
        ]


class AcceptancePhoto(models.Model):
    """A picture taken at the inspection."""

    acceptance = models.ForeignKey(Acceptance, on_delete=models.PROTECT, related_name="photos")
    file = models.FileField(max_length=120)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)


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
    #: When the enterprise claimed it (대금 청구); an agency's clock begins then.
    claimed_at = models.DateTimeField(null=True)
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
    #: Days after ``due_on``, and the interest of the law for them (won); shown, paid apart.
    late_days = models.PositiveIntegerField(default=0)
    late_interest_amount = models.BigIntegerField(default=0)
    #: Null: the bank's statement said so.
    recorded_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invoice", "reference"], name="transfer_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="transfer_moves_money"),
        ]
