"""Locks on payments: after stock and order, before the ledger."""

from __future__ import annotations

from payments.models import BankDeposit, Payment, Refund


def lock_payment(payment_id: int) -> Payment | None:
    return Payment.objects.select_for_update().filter(pk=payment_id).first()


def lock_refund(refund_id: int) -> Refund | None:
    return Refund.objects.select_for_update().filter(pk=refund_id).first()


def lock_deposit(deposit_id: int) -> BankDeposit | None:
    return BankDeposit.objects.select_for_update().filter(pk=deposit_id).first()
