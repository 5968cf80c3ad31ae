"""What of purchasing goes to the public, and what comes in from other systems."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization
from procurement.models.ask import RequestForQuote
from procurement.models.order import PurchaseOrder

PERSON = settings.AUTH_USER_MODEL


class OcdsRelease(models.Model):
    """What was made public of an agency's purchase, at one event, as open contracting data.

    Append-only: news is another release. ``event`` names what happened (``acceptance:12``), so that
    nothing is told twice.
    """

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="ocds_releases"
    )
    rfq = models.ForeignKey(
        RequestForQuote, null=True, on_delete=models.PROTECT, related_name="ocds_releases"
    )
    purchase_order = models.ForeignKey(
        PurchaseOrder, null=True, on_delete=models.PROTECT, related_name="ocds_releases"
    )
    ocid = models.CharField(max_length=60)
    release_id = models.CharField(max_length=120, unique=True)
    event = models.CharField(max_length=60)
    tags = ArrayField(models.CharField(max_length=24))
    #: When it happened; ``published_at``: when it was written here.
    date = models.DateTimeField()
    data = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ocid", "event"], name="ocds_event_told_once"),
            models.CheckConstraint(
                condition=Q(rfq__isnull=False) | Q(purchase_order__isnull=False),
                name="ocds_release_of_a_purchase",
            ),
        ]
        indexes = [
            models.Index(fields=["ocid", "date"], name="ocds_record"),
            models.Index(fields=["published_at"], name="ocds_published"),
        ]

    def __str__(self) -> str:
        return self.release_id


class PunchOutConnection(models.Model):
    """An organization's purchasing system that may shop here: its identity, and the SHA-256 of the
    secret both know."""

    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="punchout_connections"
    )
    #: As cXML's Credential: ``NetworkID``, ``DUNS``, ``KR-BRN``.
    domain = models.CharField(_("식별 체계"), max_length=40)
    identity = models.CharField(_("식별자"), max_length=80)
    secret_digest = models.CharField(max_length=64)
    #: In whose name its orders are handed in.
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    #: The ground an agency cites for what it orders this way; blank for companies.
    rule_code = models.CharField(_("계약 근거"), max_length=40, blank=True)
    is_active = models.BooleanField(_("사용 중"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("펀치아웃 연결")
        verbose_name_plural = _("펀치아웃 연결")
        constraints = [
            models.UniqueConstraint(fields=["domain", "identity"], name="punchout_identity_once")
        ]

    def __str__(self) -> str:
        return f"{self.domain} {self.identity}"


class PunchOutSession(models.Model):
    """A person of a buyer's came to fill a cart for their own system. The link works once."""

    connection = models.ForeignKey(
        PunchOutConnection, on_delete=models.CASCADE, related_name="sessions"
    )
    #: SHA-256 of the link's secret.
    digest = models.CharField(max_length=64, unique=True)
    operation = models.CharField(max_length=8)
    buyer_cookie = models.CharField(max_length=500)
    form_post_url = models.URLField(max_length=1000)
    is_test = models.BooleanField(default=False)
    #: The cart to edit or look at again: ``[[sku, quantity], …]``.
    lines = models.JSONField(default=list)
    selected_sku = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)


class ReceivedOrder(models.Model):
    """An order that another system sent, under the number it has there. Append-only: the same
    order again is the same purchase order."""

    class Channel(models.TextChoices):
        UBL = "ubl", "UBL"
        CXML = "cxml", "cXML"

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="received_orders"
    )
    channel = models.CharField(max_length=4, choices=Channel)
    number = models.CharField(max_length=200)
    #: The message that brought it (cXML's payloadID; UBL's SHA-256).
    message_id = models.CharField(max_length=300)
    purchase_order = models.OneToOneField(
        PurchaseOrder, on_delete=models.PROTECT, related_name="received"
    )
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "channel", "number"], name="order_received_once"
            )
        ]
