"""People, the organizations they buy for, and where things are sent."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.districts import District


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").lower())


class User(AbstractUser):
    """A person, known by e-mail. What they may do hangs on memberships and staff roles."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("이메일"), unique=True)
    name = models.CharField(_("이름"), max_length=80, blank=True)
    phone = models.CharField(_("전화번호"), max_length=20, blank=True)
    language = models.CharField(_("언어"), max_length=2, default="ko")
    district = models.CharField(_("구군"), max_length=5, choices=District, blank=True)
    is_city_officer = models.BooleanField(_("시 담당자"), default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("사용자")
        verbose_name_plural = _("사용자")

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Organization(models.Model):
    """A company or a public agency that buys."""

    class Kind(models.TextChoices):
        COMPANY = "company", _("기업")
        AGENCY = "agency", _("공공기관")

    class Answer(models.TextChoices):
        """What the city said of one that isn't verified; none while it is looking."""

        RETURNED = "returned", _("보완 요청")
        REFUSED = "refused", _("거절")

    class BusinessStatus(models.TextChoices):
        OPEN = "open", _("계속사업자")
        RESTING = "resting", _("휴업자")
        CLOSED = "closed", _("폐업자")
        UNREGISTERED = "unregistered", _("등록되지 않음")

    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(_("기관명"), max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    #: Once among those that weren't refused: nobody is kept out by what somebody else made up.
    business_number = models.CharField(_("사업자등록번호"), max_length=10)
    business_status = models.CharField(max_length=12, choices=BusinessStatus, blank=True)
    business_status_at = models.DateTimeField(null=True, blank=True)
    email_domain = models.CharField(_("이메일 도메인"), max_length=120, blank=True)
    representative = models.CharField(_("대표자"), max_length=80, blank=True)
    district = models.CharField(_("구군"), max_length=5, choices=District, blank=True)
    address = models.CharField(_("주소"), max_length=200, blank=True)
    postal_code = models.CharField(_("우편번호"), max_length=5, blank=True)
    phone = models.CharField(_("전화번호"), max_length=20, blank=True)
    #: Days after the invoice that payment is due on account; null: no account.
    net_days = models.PositiveSmallIntegerField(_("외상 결제일"), null=True, blank=True)
    credit_limit_amount = models.BigIntegerField(_("여신 한도"), default=0)
    is_verified = models.BooleanField(default=False)
    answer = models.CharField(_("시의 답"), max_length=8, choices=Answer, blank=True)
    answer_reason = models.CharField(_("사유"), max_length=300, blank=True)
    #: When it was handed in (again); what nobody handed in was entered by the back office.
    asked_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("기관")
        constraints = [
            models.UniqueConstraint(
                fields=["business_number"],
                name="organization_number_once",
                condition=~models.Q(answer="refused"),
            ),
            models.CheckConstraint(
                condition=models.Q(is_verified=False) | models.Q(answer=""),
                name="organization_verified_or_answered",
            ),
            models.CheckConstraint(
                condition=models.Q(credit_limit_amount__gte=0), name="credit_limit_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A part of an organization (부서), as its chart has them; ``code`` is its own, if it has."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="departments"
    )
    name = models.CharField(_("부서 이름"), max_length=80)
    code = models.CharField(_("부서 코드"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "parent", "name"],
                nulls_distinct=False,
                name="department_once",
            ),
            models.UniqueConstraint(
                fields=["organization", "code"],
                condition=~models.Q(code=""),
                name="department_code_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's roles (``accounts.rules.Role`` values) in an organization."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=20), default=list)
    title = models.CharField(_("직위"), max_length=60, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")
        ]


class MembershipInvitation(models.Model):
    """An invitation to buy for an organization, by mail; its link is signed over ``nonce``."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("이메일"))
    roles = ArrayField(models.CharField(max_length=20), default=list)
    title = models.CharField(_("직위"), max_length=60, blank=True)
    department = models.ForeignKey(
        Department, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                name="member_invited_once",
                condition=models.Q(accepted_at=None),
            )
        ]


class Address(models.Model):
    """A saved address in Korean form: road-name address, postal code of five digits."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="addresses", null=True)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="addresses", null=True
    )
    label = models.CharField(_("배송지 이름"), max_length=40, blank=True)
    recipient = models.CharField(_("받는 사람"), max_length=80)
    phone = models.CharField(_("전화번호"), max_length=20)
    postal_code = models.CharField(_("우편번호"), max_length=5)
    road_address = models.CharField(_("도로명주소"), max_length=200)
    detail = models.CharField(_("상세주소"), max_length=100, blank=True)
    is_default = models.BooleanField(default=False)


class ApiToken(models.Model):
    """A bearer token; only its SHA-256 is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)


class SignInConnection(models.Model):
    """An organization's own way in (SSO): its people sign in where they sign in at work.

    ``domain`` is the organization's mail domain when it was set; nobody of another is let in.
    """

    class Protocol(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML 2.0"

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="sign_in"
    )
    #: In the addresses that the identity provider is told.
    slug = models.SlugField(max_length=40, unique=True)
    domain = models.CharField(max_length=120, unique=True)
    protocol = models.CharField(_("방식"), max_length=4, choices=Protocol)
    is_on = models.BooleanField(_("사용"), default=True)
    #: Members of the domain come in this way alone; owners keep their password for when it fails.
    is_enforced = models.BooleanField(_("필수"), default=False)
    #: The role of who comes in for the first time.
    default_role = models.CharField(_("처음 역할"), max_length=20, default="requester")
    # OpenID Connect; the secret is kept encrypted (``accounts.keeping``).
    server_url = models.URLField(max_length=300, blank=True)
    client_id = models.CharField(max_length=200, blank=True)
    secret = models.TextField(blank=True)
    # SAML: where its metadata is, or what is in it.
    metadata_url = models.URLField(max_length=300, blank=True)
    entity_id = models.CharField(max_length=300, blank=True)
    sso_url = models.URLField(max_length=300, blank=True)
    x509cert = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    @property
    def provider_id(self) -> str:
        """What allauth knows it by: the people of two providers never mix."""
        return f"sso-{self.slug}"
