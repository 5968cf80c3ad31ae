"""Net terms: an organization transfers what it accepted, by the invoice's own number, when due.

Nobody is called: the money shows in the bank's statement, or its finance says that it was sent.
Only organizations pay so, and only for what was invoiced; no buyer chooses it at a checkout.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from payments.gateways.bank_transfer import BankTransfer


class InvoiceGateway(BankTransfer):
    slug = "invoice"
    label = _("후불 (청구서)")
