"""The tax invoices an organization received, and the papers that came with the goods."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from core.errors import NotFound
from orders.models import VendorOrder
from orders.papers import transaction_statement_pdf
from settlements import selectors
from storefront import files, tax_papers
from storefront.buyer.desk import Desk, for_organization


@for_organization
def documents(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = selectors.tax_documents_received(actor=desk.actor, organization_id=desk.organization.pk)
    return desk.page(request, "tax_documents", tax_papers.listed(request, rows))


@for_organization
def document_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    row = selectors.tax_document_for(actor=desk.actor, number=number)
    if row.organization_id != desk.organization.pk:
        raise NotFound
    return tax_papers.pdf(row)


@for_organization
def transaction_statement(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """거래명세서 of one enterprise's part."""
    parts = VendorOrder.objects.filter(number=number, order__organization=desk.organization)
    part = parts.select_related("order__organization", "enterprise").first()
    if part is None:
        raise NotFound
    return files.pdf(transaction_statement_pdf(part), f"거래명세서_{part.number}")
