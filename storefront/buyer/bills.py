"""One bill a month, and the yearly certificate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput, NotFound
from procurement import company_papers, selectors, services
from procurement.models import BillingTerms, MonthlyBill
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import day_in
from storefront.forms import Filled


@for_organization
def bills(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The bills, and what the running month comes to; finance and owners turn them on."""
    organization = desk.organization
    form = Filled.of(request.POST)
    if request.method == "POST":
        is_on = form.values.get("billing") == "on"
        try:
            services.monthly_billing_set(
                actor=desk.actor, organization_id=organization.pk, is_on=is_on
            )
            messages.success(
                request,
                _("월 합계 청구를 시작합니다.") if is_on else _("건별 청구로 돌아갑니다."),
            )
            return redirect("buyer:bills")
        except InvalidInput as error:
            form.refuse(error)
    running = list(selectors.unbilled(organization.pk, before=clock.now()))
    rows = selectors.monthly_bills_for(actor=desk.actor, organization_id=organization.pk)
    page = Paginator(rows, 24).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "page_obj": page,
        "running": running,
        "running_total": sum(invoice.total_amount - invoice.paid_amount for invoice in running),
        "is_on": BillingTerms.objects.filter(organization=organization).exists(),
        "may_set": desk.may_pay or desk.is_owner,
        "form": form,
    }
    return desk.page(request, "bills", context, status=400 if form.errors else 200)


@for_organization
def bill(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A bill; finance records one transfer for all of it, or a part."""
    found = selectors.monthly_bill_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            _pay(desk, found, form)
            messages.success(request, _("이체를 기록했습니다. 기업마다 나누어 정산됩니다."))
            return redirect("buyer:bill", number)
        except InvalidInput as error:
            form.refuse(error)
    else:
        form = Filled({"amount": str(found.open_amount), "paid_on": clock.today().isoformat()})
    context = {
        "bill": found,
        "invoices": [row.invoice for row in found.rows.all()],
        "payments": found.payments.all(),
        "form": form,
        "may_pay": desk.may_pay and found.open_amount > 0,
        "is_late": found.status == MonthlyBill.Status.ISSUED and found.due_on < clock.today(),
    }
    return desk.page(request, "bill", context, status=400 if form.errors else 200)


def _pay(desk: Desk, found: MonthlyBill, form: Filled) -> None:
    problems: dict[str, Any] = {}
    paid_on = day_in(form, "paid_on", problems)
    amount = form.whole("amount", _("금액"))
    if problems:
        raise InvalidInput(problems)
    services.monthly_bill_pay(
        actor=desk.actor,
        bill_id=found.pk,
        amount=amount,
        paid_on=paid_on,
        reference=form.values.get("reference", ""),
    )


@for_organization
def bill_file(request: HttpRequest, desk: Desk, number: str, kind: str) -> HttpResponse:
    found = selectors.monthly_bill_for(actor=desk.actor, number=number)
    name = f"월합계청구서_{found.number}"
    if kind == "xlsx":
        return files.xlsx(company_papers.monthly_bill_xlsx(found), name)
    return files.pdf(company_papers.monthly_bill_pdf(found), name)


@for_organization
def certificates(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What was bought in a year, and its certificate for an ESG report."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            made = services.certificate_issue(
                actor=desk.actor,
                organization_id=desk.organization.pk,
                year=form.whole("year", _("연도")),
            )
            messages.success(request, _("구매 확인서를 발급했습니다."))
            return redirect("buyer:certificate_pdf", made.number)
        except InvalidInput as error:
            form.refuse(error)
    year = clock.today().year
    form.values.setdefault("year", str(year))
    context = {
        "rows": selectors.certificates_for(actor=desk.actor, organization_id=desk.organization.pk)[
            :50
        ],
        "years": [(str(y), str(y)) for y in range(year, year - 6, -1)],
        "form": form,
    }
    return desk.page(request, "certificates", context, status=400 if form.errors else 200)


@for_organization
def certificate_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    found = selectors.certificate_by(number)
    if not desk.actor.has_role(found.organization_id):
        raise NotFound
    return files.pdf(company_papers.certificate_pdf(found), f"구매확인서_{found.number}")
