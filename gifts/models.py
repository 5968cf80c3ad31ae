"""One order to many addresses. Recipients live here alone: no order, invoice or report knows them,
so that they can be forgotten (docs/adr/0026)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from catalog.models import Variant
from orders.models import Shipment
from procurement.models import CostCenter, PurchaseOrder

PERSON = settings.AUTH_USER_MODEL


class ErasurePeriod(models.Model):
    """Days after which recipients are forgotten, from a day on; an order may say less or more."""

    class After(models.TextChoices):
        DELIVERED = "delivered", _("마지막 배송 뒤")
        CANCELLED = "cancelled", _("취소 뒤")

    after = models.CharField(max_length=9, choices=After)
    days = models.PositiveSmallIntegerField(_("일수"))
    basis = models.CharField(_("근거"), max_length=200)
    valid_from = models.DateField(_("시행일"))

    class Meta:
        verbose_name = _("받는 사람 보관 기간")
        constraints = [
            models.UniqueConstraint(fields=["after", "valid_from"], name="erasure_period_once")
        ]


class GiftOrder(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", _("작성 중")
        SUBMITTED = "submitted", _("승인 대기")
        ORDERED = "ordered", _("발주 완료")
        SENDING = "sending", _("보내는 중")
        DONE = "done", _("배송 완료")
        CANCELLED = "cancelled", _("취소")
        ERASED = "erased", _("받는 사람 삭제됨")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="gift_orders"
    )
    number = models.CharField(_("선물번호"), max_length=24, unique=True)
    title = models.CharField(_("건명"), max_length=120)
    status = models.CharField(max_length=9, choices=Status, default=Status.DRAFT)
    #: What everybody gets whose row names nothing else, and how many of it.
    variant = models.ForeignKey(Variant, on_delete=models.PROTECT, related_name="+")
    pieces = models.PositiveIntegerField(_("한 사람 수량"), default=1)
    message = models.CharField(_("카드 문구"), max_length=200, blank=True)
    sender_name = models.CharField(_("보내는 사람"), max_length=80)
    arrive_from = models.DateField(_("도착 시작일"))
    arrive_to = models.DateField(_("도착 종료일"))
    keep_days = models.PositiveSmallIntegerField(_("보관 일수"))
    cost_center = models.ForeignKey(
        CostCenter, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    purchase_order = models.OneToOneField(
        PurchaseOrder, null=True, on_delete=models.PROTECT, related_name="gift_order"
    )
    requester = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    #: When the last gift was there, or when it was cancelled.
    ended_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("단체 선물")
        constraints = [
            models.CheckConstraint(
                condition=Q(arrive_from__lte=F("arrive_to")), name="gift_window_in_order"
            ),
            models.CheckConstraint(condition=Q(pieces__gte=1), name="gift_of_something"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "cancelled"]) | Q(purchase_order__isnull=False),
                name="gift_submitted_as_purchase",
            ),
            models.CheckConstraint(
                condition=~Q(status="erased") | Q(erased_at__isnull=False),
                name="gift_erased_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(message="", sender_name=""),
                name="gift_erased_says_nothing",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["done", "cancelled"]) | Q(ended_at__isnull=False),
                name="gift_ended_at_some_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-created_at"], name="gifts_of_organization"),
            models.Index(
                fields=["ended_at"], name="gifts_to_erase", condition=Q(erased_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.number


class GiftFile(models.Model):
    """An uploaded list on its way into rows. ``position`` is the last row that was written, in one
    transaction with it: a killed worker goes on from there."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("받는 사람 목록")
        MENDED = "mended", _("고친 줄")

    class Stage(models.TextChoices):
        READING = "reading", _("확인하는 중")
        CHECKED = "checked", _("확인 끝")
        FAILED = "failed", _("읽을 수 없음")

    order = models.ForeignKey(GiftOrder, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.WHOLE)
    stage = models.CharField(max_length=7, choices=Stage, default=Stage.READING)
    name = models.CharField(max_length=200, blank=True)
    #: Blank once the people in it are forgotten.
    file = models.FileField(max_length=120, blank=True)
    language = models.CharField(max_length=2, default="ko")
    position = models.PositiveIntegerField(default=0)
    row_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=300, blank=True)
    #: Numbers of rows in a corrected sheet that were no bad rows of the list.
    strays = models.JSONField(default=list)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(stage="reading"), name="one_gift_file_at_a_time"
            )
        ]


class GiftRecipient(models.Model):
    """Somebody a gift goes to."""

    class Status(models.TextChoices):
        BAD = "bad", _("고칠 줄")
        READY = "ready", _("보낼 준비")
        SENT = "sent", _("보냄")
        DELIVERED = "delivered", _("도착")
        LEFT_OUT = "left_out", _("제외")

    class Remote(models.TextChoices):
        ISLAND = "island", _("도서")
        MOUNTAIN = "mountain", _("산간")

    order = models.ForeignKey(GiftOrder, on_delete=models.CASCADE, related_name="recipients")
    #: Its row in the first file, as the program that wrote it counts.
    number = models.PositiveIntegerField(_("행"))
    status = models.CharField(max_length=9, choices=Status)
    name = models.CharField(_("받는 사람"), max_length=80, blank=True)
    phone = models.CharField(_("전화번호"), max_length=20, blank=True)
    postal_code = models.CharField(_("우편번호"), max_length=5, blank=True)
    road_address = models.CharField(_("주소"), max_length=200, blank=True)
    address_detail = models.CharField(_("상세주소"), max_length=100, blank=True)
    #: Blank: the order's.
    message = models.CharField(_("메시지"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("수량"), default=1)
    sku = models.CharField(_("상품코드"), max_length=40, blank=True)
    #: The row said nothing of its own: these follow the order's while it is a draft.
    is_usual_quantity = models.BooleanField(default=False)
    is_usual_sku = models.BooleanField(default=False)
    #: A bad row as it was typed, and its ``rules.Problem`` by column.
    cells = models.JSONField(default=dict)
    problems = models.JSONField(default=dict)
    remote = models.CharField(max_length=8, choices=Remote, blank=True)
    #: The first row with the same person at the same place.
    duplicate_of = models.PositiveIntegerField(null=True)
    carrier = models.CharField(_("택배사"), max_length=40, blank=True)
    tracking_number = models.CharField(_("송장번호"), max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    tracked_at = models.DateTimeField(null=True)
    shipment = models.ForeignKey(
        Shipment, null=True, on_delete=models.PROTECT, related_name="gift_recipients"
    )
    #: The address of the recipient's own page.
    token = models.CharField(max_length=32, null=True, unique=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="gift_row_once"),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    name="", phone="", postal_code="", road_address="", address_detail="",
                    message="", tracking_number="", token=None, cells={}, problems={}, remote="",
                ),
                name="gift_erased_is_blank",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["sent", "delivered"])
                | Q(erased_at__isnull=False)
                | (~Q(tracking_number="") & ~Q(carrier="")
                   & Q(sent_at__isnull=False, shipment__isnull=False)),
                name="gift_sent_can_be_traced",
            ),
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_at__isnull=False),
                name="gift_delivered_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ready", "sent", "delivered"])
                | Q(erased_at__isnull=False)
                | (
                    ~Q(name="") & ~Q(phone="") & ~Q(road_address="") & ~Q(sku="")
                    & Q(postal_code__regex=r"^[0-9]{5}$", problems={}, cells={}, quantity__gte=1)
                ),
                name="gift_ready_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(status="bad") | Q(erased_at__isnull=False) | ~Q(problems={}),
                name="gift_bad_says_why",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["order", "status", "number"], name="gift_rows_by_status"),
            models.Index(fields=["tracked_at"], name="gift_on_its_way", condition=Q(status="sent")),
        ]

    @property
    def told_name(self) -> str:
        """As it will stand on the parcel; a bad row's as it was typed."""
        return self.name or str(self.cells.get("name", ""))

    @property
    def told_address(self) -> str:
        return self.road_address or str(self.cells.get("road_address", ""))
