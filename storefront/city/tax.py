"""The market's own tax invoices: for its commission, to the enterprises."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from settlements import selectors
from settlements.models import TaxDocument
from storefront import tax_papers
from storefront.forms import Filled


def documents(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rows = selectors.commission_documents(actor=actor)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    if text:
        rows = rows.filter(enterprise__name__icontains=text)
    context = tax_papers.listed(request, rows) | {"text": text}
    return render(request, "city/tax_documents.html", context)


def document(request: HttpRequest, number: str) -> HttpResponse:
    """Any document to read; the market's own may be issued or amended here."""
    actor = request.actor  # type: ignore[attr-defined]
    row = selectors.tax_document_for(actor=actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST" and tax_papers.act(request, actor, row, form):
        return redirect("city:tax_document", number)
    is_ours = row.subject == TaxDocument.Subject.COMMISSION
    context = tax_papers.shown(row, form, may_change=is_ours)
    return render(request, "city/tax_document.html", context, status=400 if form.errors else 200)


def document_pdf(request: HttpRequest, number: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    return tax_papers.pdf(selectors.tax_document_for(actor=actor, number=number))


def upload(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    rows = selectors.in_month(
        selectors.commission_documents(actor=actor), tax_papers.month_in(request)
    )
    return tax_papers.upload(rows, "세금계산서_판매수수료")
