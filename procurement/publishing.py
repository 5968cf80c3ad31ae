"""Outbox handlers that tell the public what happened to an agency's purchase (``tasks`` takes them
in)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core import outbox
from procurement.models import PurchaseOrder
from procurement.services import publish


@outbox.handler("rfq.created", name="procurement.publish_request")
@outbox.handler("rfq.cancelled", name="procurement.publish_request")
def publish_request(payload: dict[str, Any]) -> None:
    publish.process_publish(rfq_id=payload["rfq_id"])


@outbox.handler("po.ordered", name="procurement.publish_order")
@outbox.handler("po.closed", name="procurement.publish_order")
def publish_order(payload: dict[str, Any]) -> None:
    publish.process_publish(po_id=payload["po_id"])


@outbox.handler("po.answered", name="procurement.publish_answer")
def publish_answer(payload: dict[str, Any]) -> None:
    _publish(PurchaseOrder.objects.filter(responses=payload["response_id"]))


@outbox.handler("change.done", name="procurement.publish_change")
def publish_change(payload: dict[str, Any]) -> None:
    _publish(PurchaseOrder.objects.filter(changes=payload["change_id"]))


@outbox.handler("shipment.created", name="procurement.publish_delivery")
def publish_delivery(payload: dict[str, Any]) -> None:
    _publish(PurchaseOrder.objects.filter(order__vendor_orders__shipments=payload["shipment_id"]))


@outbox.handler("acceptance.recorded", name="procurement.publish_inspection")
def publish_inspection(payload: dict[str, Any]) -> None:
    _publish(PurchaseOrder.objects.filter(acceptances=payload["acceptance_id"]))


@outbox.handler("invoice.payment_recorded", name="procurement.publish_payment")
def publish_payment(payload: dict[str, Any]) -> None:
    _publish(PurchaseOrder.objects.filter(invoices__payments=payload["payment_id"]))


def _publish(found: QuerySet[PurchaseOrder]) -> None:
    for po_id in found.values_list("pk", flat=True):
        publish.process_publish(po_id=po_id)
