"""Writes to settlements: closing periods, sending the money, comparing the books."""

from settlements.services.close import settlements_close
from settlements.services.payouts import (
    adjustment_post,
    payout_fail,
    payout_paid,
    payout_record,
    payout_send,
    payout_told,
    payouts_file,
    payouts_follow,
    payouts_record,
)
from settlements.services.reconcile import reconciliation_make
from settlements.services.tax import (
    GoodsLine,
    GoodsSource,
    commission_documents_create,
    document_amend,
    document_issue,
    document_record,
    goods_documents_create,
)

__all__ = [
    "GoodsLine",
    "GoodsSource",
    "adjustment_post",
    "commission_documents_create",
    "document_amend",
    "document_issue",
    "document_record",
    "goods_documents_create",
    "payout_fail",
    "payout_paid",
    "payout_record",
    "payout_send",
    "payout_told",
    "payouts_file",
    "payouts_follow",
    "payouts_record",
    "reconciliation_make",
    "settlements_close",
]
