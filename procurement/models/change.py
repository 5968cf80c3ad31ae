"""What changes after the purchase order went out: change orders and disputes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from procurement.models.order import PurchaseOrder, PurchaseOrderLine
from vendors.models import Enterprise

PERSON = settings.AUTH_USER_MODEL


class ChangeOrder(models.Model):
    """Fewer pieces, another day or another place, or the end of it all. It takes the requester's
    word, an approver's and, of those who deliver, everybody's."""

    class Status(models.TextChoices):
        REQUESTED = "requested", _("결재 대기")
        APPROVED = "approved", _("기업 동의 대기")
        DONE = "done", _("변경됨")
        REJECTED = "rejected", _("반려")
        REFUSED = "refused", _("기업 거절")

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="changes"
    )
    number = models.CharField(max_length=32, unique=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    reason = models.CharField(_("변경 사유"), max_length=300)
    #: True: nothing more shall be delivered.
    is_cancellation = models.BooleanField(default=False)
    needed_by = models.DateField(_("새 납품 기한"), null=True)
    recipient = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    road_address = models.CharField(max_length=200, blank=True)
    address_detail = models.CharField(max_length=100, blank=True)
    requested_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(_("의견"), max_length=300, blank=True)
    done_at = models.DateTimeField(null=True)
    #: What the change took off (won with VAT, zero or more), known when it is done.
    cancelled_amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["purchase_order"],
                condition=Q(status__in=["requested", "approved"]),
                name="one_change_at_a_time",
            )
        ]


class ChangeOrderLine(models.Model):
    change = models.ForeignKey(ChangeOrder, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(PurchaseOrderLine, on_delete=models.PROTECT, related_name="+")
    cancel_quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "line"], name="change_line_once"),
            models.CheckConstraint(condition=Q(cancel_quantity__gte=1), name="change_line_counts"),
        ]


class CancelledPieces(models.Model):
    """Pieces that were ordered and are not wanted any more, or not delivered. Append-only: the
    reports read their facts here."""

    line = models.ForeignKey(
        PurchaseOrderLine, on_delete=models.PROTECT, related_name="cancellations"
    )
    quantity = models.PositiveIntegerField()
    #: The change order's number, or the purchase order's where its enterprise declined.
    reference = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cancelled_pieces_count")
        ]


class ChangeConsent(models.Model):
    """An enterprise agreed to a change, or didn't. Append-only."""

    change = models.ForeignKey(ChangeOrder, on_delete=models.CASCADE, related_name="consents")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "enterprise"], name="consent_once")
        ]


class Dispute(models.Model):
    """The two sides don't agree, and say so where both (and the city) can read it."""

    class Status(models.TextChoices):
        OPEN = "open", _("협의 중")
        SETTLED = "settled", _("해결됨")

    purchase_order = models.ForeignKey(
        PurchaseOrder, on_delete=models.PROTECT, related_name="disputes"
    )
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=32, unique=True)
    subject = models.CharField(_("제목"), max_length=120)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settlement = models.CharField(_("합의 내용"), max_length=500, blank=True)


class DisputeMessage(models.Model):
    class Side(models.TextChoices):
        BUYER = "buyer", _("구매 기관")
        SELLER = "seller", _("공급 기업")
        CITY = "city", _("부산시")

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=6, choices=Side)
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
