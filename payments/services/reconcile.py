"""The reconciler: every open payment is compared with its provider, and mended or flagged."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db.models import F, Q
from django.utils.translation import gettext as _

from core import clock
from core.errors import DomainError
from payments import gateways
from payments.models import Payment, Refund
from payments.services.collect import follow_provider, payment_flag
from payments.services.refund import refund_execute

log = structlog.get_logger(__name__)

#: A payment younger than this is still with its buyer.
SETTLED_IN = dt.timedelta(minutes=2)
#: Asked again after this long.
EVERY = dt.timedelta(minutes=3)
#: A provider that has no answer for this long gets its payment flagged.
PATIENCE = dt.timedelta(hours=1)
#: So many are asked in one run.
BATCH = 200


def payments_reconcile() -> dict[str, int]:
    """Ask the providers about every open payment; answers how many were ``asked``, ``mended``
    (they said otherwise than we had it) and ``silent``.

    Also payments we closed a short while ago: a buyer may have paid in the last second of their
    time. Killed at any point, the next run goes on.
    """
    now = clock.now()
    counts = {"asked": 0, "mended": 0, "silent": 0}
    for payment in _due(now):
        counts["asked"] += 1
        before = payment.state
        try:
            state = gateways.gateway_named(payment.gateway).fetch(payment)
            after = follow_provider(payment, state)
        except DomainError as error:
            counts["silent"] += 1
            log.warning("provider is silent", payment=payment.reference, error=str(error))
            if now - payment.created_at > PATIENCE and not payment.flag:
                payment_flag(payment_id=payment.pk, flag=_("결제사가 응답하지 않습니다."))
        else:
            counts["mended"] += after.state != before
        Payment.objects.filter(pk=payment.pk).update(checked_at=now)
    return counts


def refunds_reconcile() -> int:
    """Ask again for refunds that are on their way at a provider; answers how many arrived."""
    waiting = Refund.objects.filter(
        state=Refund.State.PENDING, created_at__lt=clock.now() - SETTLED_IN
    ).exclude(payment__gateway="bank_transfer")
    done = 0
    for refund_id in list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        try:
            done += refund_execute(refund_id=refund_id).state == Refund.State.DONE
        except DomainError as error:
            log.warning("refund is waiting", refund=refund_id, error=str(error))
    return done


def _due(now: dt.datetime) -> list[Payment]:
    open_or_just_closed = Q(state=Payment.State.PENDING) | Q(
        state__in=[Payment.State.CANCELLED, Payment.State.FAILED],
        captured_at=None,
        created_at__gt=now - dt.timedelta(days=2),
    )
    rows = (
        Payment.objects.filter(open_or_just_closed, created_at__lt=now - SETTLED_IN)
        .filter(Q(checked_at=None) | Q(checked_at__lt=now - EVERY))
        .exclude(provider_ref="")
        .exclude(gateway__in=["bank_transfer", "invoice", "test"])
        .select_related("order")
    )
    return list(rows.order_by(F("checked_at").asc(nulls_first=True), "pk")[:BATCH])
