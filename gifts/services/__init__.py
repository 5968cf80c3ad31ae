"""Writes of gifts: a list becomes an order, the order parcels, and people are forgotten."""

from gifts.services.erase import gift_order_erase, gifts_erase_due
from gifts.services.follow import gift_order_follow, gift_orders_follow_all, gifts_inspected
from gifts.services.make import (
    KEEP_DAYS,
    Wishes,
    days_kept,
    gift_file_upload,
    gift_order_create,
    gift_order_update,
)
from gifts.services.mend import (
    gift_bad_rows_leave_out,
    gift_recipient_leave_out,
    gift_recipient_mend,
)
from gifts.services.read import MOST_ROWS, gift_file_read
from gifts.services.send import (
    Report,
    gift_parcels_record,
    gift_recipients_take_out,
    gift_result_take_out,
)
from gifts.services.submit import gift_order_cancel, gift_order_submit
from gifts.services.track import gifts_track

__all__ = [
    "KEEP_DAYS",
    "MOST_ROWS",
    "Report",
    "Wishes",
    "days_kept",
    "gift_bad_rows_leave_out",
    "gift_file_read",
    "gift_file_upload",
    "gift_order_cancel",
    "gift_order_create",
    "gift_order_erase",
    "gift_order_follow",
    "gift_order_submit",
    "gift_order_update",
    "gift_orders_follow_all",
    "gift_parcels_record",
    "gift_recipient_leave_out",
    "gift_recipient_mend",
    "gift_recipients_take_out",
    "gift_result_take_out",
    "gifts_erase_due",
    "gifts_inspected",
    "gifts_track",
]
