"""Locks of buying for organizations: first of all, before budgets, stock and orders."""

from __future__ import annotations

from accounts.models import Organization
from procurement.models import BudgetLine, Invoice, PurchaseOrder, RequestForQuote


def lock_rfq(rfq_id: int) -> RequestForQuote | None:
    rows = RequestForQuote.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=rfq_id).first()


def lock_purchase_order(po_id: int) -> PurchaseOrder | None:
    rows = PurchaseOrder.objects.select_for_update(of=("self",))
    return rows.select_related("organization").filter(pk=po_id).first()


def lock_credit(organization_id: int) -> Organization:
    """The organization whose account is about to be charged. After the purchase order."""
    return Organization.objects.select_for_update().get(pk=organization_id)


def lock_budget(budget_line_id: int) -> BudgetLine:
    """After the purchase order, before stock."""
    return BudgetLine.objects.select_for_update().get(pk=budget_line_id)


def lock_invoice(invoice_id: int) -> Invoice | None:
    """After its purchase order."""
    return Invoice.objects.select_for_update().filter(pk=invoice_id).first()
