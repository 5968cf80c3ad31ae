"""UBL 2.1 (ISO/IEC 19845), in Peppol BIS 3's form where Peppol has one."""

from procurement.standards.ubl.deliveries import despatch_advice, receipt_advice
from procurement.standards.ubl.invoices import credit_note, invoice
from procurement.standards.ubl.orders import order, order_response
from procurement.standards.ubl.orders_in import order_read
from procurement.standards.ubl.quotations import quotation, request_for_quotation

__all__ = [
    "credit_note",
    "despatch_advice",
    "invoice",
    "order",
    "order_read",
    "order_response",
    "quotation",
    "receipt_advice",
    "request_for_quotation",
]
