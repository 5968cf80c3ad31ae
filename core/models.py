"""The house's own rows: effects to deliver, acts to remember, answers to repeat, mails sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class OutboxTask(models.Model):
    """One effect of a committed change, owed to one handler (see ``core.outbox``)."""

    id = models.BigAutoField(primary_key=True)
    topic = models.CharField(max_length=64)
    handler = models.CharField(max_length=96)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], name="outbox_open", condition=Q(done_at=None)),
        ]


class AuditEntry(models.Model):
    """Who did what to which object, when. Append-only (a trigger refuses UPDATE and DELETE)."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="audit_object")]


class Seal(models.Model):
    """A digest of something that must not change unseen, chained to the one before it: ``chain``
    is SHA-256 over the previous link's chain and this one's words. Append-only."""

    at = models.DateTimeField()
    action = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"], name="seal_object")]


class IdempotencyKey(models.Model):
    """The answer given to a key, so that a retry gets the same one (see ``core.idempotency``)."""

    scope = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    fingerprint = models.CharField(max_length=64)
    response = models.JSONField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_once")]


class SentMail(models.Model):
    """A mail handed to the carrier. ``key`` makes it once: the same effect has the same key."""

    key = models.CharField(max_length=128, unique=True)
    to = models.EmailField()
    subject = models.CharField(max_length=255)
    body = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)


class TaxRate(models.Model):
    """The VAT rate of a tax class (``taxable``, ``exempt``) from a day on."""

    tax_class = models.CharField(max_length=8)
    rate_bp = models.PositiveIntegerField()
    valid_from = models.DateField()
    basis = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tax_class", "valid_from"], name="tax_rate_once_a_day")
        ]
