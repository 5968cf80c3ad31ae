"""The day's parcels together: what to pick and pack, and tracking numbers by a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput
from orders import dispatch, papers, selectors, services
from orders.carriers import CARRIERS
from orders.models import VendorOrder
from storefront import files
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise


@for_enterprise
def parcels(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What is to be sent; an uploaded sheet sends it. Bad rows are named, good ones are sent."""
    form = Filled.of(request.POST)
    report: services.Report | None = None
    if request.method == "POST":
        try:
            report = services.shipments_create(
                actor=desk.actor, enterprise_id=desk.enterprise.pk, rows=_rows(request, form)
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            if not report.problems:
                messages.success(request, _said(report))
                return redirect("seller:parcels")
    parts = selectors.parts_to_send(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    context: dict[str, Any] = {
        "rows": parts,
        "late": sum(1 for part in parts if part.ship_by and part.ship_by < clock.today()),
        "pieces": sum(line.to_ship for part in parts for line in part.lines.all()),
        "form": form,
        "report": report,
        "said": _said(report) if report else "",
        "carriers": [(carrier.name, carrier.name) for carrier in CARRIERS],
        "today": clock.today(),
    }
    bad = bool(form.errors or (report and report.problems))
    return desk.page(request, "parcels", context, status=400 if bad else 200)


@for_enterprise
def sheet(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The sheet to fill in, or to give to a carrier's program."""
    return files.xlsx(dispatch.sheet_of(_taken_out(desk)), f"발송_{clock.today():%y%m%d}")


@for_enterprise
def pick_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    return files.pdf(papers.pick_list_pdf(_taken_out(desk)), f"피킹리스트_{clock.today():%y%m%d}")


@for_enterprise
def packing_slips(request: HttpRequest, desk: Desk) -> HttpResponse:
    return files.pdf(
        papers.packing_slips_pdf(_taken_out(desk)), f"포장명세서_{clock.today():%y%m%d}"
    )


@for_enterprise
def labels(request: HttpRequest, desk: Desk) -> HttpResponse:
    return files.pdf(papers.labels_pdf(_taken_out(desk)), f"주소라벨_{clock.today():%y%m%d}")


def _taken_out(desk: Desk) -> list[VendorOrder]:
    return services.dispatch_list(actor=desk.actor, enterprise_id=desk.enterprise.pk)


def _rows(request: HttpRequest, form: Filled) -> list[dispatch.Dispatched]:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput({"file": _("송장번호를 적은 파일을 골라 주세요.")}, code="REQUIRED")
    return dispatch.read_dispatched(
        file.read(dispatch.MOST_BYTES + 1), carrier=form.values.get("carrier", "")
    )


def _said(report: services.Report) -> str:
    text = _("%(sent)d건을 발송했습니다.") % {"sent": len(report.sent)}
    if report.known:
        text += " " + _("이미 발송한 %(known)d건은 그대로입니다.") % {"known": report.known}
    return text
