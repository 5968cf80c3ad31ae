"""Writes to settlements: closing periods, sending the money, comparing the books."""

from settlements.services.close import settlements_close
from settlements.services.payouts import (
    adjustment_post,
    payout_fail,
    payout_paid,
    payout_record,
    payout_send,
    payouts_file,
    payouts_follow,
)
from settlements.services.reconcile import reconciliation_make

__all__ = [
    "adjustment_post",
    "payout_fail",
    "payout_paid",
    "payout_record",
    "payout_send",
    "payouts_file",
    "payouts_follow",
    "reconciliation_make",
    "settlements_close",
]
