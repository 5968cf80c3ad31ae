"""What came and what is owed: inspections, invoices, transfers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from orders.models import Shipment
from procurement import papers, selectors, services
from procurement.models import Acceptance, AcceptanceLine, AcceptancePhoto, Invoice
from procurement.rules import ClockCode
from procurement.services import Inspected
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import day_in
from storefront.forms import Filled, whole_number


@for_organization
def deliveries(request: HttpRequest, desk: Desk) -> HttpResponse:
    waiting = selectors.deliveries_to_inspect(
        actor=desk.actor, organization_id=desk.organization.pk
    )
    done = (
        Acceptance.objects.filter(purchase_order__organization=desk.organization)
        .select_related("purchase_order", "shipment__vendor_order__enterprise", "inspector")
        .order_by("-inspected_at", "-pk")
    )
    page = Paginator(done, 30).get_page(request.GET.get("page"))
    context = {"waiting": waiting[:60], "rows": page, "page_obj": page}
    return desk.page(request, "deliveries", context)


@for_organization
def delivery(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The inspection of one delivery, to be recorded or as it was recorded."""
    shipment = selectors.delivery_for(actor=desk.actor, number=number)
    po = shipment.vendor_order.order.purchase_order
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            services.acceptance_record(
                actor=desk.actor,
                shipment_id=shipment.pk,
                lines=_inspected(form, shipment),
                note=form.values.get("note", ""),
                photos=request.FILES.getlist("photos"),
            )
            messages.success(request, _("검수를 기록했습니다. 합격 수량으로 청구서가 발행됩니다."))
            return redirect("buyer:delivery", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:delivery", number)
        except InvalidInput as error:
            form.refuse(error)
    lines = [
        (row, f"accepted_{row.order_line_id}", f"rejected_{row.order_line_id}",
         f"defect_{row.order_line_id}", f"outcome_{row.order_line_id}")
        for row in shipment.lines.all()
    ]  # fmt: skip
    if request.method != "POST":
        for row, accepted, rejected, _defect, outcome in lines:
            form.values |= {accepted: str(row.quantity), rejected: "0", outcome: "replace"}
    acceptance = getattr(shipment, "acceptance", None)
    context = {
        "shipment": shipment,
        "po": po,
        "lines": lines,
        "form": form,
        "acceptance": acceptance,
        "photos": acceptance.photos.order_by("pk") if acceptance else [],
        "outcomes": AcceptanceLine.Outcome.choices,
        "inspect_by": clock.local_date(shipment.shipped_at)
        + dt.timedelta(days=selectors.clock_value(ClockCode.INSPECT)),
        "invoice": Invoice.objects.filter(acceptance=acceptance).first() if acceptance else None,
        "may_inspect": acceptance is None and desk.may_inspect,
        "had_a_part": desk.actor.user_id
        in {po.requester_id, getattr(selectors.approver_of(po), "pk", None)},
    }
    return desk.page(request, "delivery", context, status=400 if form.errors else 200)


def _inspected(form: Filled, shipment: Shipment) -> list[Inspected]:
    problems: dict[str, Any] = {}
    found = []
    for row in shipment.lines.all():
        pk = row.order_line_id
        counts = {}
        for name, label in (("accepted", _("합격")), ("rejected", _("불합격"))):
            try:
                counts[name] = whole_number(form.values, f"{name}_{pk}", label)
            except InvalidInput as error:
                problems |= error.by_field()
        if len(counts) == 2:
            defect = form.values.get(f"defect_{pk}", "")
            found.append(
                Inspected(
                    order_line_id=pk,
                    accepted=counts["accepted"],
                    rejected=counts["rejected"],
                    defect=defect,
                    outcome=form.values.get(f"outcome_{pk}", "") if counts["rejected"] else "",
                )
            )
    if problems:
        raise InvalidInput(problems)
    return found


@for_organization
def photo(request: HttpRequest, desk: Desk, pk: int) -> HttpResponseBase:
    """A picture of an inspection, for the people of its organization."""
    rows = AcceptancePhoto.objects.filter(
        pk=pk, acceptance__purchase_order__organization_id__in=list(desk.actor.organizations)
    )
    return files.kept(rows.first(), download=False)


@for_organization
def acceptance_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    found = (
        Acceptance.objects.filter(
            number=number,
            purchase_order__organization_id__in=list(desk.actor.organizations),
        )
        .select_related(
            "purchase_order__organization", "shipment__vendor_order__enterprise", "inspector"
        )
        .first()
    )
    if found is None:
        raise NotFound
    return files.pdf(papers.acceptance_pdf(found), f"검수조서_{found.number}")


@for_organization
def invoices(request: HttpRequest, desk: Desk) -> HttpResponse:
    status = request.GET.get("status", "")
    if status not in Invoice.Status.values:
        status = ""
    rows = selectors.invoices_for(
        actor=desk.actor, organization_id=desk.organization.pk, status=status
    )
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "page_obj": page,
        "status": status,
        "statuses": Invoice.Status.choices,
        "amount_due": selectors.amount_due(actor=desk.actor, organization_id=desk.organization.pk),
        "today": clock.today(),
    }
    return desk.page(request, "invoices", context)


@for_organization
def invoice(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """An invoice; finance records the transfer here."""
    found = selectors.invoice_for(actor=desk.actor, number=number)
    if not desk.actor.has_role(found.purchase_order.organization_id):
        raise NotFound
    form = Filled.of(request.POST)
    left = found.total_amount - found.paid_amount
    if request.method == "POST":
        try:
            problems: dict[str, Any] = {}
            paid_on = day_in(form, "paid_on", problems)
            amount = form.whole("amount", _("금액"))
            if problems:
                raise InvalidInput(problems)
            services.invoice_payment_record(
                actor=desk.actor,
                invoice_id=found.pk,
                amount=amount,
                paid_on=paid_on,
                reference=form.values.get("reference", ""),
            )
            messages.success(request, _("이체를 기록했습니다."))
            return redirect("buyer:invoice", number)
        except InvalidInput as error:
            form.refuse(error)
    else:
        form = Filled({"amount": str(left), "paid_on": clock.today().isoformat()})
    context = {
        "invoice": found,
        "po": found.purchase_order,
        "lines": found.lines.all(),
        "payments": found.payments.all(),
        "left": left,
        "account": papers.deposit_account(),
        "form": form,
        "may_pay": left > 0 and desk.may_pay,
        "late_interest": services.late_interest(found, amount=left, on=clock.today())
        if left
        else 0,
        "interest_rule": selectors.clock_row(ClockCode.LATE_INTEREST),
        "is_late": found.status == Invoice.Status.ISSUED and found.due_on < clock.today(),
    }
    return desk.page(request, "invoice", context, status=400 if form.errors else 200)


@for_organization
def invoice_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    found = selectors.invoice_for(actor=desk.actor, number=number)
    return files.pdf(papers.invoice_pdf(found), f"대금청구서_{found.number}")
