"""Following gifts: what the carriers delivered is there."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import F, Q

from core import clock, transactions
from gifts import locks
from gifts.models import GiftRecipient
from gifts.services.follow import PATIENCE, follow
from orders.gateways.tracking import NoTracker, TrackingFailed, tracker

log = structlog.get_logger(__name__)

#: Carriers are asked about a parcel again after this long, about so many at a time.
EVERY = dt.timedelta(hours=6)
BATCH = 200
R = GiftRecipient.Status


def gifts_track() -> dict[str, int]:
    """Ask about gifts on their way; answers how many were ``asked``, ``delivered``, and how often
    the service was ``silent``. Without a tracker nothing is asked."""
    counts = {"asked": 0, "delivered": 0, "silent": 0}
    asks = tracker()
    if isinstance(asks, NoTracker):
        return counts
    transactions.require_none()
    now = clock.now()
    due = GiftRecipient.objects.filter(
        Q(tracked_at=None) | Q(tracked_at__lt=now - EVERY),
        status=R.SENT,
        erased_at=None,
        sent_at__gt=now - PATIENCE,
    ).order_by(F("tracked_at").asc(nulls_first=True), "pk")
    for row in list(due[:BATCH]):
        counts["asked"] += 1
        try:
            track = asks.track(row.carrier, row.tracking_number)
        except TrackingFailed as error:
            counts["silent"] += 1
            log.warning("carrier is silent", gift_recipient=row.pk, error=str(error))
            track = None
        GiftRecipient.objects.filter(pk=row.pk).update(tracked_at=now)
        if track is not None and track.delivered:
            there = max((scan.at for scan in track.scans), default=now)
            counts["delivered"] += _there(row, there)
    return counts


@transaction.atomic
def _there(row: GiftRecipient, at: dt.datetime) -> int:
    order = locks.lock_gift_order(row.order_id)
    assert order is not None
    rows = GiftRecipient.objects.filter(
        pk=row.pk, status=R.SENT, tracking_number=row.tracking_number
    )
    count = rows.update(status=R.DELIVERED, delivered_at=at)
    follow(order)
    return count
