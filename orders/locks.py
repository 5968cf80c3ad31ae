"""Locks on orders: after stock, before payment."""

from __future__ import annotations

from collections.abc import Collection

from orders.models import Order, OrderLine, ReturnRequest, VendorOrder


def lock_order(order_id: int) -> Order | None:
    return Order.objects.select_for_update().filter(pk=order_id).first()


def lock_vendor_orders(order_id: int) -> list[VendorOrder]:
    """The order's parts, locked by pk. The order itself must be locked before."""
    rows = VendorOrder.objects.select_for_update().filter(order_id=order_id)
    return list(rows.order_by("pk"))


def lock_lines(vendor_order_ids: Collection[int]) -> dict[int, OrderLine]:
    """The lines of vendor orders, locked by pk, by pk. Their orders must be locked before."""
    rows = OrderLine.objects.select_for_update().filter(vendor_order_id__in=vendor_order_ids)
    return {line.pk: line for line in rows.order_by("pk")}


def lock_return(return_id: int) -> ReturnRequest | None:
    """A return, after its order and part."""
    return ReturnRequest.objects.select_for_update().filter(pk=return_id).first()
