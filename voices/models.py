"""What buyers ask of a product, and say of it once they have it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Product
from orders.models import OrderLine


class Question(models.Model):
    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="questions"
    )
    text = models.TextField(_("질문"))
    #: Only the asker and the enterprise read it.
    is_private = models.BooleanField(_("비공개"), default=False)
    asked_at = models.DateTimeField()
    answer = models.TextField(_("답변"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("상품 문의")
        indexes = [
            models.Index(fields=["product", "-asked_at"], name="questions_of_product"),
            models.Index(fields=["asked_at"], name="questions_open", condition=Q(answered_at=None)),
        ]


class Review(models.Model):
    """One a line of an order; one reply of the enterprise."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    order_line = models.OneToOneField(OrderLine, on_delete=models.PROTECT, related_name="review")
    #: As others see the buyer: ``김**``.
    author = models.CharField(max_length=20)
    rating = models.PositiveSmallIntegerField(_("별점"))
    text = models.TextField(_("후기"), blank=True)
    written_at = models.DateTimeField()
    reply = models.TextField(_("답글"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("후기")
        indexes = [models.Index(fields=["product", "-written_at"], name="reviews_of_product")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rating__gte=1) & Q(rating__lte=5), name="one_to_five_stars"
            )
        ]
