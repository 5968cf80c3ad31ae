"""Writes to money: collecting it, giving it back, saying whose it is."""

from payments.gateways import gateway_named as gateway_check
from payments.services.claims import receivable_post, receivable_settle
from payments.services.collect import (
    bank_deposit_record,
    orders_expire,
    payment_capture,
    payment_fail,
    payment_start,
    payment_sync,
    test_payment_pay,
    test_payment_refuse,
)
from payments.services.recognise import sale_recognise
from payments.services.refund import refund_create, refund_execute
from payments.services.webhooks import webhook_process, webhook_receive

__all__ = [
    "bank_deposit_record",
    "gateway_check",
    "orders_expire",
    "payment_capture",
    "payment_fail",
    "payment_start",
    "payment_sync",
    "receivable_post",
    "receivable_settle",
    "refund_create",
    "refund_execute",
    "sale_recognise",
    "test_payment_pay",
    "test_payment_refuse",
    "webhook_process",
    "webhook_receive",
]
