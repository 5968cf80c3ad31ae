"""Reads of buying for organizations: desks, comparisons, grounds.

People see their own organization's only; enterprises see what they were asked.
"""

from procurement.selectors.approvals import (
    approval_rules,
    delegations,
    spending_limits,
    who_may_decide,
)
from procurement.selectors.asked import (
    Compared,
    Comparison,
    comparison,
    comparison_frozen,
    earliest_days,
    enterprises_to_ask,
    may_answer,
    open_rfqs_for,
    partner_quotes,
    rfq_for,
    rfqs_for,
)
from procurement.selectors.bills import (
    certificate_by,
    certificates_for,
    monthly_bill_for,
    monthly_bills_for,
    purchases_of_year,
    unbilled,
)
from procurement.selectors.bought import (
    deliveries_to_inspect,
    delivery_for,
    disputes_for_city,
    invoice_for,
    invoices_for,
    purchase_order_for,
    purchase_order_sold,
    purchase_orders_for,
    purchase_orders_of,
)
from procurement.selectors.clocks import clock_row, clock_value
from procurement.selectors.desk import (
    amount_due,
    approver_of,
    budget_lines,
    cost_centers,
    credit_used,
    desk_counts,
    organizations_of,
)
from procurement.selectors.glance import next_acts_of
from procurement.selectors.grounds import (
    PaperFound,
    RuleFinding,
    SplitWarning,
    findings,
    findings_for_quote,
    papers_for,
    split_warnings,
)
from procurement.selectors.needs import requisition_for, requisitions_for
from procurement.selectors.standing import (
    Coming,
    purchase_list_for,
    purchase_lists,
    recurring_orders,
    schedule,
)

__all__ = [
    "Coming",
    "Compared",
    "Comparison",
    "PaperFound",
    "RuleFinding",
    "SplitWarning",
    "amount_due",
    "approval_rules",
    "approver_of",
    "budget_lines",
    "certificate_by",
    "certificates_for",
    "clock_row",
    "clock_value",
    "comparison",
    "comparison_frozen",
    "cost_centers",
    "credit_used",
    "delegations",
    "deliveries_to_inspect",
    "delivery_for",
    "desk_counts",
    "disputes_for_city",
    "earliest_days",
    "enterprises_to_ask",
    "findings",
    "findings_for_quote",
    "invoice_for",
    "invoices_for",
    "may_answer",
    "monthly_bill_for",
    "monthly_bills_for",
    "next_acts_of",
    "open_rfqs_for",
    "organizations_of",
    "papers_for",
    "partner_quotes",
    "purchase_list_for",
    "purchase_lists",
    "purchase_order_for",
    "purchase_order_sold",
    "purchase_orders_for",
    "purchase_orders_of",
    "purchases_of_year",
    "recurring_orders",
    "requisition_for",
    "requisitions_for",
    "rfq_for",
    "rfqs_for",
    "schedule",
    "spending_limits",
    "split_warnings",
    "unbilled",
    "who_may_decide",
]
