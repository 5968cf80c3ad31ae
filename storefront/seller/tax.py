"""The enterprise's tax invoices: those it writes for goods, those it gets for the commission."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core.errors import NotFound
from settlements import selectors
from settlements.models import TaxDocument
from storefront import tax_papers
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

GOODS = TaxDocument.Subject.GOODS


@for_enterprise
def documents(request: HttpRequest, desk: Desk) -> HttpResponse:
    subject = request.GET.get("subject", GOODS)
    if subject not in TaxDocument.Subject.values:
        subject = GOODS.value
    rows = selectors.tax_documents_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    context = tax_papers.listed(request, rows.filter(subject=subject))
    context |= {"subject": subject, "subjects": TaxDocument.Subject.choices}
    return desk.page(request, "tax_documents", context)


@for_enterprise
def document(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """One document; of goods it may be issued or amended here."""
    row = _own(desk, number)
    form = Filled.of(request.POST)
    if request.method == "POST" and tax_papers.act(request, desk.actor, row, form):
        return redirect("seller:tax_document", number)
    context = tax_papers.shown(row, form, may_change=row.subject == GOODS)
    return desk.page(request, "tax_document", context, status=400 if form.errors else 200)


@for_enterprise
def document_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    return tax_papers.pdf(_own(desk, number))


@for_enterprise
def upload(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = selectors.tax_documents_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    rows = selectors.in_month(rows.filter(subject=GOODS), tax_papers.month_in(request))
    return tax_papers.upload(rows, f"세금계산서_{desk.enterprise.name}")


def _own(desk: Desk, number: str) -> TaxDocument:
    row = selectors.tax_document_for(actor=desk.actor, number=number)
    if row.enterprise_id != desk.enterprise.pk:
        raise NotFound
    return row
