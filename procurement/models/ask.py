"""Asking enterprises what something costs, and what they answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Category, TaxClass, Variant
from procurement.models.need import Requisition
from vendors.models import Enterprise

PERSON = settings.AUTH_USER_MODEL


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
    #: The need it answers, where one was handed in and approved first.
    requisition = models.ForeignKey(
        Requisition, null=True, on_delete=models.PROTECT, related_name="requests_for_quote"
    )
    title = models.CharField(_("건명"), max_length=120)
    description = models.TextField(_("요청 사항"), blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    requester = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    #: Open to every enterprise that sells in this category; null: to those that were named.
    open_to = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
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


class RfqAttachment(models.Model):
    """A file that belongs to a request; those who were asked may read it."""

    rfq = models.ForeignKey(RequestForQuote, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=200)
    file = models.FileField(max_length=120)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()


class RfqQuestion(models.Model):
    """An enterprise's question about a request; it and its answer are seen by all who were asked,
    without saying who asked."""

    rfq = models.ForeignKey(RequestForQuote, on_delete=models.CASCADE, related_name="questions")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(_("질문"))
    asked_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(_("답변"), blank=True)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)


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
    #: Who of a consortium delivers it; null: the enterprise that quotes.
    supplier = models.ForeignKey(Enterprise, null=True, on_delete=models.PROTECT, related_name="+")
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


class QuoteMember(models.Model):
    """An enterprise that shall deliver part of another's quote, and whether it agreed."""

    class Status(models.TextChoices):
        ASKED = "asked", _("동의 대기")
        AGREED = "agreed", _("동의")
        DECLINED = "declined", _("거절")

    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="members")
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="+")
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    answered_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["quote", "enterprise"], name="quote_member_once")
        ]


class QuoteTier(models.Model):
    """What a piece would cost from so many pieces on, should fewer be ordered than were asked."""

    line = models.ForeignKey(QuoteLine, on_delete=models.CASCADE, related_name="tiers")
    min_quantity = models.PositiveIntegerField()
    unit_price_amount = models.BigIntegerField()

    class Meta:
        ordering = ["min_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["line", "min_quantity"], name="quote_tier_once"),
            models.CheckConstraint(
                condition=Q(min_quantity__gte=1) & Q(unit_price_amount__gte=1),
                name="quote_tier_counts",
            ),
        ]
