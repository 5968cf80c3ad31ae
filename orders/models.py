"""What was bought: an Order for the buyer, a VendorOrder for each enterprise in it.

Lines copy everything a later reader needs (price, tax, commission, credentials, notice): history
is not rewritten when a product changes or a certificate goes.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Category, Product, TaxClass, Variant
from core.districts import District
from vendors.models import Enterprise


class Order(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("결제 대기")
        CONFIRMED = "confirmed", _("주문 확정")
        COMPLETED = "completed", _("완료")
        CANCELLED = "cancelled", _("취소")

    class BuyerKind(models.TextChoices):
        CITIZEN = "citizen", _("시민")
        COMPANY = "company", _("지역기업")
        AGENCY = "agency", _("공공기관")

    class SalesChannel(models.TextChoices):
        SHOP = "shop", _("상점")
        PURCHASE_ORDER = "po", _("발주")
        GIFT = "gift", _("선물")
        RECURRING = "recurring", _("정기")

    class Terms(models.TextChoices):
        PREPAID = "prepaid", _("선결제")
        ON_ACCOUNT = "on_account", _("후불")

    number = models.CharField(_("주문번호"), max_length=24, unique=True)
    #: The secret in a guest's order link.
    token = models.CharField(max_length=32, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="orders"
    )
    buyer_kind = models.CharField(max_length=8, choices=BuyerKind, default=BuyerKind.CITIZEN)
    buyer_district = models.CharField(max_length=5, choices=District, blank=True)
    sales_channel = models.CharField(max_length=10, choices=SalesChannel, default=SalesChannel.SHOP)
    terms = models.CharField(max_length=10, choices=Terms, default=Terms.PREPAID)
    #: The purchase order's number, shown on every paper of the order.
    reference = models.CharField(_("발주번호"), max_length=40, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    channel = models.CharField(max_length=50, default="default-channel")
    currency = models.CharField(max_length=3, default="KRW")
    language = models.CharField(max_length=2, default="ko")
    email = models.EmailField()
    recipient = models.CharField(_("받는 사람"), max_length=80)
    phone = models.CharField(_("전화번호"), max_length=20)
    postal_code = models.CharField(_("우편번호"), max_length=5)
    road_address = models.CharField(_("주소"), max_length=200)
    address_detail = models.CharField(_("상세주소"), max_length=100, blank=True)
    delivery_note = models.CharField(_("배송 메모"), max_length=200, blank=True)
    goods_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField()
    total_amount = models.BigIntegerField()
    placed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    #: Until when an unpaid order keeps its stock.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("주문")
        constraints = [
            models.CheckConstraint(
                condition=Q(total_amount=F("goods_amount") + F("shipping_amount")),
                name="order_total_sums",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-placed_at"], name="order_by_user"),
            models.Index(fields=["organization", "-placed_at"], name="order_by_organization"),
            models.Index(
                fields=["expires_at"], name="order_expiring", condition=Q(status="pending")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class VendorOrder(models.Model):
    """One enterprise's part of an order: what it ships and is paid for."""

    class Status(models.TextChoices):
        PENDING = "pending", _("결제 대기")
        CONFIRMED = "confirmed", _("신규 주문")
        ACCEPTED = "accepted", _("접수")
        PARTLY_SHIPPED = "partly_shipped", _("일부 발송")
        SHIPPED = "shipped", _("배송 중")
        DELIVERED = "delivered", _("배송 완료")
        CANCELLED = "cancelled", _("취소")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="vendor_orders")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="vendor_orders"
    )
    number = models.CharField(max_length=28, unique=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    goods_amount = models.BigIntegerField()
    shipping_amount = models.BigIntegerField()
    total_amount = models.BigIntegerField()
    commission_rate_bp = models.PositiveIntegerField()
    commission_amount = models.BigIntegerField()
    #: Dispatch is due within 3 business days of payment (E-Commerce Act art. 15).
    ship_by = models.DateField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("기업별 주문")
        constraints = [
            models.UniqueConstraint(fields=["order", "enterprise"], name="one_part_an_enterprise"),
            models.CheckConstraint(
                condition=Q(total_amount=F("goods_amount") + F("shipping_amount")),
                name="vendor_order_total_sums",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "status", "-id"], name="vendor_order_desk"),
            models.Index(
                fields=["shipped_at"], name="vendor_order_on_way", condition=Q(status="shipped")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(models.Model):
    vendor_order = models.ForeignKey(VendorOrder, on_delete=models.PROTECT, related_name="lines")
    #: Null for goods quoted to measure, and kept null-safe should a variant ever go.
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(
        Product, null=True, on_delete=models.PROTECT, related_name="order_lines"
    )
    category = models.ForeignKey(Category, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    variant_name = models.CharField(max_length=120, blank=True)
    sku = models.CharField(max_length=40, blank=True)
    quantity = models.PositiveIntegerField()
    shipped_quantity = models.PositiveIntegerField(default=0)
    refunded_quantity = models.PositiveIntegerField(default=0)
    unit_price_amount = models.BigIntegerField()
    total_amount = models.BigIntegerField()
    supply_amount = models.BigIntegerField()
    vat_amount = models.BigIntegerField()
    tax_class = models.CharField(max_length=8, choices=TaxClass)
    tax_rate_bp = models.PositiveIntegerField()
    #: Social-economy and overlay kinds valid at the sale, and the papers behind them.
    kinds = ArrayField(models.CharField(max_length=32), default=list)
    credentials = models.JSONField(default=list)
    seller_district = models.CharField(max_length=5, blank=True)
    is_green = models.BooleanField(default=False)
    notice = models.JSONField(default=dict)
    thumbnail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_has_pieces"),
            models.CheckConstraint(
                condition=Q(total_amount=F("unit_price_amount") * F("quantity")),
                name="line_total_is_price_times_quantity",
            ),
            models.CheckConstraint(
                condition=Q(total_amount=F("supply_amount") + F("vat_amount")),
                name="line_tax_sums",
            ),
            models.CheckConstraint(
                condition=Q(shipped_quantity__lte=F("quantity"))
                & Q(refunded_quantity__lte=F("quantity")),
                name="line_never_more_than_ordered",
            ),
        ]


class Shipment(models.Model):
    """What left an enterprise at once; a public agency calls it a delivery (납품)."""

    vendor_order = models.ForeignKey(
        VendorOrder, on_delete=models.PROTECT, related_name="shipments"
    )
    number = models.CharField(max_length=28, unique=True)
    carrier = models.CharField(_("택배사"), max_length=40, blank=True)
    tracking_number = models.CharField(_("송장번호"), max_length=40, blank=True)
    shipped_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="line_shipped_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="ships_something"),
        ]


class OrderEvent(models.Model):
    """What happened to an order, for the buyer's timeline and the back office. Append-only."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="events")
    vendor_order = models.ForeignKey(VendorOrder, null=True, on_delete=models.PROTECT)
    kind = models.CharField(max_length=32)
    at = models.DateTimeField()
    data = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "pk"]
