"""Following parcels: what the carriers saw is kept, and what they delivered counts as received."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import F, Q

from core import clock, transactions
from core.actor import SYSTEM
from orders.errors import WrongState
from orders.gateways.tracking import NoTracker, Track, TrackingFailed, tracker
from orders.models import Order, Shipment, TrackingEvent, VendorOrder
from orders.services.fulfil import vendor_order_mark_delivered

log = structlog.get_logger(__name__)

#: Carriers are asked about a parcel again after this long.
EVERY = dt.timedelta(hours=2)
#: A parcel nobody saw for this long is left to its buyer.
PATIENCE = dt.timedelta(days=30)
BATCH = 200


def shipments_track() -> dict[str, int]:
    """Ask about every parcel on its way; answers how many were ``asked``, ``delivered``, and how
    often the service was ``silent``. Without a tracker nothing is asked."""
    counts = {"asked": 0, "delivered": 0, "silent": 0}
    asks = tracker()
    if isinstance(asks, NoTracker):
        return counts
    transactions.require_none()
    now = clock.now()
    due = Shipment.objects.filter(
        Q(tracked_at=None) | Q(tracked_at__lt=now - EVERY),
        delivered_at=None,
        shipped_at__gt=now - PATIENCE,
    ).order_by(F("tracked_at").asc(nulls_first=True), "pk")
    for shipment in list(due[:BATCH]):
        counts["asked"] += 1
        try:
            track = asks.track(shipment.carrier, shipment.tracking_number)
        except TrackingFailed as error:
            counts["silent"] += 1
            log.warning("carrier is silent", shipment=shipment.number, error=str(error))
            Shipment.objects.filter(pk=shipment.pk).update(
                tracked_at=now, tracking_error=str(error)[:200]
            )
            continue
        counts["delivered"] += _keep(shipment, track, now)
    return counts


@transaction.atomic
def _keep(shipment: Shipment, track: Track | None, now: dt.datetime) -> bool:
    changes: dict[str, object] = {"tracked_at": now, "tracking_error": ""}
    if track is not None:
        TrackingEvent.objects.bulk_create(
            (
                TrackingEvent(shipment=shipment, at=scan.at, text=scan.text, place=scan.place)
                for scan in track.scans
            ),
            ignore_conflicts=True,
        )
        if track.delivered:
            changes["delivered_at"] = max((s.at for s in track.scans), default=now)
    Shipment.objects.filter(pk=shipment.pk).update(**changes)
    if track is None or not track.delivered:
        return False
    part = VendorOrder.objects.select_related("order").get(pk=shipment.vendor_order_id)
    all_there = not part.shipments.filter(delivered_at=None).exists()
    is_citizens = part.order.terms == Order.Terms.PREPAID  # an organization inspects instead
    if all_there and is_citizens and part.status == VendorOrder.Status.SHIPPED:
        try:
            with transaction.atomic():
                vendor_order_mark_delivered(actor=SYSTEM, vendor_order_id=part.pk)
        except WrongState:
            log.info("delivered, but told otherwise a moment ago", part=part.number)
    return True
