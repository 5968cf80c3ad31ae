"""Writes to orders: placing them, carrying them out, taking things back."""

from orders.services.dispatch import Report, dispatch_list, shipments_create
from orders.services.fulfil import (
    Taken,
    lines_take_back,
    shipment_create,
    shipment_pieces_replace,
    vendor_order_accept,
    vendor_order_close,
    vendor_order_mark_delivered,
)
from orders.services.place import (
    EXPIRED,
    Buyer,
    NewLine,
    ShipTo,
    Wishes,
    is_buyer,
    order_cancel,
    order_cancel_by_token,
    order_confirm,
    order_create,
    order_revive,
)
from orders.services.returns import (
    exchange_complete,
    return_approve,
    return_arrive,
    return_refuse,
    return_request,
    return_take_back,
    return_withdraw,
)
from orders.services.track import shipments_track

__all__ = [
    "EXPIRED",
    "Buyer",
    "NewLine",
    "Report",
    "ShipTo",
    "Taken",
    "Wishes",
    "dispatch_list",
    "exchange_complete",
    "is_buyer",
    "lines_take_back",
    "order_cancel",
    "order_cancel_by_token",
    "order_confirm",
    "order_create",
    "order_revive",
    "return_approve",
    "return_arrive",
    "return_refuse",
    "return_request",
    "return_take_back",
    "return_withdraw",
    "shipment_create",
    "shipment_pieces_replace",
    "shipments_create",
    "shipments_track",
    "vendor_order_accept",
    "vendor_order_close",
    "vendor_order_mark_delivered",
]
