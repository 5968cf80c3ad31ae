"""Writes to money: collecting it, giving it back, saying whose it is."""

from payments.gateways import chosen as gateway_check
from payments.services.claims import InvoicedLine, receivable_post, receivable_settle
from payments.services.collect import (
    bank_deposit_record,
    orders_expire,
    payment_capture,
    payment_fail,
    payment_flag,
    payment_start,
    payment_sync,
    test_payment_pay,
    test_payment_refuse,
)
from payments.services.deposits import (
    bank_statement_import,
    deposit_assign,
    deposit_from_provider,
    deposit_recorded,
    deposit_reopen,
    deposit_return,
    deposits_settle,
)
from payments.services.disputes import dispute_record
from payments.services.recognise import sale_recognise
from payments.services.reconcile import payments_reconcile, refunds_reconcile
from payments.services.refund import (
    lines_cancel,
    refund_account_set,
    refund_create,
    refund_done,
    refund_execute,
    refund_fail,
    refund_record,
    return_refund,
    returns_settle_overdue,
)
from payments.services.webhooks import webhook_process, webhook_receive

__all__ = [
    "InvoicedLine",
    "bank_deposit_record",
    "bank_statement_import",
    "deposit_assign",
    "deposit_from_provider",
    "deposit_recorded",
    "deposit_reopen",
    "deposit_return",
    "deposits_settle",
    "dispute_record",
    "gateway_check",
    "lines_cancel",
    "orders_expire",
    "payment_capture",
    "payment_fail",
    "payment_flag",
    "payment_start",
    "payment_sync",
    "payments_reconcile",
    "receivable_post",
    "receivable_settle",
    "refund_account_set",
    "refund_create",
    "refund_done",
    "refund_execute",
    "refund_fail",
    "refund_record",
    "refunds_reconcile",
    "return_refund",
    "returns_settle_overdue",
    "sale_recognise",
    "test_payment_pay",
    "test_payment_refuse",
    "webhook_process",
    "webhook_receive",
]
