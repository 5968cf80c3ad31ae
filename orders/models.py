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
from vendors.models import Credential, Enterprise, PickupPoint


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
    #: What coupons took off, whoever bears it.
    discount_amount = models.BigIntegerField(default=0)
    #: What the buyer pays.
    total_amount = models.BigIntegerField()
    #: A gift: the papers in the parcel show no prices, and this goes on the card.
    is_gift = models.BooleanField(default=False)
    gift_message = models.CharField(_("선물 메시지"), max_length=200, blank=True)
    #: The buyer was told that what is made for them can't be sent back, and agreed.
    agreed_made_to_order = models.BooleanField(default=False)
    #: Why it was cancelled: ``expired``, ``buyer`` or the words of whoever did.
    cancel_reason = models.CharField(max_length=200, blank=True)
    placed_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    #: Until when an unpaid order keeps its stock.
    expires_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("주문")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    total_amount=F("goods_amount") + F("shipping_amount") - F("discount_amount")
                ),
                name="order_total_sums",
            ),
            models.CheckConstraint(
                condition=Q(total_amount__gte=0) & Q(discount_amount__gte=0),
                name="order_never_negative",
            ),
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
        CLOSED = "closed", _("구매 확정")
        CANCELLED = "cancelled", _("취소")

    class DeliveryMethod(models.TextChoices):
        PARCEL = "parcel", _("택배")
        PICKUP = "pickup", _("픽업")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="vendor_orders")
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.PROTECT, related_name="vendor_orders"
    )
    number = models.CharField(max_length=28, unique=True)
    status = models.CharField(max_length=16, choices=Status, default=Status.PENDING)
    goods_amount = models.BigIntegerField()
    #: The fee with its surcharge for islands and mountains, which is also told on its own.
    shipping_amount = models.BigIntegerField()
    surcharge_amount = models.BigIntegerField(default=0)
    #: What coupons took off: the market bears the one, the enterprise the other.
    market_discount_amount = models.BigIntegerField(default=0)
    enterprise_discount_amount = models.BigIntegerField(default=0)
    #: What the buyer pays for this part.
    total_amount = models.BigIntegerField()
    #: The sum of the lines' commission, VAT included.
    commission_amount = models.BigIntegerField()
    #: The way back costs a buyer who changed their mind this much, as shown at the sale.
    return_fee_amount = models.BigIntegerField(default=0)
    delivery_method = models.CharField(
        max_length=6, choices=DeliveryMethod, default=DeliveryMethod.PARCEL
    )
    pickup_point = models.ForeignKey(
        PickupPoint, null=True, on_delete=models.PROTECT, related_name="+"
    )
    pickup_place = models.CharField(_("픽업 장소"), max_length=300, blank=True)
    #: Dispatch is due within 3 business days of payment (E-Commerce Act art. 15).
    ship_by = models.DateField(null=True)
    shipped_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    #: Purchase confirmed (구매확정): from here it is due in the enterprise's settlement.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("기업별 주문")
        constraints = [
            models.UniqueConstraint(fields=["order", "enterprise"], name="one_part_an_enterprise"),
            models.CheckConstraint(
                condition=Q(
                    total_amount=F("goods_amount")
                    + F("shipping_amount")
                    - F("market_discount_amount")
                    - F("enterprise_discount_amount")
                ),
                name="vendor_order_total_sums",
            ),
            models.CheckConstraint(
                condition=Q(total_amount__gte=0)
                & Q(market_discount_amount__gte=0)
                & Q(enterprise_discount_amount__gte=0)
                & Q(surcharge_amount__gte=0)
                & Q(surcharge_amount__lte=F("shipping_amount")),
                name="vendor_order_never_negative",
            ),
        ]
        indexes = [
            models.Index(fields=["enterprise", "status", "-id"], name="vendor_order_desk"),
            models.Index(
                fields=["shipped_at"], name="vendor_order_on_way", condition=Q(status="shipped")
            ),
            models.Index(
                fields=["delivered_at"],
                name="vendor_order_unconfirmed",
                condition=Q(status="delivered"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def discount_amount(self) -> int:
        return self.market_discount_amount + self.enterprise_discount_amount

    @property
    def has_open_return(self) -> bool:
        """Whether something is on its way back. Reads the prefetched returns."""
        return any(request.is_open for request in self.returns.all())


class OrderLine(models.Model):
    class Exclusion(models.TextChoices):
        PERISHABLE = "perishable", _("신선식품")
        MADE_TO_ORDER = "made_to_order", _("주문제작")

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
    #: Taken back before it left the house, and after.
    cancelled_quantity = models.PositiveIntegerField(default=0)
    returned_quantity = models.PositiveIntegerField(default=0)
    unit_price_amount = models.BigIntegerField()
    total_amount = models.BigIntegerField()
    #: The line's share of the coupons and of the part's shipping.
    market_discount_amount = models.BigIntegerField(default=0)
    enterprise_discount_amount = models.BigIntegerField(default=0)
    shipping_amount = models.BigIntegerField(default=0)
    #: Of what the sale is worth to the enterprise (total − its own discount), VAT included.
    commission_rate_bp = models.PositiveIntegerField(default=0)
    commission_amount = models.BigIntegerField(default=0)
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
    #: Why a change of mind can't undo this line, as shown before the sale (E-Commerce Act art. 17).
    withdrawal_exclusion = models.CharField(max_length=14, choices=Exclusion, blank=True)
    thumbnail = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="line_has_pieces"),
            models.CheckConstraint(
                condition=Q(total_amount=F("unit_price_amount") * F("quantity")),
                name="line_total_is_price_times_quantity",
            ),
            models.CheckConstraint(
                condition=Q(
                    total_amount=F("supply_amount")
                    + F("vat_amount")
                    + F("enterprise_discount_amount")
                ),
                name="line_tax_sums",
            ),
            models.CheckConstraint(
                condition=Q(market_discount_amount__gte=0)
                & Q(enterprise_discount_amount__gte=0)
                & Q(
                    total_amount__gte=F("market_discount_amount") + F("enterprise_discount_amount")
                ),
                name="line_never_below_nothing",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=F("shipped_quantity") + F("cancelled_quantity"))
                & Q(shipped_quantity__gte=F("returned_quantity")),
                name="line_never_more_than_ordered",
            ),
        ]

    @property
    def refunded_quantity(self) -> int:
        return self.cancelled_quantity + self.returned_quantity

    @property
    def to_ship(self) -> int:
        return self.quantity - self.cancelled_quantity - self.shipped_quantity

    @property
    def worth(self) -> int:
        """What the sale is worth to the enterprise: its own coupon lowers its price."""
        return self.total_amount - self.enterprise_discount_amount

    @property
    def paid_amount(self) -> int:
        """What the buyer pays for the goods of this line."""
        return self.total_amount - self.market_discount_amount - self.enterprise_discount_amount


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
    #: The exchange whose replacements these are.
    exchange = models.OneToOneField(
        "ReturnRequest", null=True, on_delete=models.PROTECT, related_name="replacement"
    )
    #: When the carrier was asked last, and what stopped it from answering.
    tracked_at = models.DateTimeField(null=True)
    tracking_error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["tracked_at"],
                name="shipment_on_its_way",
                condition=Q(delivered_at=None),
            )
        ]


class TrackingEvent(models.Model):
    """A carrier's word on where a shipment is, as it came; each kept once."""

    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="tracking")
    at = models.DateTimeField()
    text = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["shipment", "at", "text"], name="tracked_once")
        ]


class ShipmentLine(models.Model):
    shipment = models.ForeignKey(Shipment, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="+")
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["shipment", "order_line"], name="line_shipped_once"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="ships_something"),
        ]


class ReturnRequest(models.Model):
    """Pieces on their way back: for the money (return), or for others (exchange)."""

    class Kind(models.TextChoices):
        RETURN = "return", _("반품")
        EXCHANGE = "exchange", _("교환")

    class Reason(models.TextChoices):
        CHANGE_OF_MIND = "change_of_mind", _("단순 변심")
        DEFECTIVE = "defective", _("불량·파손")
        WRONG_ITEM = "wrong_item", _("다른 상품이 옴")
        NOT_AS_DESCRIBED = "not_as_described", _("설명과 다름")

    class Status(models.TextChoices):
        REQUESTED = "requested", _("접수")
        APPROVED = "approved", _("회수 중")
        ARRIVED = "arrived", _("도착")
        COMPLETED = "completed", _("완료")
        REFUSED = "refused", _("거절")
        WITHDRAWN = "withdrawn", _("철회")

    vendor_order = models.ForeignKey(VendorOrder, on_delete=models.PROTECT, related_name="returns")
    number = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=Kind)
    reason = models.CharField(max_length=16, choices=Reason)
    note = models.CharField(max_length=500, blank=True)
    #: When the buyer came to know of the fault (30 days from then; art. 17(3)).
    noticed_on = models.DateField(null=True)
    status = models.CharField(max_length=9, choices=Status, default=Status.REQUESTED)
    #: The fee for the way back that is taken off the refund; none where the seller is at fault.
    fee_amount = models.BigIntegerField(default=0)
    carrier = models.CharField(max_length=40, blank=True)
    tracking_number = models.CharField(max_length=40, blank=True)
    refusal = models.CharField(max_length=300, blank=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    completed_at = models.DateTimeField(null=True)
    #: The refund is due 3 business days after the arrival (E-Commerce Act art. 18(2)).
    refund_due_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("반품·교환")
        indexes = [
            models.Index(fields=["refund_due_on"], name="return_due", condition=Q(status="arrived"))
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.REQUESTED, self.Status.APPROVED, self.Status.ARRIVED)


class ReturnLine(models.Model):
    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="return_lines")
    quantity = models.PositiveIntegerField()
    #: What comes instead (exchange).
    variant = models.ForeignKey(Variant, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "order_line"], name="line_once_a_return"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returns_something"),
        ]


class CommissionRule(models.Model):
    """What the market takes of a sale, by date. The narrowest rule that fits holds
    (``rules.commission_rate``): one for the enterprise before one for the category, before one for
    the kind of enterprise, before the general one."""

    enterprise = models.ForeignKey(
        Enterprise, null=True, blank=True, on_delete=models.PROTECT, related_name="commission_rules"
    )
    category = models.ForeignKey(
        Category, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(_("기업 유형"), max_length=32, choices=Credential.Kind, blank=True)
    rate_bp = models.PositiveIntegerField(_("수수료율(만분율)"))
    valid_from = models.DateField(_("시작일"))
    valid_to = models.DateField(_("종료일"), null=True, blank=True)
    basis = models.CharField(_("근거"), max_length=200)

    class Meta:
        verbose_name = _("수수료 규정")
        constraints = [
            models.CheckConstraint(condition=Q(rate_bp__lte=10_000), name="commission_at_most_all")
        ]


class ConsumerTerm(models.Model):
    """A time or rate of consumer law (or the market's own), by date; ``rules.ConsumerClocks``."""

    class Name(models.TextChoices):
        WITHDRAWAL_DAYS = "withdrawal_days", _("청약철회 기간(일)")
        FAULT_MONTHS = "fault_months", _("하자 반품 기간(개월)")
        FAULT_KNOWN_DAYS = "fault_known_days", _("하자를 안 날부터(일)")
        DISPATCH_BUSINESS_DAYS = "dispatch_business_days", _("발송 기한(영업일)")
        REFUND_BUSINESS_DAYS = "refund_business_days", _("환급 기한(영업일)")
        LATE_INTEREST_BP = "late_interest_bp", _("지연이자율(만분율)")
        ANSWER_DAYS = "answer_days", _("반품 응답 기한(일)")
        CONFIRM_DAYS = "confirm_days", _("자동 구매확정(일)")

    name = models.CharField(_("항목"), max_length=24, choices=Name)
    value = models.PositiveIntegerField(_("값"))
    valid_from = models.DateField(_("시작일"))
    basis = models.CharField(_("근거"), max_length=200)

    class Meta:
        verbose_name = _("소비자 기한")
        constraints = [
            models.UniqueConstraint(fields=["name", "valid_from"], name="consumer_term_once_a_day")
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
