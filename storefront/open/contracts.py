"""Private contracts of agencies, for everybody to read: pages, and files to take along.

Agencies have to show them (지방계약법 시행령 제31조, 제124조): what, when, for how much, with whom,
on which ground, for whom.
"""

from __future__ import annotations

import csv
import io

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import Organization
from core.documents.workbook import Workbook
from procurement.selectors import published
from procurement.selectors.published import Disclosed
from storefront import files
from storefront.open.ocds import LICENSE

#: What a spreadsheet would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What there is, under which licence, and where."""
    context = {
        "agencies": published.agencies_that_contract(),
        "months": published.release_months(),
        "state": published.releases_state(),
        "license": LICENSE,
        "prefix": settings.OCDS_PREFIX,
    }
    return render(request, "open/contracts.html", context)


@require_safe
def agency(request: HttpRequest, pk: int) -> HttpResponse:
    """An agency's contracts of a year (``?year=``), the latest when none is named."""
    organization, years = _agency(pk)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else years[0]
    if year not in years:
        raise Http404
    rows = _rows(organization, year)
    context = {
        "organization": organization,
        "years": years,
        "year": year,
        "rows": rows,
        "total": sum(row.amount for row in rows),
    }
    return render(request, "open/agency.html", context)


@require_safe
def sheet(request: HttpRequest, pk: int, year: int, ending: str) -> HttpResponse:
    """The same as a workbook or as CSV (UTF-8 with a mark, as Korean Excel opens it)."""
    organization, years = _agency(pk)
    if year not in years:
        raise Http404
    rows = _rows(organization, year)
    name = f"수의계약현황_{organization.name}_{year}"
    if ending == "csv":
        return files.csv(_csv(rows), name)
    book = Workbook()
    total = sum(row.amount for row in rows)
    cells = [_cells(row) for row in rows]
    book.sheet(_("수의계약 현황"), _heads(), cells, totals=[_("합계"), *[""] * 4, total])
    return files.xlsx(book.done(), name)


def _agency(pk: int) -> tuple[Organization, list[int]]:
    """An agency that concluded contracts, and its years. Raises Http404."""
    organization = Organization.objects.filter(pk=pk, kind=Organization.Kind.AGENCY).first()
    years = published.years_of(pk) if organization is not None else []
    if organization is None or not years:
        raise Http404
    return organization, years


def _rows(organization: Organization, year: int) -> list[Disclosed]:
    return published.contracts_disclosed(
        organization_id=organization.pk, year=year, prefix=settings.OCDS_PREFIX
    )


def _heads() -> list[str]:
    return [
        _("계약명"),
        _("계약일"),
        _("계약기간 시작"),
        _("계약기간 끝"),
        _("최초 계약금액"),
        _("계약금액"),
        _("계약상대자"),
        _("대표자"),
        _("주소"),
        _("수의계약 사유(근거)"),
        _("부서"),
        _("상태"),
        _("변경"),
        _("계약번호"),
        _("OCID"),
    ]


def _cells(row: Disclosed) -> list[object]:
    return [
        row.title,
        row.signed_on.isoformat(),
        row.starts_on.isoformat(),
        row.ends_on.isoformat() if row.ends_on else "",
        row.first_amount,
        row.amount,
        " / ".join(seller.name for seller in row.sellers),
        " / ".join(seller.representative for seller in row.sellers),
        " / ".join(seller.address for seller in row.sellers),
        row.ground,
        row.department,
        row.status,
        "\n".join(row.changes),
        row.number,
        row.ocid,
    ]


def _csv(rows: list[Disclosed]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_heads())
    for row in rows:
        writer.writerow([_harmless(cell) for cell in _cells(row)])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: object) -> object:
    """A name that a spreadsheet would run stays a name."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
