"""An order of the written past is the order the services would have made, row by row."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.forms.models import model_to_dict

from backend.demo.history import Booking, History, Pick, buyer_of
from backend.demo.market import Shelf
from catalog.selectors import variant_offers
from core import clock
from core.actor import SYSTEM
from inventory.models import Reservation, Stock, StockChange
from orders import services as orders
from orders.models import Order, OrderEvent, Shipment
from payments import rules as money
from payments import services as payments
from payments.models import LedgerEntry, Payment
from reports.models import SaleFact
from reports.services import facts_rebuild
from tests.factories.catalog import VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory

NOON = dt.datetime(2026, 7, 1, 3, tzinfo=dt.UTC)
_OWN = {
    "id", "number", "token", "order", "vendor_order", "order_line", "shipment", "reference",
    "provider_ref", "holder", "entry", "next_action",
}  # fmt: skip
ADDRESS = {
    "recipient": "김시민",
    "phone": "010-0000-0001",
    "postal_code": "48200",
    "road_address": "부산광역시 수영구 망미골목길 1",
}


@pytest.fixture
def variants(db: None) -> list[Any]:
    sellers = EnterpriseFactory.create_batch(2)
    for seller in sellers:
        CredentialFactory(enterprise=seller)
        CredentialFactory(enterprise=seller, kind="women_owned", expires_on=dt.date(2026, 6, 1))
    return [
        VariantFactory(product__enterprise=sellers[0], price=6_510, tiers={50: 6_000}, on_hand=90),
        VariantFactory(
            product__enterprise=sellers[0], product__tax_class="exempt", price=9_900, on_hand=90
        ),
        VariantFactory(product__enterprise=sellers[1], price=33_333, on_hand=90),
    ]


def _served(variants: list[Any], drain: Callable[[], int]) -> Order:
    """Placed, paid, shipped and delivered through the services, a day a step."""
    with time_machine.travel(NOON, tick=False) as at:
        order = orders.order_create(
            actor=SYSTEM,
            lines=[
                orders.NewLine(variant_id=v.pk, quantity=q)
                for v, q in zip(variants, (60, 3, 1), strict=True)
            ],
            buyer=orders.Buyer(kind="citizen", email="a@example.kr", district="26500"),
            address=orders.ShipTo(**ADDRESS),
        )
        payment = payments.payment_start(actor=SYSTEM, order_id=order.pk, gateway="bank_transfer")
        payments.payment_capture(payment_id=payment.pk)
        at.shift(dt.timedelta(days=1))
        for part in order.vendor_orders.order_by("pk"):
            orders.vendor_order_accept(actor=SYSTEM, vendor_order_id=part.pk)
            orders.shipment_create(
                actor=SYSTEM, vendor_order_id=part.pk, carrier="온장택배", tracking_number="1"
            )
        at.shift(dt.timedelta(days=1))
        for part in order.vendor_orders.order_by("pk"):
            orders.vendor_order_mark_delivered(actor=SYSTEM, vendor_order_id=part.pk)
    drain()
    return Order.objects.get(pk=order.pk)


def _written(variants: list[Any]) -> Order:
    """The same, as the demo's history writes it."""
    enterprises = {v.product.enterprise.slug: v.product.enterprise for v in variants}
    with time_machine.travel(NOON + dt.timedelta(days=9), tick=False):
        shelf = Shelf(enterprises, {}, [], {})
        offers = variant_offers([v.pk for v in variants])
        history = History(shelf, offers, random.Random(1))
        history.commission_bp = 330  # the general rule of the migrations
        order, parts = history.order(
            [Pick(offers[v.pk], q) for v, q in zip(variants, (60, 3, 1), strict=True)],
            placed_at=NOON,
            charge_shipping=True,
            buyer_kind="citizen",
            buyer_district="26500",
            email="a@example.kr",
            **ADDRESS,
        )
        payment = Payment(
            order=order,
            gateway="bank_transfer",
            reference=history.number("P", clock.local_date(NOON)),
            amount=order.total_amount,
            created_at=NOON,
            state=Payment.State.CAPTURED,
            captured_at=NOON,
        )
        payment.provider_ref = f"bank_{payment.reference}"
        history.add(payment)
        history.confirm(order, parts, NOON)
        history.bookings.append(
            Booking(
                key=lambda: f"payment:{payment.pk}:captured",
                kind="capture",
                postings=money.capture_postings(
                    payment.amount, gateway="bank_transfer", buyer=buyer_of(order)
                ),
                at=NOON,
                order=order,
            )
        )
        for part in parts:
            history.accept(part, NOON + dt.timedelta(days=1))
            shipment = history.ship(part, NOON + dt.timedelta(days=1))
            assert shipment is not None
            shipment.carrier, shipment.tracking_number = "온장택배", "1"
            history.rows[OrderEvent][-1].data = {"carrier": "온장택배", "tracking_number": "1"}
            history.recognise(part, shipment, NOON + dt.timedelta(days=2))
        history.settle_status(order, parts)
        history.save(progress=lambda *_: None, title="")
        facts_rebuild()
    return order


def _posting(posting: Any, order: Order) -> tuple[str, str, int]:
    owner = posting.account.owner.replace(f"guest:{order.pk}", "guest")
    return posting.account.kind, owner, posting.amount


def _told(order: Order) -> dict[str, Any]:
    """All that was written for an order, without the names that can't be equal."""
    parts = list(order.vendor_orders.order_by("pk"))
    names = {f"{order.pk}": "order", order.number: "order"}
    names |= {f"{part.pk}": f"part{n}" for n, part in enumerate(parts)}

    def plain(rows: Any) -> list[dict[str, Any]]:
        return [
            {k: v for k, v in model_to_dict(row).items() if k not in _OWN}
            | {"at": getattr(row, "at", None)}
            for row in rows
        ]

    entries = LedgerEntry.objects.filter(order=order).order_by("pk")
    facts = SaleFact.objects.filter(order_id=order.pk).order_by("happened_at", "order_line_id")
    return {
        "order": plain([order]),
        "parts": plain(parts),
        "lines": [plain(part.lines.order_by("pk")) for part in parts],
        "shipments": [plain(part.shipments.all()) for part in parts],
        "shipment lines": [
            plain(shipment.lines.order_by("pk"))
            for shipment in Shipment.objects.filter(vendor_order__in=parts).order_by("pk")
        ],
        "events": sorted(
            (e.at, e.kind, parts.index(e.vendor_order) if e.vendor_order else -1, str(e.data))
            for e in order.events.all()
        ),
        "payments": plain(order.payments.all()),
        "ledger": [
            (
                entry.kind,
                entry.happened_at,
                parts.index(entry.vendor_order) if entry.vendor_order else None,
                sorted(
                    (
                        p.account.kind,
                        p.account.owner.replace(f"guest:{order.pk}", "guest"),
                        p.amount,
                    )
                    for p in entry.postings.all()
                ),
            )
            for entry in entries
        ],
        "keys": [entry.key.split(":")[0] + entry.key.split(":")[2] for entry in entries],
        "reservations": [
            (r.stock_id, r.quantity, r.state)
            for r in Reservation.objects.filter(holder=f"order:{order.pk}").order_by("stock_id")
        ],
        "facts": [
            {
                k: v
                for k, v in model_to_dict(fact).items()
                if k not in {"id", "source", "order_id", "order_line_id"}
            }
            for fact in facts
        ],
    }


@pytest.mark.django_db
def test_a_written_order_is_the_served_order(
    variants: list[Any], drain_outbox: Callable[[], int]
) -> None:
    served, written = _told(_served(variants, drain_outbox)), _told(_written(variants))
    for what in served:
        assert written[what] == served[what], what
    assert len(served["facts"]) == 6
    assert len(served["ledger"]) == 3


@pytest.mark.django_db
def test_services_explain_stock_as_the_written_past_does(
    variants: list[Any], drain_outbox: Callable[[], int]
) -> None:
    _served(variants, drain_outbox)
    changes = StockChange.objects.filter(reason=StockChange.Reason.SOLD)
    assert sorted(changes.values_list("delta", flat=True)) == [-60, -3, -1]
    assert sorted(Stock.objects.values_list("on_hand", flat=True)) == [30, 87, 89]
