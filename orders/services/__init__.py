"""Writes to orders: placing them, and carrying them out."""

from orders.services.fulfil import (
    line_refund_mark,
    shipment_create,
    vendor_order_accept,
    vendor_order_mark_delivered,
)
from orders.services.place import (
    Buyer,
    NewLine,
    ShipTo,
    is_buyer,
    order_cancel,
    order_cancel_by_token,
    order_confirm,
    order_create,
)

__all__ = [
    "Buyer",
    "NewLine",
    "ShipTo",
    "is_buyer",
    "line_refund_mark",
    "order_cancel",
    "order_cancel_by_token",
    "order_confirm",
    "order_create",
    "shipment_create",
    "vendor_order_accept",
    "vendor_order_mark_delivered",
]
