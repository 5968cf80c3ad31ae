"""How an organization may buy, who may do what, and what can never be more than what."""

from procurement.rules.grounds import (
    Finding,
    Ground,
    Obstacle,
    Paper,
    crossed_limits,
    examine,
    examine_all,
    first_permitting,
)
from procurement.rules.quotes import is_expired, ranks
from procurement.rules.states import (
    PURCHASE_ORDER_MOVES,
    QUOTE_MOVES,
    RFQ_MOVES,
    PurchaseOrderStatus,
    QuoteStatus,
    RfqStatus,
    duties_part,
    purchase_order_may_move,
    purchase_order_status,
    quantities_hold,
    quote_may_move,
    rfq_may_move,
)

__all__ = [
    "PURCHASE_ORDER_MOVES",
    "QUOTE_MOVES",
    "RFQ_MOVES",
    "Finding",
    "Ground",
    "Obstacle",
    "Paper",
    "PurchaseOrderStatus",
    "QuoteStatus",
    "RfqStatus",
    "crossed_limits",
    "duties_part",
    "examine",
    "examine_all",
    "first_permitting",
    "is_expired",
    "purchase_order_may_move",
    "purchase_order_status",
    "quantities_hold",
    "quote_may_move",
    "ranks",
    "rfq_may_move",
]
