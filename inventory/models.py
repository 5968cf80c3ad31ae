"""How many there are, and for whom some are kept."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Variant


class Stock(models.Model):
    """Pieces of a variant. Sold means: reserved, then taken off ``on_hand`` at the sale."""

    variant = models.OneToOneField(Variant, on_delete=models.CASCADE, related_name="stock")
    on_hand = models.IntegerField(_("재고"), default=0)
    reserved = models.IntegerField(_("예약"), default=0)
    low_at = models.PositiveIntegerField(_("부족 알림 기준"), default=5)
    #: Its enterprise was told that few are left; told again once there were enough.
    low_told = models.BooleanField(default=False)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("재고")
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved__gte=0) & Q(reserved__lte=F("on_hand")),
                name="never_sold_twice",
            )
        ]

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


class Reservation(models.Model):
    """Pieces kept for one holder (an order, a purchase order) until sold, released or expired.

    ``holder`` names whose it is, as ``order:<pk>``; inventory doesn't know what that is.
    """

    class State(models.TextChoices):
        HELD = "held"
        SOLD = "sold"
        RELEASED = "released"

    stock = models.ForeignKey(Stock, on_delete=models.PROTECT, related_name="reservations")
    holder = models.CharField(max_length=64)
    quantity = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.HELD)
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["holder", "stock"], name="reserved_once_a_holder"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="reserves_something"),
        ]
        indexes = [
            models.Index(
                fields=["expires_at"], name="reservation_expiring", condition=Q(state="held")
            )
        ]


class StockChange(models.Model):
    """Why ``on_hand`` changed: append-only, so that a count can be explained."""

    class Reason(models.TextChoices):
        SET = "set", _("재고 수정")
        SOLD = "sold", _("판매")
        RETURNED = "returned", _("반품")

    stock = models.ForeignKey(Stock, on_delete=models.CASCADE, related_name="changes")
    delta = models.IntegerField()
    reason = models.CharField(max_length=8, choices=Reason)
    reference = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()


class RestockWish(models.Model):
    """Somebody wants to hear when a variant is there again: told once, then forgotten."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="restock_wishes")
    email = models.EmailField(_("이메일"))
    language = models.CharField(max_length=2, default="ko")
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("재입고 알림")
        constraints = [
            models.UniqueConstraint(fields=["variant", "email"], name="restock_wished_once")
        ]
