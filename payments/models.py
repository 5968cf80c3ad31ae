"""Money: payments and refunds at the providers, and the ledger that says whose it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order, OrderLine, VendorOrder


class Payment(models.Model):
    """One try to collect an order's money by one gateway."""

    class State(models.TextChoices):
        PENDING = "pending", _("결제 대기")
        CAPTURED = "captured", _("결제 완료")
        FAILED = "failed", _("결제 실패")
        CANCELLED = "cancelled", _("결제 취소")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="payments")
    gateway = models.CharField(max_length=20)
    #: Our own reference, sent to the provider as idempotency key and shown on a bank transfer.
    reference = models.CharField(max_length=40, unique=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    currency = models.CharField(max_length=3, default="KRW")
    amount = models.BigIntegerField()
    refunded_amount = models.BigIntegerField(default=0)
    #: What the buyer's page needs to go on (client secret, deposit account); no secrets of ours.
    next_action = models.JSONField(default=dict)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("결제")
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "provider_ref"],
                name="provider_ref_once",
                condition=~Q(provider_ref=""),
            ),
            models.UniqueConstraint(
                fields=["order"], name="an_order_is_paid_once", condition=Q(state="captured")
            ),
            models.CheckConstraint(
                condition=Q(refunded_amount__gte=0) & Q(refunded_amount__lte=F("amount")),
                name="never_refund_more_than_paid",
            ),
        ]


class Refund(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("환불 처리 중")
        DONE = "done", _("환불 완료")
        FAILED = "failed", _("환불 실패")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    #: Null when a whole payment goes back that no order waits for any more.
    vendor_order = models.ForeignKey(
        VendorOrder, null=True, on_delete=models.PROTECT, related_name="refunds"
    )
    reference = models.CharField(max_length=40, unique=True)
    provider_ref = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    goods_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField(default=0)
    #: Commission given back to the enterprise (after recognition), else 0.
    commission_amount = models.BigIntegerField(default=0)
    reason = models.CharField(_("사유"), max_length=200, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    @property
    def amount(self) -> int:
        return self.goods_amount + self.shipping_amount


class RefundLine(models.Model):
    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()
    amount = models.BigIntegerField()


class WebhookEvent(models.Model):
    """A provider's message as it came, stored once by its event id."""

    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="webhook_stored_once")
        ]


class LedgerAccount(models.Model):
    """A pot of money: its kind (``rules.AccountKind``) and owner (``enterprise:7``, or none)."""

    kind = models.CharField(max_length=20)
    owner = models.CharField(max_length=40, blank=True)
    currency = models.CharField(max_length=3, default="KRW")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner", "currency"], name="account_once")
        ]


class LedgerEntry(models.Model):
    """One event in the books. Append-only; its postings sum to zero, by the database's word."""

    #: What happened, once: ``payment:12:captured``.
    key = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=32)
    order = models.ForeignKey(Order, null=True, on_delete=models.PROTECT, related_name="+")
    vendor_order = models.ForeignKey(
        VendorOrder, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    happened_at = models.DateTimeField()


class LedgerPosting(models.Model):
    """Debit above zero, credit below, in minor units."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="postings")
    account = models.ForeignKey(LedgerAccount, on_delete=models.PROTECT, related_name="postings")
    amount = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="posting_moves_money")]
