"""What a list of recipients may say, and where an order of gifts stands."""

from gifts.rules.columns import (
    COLUMNS,
    NEEDED,
    ROW,
    found_columns,
    is_heading,
    missing_columns,
    told,
)
from gifts.rules.rows import (
    Checked,
    Defaults,
    Problem,
    checked,
    phone_formatted,
    postal_code_of,
    whole_quantity,
)
from gifts.rules.states import (
    MOVES,
    GiftStatus,
    days_to_make,
    erase_at,
    may_move,
    status_once_ordered,
)

__all__ = [
    "COLUMNS",
    "MOVES",
    "NEEDED",
    "ROW",
    "Checked",
    "Defaults",
    "GiftStatus",
    "Problem",
    "checked",
    "days_to_make",
    "erase_at",
    "found_columns",
    "is_heading",
    "may_move",
    "missing_columns",
    "phone_formatted",
    "postal_code_of",
    "status_once_ordered",
    "told",
    "whole_quantity",
]
