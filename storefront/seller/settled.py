"""What an enterprise is owed and was sent: its settlements, each with its statement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from core.errors import NotFound
from payments import selectors as payments
from settlements import papers, selectors
from storefront import files
from storefront.seller.desk import Desk, for_enterprise


@for_enterprise
def settlements(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = selectors.settlements_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 24).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "page_obj": page,
        "upcoming": selectors.upcoming(actor=desk.actor, enterprise_id=desk.enterprise.pk),
        "owed": payments.owed_to(actor=desk.actor, enterprise_id=desk.enterprise.pk),
    }
    return desk.page(request, "settlements", context)


@for_enterprise
def settlement(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    row = selectors.settlement_for(actor=desk.actor, number=number)
    if row.enterprise_id != desk.enterprise.pk:
        raise NotFound
    return desk.page(request, "settlement", {"row": row, "lines": selectors.lines_of(row)})


@for_enterprise
def statement(request: HttpRequest, desk: Desk, number: str, kind: str) -> HttpResponse:
    """The statement as ``pdf`` or ``xlsx``."""
    row = selectors.settlement_for(actor=desk.actor, number=number)
    if kind == "pdf":
        return files.pdf(papers.statement_pdf(row), f"정산서_{row.number}")
    return files.xlsx(papers.statement_xlsx(row), f"정산서_{row.number}")
