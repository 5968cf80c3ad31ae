"""What is sold: products, their options, prices by channel, pictures, and where they hang.

The shapes follow Saleor's public schema (product type, attributes, variants, channel listings,
collections, menus, translations), whose dialect the API speaks. Korean is the language of the
plain fields, English stands beside it in ``*_en``; further languages go into ``translations``.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from vendors.models import Credential, Enterprise


class Channel(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    currency = models.CharField(max_length=3, default="KRW")
    country = models.CharField(max_length=2, default="KR")
    is_active = models.BooleanField(default=True)


class Category(models.Model):
    """A shelf of the shop; its ``notice_fields`` are the product information notice's fields.

    ``notice_fields``: list of ``{"key", "label", "label_en", "required"}`` (상품정보제공고시).
    """

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    description = models.TextField(blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    notice_fields = models.JSONField(default=list, blank=True)
    #: What its products are told apart by; asked for when one is listed.
    attributes = models.ManyToManyField("Attribute", related_name="categories", blank=True)
    image = models.ImageField(upload_to="categories/", blank=True)
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("카테고리")

    def __str__(self) -> str:
        return self.name


class TaxClass(models.TextChoices):
    TAXABLE = "taxable", _("과세")
    EXEMPT = "exempt", _("면세")


class ShippingRule(models.TextChoices):
    SHOP = "shop", _("기업의 배송 조건")
    FREE = "free", _("무료배송")
    OWN = "own", _("상품별 배송비")


class ProductType(models.Model):
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    is_shipping_required = models.BooleanField(default=True)
    has_variants = models.BooleanField(default=True)


class Attribute(models.Model):
    """A dimension products are told apart by: scent, material, origin."""

    class InputType(models.TextChoices):
        DROPDOWN = "dropdown"
        MULTISELECT = "multiselect"
        PLAIN_TEXT = "plain-text"
        BOOLEAN = "boolean"

    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    input_type = models.CharField(max_length=12, choices=InputType, default=InputType.DROPDOWN)
    product_types = models.ManyToManyField(ProductType, related_name="attributes", blank=True)
    filterable = models.BooleanField(default=True)


class AttributeValue(models.Model):
    attribute = models.ForeignKey(Attribute, on_delete=models.CASCADE, related_name="values")
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=120, allow_unicode=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attribute", "slug"], name="attribute_value_once")
        ]


class Product(models.Model):
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="products")
    product_type = models.ForeignKey(ProductType, on_delete=models.PROTECT, related_name="products")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("상품명"), max_length=150)
    name_en = models.CharField(_("영문 상품명"), max_length=150, blank=True)
    slug = models.SlugField(max_length=160, unique=True, allow_unicode=True)
    #: The enterprise's own code for it: what its sheets and its other shops know it by.
    seller_code = models.CharField(_("상품코드"), max_length=40)
    description = models.TextField(_("상세설명"), blank=True)
    description_en = models.TextField(blank=True)
    keywords = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    tax_class = models.CharField(max_length=8, choices=TaxClass, default=TaxClass.TAXABLE)
    notice = models.JSONField(_("상품정보제공고시"), default=dict, blank=True)
    is_green = models.BooleanField(_("녹색인증"), default=False)
    is_made_to_order = models.BooleanField(_("주문제작"), default=False)
    #: Fresh goods can't be sent back for a change of mind, where that is shown before the sale.
    is_perishable = models.BooleanField(_("신선식품"), default=False)
    lead_days = models.PositiveSmallIntegerField(_("준비 기간(일)"), default=2)
    weight_g = models.PositiveIntegerField(_("무게(g)"), default=0)
    #: Pieces the enterprise can make in a week; null: as many as are asked for.
    weekly_capacity = models.PositiveIntegerField(_("주간 생산량"), null=True, blank=True)
    shipping_rule = models.CharField(
        _("배송비"), max_length=4, choices=ShippingRule, default=ShippingRule.SHOP
    )
    #: With ``ShippingRule.OWN``: what one parcel of it costs, beside the enterprise's own fee.
    own_shipping_amount = models.BigIntegerField(_("상품별 배송비"), default=0)
    #: Certificates of the enterprise that are about this product: green, organic, HACCP, KC.
    certificates = models.ManyToManyField(
        Credential, related_name="products", blank=True, verbose_name=_("상품 인증")
    )
    #: The grid its options were made of: ``[{"name": "색", "values": ["빨강", …]}, …]``.
    option_axes = models.JSONField(_("옵션 구성"), default=list, blank=True)
    #: As it stood on the shelf last, for moderation: category, highest price, text.
    shelved = models.JSONField(default=dict, blank=True, editable=False)
    #: {"en": {"name": …, "description": …}, …} for languages beyond the two plain ones.
    translations = models.JSONField(default=dict, blank=True)
    attribute_values = models.ManyToManyField(AttributeValue, related_name="products", blank=True)
    rating_sum = models.PositiveIntegerField(default=0)
    rating_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name = _("상품")
        indexes = [
            models.Index(fields=["category", "-created_at"], name="product_by_category"),
            models.Index(fields=["enterprise", "-created_at"], name="product_by_enterprise"),
            GinIndex(fields=["keywords"], name="product_keywords"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "seller_code"], name="seller_code_once"),
            models.CheckConstraint(
                condition=Q(own_shipping_amount__gte=0), name="own_shipping_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ModerationRule(models.Model):
    """What must be approved by the city before it stands on the shelf, where it says so."""

    class Kind(models.TextChoices):
        FIRST_LISTING = "first_listing", _("첫 상품")
        PRICE_UP = "price_up", _("큰 가격 인상")
        CATEGORY = "category", _("카테고리 변경")
        CLAIMS = "claims", _("조심할 표현")

    kind = models.CharField(max_length=16, choices=Kind, unique=True)
    is_on = models.BooleanField(_("켜짐"), default=False)
    #: First listing: so many products of an enterprise wait before it is trusted.
    count = models.PositiveIntegerField(_("개수"), default=0)
    #: Price up: by more than this share, in basis points.
    share_bp = models.PositiveIntegerField(_("비율(만분율)"), default=0)
    #: Claims: words in name or description, one a line.
    words = models.TextField(_("표현"), blank=True)

    class Meta:
        verbose_name = _("상품 심사 규칙")

    def __str__(self) -> str:
        return self.get_kind_display()


class Moderation(models.Model):
    """A product that waits for the city, and why; what was decided stays."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("승인 대기")
        APPROVED = "approved", _("승인")
        RETURNED = "returned", _("보완 요청")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="moderations")
    #: ``ModerationRule.Kind`` values, with what was found: ``[["price_up", "5000 → 9000"], …]``.
    causes = models.JSONField(default=list)
    #: What the product was when it was decided on: unchanged, it needn't be decided again.
    digest = models.CharField(max_length=64)
    status = models.CharField(max_length=8, choices=Status, default=Status.WAITING)
    reason = models.CharField(_("사유"), max_length=300, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("상품 심사")
        constraints = [
            models.UniqueConstraint(
                fields=["product"], name="moderated_once_at_a_time", condition=Q(status="waiting")
            )
        ]
        indexes = [models.Index(fields=["status", "asked_at"], name="moderation_queue")]


class ProductListing(models.Model):
    """Where and since when a product is for sale; the price span of its variants beside it.

    ``price_min_amount``/``price_max_amount`` are kept by the services that write prices, so that a
    listing sorts and filters by price without touching variants.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="listings")
    is_published = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    price_min_amount = models.BigIntegerField(default=0)
    price_max_amount = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "channel"], name="product_listed_once")
        ]
        indexes = [
            models.Index(
                fields=["channel", "-published_at", "product"],
                name="listing_newest",
                condition=Q(is_published=True),
            ),
            models.Index(
                fields=["channel", "price_min_amount", "product"],
                name="listing_cheapest",
                condition=Q(is_published=True),
            ),
        ]


class Variant(models.Model):
    """An option of a product that can be put in a cart. A product without options has one."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="variants")
    sku = models.CharField(_("상품코드"), max_length=40, unique=True)
    name = models.CharField(_("옵션"), max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    weight_g = models.PositiveIntegerField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    sort_order = models.IntegerField(default=0)
    attribute_values = models.ManyToManyField(AttributeValue, related_name="variants", blank=True)

    class Meta:
        ordering = ["sort_order", "pk"]
        verbose_name = _("옵션")

    def __str__(self) -> str:
        return self.name or self.sku


class VariantListing(models.Model):
    """The price of a variant in a channel: tax included, in minor units of its currency."""

    variant = models.ForeignKey(Variant, on_delete=models.CASCADE, related_name="listings")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    price_amount = models.BigIntegerField(_("가격"))
    #: What was asked before, shown struck through; null when the price isn't reduced.
    prior_price_amount = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["variant", "channel"], name="variant_priced_once"),
            models.CheckConstraint(condition=Q(price_amount__gte=0), name="price_not_negative"),
        ]


class PriceTier(models.Model):
    """From ``min_quantity`` pieces on, each costs ``price_amount``."""

    listing = models.ForeignKey(VariantListing, on_delete=models.CASCADE, related_name="tiers")
    min_quantity = models.PositiveIntegerField(_("수량"))
    price_amount = models.BigIntegerField(_("가격"))

    class Meta:
        ordering = ["min_quantity"]
        constraints = [
            models.UniqueConstraint(fields=["listing", "min_quantity"], name="tier_once"),
            models.CheckConstraint(
                condition=Q(price_amount__gte=0) & Q(min_quantity__gte=2), name="tier_makes_sense"
            ),
        ]


class ProductMedia(models.Model):
    """A picture; ``renditions`` maps a width in px to the file made for it as WebP, ``avif`` to
    the one made as AVIF."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="media")
    original = models.ImageField(upload_to="products/", max_length=200)
    alt = models.CharField(_("대체 텍스트"), max_length=200, blank=True)
    renditions = models.JSONField(default=dict, blank=True)
    avif = models.JSONField(default=dict, blank=True)
    #: SHA-256 of the file that was uploaded: the same one again is known by it.
    digest = models.CharField(max_length=64, blank=True)
    sort_order = models.IntegerField(default=0)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["sort_order", "pk"]


class Collection(models.Model):
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    description = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    is_published = models.BooleanField(default=True)
    products = models.ManyToManyField(
        Product, through="CollectionProduct", related_name="collections"
    )
    background = models.ImageField(upload_to="collections/", blank=True)

    def __str__(self) -> str:
        return self.name


class CollectionProduct(models.Model):
    collection = models.ForeignKey(Collection, on_delete=models.CASCADE)
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "product"], name="collected_once")
        ]


class Page(models.Model):
    title = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150, blank=True)
    slug = models.SlugField(max_length=150, unique=True, allow_unicode=True)
    content = models.TextField(blank=True)
    content_en = models.TextField(blank=True)
    is_published = models.BooleanField(default=True)
    published_at = models.DateTimeField(null=True)


class Menu(models.Model):
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)


class MenuItem(models.Model):
    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="items")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    category = models.ForeignKey(Category, null=True, blank=True, on_delete=models.CASCADE)
    collection = models.ForeignKey(Collection, null=True, blank=True, on_delete=models.CASCADE)
    page = models.ForeignKey(Page, null=True, blank=True, on_delete=models.CASCADE)
    url = models.CharField(max_length=200, blank=True)
    sort_order = models.IntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]
