"""Parcels are followed at the carriers; what they delivered counts as received."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from core import clock
from orders import services
from orders.models import Shipment, TrackingEvent, VendorOrder
from tests.factories.payments import paid, seller_of
from tests.twins import sweet_tracker as twin
from tests.twins.sweet_tracker import Tracker

pytestmark = pytest.mark.django_db

NUMBER = "6012-3456-7890"
KNOWN = ("04", "601234567890")


@pytest.fixture
def carriers(settings: Any) -> Iterator[Tracker]:
    settings.TEST_GATEWAY = True
    with twin.running() as tracker:
        settings.TRACKING_KEY, settings.TRACKING_API_BASE = twin.KEY, tracker.address
        yield tracker


@pytest.fixture
def shipment(settings: Any) -> Shipment:
    settings.TEST_GATEWAY = True
    part = paid().order.vendor_orders.get()
    return services.shipment_create(
        actor=seller_of(part), vendor_order_id=part.pk, carrier="CJ대한통운", tracking_number=NUMBER
    )


def scan(time: str, kind: str, where: str = "부산HUB") -> dict[str, str]:
    return {"timeString": time, "kind": kind, "where": where}


def later(hours: int = 3) -> Any:
    return clock.moved_to(clock.now() + dt.timedelta(hours=hours))


def test_scans_are_kept_once_and_the_buyer_sees_them(
    carriers: Tracker, shipment: Shipment, client: Client
) -> None:
    carriers.parcels[KNOWN] = ([scan("2026-11-23 14:05:00", "집화처리")], False)
    assert services.shipments_track() == {"asked": 1, "delivered": 0, "silent": 0}
    assert carriers.asked == [KNOWN]  # the number without its hyphens
    carriers.parcels[KNOWN][0].append(scan("2026-11-24 07:30", "배달출발", "연제대리점"))
    with later():
        services.shipments_track()
    events = list(TrackingEvent.objects.order_by("at"))
    assert [(event.text, event.place) for event in events] == [
        ("집화처리", "부산HUB"),
        ("배달출발", "연제대리점"),
    ]
    assert events[0].at == dt.datetime(2026, 11, 23, 14, 5, tzinfo=clock.SEOUL)
    order = shipment.vendor_order.order
    page = client.get(f"/orders/{order.token}/parcels/{shipment.number}/").content.decode()
    assert "배달출발" in page
    assert "연제대리점" in page


def test_it_is_asked_about_every_two_hours(carriers: Tracker, shipment: Shipment) -> None:
    carriers.parcels[KNOWN] = ([], False)
    services.shipments_track()
    services.shipments_track()
    assert len(carriers.asked) == 1
    with later():
        services.shipments_track()
    assert len(carriers.asked) == 2


def test_what_the_carrier_delivered_counts_as_received(
    carriers: Tracker, shipment: Shipment
) -> None:
    carriers.parcels[KNOWN] = ([scan("2026-11-24 11:00", "배달완료")], True)
    assert services.shipments_track()["delivered"] == 1
    part = VendorOrder.objects.get(pk=shipment.vendor_order_id)
    assert part.status == "delivered"
    with later():
        assert services.shipments_track()["asked"] == 0


def test_a_part_in_two_parcels_waits_for_both(carriers: Tracker) -> None:
    from orders.services import NewLine
    from tests.factories.catalog import VariantFactory

    part = paid(NewLine(VariantFactory().pk, 2)).order.vendor_orders.get()
    line = part.lines.get()
    for number in ("1111", "2222"):
        services.shipment_create(
            actor=seller_of(part), vendor_order_id=part.pk, carrier="CJ대한통운",
            tracking_number=number, quantities={line.pk: 1},
        )  # fmt: skip
    carriers.parcels["04", "1111"] = ([scan("2026-11-24 11:00", "배달완료")], True)
    carriers.parcels["04", "2222"] = ([], False)
    assert services.shipments_track() == {"asked": 2, "delivered": 1, "silent": 0}
    part.refresh_from_db()
    assert part.status == "shipped"


@pytest.mark.parametrize(
    "broken",
    [(500, "{}"), (200, "<html>"), (200, "[]"),
     (200, '{"trackingDetails": [{"timeString": "어제", "kind": "x", "where": "y"}]}')],
)  # fmt: skip
def test_a_silent_or_strange_service_changes_nothing(
    carriers: Tracker, shipment: Shipment, broken: tuple[int, str]
) -> None:
    carriers.broken = broken
    assert services.shipments_track() == {"asked": 1, "delivered": 0, "silent": 1}
    shipment.refresh_from_db()
    assert shipment.tracking_error
    assert not TrackingEvent.objects.exists()
    carriers.broken = None
    carriers.parcels[KNOWN] = ([], False)
    with later():
        assert services.shipments_track()["silent"] == 0
    shipment.refresh_from_db()
    assert shipment.tracking_error == ""


def test_a_wrong_key_is_told_in_the_service_s_words(
    carriers: Tracker, shipment: Shipment, settings: Any
) -> None:
    settings.TRACKING_KEY = "wrong"
    services.shipments_track()
    shipment.refresh_from_db()
    assert "KEY" in shipment.tracking_error


def test_without_a_key_nobody_is_asked_and_the_page_works(
    shipment: Shipment, client: Client, settings: Any
) -> None:
    settings.TRACKING_KEY = ""
    assert services.shipments_track() == {"asked": 0, "delivered": 0, "silent": 0}
    order = shipment.vendor_order.order
    page = client.get(f"/orders/{order.token}/parcels/{shipment.number}/")
    assert page.status_code == 200
    assert NUMBER in page.content.decode()


def test_a_carrier_nobody_knows_is_left_to_the_buyer(carriers: Tracker, settings: Any) -> None:
    part = paid().order.vendor_orders.get()
    services.shipment_create(
        actor=seller_of(part), vendor_order_id=part.pk, carrier="이웃집 아저씨", tracking_number="1"
    )
    assert services.shipments_track() == {"asked": 1, "delivered": 0, "silent": 0}
    assert carriers.asked == []
