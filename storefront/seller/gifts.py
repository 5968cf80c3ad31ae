"""Gifts of an enterprise's goods: to whom they go, and the sheet that tells they have gone."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.actor import Duty
from core.errors import Conflict, InvalidInput
from gifts import selectors, services, sheets
from gifts.models import GiftOrder
from orders.carriers import CARRIERS, tracking_page
from storefront import files
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise

SHOWN = 50


@for_enterprise
def gifts(request: HttpRequest, desk: Desk) -> HttpResponse:
    desk.actor.require_enterprise(desk.enterprise.pk, Duty.ORDERS)
    rows = selectors.gift_orders_to_send(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return desk.page(request, "gifts", {"rows": page, "page_obj": page})


@for_enterprise
def gift(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """An order of gifts; an uploaded sheet sends. Bad rows are named, good ones are sent."""
    order = selectors.gift_order_to_send(
        actor=desk.actor, enterprise_id=desk.enterprise.pk, number=number
    )
    form = Filled.of(request.POST)
    report: services.Report | None = None
    if request.method == "POST":
        try:
            report = services.gift_parcels_record(
                actor=desk.actor,
                enterprise_id=desk.enterprise.pk,
                number=number,
                rows=_rows(request, form),
            )
        except InvalidInput as error:
            form.refuse(error)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("seller:gift", number)
        else:
            if not report.problems:
                messages.success(request, _said(report))
                return redirect("seller:gift", number)
    bad = bool(form.errors or (report and report.problems))
    context = _page(request, desk, order) | {
        "form": form,
        "report": report,
        "said": _said(report) if report else "",
    }
    return desk.page(request, "gift", context, status=400 if bad else 200)


@for_enterprise
def recipients(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The sheet to fill in, or to give to a carrier's program."""
    order, rows = services.gift_recipients_take_out(
        actor=desk.actor, enterprise_id=desk.enterprise.pk, number=number
    )
    goods = selectors.goods_named(order)
    return files.xlsx(sheets.recipients_sheet(order, rows, goods=goods), f"선물_{order.number}")


def _page(request: HttpRequest, desk: Desk, order: GiftOrder) -> dict[str, Any]:
    lines = selectors.lines_to_send(order, desk.enterprise.pk)
    rows = selectors.rows_to_send(order, desk.enterprise.pk)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    return {
        "gift": order,
        "lines": lines,
        "part": selectors.part_of(order, desk.enterprise.pk),
        "counts": selectors.counts_of(order, [line.sku for line in lines]),
        "rows": [(row, tracking_page(row.carrier, row.tracking_number)) for row in page],
        "page_obj": page,
        "carriers": [(carrier.name, carrier.name) for carrier in CARRIERS],
    }


def _rows(request: HttpRequest, form: Filled) -> list[sheets.Traced]:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput({"file": _("송장번호를 적은 파일을 골라 주세요.")}, code="REQUIRED")
    return sheets.read_traced(
        file.read(sheets.MOST_BYTES + 1),
        most=services.MOST_ROWS,
        carrier=form.values.get("carrier", ""),
    )


def _said(report: services.Report) -> str:
    texts = [_("%(count)d명에게 보냈습니다.") % {"count": report.sent}]
    if report.known:
        texts.append(_("이미 올린 %(count)d줄은 그대로입니다.") % {"count": report.known})
    if report.mended:
        texts.append(_("송장번호 %(count)d개를 고쳤습니다.") % {"count": report.mended})
    if report.delivered:
        texts.append(_("%(count)d명에게 도착했습니다.") % {"count": report.delivered})
    return " ".join(texts)
