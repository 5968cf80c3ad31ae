"""Writes of buying for organizations: need, ask, order, take in, pay."""

from procurement.services.approve import (
    approval_rule_end,
    approval_rule_set,
    delegation_end,
    delegation_set,
    may_decide,
)
from procurement.services.ask import (
    NewRfqLine,
    rfq_cancel,
    rfq_create,
    rfq_question_answer,
    rfq_question_ask,
)
from procurement.services.bill import (
    monthly_bill_close,
    monthly_bill_pay,
    monthly_billing_set,
    monthly_bills_close,
)
from procurement.services.certify import certificate_issue
from procurement.services.decide import (
    approval_remind,
    purchase_order_approve,
    purchase_order_reject,
    purchase_order_withdraw,
    requisition_approve,
    requisition_reject,
)
from procurement.services.need import Needed, requisition_cancel, requisition_create
from procurement.services.order import (
    DeliverTo,
    ItemOrdered,
    Scheduled,
    priced_lines,
    purchase_order_from_items,
    purchase_order_from_quote,
)
from procurement.services.pay import invoice_claim, invoice_payment_record, late_interest
from procurement.services.purse import (
    budget_line_set,
    cost_center_set,
    spending_limit_end,
    spending_limit_set,
)
from procurement.services.quote import (
    QuotedLine,
    invitation_decline,
    quote_member_answer,
    quote_submit,
)
from procurement.services.receive import Inspected, acceptance_record, purchase_order_follow
from procurement.services.respond import (
    change_answer,
    change_decide,
    change_request,
    dispute_open,
    dispute_reply,
    dispute_settle,
    purchase_order_respond,
)
from procurement.services.standing import (
    purchase_list_delete,
    purchase_list_set,
    recurring_order_move,
    recurring_order_run,
    recurring_order_set,
    recurring_orders_make,
)

__all__ = [
    "DeliverTo",
    "Inspected",
    "ItemOrdered",
    "Needed",
    "NewRfqLine",
    "QuotedLine",
    "Scheduled",
    "acceptance_record",
    "approval_remind",
    "approval_rule_end",
    "approval_rule_set",
    "budget_line_set",
    "certificate_issue",
    "change_answer",
    "change_decide",
    "change_request",
    "cost_center_set",
    "delegation_end",
    "delegation_set",
    "dispute_open",
    "dispute_reply",
    "dispute_settle",
    "invitation_decline",
    "invoice_claim",
    "invoice_payment_record",
    "late_interest",
    "may_decide",
    "monthly_bill_close",
    "monthly_bill_pay",
    "monthly_billing_set",
    "monthly_bills_close",
    "priced_lines",
    "purchase_list_delete",
    "purchase_list_set",
    "purchase_order_approve",
    "purchase_order_follow",
    "purchase_order_from_items",
    "purchase_order_from_quote",
    "purchase_order_reject",
    "purchase_order_respond",
    "purchase_order_withdraw",
    "quote_member_answer",
    "quote_submit",
    "recurring_order_move",
    "recurring_order_run",
    "recurring_order_set",
    "recurring_orders_make",
    "requisition_approve",
    "requisition_cancel",
    "requisition_create",
    "requisition_reject",
    "rfq_cancel",
    "rfq_create",
    "rfq_question_answer",
    "rfq_question_ask",
    "spending_limit_end",
    "spending_limit_set",
]
