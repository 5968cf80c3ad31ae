"""An organization's way from need to payment: quotes, purchase orders, acceptance, invoices.

A purchase order becomes, once approved, an ``orders.Order`` on account; its shipments are the
deliveries (납품) that are inspected here.
"""

from procurement.models.approve import (
    Approval,
    ApprovalRule,
    ApprovalStage,
    ApprovalStep,
    BuyingKind,
    Delegation,
)
from procurement.models.ask import (
    Quote,
    QuoteLine,
    QuoteMember,
    QuoteTier,
    RequestForQuote,
    RfqAttachment,
    RfqInvitation,
    RfqLine,
    RfqQuestion,
)
from procurement.models.bill import (
    BilledInvoice,
    BillingTerms,
    BillPayment,
    MonthlyBill,
    PurchaseCertificate,
)
from procurement.models.change import (
    CancelledPieces,
    ChangeConsent,
    ChangeOrder,
    ChangeOrderLine,
    Dispute,
    DisputeMessage,
)
from procurement.models.ground import Clock, ContractRule
from procurement.models.need import Requisition, RequisitionLine
from procurement.models.order import (
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseOrderResponse,
    ScheduledDelivery,
    SpendingUse,
)
from procurement.models.publish import (
    OcdsRelease,
    PunchOutConnection,
    PunchOutSession,
    ReceivedOrder,
)
from procurement.models.purse import (
    BudgetLine,
    BudgetMovement,
    CostCenter,
    SpendingLimit,
    SpendingPeriod,
)
from procurement.models.receive import (
    Acceptance,
    AcceptanceLine,
    AcceptancePhoto,
    Invoice,
    InvoiceLine,
    InvoicePayment,
)
from procurement.models.standing import PurchaseList, PurchaseListLine, RecurringOrder, RecurringRun

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "AcceptancePhoto",
    "Approval",
    "ApprovalRule",
    "ApprovalStage",
    "ApprovalStep",
    "BillPayment",
    "BilledInvoice",
    "BillingTerms",
    "BudgetLine",
    "BudgetMovement",
    "BuyingKind",
    "CancelledPieces",
    "ChangeConsent",
    "ChangeOrder",
    "ChangeOrderLine",
    "Clock",
    "ContractRule",
    "CostCenter",
    "Delegation",
    "Dispute",
    "DisputeMessage",
    "Invoice",
    "InvoiceLine",
    "InvoicePayment",
    "MonthlyBill",
    "OcdsRelease",
    "PunchOutConnection",
    "PunchOutSession",
    "PurchaseCertificate",
    "PurchaseList",
    "PurchaseListLine",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseOrderResponse",
    "Quote",
    "QuoteLine",
    "QuoteMember",
    "QuoteTier",
    "ReceivedOrder",
    "RecurringOrder",
    "RecurringRun",
    "RequestForQuote",
    "Requisition",
    "RequisitionLine",
    "RfqAttachment",
    "RfqInvitation",
    "RfqLine",
    "RfqQuestion",
    "ScheduledDelivery",
    "SpendingLimit",
    "SpendingPeriod",
    "SpendingUse",
]
