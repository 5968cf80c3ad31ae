"""What happened below becomes facts."""

from __future__ import annotations

from typing import Any

from core import outbox
from reports import services


@outbox.handler("order.confirmed", name="reports.sold")
def sold(payload: dict[str, Any]) -> None:
    services.order_record(order_id=payload["order_id"])


@outbox.handler("vendor_order.delivered", name="reports.delivered")
def delivered(payload: dict[str, Any]) -> None:
    services.delivery_record(vendor_order_id=payload["vendor_order_id"])


@outbox.handler("acceptance.recorded", name="reports.accepted")
def accepted(payload: dict[str, Any]) -> None:
    services.acceptance_record(acceptance_id=payload["acceptance_id"])


@outbox.handler("pieces.cancelled", name="reports.pieces_cancelled")
def pieces_cancelled(payload: dict[str, Any]) -> None:
    services.cancellation_record(ids=payload["ids"])


@outbox.handler("refund.done", name="reports.refunded")
def refunded(payload: dict[str, Any]) -> None:
    services.refund_record(refund_id=payload["refund_id"])
