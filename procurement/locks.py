"""Locks of buying for organizations: first of all, before budgets, stock and orders."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from accounts.models import Organization
from procurement.models import (
    BudgetLine,
    Invoice,
    MonthlyBill,
    PurchaseOrder,
    RecurringOrder,
    RequestForQuote,
    Requisition,
    SpendingLimit,
)


def lock_requisition(requisition_id: int) -> Requisition | None:
    """Before the request and the purchase order that come of it."""
    rows = Requisition.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=requisition_id).first()


def lock_rfq(rfq_id: int) -> RequestForQuote | None:
    rows = RequestForQuote.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=rfq_id).first()


def lock_purchase_order(po_id: int) -> PurchaseOrder | None:
    rows = PurchaseOrder.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=po_id).first()


def lock_credit(organization_id: int) -> Organization:
    """The organization whose account is about to be charged. After the purchase order."""
    return Organization.objects.select_for_update().get(pk=organization_id)


def lock_spending_limits(
    *, organization_id: int, user_id: int, cost_center_id: int | None
) -> list[SpendingLimit]:
    """The limits that a purchase falls under, by key. After the purchase order, before budgets."""
    mine = Q(member=user_id) | Q(member=None, cost_center=None)
    if cost_center_id is not None:
        mine |= Q(cost_center=cost_center_id)
    rows = SpendingLimit.objects.filter(mine, organization_id=organization_id, is_active=True)
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def lock_bill(bill_id: int) -> MonthlyBill | None:
    """Before the purchase orders whose invoices lie under it."""
    rows = MonthlyBill.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=bill_id).first()


def lock_recurring(recurring_id: int) -> RecurringOrder | None:
    """Before the purchase order that comes of it."""
    rows = RecurringOrder.objects.select_for_update(of=("self",))
    return rows.select_related("person", "purchase_list").filter(pk=recurring_id).first()


def lock_limits(limit_ids: Collection[int]) -> None:
    rows = SpendingLimit.objects.filter(pk__in=limit_ids).select_for_update().order_by("pk")
    list(rows.values_list("pk", flat=True))


def lock_budget(budget_line_id: int) -> BudgetLine:
    """After the purchase order, before stock."""
    return BudgetLine.objects.select_for_update().get(pk=budget_line_id)


def lock_invoice(invoice_id: int) -> Invoice | None:
    """After its purchase order."""
    return Invoice.objects.select_for_update().filter(pk=invoice_id).first()
