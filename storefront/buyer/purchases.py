"""Purchase orders: from an uploaded list, their decision, and how far they are."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import Conflict, InvalidInput, NotAllowed
from procurement import items, papers, selectors, services
from procurement.models import PurchaseOrder, PurchaseOrderLine
from procurement.services import ItemOrdered, priced_lines
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import address_of, day_in, deliver_to, purses
from storefront.forms import Filled

S = PurchaseOrder.Status
#: The way of a purchase order, as its page draws it.
STATIONS = (S.SUBMITTED, S.ORDERED, S.DELIVERING, S.INSPECTED, S.CLOSED)


@for_organization
def orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    status = request.GET.get("status", "")
    if status not in S.values:
        status = ""
    rows = selectors.purchase_orders_for(
        actor=desk.actor, organization_id=desk.organization.pk, status=status
    )
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {"rows": page, "page_obj": page, "status": status, "statuses": S.choices}
    return desk.page(request, "orders", context)


@for_organization
def order_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A list of items on account, in two steps: what it costs, and then the order."""
    if not desk.may_request:
        raise NotAllowed
    form = Filled.of(request.POST)
    lines: list[PurchaseOrderLine] = []
    if request.method == "POST":
        try:
            wanted = _items(request)
            lines = priced_lines(wanted)
            if form.values.get("step") == "order":
                po = _order(desk, form, wanted)
                messages.success(request, _("발주서를 올렸습니다. 승인자에게 알렸습니다."))
                return redirect("buyer:order", po.number)
        except InvalidInput as error:
            form.refuse(error)
    if not form.values.get("key"):
        form.values |= {"key": secrets.token_urlsafe(16), **address_of(desk)}
    context: dict[str, Any] = {
        "form": form,
        "lines": lines,
        "total": sum(line.total_amount for line in lines),
        "supply": sum(line.supply_amount for line in lines),
        "saved": sum(
            (line.list_price_amount - line.unit_price_amount) * line.quantity for line in lines
        ),
        **purses(desk),
    }
    if desk.is_agency and lines:
        context["findings"] = selectors.findings(
            enterprise_id=lines[0].enterprise_id, supply=context["supply"], quotes=0
        )
    return desk.page(request, "order_new", context, status=400 if form.errors else 200)


def _items(request: HttpRequest) -> list[ItemOrdered]:
    """The list: an uploaded file, else the rows that the preview sent back."""
    file = request.FILES.get("file")
    if file is not None:
        return items.items_read(file)
    rows = zip(request.POST.getlist("sku"), request.POST.getlist("quantity"), strict=False)
    found = []
    for place, (sku, quantity) in enumerate(rows, start=1):
        if not (quantity.isdecimal() and len(quantity) < 8 and int(quantity) > 0):
            raise InvalidInput({"file": _("수량은 1 이상의 정수여야 합니다.")})
        found.append(ItemOrdered(sku[:40], int(quantity), place))
    if not found:
        raise InvalidInput({"file": _("품목 파일을 선택해 주세요.")})
    return found[: items.MOST_ROWS]


def _order(desk: Desk, form: Filled, wanted: list[ItemOrdered]) -> PurchaseOrder:
    problems: dict[str, Any] = {}
    needed_by = day_in(form, "needed_by", problems) if form.values.get("needed_by") else None
    if problems:
        raise InvalidInput(problems)
    budget, center = form.values.get("budget_line", ""), form.values.get("cost_center", "")
    return services.purchase_order_from_items(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        items=wanted,
        title=form.values.get("title", ""),
        address=deliver_to(form),
        needed_by=needed_by,
        budget_line_id=int(budget) if budget.isdecimal() and len(budget) < 15 else None,
        cost_center_id=int(center) if center.isdecimal() and len(center) < 15 else None,
        rule_code=form.values.get("rule", ""),
        idempotency_key=form.values.get("key") or None,
    )


@for_organization
def template(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The empty list to fill in."""
    return files.xlsx(items.items_template(), "온장_품목")


@for_organization
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A purchase order, its decision, its deliveries and invoices."""
    po = selectors.purchase_order_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        note = form.values.get("note", "")
        try:
            if request.POST.get("decision") == "approve":
                services.purchase_order_approve(actor=desk.actor, po_id=po.pk, note=note)
                messages.success(request, _("승인했습니다. 기업에 발주가 전달되었습니다."))
            else:
                services.purchase_order_reject(actor=desk.actor, po_id=po.pk, note=note)
                messages.success(request, _("사유와 함께 반려했습니다."))
            return redirect("buyer:order", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:order", number)
        except InvalidInput as error:
            form.refuse(error)
    parts = list(po.order.vendor_orders.all()) if po.order else []
    context = {
        "po": po,
        "lines": po.lines.all(),
        "parts": parts,
        "stations": _stations(po),
        "form": form,
        "may_decide": po.status == S.SUBMITTED
        and desk.may_approve
        and po.requester_id != desk.actor.user_id,
        "is_own": po.requester_id == desk.actor.user_id,
    }
    return desk.page(request, "order", context, status=400 if form.errors else 200)


def _stations(po: PurchaseOrder) -> list[tuple[str, str]]:
    if po.status not in STATIONS:
        return []
    here = STATIONS.index(S(po.status))
    states = ["is-done"] * here + ["is-done is-now"] + [""] * (len(STATIONS) - here - 1)
    return [(str(S(state).label), look) for state, look in zip(STATIONS, states, strict=True)]


@for_organization
def order_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    po = selectors.purchase_order_for(actor=desk.actor, number=number)
    return files.pdf(papers.purchase_order_pdf(po), f"발주서_{po.number}")
