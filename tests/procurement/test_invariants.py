"""What the database itself refuses of a purchase, whoever asks it to."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from core import clock
from core.actor import Actor
from procurement import services
from procurement.models import (
    Acceptance,
    AcceptanceLine,
    Approval,
    Invoice,
    InvoiceLine,
    PurchaseOrder,
)
from tests.procurement.conftest import Desk, Seller, answer, ask, inspect, order_quote, ship

pytestmark = pytest.mark.django_db


def refused(act: Callable[[], object]) -> None:
    """The database refuses what ``act`` wrote, and keeps nothing of it."""

    def tried() -> None:
        with transaction.atomic():
            act()
            now_checked()

    with pytest.raises(IntegrityError):
        tried()


def now_checked() -> None:
    """What waits for the end of the transaction is checked at once."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def invoice(agency: Desk, sellers: tuple[Seller, Seller]) -> Invoice:
    """100 of 300 pieces came, were accepted and invoiced."""
    po = order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    po = services.purchase_order_approve(actor=agency.approver, po_id=po.pk)
    piece = po.lines.get().order_line_id
    made = inspect(agency, ship(po, sellers[0], quantities={piece: 100}))
    now_checked()
    return made


def test_no_more_is_invoiced_than_was_accepted(invoice: Invoice) -> None:
    line = invoice.lines.get()
    line.pk, line.quantity = None, 1
    refused(lambda: line.save(force_insert=True))
    assert InvoiceLine.objects.count() == 1


def test_no_more_is_accepted_than_was_delivered(invoice: Invoice) -> None:
    shipment = invoice.acceptance.shipment
    other = invoice.acceptance
    shipment.pk, shipment.number = None, "S-2"

    def accept() -> None:
        shipment.save(force_insert=True)
        again = Acceptance.objects.create(
            purchase_order=other.purchase_order,
            shipment=shipment,
            number="A-2",
            inspector=other.inspector,
            inspected_at=clock.now(),
        )
        AcceptanceLine.objects.create(
            acceptance=again, order_line=invoice.lines.get().order_line, delivered=1, accepted=1
        )

    refused(accept)
    assert Acceptance.objects.count() == 1


@pytest.mark.parametrize("who", ["requester", "approver"])
def test_who_asked_or_approved_never_inspects(invoice: Invoice, agency: Desk, who: str) -> None:
    actor: Actor = getattr(agency, who)
    shipment = invoice.acceptance.shipment
    shipment.pk, shipment.number = None, "S-2"

    def accept() -> None:
        shipment.save(force_insert=True)
        Acceptance.objects.create(
            purchase_order=invoice.purchase_order,
            shipment=shipment,
            number="A-2",
            inspector_id=actor.require_person(),
            inspected_at=clock.now(),
        )

    refused(accept)


def test_who_asked_never_approves(agency: Desk, sellers: tuple[Seller, Seller]) -> None:
    po: PurchaseOrder = order_quote(agency, answer(ask(agency, sellers[0]), sellers[0], 18_000))
    refused(
        lambda: Approval.objects.create(
            purchase_order=po, approver_id=po.requester_id, decision="approved", at=clock.now()
        )
    )
