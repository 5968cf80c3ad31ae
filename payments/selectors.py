"""Reads of money."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from core.actor import Actor, Duty
from core.errors import NotFound
from payments import ledger, rules
from payments.models import BankDeposit, Payment, Refund


def payment_for_reference(reference: str) -> Payment:
    """The payment of a pay page; its reference is in the address. Raises NotFound."""
    payment = Payment.objects.filter(reference=reference).select_related("order").first()
    if payment is None:
        raise NotFound
    return payment


def captured_payment(order_id: int) -> Payment | None:
    return Payment.objects.filter(order_id=order_id, state=Payment.State.CAPTURED).first()


def latest_payment(order_id: int) -> Payment | None:
    return Payment.objects.filter(order_id=order_id).order_by("-pk").first()


def latest_payments(order_ids: Collection[int]) -> dict[int, Payment]:
    """The latest payment of each order that has one. One query."""
    rows = Payment.objects.filter(order_id__in=order_ids).order_by("order_id", "-pk")
    return {row.order_id: row for row in rows.distinct("order_id")}


def refunds_of(order_id: int) -> list[Refund]:
    """An order's refunds with their lines. Two queries."""
    rows = Refund.objects.filter(payment__order_id=order_id).prefetch_related("lines")
    return list(rows.order_by("pk"))


def deposits(*, actor: Actor, state: str = "") -> QuerySet[BankDeposit]:
    """Deposits of the imported statements, newest first."""
    actor.require_city()
    rows = BankDeposit.objects.select_related("payment__order", "statement")
    if state:
        rows = rows.filter(state=state)
    return rows.order_by("-at", "-pk")


def deposit_counts(*, actor: Actor, statement_id: int | None = None) -> dict[str, int]:
    """How many deposits are in each state, of all statements or of one. One query."""
    actor.require_city()
    rows = BankDeposit.objects.order_by()
    if statement_id is not None:
        rows = rows.filter(statement_id=statement_id)
    return dict(rows.values_list("state").annotate(count=Count("pk")))


def refunds_to_send(*, actor: Actor) -> QuerySet[Refund]:
    """Refunds a clerk must send by hand: of transfers, and those a provider refused."""
    actor.require_city()
    by_hand = Q(state=Refund.State.PENDING, payment__gateway="bank_transfer") | Q(
        state=Refund.State.FAILED
    )
    rows = Refund.objects.filter(by_hand).select_related("payment__order", "vendor_order")
    return rows.order_by("created_at", "pk")


def owed_to(*, actor: Actor, enterprise_id: int) -> int:
    """Won that the market owes the enterprise now. One query."""
    actor.require_enterprise(enterprise_id, Duty.MONEY)
    owner = rules.enterprise_owner(enterprise_id)
    return -ledger.balance(rules.AccountKind.ENTERPRISE_PAYABLE, owner)
