"""Money: payments and refunds at the providers, and the ledger that says whose it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order, OrderLine, ReturnRequest, VendorOrder
from vendors.models import Enterprise


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
    #: What only a person can mend, in words (an amount that isn't ours, a provider that is silent).
    flag = models.CharField(_("확인 필요"), max_length=200, blank=True)
    #: When the provider was last asked, by the reconciler.
    checked_at = models.DateTimeField(null=True)
    #: Where a refund goes if the money came by transfer: bank, account, holder.
    refund_account = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    captured_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("결제")
        indexes = [
            models.Index(fields=["checked_at"], name="payment_open", condition=Q(state="pending"))
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["gateway", "provider_ref"],
                name="provider_ref_once",
                condition=~Q(provider_ref=""),
            ),
            models.UniqueConstraint(
                fields=["order"],
                name="an_order_is_paid_once",
                # An order on account is invoiced, and paid, delivery by delivery.
                condition=Q(state="captured") & ~Q(gateway="invoice"),
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
    return_request = models.OneToOneField(
        ReturnRequest, null=True, on_delete=models.PROTECT, related_name="refund"
    )
    #: At list price; what the coupons had taken off is not paid out, and told beside it.
    goods_amount = models.BigIntegerField()
    market_discount_amount = models.BigIntegerField(default=0)
    enterprise_discount_amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    #: The way back, where the buyer bears it; stays with the enterprise.
    fee_amount = models.BigIntegerField(default=0)
    #: Commission given back to the enterprise (after recognition), else 0.
    commission_amount = models.BigIntegerField(default=0)
    reason = models.CharField(_("사유"), max_length=200, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("환불")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    goods_amount__gte=F("market_discount_amount")
                    + F("enterprise_discount_amount")
                    + F("fee_amount")
                    - F("shipping_amount")
                ),
                name="refund_never_negative",
            )
        ]

    @property
    def discount_amount(self) -> int:
        return self.market_discount_amount + self.enterprise_discount_amount

    @property
    def amount(self) -> int:
        """What the buyer gets."""
        return (
            self.goods_amount
            - self.market_discount_amount
            - self.enterprise_discount_amount
            + self.shipping_amount
            - self.fee_amount
        )


class RefundLine(models.Model):
    """A line's share of a refund. Shares of all its refunds sum to the line's own amounts."""

    refund = models.ForeignKey(Refund, on_delete=models.PROTECT, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="refund_lines")
    quantity = models.PositiveIntegerField()
    #: At list price.
    amount = models.BigIntegerField()
    market_discount_amount = models.BigIntegerField(default=0)
    enterprise_discount_amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    commission_amount = models.BigIntegerField(default=0)

    @property
    def worth(self) -> int:
        """What went back of what the sale was worth to the enterprise."""
        return self.amount - self.enterprise_discount_amount


class Dispute(models.Model):
    """A buyer's bank takes a card payment back (chargeback) until it is decided."""

    class State(models.TextChoices):
        OPEN = "open", _("진행 중")
        WON = "won", _("승소")
        LOST = "lost", _("패소")

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    provider_ref = models.CharField(max_length=80, unique=True)
    amount = models.BigIntegerField()
    reason = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=4, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class BankStatement(models.Model):
    """An imported file of the deposit account; the same file is never taken twice."""

    name = models.CharField(_("파일"), max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField()
    #: Rows of earlier files (statements overlap), left out.
    repeated = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("은행 거래내역")


class BankDeposit(models.Model):
    """Money that came in, and what it was for."""

    class State(models.TextChoices):
        MATCHED = "matched", _("일치")
        WRONG_AMOUNT = "wrong_amount", _("금액 다름")
        LATE = "late", _("늦은 입금")
        UNKNOWN = "unknown", _("입금자 불명")
        RETURNED = "returned", _("돌려줌")
        PROVIDER = "provider", _("결제사 정산")
        RECORDED = "recorded", _("청구 대금")

    statement = models.ForeignKey(
        BankStatement, null=True, on_delete=models.PROTECT, related_name="deposits"
    )
    row = models.PositiveIntegerField(default=0)
    at = models.DateTimeField()
    amount = models.BigIntegerField()
    payer = models.CharField(_("입금자"), max_length=80)
    memo = models.CharField(max_length=200, blank=True)
    #: SHA-256 of time, amount, payer, memo, balance: the same movement is taken once.
    fingerprint = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=12, choices=State)
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="deposits"
    )
    #: The organization's transfer that finance had recorded before the bank told of it.
    transfer = models.OneToOneField(
        "LedgerEntry", null=True, on_delete=models.PROTECT, related_name="deposit"
    )
    note = models.CharField(max_length=200, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    handled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("입금")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=1), name="deposit_brings_money")
        ]
        indexes = [models.Index(fields=["state", "-at"], name="deposit_to_do")]


class WebhookEvent(models.Model):
    """A provider's message as it came, stored once by its event id."""

    gateway = models.CharField(max_length=20)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=80)
    payload = models.JSONField()
    #: The payment it told of, once that is known.
    payment = models.ForeignKey(
        Payment, null=True, on_delete=models.PROTECT, related_name="webhooks"
    )
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


class PayableItem(models.Model):
    """Why the market owes an enterprise (or is owed by it), line by line: the sub-ledger of
    ``enterprise_payable``. Written with its entry and never changed; the items of an entry sum to
    the entry's posting on the enterprise's account, turned round."""

    class Kind(models.TextChoices):
        SALE = "sale", _("판매")
        INVOICE = "invoice", _("납품")
        REFUND = "refund", _("환불")
        ADJUSTMENT = "adjustment", _("조정")

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="items")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    vendor_order = models.ForeignKey(
        VendorOrder, null=True, on_delete=models.PROTECT, related_name="payable_items"
    )
    #: None for what concerns the whole part (a return's fee, an adjustment).
    order_line = models.ForeignKey(OrderLine, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    happened_at = models.DateTimeField()
    #: Pieces; won. Below zero for what is taken back.
    quantity = models.IntegerField(default=0)
    goods_amount = models.BigIntegerField(default=0)
    #: Borne by the enterprise, so taken off; what the market bears is in ``goods`` and stays.
    enterprise_discount_amount = models.BigIntegerField(default=0)
    market_discount_amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    fee_amount = models.BigIntegerField(default=0)
    commission_amount = models.BigIntegerField(default=0)
    commission_vat_amount = models.BigIntegerField(default=0)
    net_amount = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    net_amount=F("goods_amount")
                    - F("enterprise_discount_amount")
                    + F("shipping_amount")
                    + F("fee_amount")
                    - F("commission_amount")
                    - F("commission_vat_amount")
                ),
                name="payable_item_sums",
            )
        ]
        indexes = [models.Index(fields=["enterprise", "happened_at"], name="payable_by_enterprise")]

    @property
    def worth_amount(self) -> int:
        """Goods less the enterprise's own coupon."""
        return self.goods_amount - self.enterprise_discount_amount

    @property
    def other_amount(self) -> int:
        return self.shipping_amount + self.fee_amount

    @property
    def taken_amount(self) -> int:
        """Commission with its VAT, as it changes what is owed."""
        return -self.commission_amount - self.commission_vat_amount


class LedgerSeal(models.Model):
    """One link of the chain over the books: the digest of its entries and of the link before."""

    number = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    entries = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()


class SealedEntry(models.Model):
    """Under which seal an entry lies: every entry under one, and each once."""

    entry = models.OneToOneField(
        LedgerEntry, primary_key=True, on_delete=models.PROTECT, related_name="sealed"
    )
    seal = models.ForeignKey(LedgerSeal, on_delete=models.PROTECT, related_name="members")
