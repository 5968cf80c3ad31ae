"""Every sale as a fact, and what organizations declare beside it."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Product


class SaleFact(models.Model):
    """One immutable row a line event. Carries no personal data: buyers are kinds and districts.

    Keys are plain ids (no foreign keys): a fact outlives what it tells of. Amounts are won, below
    zero for cancelled, rejected and refunded. ``buyer_key`` is a keyed hash, to count buyers by.
    """

    class Event(models.TextChoices):
        SOLD = "sold", _("주문")
        CANCELLED = "cancelled", _("취소")
        DELIVERED = "delivered", _("납품·배송 완료")
        REFUNDED = "refunded", _("환불")

    #: What happened, once: ``line:81:sold``, ``acceptance-line:5``.
    source = models.CharField(max_length=64, unique=True)
    event = models.CharField(max_length=10, choices=Event)
    happened_at = models.DateTimeField()
    day = models.DateField()
    order_id = models.BigIntegerField()
    order_line_id = models.BigIntegerField()
    enterprise_id = models.BigIntegerField()
    product_id = models.BigIntegerField(null=True)
    category_id = models.BigIntegerField(null=True)
    organization_id = models.BigIntegerField(null=True)
    buyer_key = models.CharField(max_length=32, blank=True)
    buyer_kind = models.CharField(max_length=8)
    buyer_district = models.CharField(max_length=5, blank=True)
    seller_district = models.CharField(max_length=5, blank=True)
    sales_channel = models.CharField(max_length=10)
    #: The kind under which the line counts in totals, and all valid at the sale.
    primary_kind = models.CharField(max_length=32, blank=True)
    kinds = ArrayField(models.CharField(max_length=32), default=list)
    is_green = models.BooleanField(default=False)
    quantity = models.IntegerField()
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["day", "event"], name="fact_by_day"),
            models.Index(fields=["enterprise_id", "day"], name="fact_by_enterprise"),
            models.Index(
                fields=["organization_id", "day"],
                name="fact_by_organization",
                condition=Q(organization_id__isnull=False),
            ),
        ]


class PurchaseTarget(models.Model):
    """A share of purchases that a scheme asks for, by date, with its basis."""

    class Scheme(models.TextChoices):
        SOCIAL_ECONOMY = "social_economy", _("사회적경제기업 제품")
        SEVERE_DISABILITY = "severe_disability", _("중증장애인생산품")
        WOMEN_OWNED = "women_owned", _("여성기업 제품")
        DISABLED_OWNED = "disabled_owned", _("장애인기업 제품")

    scheme = models.CharField(max_length=20, choices=Scheme)
    rate_bp = models.PositiveIntegerField(_("목표 비율(만분율)"))
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    basis = models.CharField(_("근거"), max_length=200)


class DeclaredPurchases(models.Model):
    """What an agency says it buys in a year in all, and off the market from the social economy."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="declared_purchases"
    )
    year = models.PositiveSmallIntegerField(_("연도"))
    total_amount = models.BigIntegerField(_("총 구매액"))
    off_market_amount = models.BigIntegerField(_("온장 밖 사회적경제 구매액"), default=0)
    declared_on = models.DateField()
    evidence = models.CharField(_("근거자료"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "year"], name="declared_once_a_year"),
            models.CheckConstraint(
                condition=Q(total_amount__gte=0) & Q(off_market_amount__gte=0),
                name="declared_not_negative",
            ),
        ]


class ProductDay(models.Model):
    """How often a product's page was opened, and how often it was put in a cart, on a day."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)
    carts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "day"], name="product_counted_once_a_day")
        ]
