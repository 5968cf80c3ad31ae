"""One bill for a month's invoices of a company, over many orders and enterprises."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from procurement.models.receive import Invoice

PERSON = settings.AUTH_USER_MODEL


class BillingTerms(models.Model):
    """An organization that pays once a month (월 합계 청구), since it asked for it."""

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="billing"
    )
    since = models.DateField()


class MonthlyBill(models.Model):
    """What a company owes for a month's invoices: won with VAT, paid by transfer."""

    class Status(models.TextChoices):
        ISSUED = "issued", _("청구")
        PAID = "paid", _("지급 완료")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="monthly_bills"
    )
    month = models.DateField(_("청구 월"))
    number = models.CharField(_("청구번호"), max_length=24, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ISSUED)
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    #: What was paid of its invoices before they came under the bill.
    paid_before_amount = models.BigIntegerField(default=0)
    paid_amount = models.BigIntegerField(default=0)
    issued_at = models.DateTimeField()
    due_on = models.DateField(_("지급 기한"))
    paid_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "month"], name="bill_once_a_month"),
            models.CheckConstraint(
                condition=Q(total_amount=F("supply_amount") + F("vat_amount"))
                & Q(paid_amount__gte=0)
                & Q(total_amount__gte=F("paid_amount") + F("paid_before_amount")),
                name="bill_sums",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def open_amount(self) -> int:
        return self.total_amount - self.paid_before_amount - self.paid_amount


class BilledInvoice(models.Model):
    """An invoice lies under one bill at most."""

    bill = models.ForeignKey(MonthlyBill, on_delete=models.PROTECT, related_name="rows")
    invoice = models.OneToOneField(Invoice, on_delete=models.PROTECT, related_name="billed")


class BillPayment(models.Model):
    """One transfer for a bill; it is shared out over its invoices, oldest first. Append-only."""

    bill = models.ForeignKey(MonthlyBill, on_delete=models.PROTECT, related_name="payments")
    amount = models.BigIntegerField()
    paid_on = models.DateField(_("이체일"))
    reference = models.CharField(_("이체 번호"), max_length=30)
    recorded_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bill", "reference"], name="bill_transfer_once"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="bill_transfer_moves_money"),
        ]


class PurchaseCertificate(models.Model):
    """What an organization bought of whom in a year, as it stood on a day. Append-only; a later
    figure is a new certificate."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="certificates"
    )
    year = models.PositiveSmallIntegerField(_("연도"))
    number = models.CharField(_("확인번호"), max_length=24, unique=True)
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    issued_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year", "digest"], name="certificate_once_a_figure"
            )
        ]
