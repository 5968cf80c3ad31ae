"""Orders that another system sends: each is taken in once, under the number it has there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import clock, idempotency
from procurement.models import PurchaseOrder, ReceivedOrder


def order_receive(
    *,
    organization_id: int,
    channel: ReceivedOrder.Channel,
    number: str,
    message_id: str,
    create: Callable[[], PurchaseOrder],
) -> PurchaseOrder:
    """``create`` the purchase order, the first time; the same message again answers the same one.

    Raises KeyReused for another message under a number that came, InFlight while the first runs.
    """

    def take() -> dict[str, Any]:
        po = create()
        ReceivedOrder.objects.create(
            organization_id=organization_id,
            channel=channel,
            number=number,
            message_id=message_id,
            purchase_order=po,
            received_at=clock.now(),
        )
        return {"po_id": po.pk}

    answer = idempotency.once(
        scope=f"received:{channel}:{organization_id}",
        key=number,
        body={"message": message_id},
        action=take,
    )
    return PurchaseOrder.objects.get(pk=answer["po_id"])
