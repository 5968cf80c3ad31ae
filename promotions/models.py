"""Coupons: who pays for them, what they take off, and who used them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Category
from vendors.models import Enterprise


class Coupon(models.Model):
    """A code that takes something off the goods. Its funder bears what it takes off."""

    class Funder(models.TextChoices):
        MARKET = "market", _("온장 부담")
        ENTERPRISE = "enterprise", _("기업 부담")

    class Kind(models.TextChoices):
        AMOUNT = "amount", _("정액")
        PERCENT = "percent", _("정률")

    code = models.CharField(_("쿠폰 코드"), max_length=24, unique=True)
    name = models.CharField(_("이름"), max_length=80)
    name_en = models.CharField(_("영문 이름"), max_length=80, blank=True)
    funder = models.CharField(_("부담"), max_length=10, choices=Funder)
    #: Whose goods it takes something off; required where the enterprise pays, none: everyone's.
    enterprise = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="coupons"
    )
    #: Only goods of this category and those below it; none: all.
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("방식"), max_length=7, choices=Kind)
    #: Won, or basis points (1000 = 10 %) of the goods.
    value = models.PositiveIntegerField(_("할인"))
    #: The most a percentage takes off, in won; 0: no limit.
    most_amount = models.BigIntegerField(_("최대 할인액"), default=0)
    #: Goods it needs, in won.
    least_goods_amount = models.BigIntegerField(_("최소 주문액"), default=0)
    valid_from = models.DateTimeField(_("시작"))
    valid_to = models.DateTimeField(_("끝"))
    #: How many orders may use it, all together and each buyer; none: any number.
    use_limit = models.PositiveIntegerField(_("총 사용 수"), null=True, blank=True)
    buyer_limit = models.PositiveIntegerField(_("1인당 사용 수"), null=True, blank=True)
    used = models.PositiveIntegerField(_("사용됨"), default=0)
    is_active = models.BooleanField(_("사용"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("쿠폰")
        constraints = [
            models.CheckConstraint(
                condition=Q(use_limit=None) | Q(used__lte=F("use_limit")),
                name="coupon_never_used_more_than_allowed",
            ),
            models.CheckConstraint(
                condition=~Q(funder="enterprise") | Q(enterprise__isnull=False),
                name="coupon_funder_is_known",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=1) & (Q(kind="amount") | Q(value__lte=10_000)),
                name="coupon_takes_something_off",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__lt=F("valid_to")), name="coupon_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class CouponUse(models.Model):
    """A coupon kept for one holder (``order:12``), used with its sale, or given back."""

    class State(models.TextChoices):
        HELD = "held", _("사용 중")
        RELEASED = "released", _("되돌림")

    coupon = models.ForeignKey(Coupon, on_delete=models.PROTECT, related_name="uses")
    holder = models.CharField(max_length=64)
    #: Who used it: ``user:7`` or ``email:…``, to count the uses of each buyer.
    buyer = models.CharField(max_length=260)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coupon", "holder"], name="coupon_once_a_holder")
        ]
        indexes = [
            models.Index(fields=["holder"], name="coupon_use_by_holder"),
            models.Index(fields=["coupon", "buyer"], name="coupon_use_by_buyer"),
        ]
