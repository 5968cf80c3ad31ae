"""The papers of a purchase as data for the forms of ``core.documents``."""

from procurement.papers.contract import contract_pdf, has_contract
from procurement.papers.deliveries import delivery_note_pdf
from procurement.papers.orders import purchase_order_pdf
from procurement.papers.quotes import comparison_pdf, quote_pdf
from procurement.papers.receipts import acceptance_pdf, deposit_account, invoice_pdf

__all__ = [
    "acceptance_pdf",
    "comparison_pdf",
    "contract_pdf",
    "delivery_note_pdf",
    "deposit_account",
    "has_contract",
    "invoice_pdf",
    "purchase_order_pdf",
    "quote_pdf",
]
