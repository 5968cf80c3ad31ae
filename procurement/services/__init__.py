"""Writes of buying for organizations: ask, order, take in, pay."""

from procurement.services.ask import NewRfqLine, rfq_cancel, rfq_create
from procurement.services.decide import purchase_order_approve, purchase_order_reject
from procurement.services.order import (
    DeliverTo,
    ItemOrdered,
    priced_lines,
    purchase_order_from_items,
    purchase_order_from_quote,
)
from procurement.services.pay import invoice_payment_record
from procurement.services.quote import QuotedLine, invitation_decline, quote_submit
from procurement.services.receive import Inspected, acceptance_record, purchase_order_follow

__all__ = [
    "DeliverTo",
    "Inspected",
    "ItemOrdered",
    "NewRfqLine",
    "QuotedLine",
    "acceptance_record",
    "invitation_decline",
    "invoice_payment_record",
    "priced_lines",
    "purchase_order_approve",
    "purchase_order_follow",
    "purchase_order_from_items",
    "purchase_order_from_quote",
    "purchase_order_reject",
    "quote_submit",
    "rfq_cancel",
    "rfq_create",
]
