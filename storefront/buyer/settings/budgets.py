"""Budget lines by year: entered, uploaded, followed, and looked back on at the year's end."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput
from procurement import budget_sheets, services
from procurement.selectors import purses
from procurement.services.budget_import import budget_lines_import
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import KEEPERS, may_keep
from storefront.forms import Filled


@for_organization
def budgets(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The lines of a year; enter or change one, or upload a sheet (``action``)."""
    pk = desk.organization.pk
    year = _year(request)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(request, desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            shown = form.values.get("year", "")
            year = int(shown) if len(shown) == 4 and shown.isdecimal() else year
            return redirect(f"{reverse('buyer:settings_budgets')}?year={year}")
    form.values.setdefault("year", str(year))
    rows, sums = purses.year_end(actor=desk.actor, organization_id=pk, year=year)
    context = {
        "rows": [row.line for row in rows],
        "sums": sums,
        "year": year,
        "years": _years(desk, year),
        "may_keep": may_keep(desk.actor, pk),
        "form": form,
    }
    return desk.page(request, "settings/budgets", context, status=400 if form.errors else 200)


@for_organization
def movements(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    """Why a line stands where it stands."""
    line = purses.budget_line_for(
        actor=desk.actor, organization_id=desk.organization.pk, line_id=pk
    )
    context = {"line": line, "rows": purses.budget_movements(actor=desk.actor, line=line)}
    return desk.page(request, "settings/budget", context)


@for_organization
def year_end(request: HttpRequest, desk: Desk) -> HttpResponse:
    year = _year(request)
    rows, sums = purses.year_end(actor=desk.actor, organization_id=desk.organization.pk, year=year)
    context = {"rows": rows, "sums": sums, "year": year, "years": _years(desk, year)}
    return desk.page(request, "settings/year_end", context)


@for_organization
def year_end_xlsx(request: HttpRequest, desk: Desk) -> HttpResponse:
    year = _year(request)
    rows, sums = purses.year_end(actor=desk.actor, organization_id=desk.organization.pk, year=year)
    name = _("%(name)s %(year)d년 예산 마감") % {"name": desk.organization.name, "year": year}
    return files.xlsx(budget_sheets.year_end_sheet(rows, sums), name)


@for_organization
def template(request: HttpRequest, desk: Desk) -> HttpResponse:
    return files.xlsx(budget_sheets.budget_template(), _("예산 양식"))


def _act(request: HttpRequest, desk: Desk, form: Filled) -> str:
    if form.values.get("action") == "upload":
        # Who may not write isn't told what is wrong with their file.
        desk.actor.require_role(desk.organization.pk, *KEEPERS)
        file = request.FILES.get("file")
        if file is None:
            raise InvalidInput({"file": _("예산 파일을 선택해 주세요.")})
        count = budget_lines_import(
            actor=desk.actor,
            organization_id=desk.organization.pk,
            rows=budget_sheets.budget_read(file),
        )
        return _("예산 과목 %(count)d개를 저장했습니다.") % {"count": count}
    services.budget_line_set(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        year=form.whole("year", _("회계연도")),
        account=form.values.get("account", ""),
        programme=form.values.get("programme", ""),
        item_code=form.values.get("item_code", ""),
        amount=form.whole("amount", _("예산액")),
    )
    return _("예산을 저장했습니다.")


def _year(request: HttpRequest) -> int:
    text = request.GET.get("year", "")
    known = text.isascii() and text.isdecimal() and len(text) == 4
    return int(text) if known else clock.today().year


def _years(desk: Desk, year: int) -> list[int]:
    known = purses.budget_years(actor=desk.actor, organization_id=desk.organization.pk)
    return sorted({*known, clock.today().year, year}, reverse=True)
