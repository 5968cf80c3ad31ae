"""An organization's way from need to payment: quotes, purchase orders, acceptance, invoices.

A purchase order becomes, once approved, an ``orders.Order`` on account; its shipments are the
deliveries (납품) that are inspected here.
"""

from procurement.models.ask import Quote, QuoteLine, RequestForQuote, RfqInvitation, RfqLine
from procurement.models.ground import ContractRule
from procurement.models.order import Approval, PurchaseOrder, PurchaseOrderLine
from procurement.models.purse import BudgetLine, CostCenter
from procurement.models.receive import (
    Acceptance,
    AcceptanceLine,
    Invoice,
    InvoiceLine,
    InvoicePayment,
)

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "Approval",
    "BudgetLine",
    "ContractRule",
    "CostCenter",
    "Invoice",
    "InvoiceLine",
    "InvoicePayment",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "Quote",
    "QuoteLine",
    "RequestForQuote",
    "RfqInvitation",
    "RfqLine",
]
