"""A cart on its way to an order. Until the sale it holds wishes, no promises."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from catalog.models import Channel, Variant
from orders.models import Order


class Cart(models.Model):
    """Lines, and as the buyer goes on, where to send them. Saleor calls it a checkout."""

    token = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="carts"
    )
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, default="ko")
    email = models.EmailField(blank=True)
    recipient = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    road_address = models.CharField(max_length=200, blank=True)
    address_detail = models.CharField(max_length=100, blank=True)
    delivery_note = models.CharField(max_length=200, blank=True)
    coupon_codes = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    #: Pick-up point by enterprise (both as text: JSON keys), where the parcel isn't to be sent.
    pickups = models.JSONField(default=dict, blank=True)
    is_gift = models.BooleanField(default=False)
    gift_message = models.CharField(max_length=200, blank=True)
    order = models.OneToOneField(Order, null=True, on_delete=models.PROTECT, related_name="cart")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["cart", "variant"], name="variant_in_cart_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="cart_line_has_pieces"),
        ]
