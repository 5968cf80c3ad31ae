"""Enterprises, the papers that prove what they are, and their people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from core.districts import District


class ShippingBasis(models.TextChoices):
    FLAT = "flat", _("고정")
    AMOUNT = "amount", _("금액별")
    WEIGHT = "weight", _("무게별")


class SettlementCycle(models.TextChoices):
    HALF_MONTH = "half_month", _("월 2회 (1~15일, 16일~말일)")
    MONTH = "month", _("월 1회")
    WEEK = "week", _("주 1회 (월~일)")


class PayoutMethod(models.TextChoices):
    BANK_FILE = "bank_file", _("은행 이체")
    STRIPE = "stripe", _("Stripe")
    TOSS = "toss", _("토스페이먼츠 지급대행")


class PickupPoint(models.Model):
    """Where parcels of several enterprises wait for their buyers, a walk from home: a point of the
    15-minute city."""

    name = models.CharField(_("이름"), max_length=80)
    name_en = models.CharField(_("영문 이름"), max_length=80, blank=True)
    district = models.CharField(_("구군"), max_length=5, choices=District)
    address = models.CharField(_("주소"), max_length=200)
    hours = models.CharField(_("운영 시간"), max_length=120, blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    is_active = models.BooleanField(_("운영 중"), default=True)

    class Meta:
        verbose_name = _("픽업 장소")
        ordering = ["district", "name"]

    def __str__(self) -> str:
        return self.name


class RemoteArea(models.Model):
    """Postal codes to which carriers charge more. The lists are the carriers' own: check yours."""

    class Kind(models.TextChoices):
        ISLAND = "island", _("도서")
        MOUNTAIN = "mountain", _("산간")

    kind = models.CharField(_("구분"), max_length=8, choices=Kind)
    name = models.CharField(_("지역"), max_length=80)
    postal_from = models.CharField(_("우편번호 시작"), max_length=5)
    postal_to = models.CharField(_("우편번호 끝"), max_length=5)

    class Meta:
        verbose_name = _("도서·산간 지역")
        ordering = ["postal_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(postal_from__lte=models.F("postal_to")), name="postal_codes_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Enterprise(models.Model):
    """A seller of the social economy, with all the law wants shown (E-Commerce Act art. 13)."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("작성 중")
        APPLIED = "applied", _("심사 중")
        ACTIVE = "active", _("입점")
        SUSPENDED = "suspended", _("판매 중지")
        REJECTED = "rejected", _("거절")

    class BusinessStatus(models.TextChoices):
        """As the National Tax Service answers (국세청 사업자등록 상태조회)."""

        UNKNOWN = "", _("조회 전")
        OPEN = "open", _("계속사업자")
        RESTING = "resting", _("휴업")
        CLOSED = "closed", _("폐업")
        UNREGISTERED = "unregistered", _("등록되지 않음")

    name = models.CharField(_("상호"), max_length=120)
    name_en = models.CharField(_("영문 상호"), max_length=120, blank=True)
    slug = models.SlugField(max_length=80, unique=True, allow_unicode=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.APPLIED)
    #: Why the city sent it back, refused it or stopped it, in words for its people.
    status_reason = models.CharField(_("사유"), max_length=300, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    business_number = models.CharField(_("사업자등록번호"), max_length=10)
    business_status = models.CharField(
        _("사업자 상태"), max_length=12, choices=BusinessStatus, blank=True
    )
    business_status_at = models.DateTimeField(null=True, blank=True)
    representative = models.CharField(_("대표자"), max_length=80)
    phone = models.CharField(_("전화번호"), max_length=20)
    email = models.EmailField(_("이메일"))
    postal_code = models.CharField(_("우편번호"), max_length=5, blank=True)
    address = models.CharField(_("주소"), max_length=200)
    district = models.CharField(_("구군"), max_length=5, choices=District, blank=True)
    mail_order_number = models.CharField(_("통신판매업신고번호"), max_length=60, blank=True)
    mail_order_exemption = models.CharField(_("신고 면제 사유"), max_length=120, blank=True)
    story = models.TextField(_("소개"), blank=True)
    story_en = models.TextField(_("영문 소개"), blank=True)
    logo = models.ImageField(upload_to="enterprises/", blank=True)
    cover = models.ImageField(upload_to="enterprises/", blank=True)
    bank_name = models.CharField(_("은행"), max_length=40, blank=True)
    bank_account = models.CharField(_("계좌번호"), max_length=40, blank=True)
    bank_holder = models.CharField(_("예금주"), max_length=80, blank=True)
    #: Flat shipping for one vendor order, waived from ``free_shipping_from_amount`` (0: never).
    shipping_fee_amount = models.BigIntegerField(_("배송비"), default=3000)
    free_shipping_from_amount = models.BigIntegerField(_("무료배송 기준"), default=50_000)
    #: How the fee grows: not at all, or by ``shipping_steps``: ``[[from won or grams, won], …]``.
    shipping_basis = models.CharField(
        _("배송비 방식"), max_length=6, choices=ShippingBasis, default=ShippingBasis.FLAT
    )
    shipping_steps = models.JSONField(_("구간별 배송비"), default=list, blank=True)
    island_surcharge_amount = models.BigIntegerField(_("도서 추가 배송비"), default=3000)
    mountain_surcharge_amount = models.BigIntegerField(_("산간 추가 배송비"), default=2000)
    #: What a buyer who changed their mind pays for the way back (E-Commerce Act art. 18(9)).
    return_fee_amount = models.BigIntegerField(_("반품 배송비"), default=3000)
    pickup_points = models.ManyToManyField(
        PickupPoint, related_name="enterprises", blank=True, verbose_name=_("픽업 장소")
    )
    settlement_cycle = models.CharField(
        _("정산 주기"), max_length=10, choices=SettlementCycle, default=SettlementCycle.HALF_MONTH
    )
    payout_method = models.CharField(
        _("지급 방법"), max_length=10, choices=PayoutMethod, default=PayoutMethod.BANK_FILE
    )
    #: The enterprise's account at the provider that pays it: a Stripe account, a Toss seller id.
    payout_account = models.CharField(_("지급 계정"), max_length=80, blank=True)
    #: Days on which nothing is sent: orders are taken, and promised for after them.
    closed_from = models.DateField(_("휴무 시작"), null=True, blank=True)
    closed_to = models.DateField(_("휴무 끝"), null=True, blank=True)
    closed_note = models.CharField(_("휴무 안내"), max_length=200, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("기업")
        constraints = [
            models.CheckConstraint(
                condition=Q(shipping_fee_amount__gte=0)
                & Q(free_shipping_from_amount__gte=0)
                & Q(island_surcharge_amount__gte=0)
                & Q(mountain_surcharge_amount__gte=0)
                & Q(return_fee_amount__gte=0),
                name="shipping_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(closed_from=None, closed_to=None)
                | Q(closed_from__lte=models.F("closed_to")),
                name="closed_in_order",
            ),
            # What is only begun, or was refused, keeps nobody else from joining.
            models.UniqueConstraint(
                fields=["business_number"],
                name="one_enterprise_a_number",
                condition=~Q(status__in=["draft", "rejected"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TransitionRule(models.Model):
    """A law changed: papers of a kind that were issued before a day hold until another at most."""

    kind = models.CharField(max_length=32)
    issued_before = models.DateField()
    due_on = models.DateField(_("재지정 기한"))
    basis = models.CharField(_("근거"), max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "issued_before"], name="transition_once")
        ]


class Credential(models.Model):
    """A certificate, designation or report: number, authority, law, dates and file."""

    class Kind(models.TextChoices):
        SOCIAL_ENTERPRISE = "social_enterprise", _("사회적기업")
        PRELIMINARY = "preliminary_social_enterprise", _("예비사회적기업")
        COOPERATIVE = "cooperative", _("협동조합")
        SOCIAL_COOPERATIVE = "social_cooperative", _("사회적협동조합")
        VILLAGE = "village_enterprise", _("마을기업")
        SELF_SUPPORT = "self_support_enterprise", _("자활기업")
        BUSAN_TYPE = "busan_type", _("부산형 사회적경제기업")
        SOCIAL_VENTURE = "social_venture", _("소셜벤처")
        WOMEN_OWNED = "women_owned", _("여성기업")
        DISABLED_OWNED = "disabled_owned", _("장애인기업")
        SEVERE_DISABILITY_PRODUCER = "severe_disability_producer", _("중증장애인생산품")
        GREEN = "green_certificate", _("녹색인증")
        HACCP = "haccp", _("HACCP 인증")
        ORGANIC = "organic", _("친환경 인증")
        KC = "kc", _("KC 안전인증")

    class Status(models.TextChoices):
        PENDING = "pending", _("심사 중")
        VERIFIED = "verified", _("확인됨")
        RETURNED = "returned", _("보완 요청")
        REJECTED = "rejected", _("반려")
        EXPIRED = "expired", _("만료")
        RENEWED = "renewed", _("갱신됨")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="credentials")
    kind = models.CharField(max_length=32, choices=Kind)
    number = models.CharField(_("인증번호"), max_length=60)
    authority = models.CharField(_("인증기관"), max_length=80)
    law = models.CharField(_("근거법령"), max_length=120, blank=True)
    issued_on = models.DateField(_("인증일"))
    expires_on = models.DateField(_("유효기간"), null=True, blank=True)
    #: By when a law that changed asks for a new designation (``TransitionRule``).
    transition_due = models.DateField(_("재지정 기한"), null=True, blank=True)
    #: The last day on which it gives a badge: the earlier of the two; null: no end.
    valid_until = models.GeneratedField(
        expression=Least("expires_on", "transition_due"),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    #: Share of vulnerable people employed, in basis points, where the paper states it.
    vulnerable_employment_bp = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(upload_to="private/credentials/", blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(_("사유"), max_length=300, blank=True)
    #: Days that were left when its enterprise was last warned of its end.
    warned = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("인증")
        indexes = [models.Index(fields=["status", "created_at"], name="credential_queue")]
        constraints = [
            # A renewal waits beside the paper that still holds.
            models.UniqueConstraint(
                fields=["enterprise", "kind", "number", "status"],
                name="credential_once",
                condition=Q(status__in=["pending", "verified"]),
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=models.F("issued_on")),
                name="credential_dates_in_order",
            ),
        ]


class Override(models.Model):
    """What one officer asks to let pass against a check, and another one grants (four eyes)."""

    class Kind(models.TextChoices):
        BUSINESS_NUMBER = "business_number", _("사업자등록번호 검증 예외")
        EXPIRED_PAPER = "expired_paper", _("지난 인증의 유효기간 연장")

    class Status(models.TextChoices):
        ASKED = "asked", _("승인 대기")
        GRANTED = "granted", _("승인")
        REFUSED = "refused", _("거절")

    kind = models.CharField(max_length=16, choices=Kind)
    enterprise = models.ForeignKey(Enterprise, on_delete=models.PROTECT, related_name="overrides")
    credential = models.ForeignKey(
        Credential, null=True, on_delete=models.PROTECT, related_name="overrides"
    )
    #: The number that is let pass, or the day printed on the paper.
    value = models.CharField(max_length=20)
    until = models.DateField(null=True)
    reason = models.CharField(_("사유"), max_length=300)
    status = models.CharField(max_length=8, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(decided_by=models.F("asked_by")), name="override_by_four_eyes"
            ),
            models.UniqueConstraint(
                fields=["enterprise", "kind", "credential", "value"],
                name="override_asked_once",
                condition=Q(status="asked"),
                nulls_distinct=False,
            ),
        ]


class EnterpriseStaff(models.Model):
    """A person's role in the seller desk of one enterprise."""

    class Role(models.TextChoices):
        OWNER = "owner", _("대표")
        MANAGER = "manager", _("관리자")
        CLERK = "clerk", _("담당자")
        ACCOUNTANT = "accountant", _("회계")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="enterprise_roles"
    )
    role = models.CharField(max_length=10, choices=Role, default=Role.CLERK)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enterprise", "user"], name="one_staff_role_each")
        ]


class StaffInvitation(models.Model):
    """An invitation to a desk, sent by mail; its link is signed over ``nonce``."""

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("이메일"))
    role = models.CharField(max_length=10, choices=EnterpriseStaff.Role)
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enterprise", "email"],
                name="staff_invited_once",
                condition=Q(accepted_at=None),
            )
        ]


class Notice(models.Model):
    """Something an enterprise's people should hear of, in the market itself."""

    class Kind(models.TextChoices):
        ORDER = "order", _("주문")
        LATE = "late", _("발송 지연")
        RETURN = "return", _("반품·교환")
        QUESTION = "question", _("문의")
        REVIEW = "review", _("후기")
        STOCK = "stock", _("재고")
        CREDENTIAL = "credential", _("인증서")
        PRODUCT = "product", _("상품")

    enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=Kind)
    #: What it tells of: told once.
    key = models.CharField(max_length=128, unique=True)
    text = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    #: When the message channel took it; null where there is none.
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("알림")
        indexes = [
            models.Index(fields=["enterprise", "-created_at"], name="notices_of_enterprise"),
            models.Index(fields=["enterprise"], name="notices_unread", condition=Q(read_at=None)),
        ]
