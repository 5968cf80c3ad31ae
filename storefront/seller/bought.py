"""Purchase orders of organizations: to answer, to deliver, to change, to talk about."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import Conflict, InvalidInput
from procurement import selectors, services
from procurement.models import ChangeOrder, PurchaseOrder
from procurement.rules.glance import Side
from storefront import acts
from storefront.forms import Filled, chosen_id
from storefront.seller.desk import Desk, for_enterprise

S = PurchaseOrder.Status


@for_enterprise
def purchase_orders(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Purchase orders with a part of ours, newest first."""
    rows = selectors.purchase_orders_of(enterprise_id=desk.enterprise.pk)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    found = selectors.next_acts_of(list(page), enterprise_id=desk.enterprise.pk)
    context = {
        "rows": [(po, acts.shown(found[po.pk], side=Side.SELLER)) for po in page],
        "page_obj": page,
    }
    return desk.page(request, "purchase_orders", context)


@for_enterprise
def purchase_order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """One purchase order, as far as it is ours."""
    po = selectors.purchase_order_sold(enterprise_id=desk.enterprise.pk, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, po, form))
            return redirect("seller:purchase_order", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("seller:purchase_order", number)
        except InvalidInput as error:
            form.refuse(error)
    mine = desk.enterprise.pk
    answer = next((row for row in po.responses.all() if row.enterprise_id == mine), None)
    found = selectors.next_acts_of([po], enterprise_id=mine)
    lines = [line for line in po.lines.all() if line.enterprise_id == mine]
    context = {
        "po": po,
        "lines": lines,
        "total": sum(line.total_amount for line in lines),
        "schedule": sorted(
            ((row, line) for line in lines for row in line.schedule.all()),
            key=lambda pair: pair[0].due_on,
        ),
        "part": lines[0].order_line.vendor_order if lines[0].order_line else None,
        "answer": answer,
        "may_answer": answer is None and po.status == S.ORDERED,
        "change": next(
            (
                row
                for row in po.changes.all()
                if row.status == ChangeOrder.Status.APPROVED
                and not any(said.enterprise_id == mine for said in row.consents.all())
            ),
            None,
        ),
        "disputes": [row for row in po.disputes.all() if row.enterprise_id == mine],
        "acts": acts.shown(found[po.pk], side=Side.SELLER),
        "form": form,
    }
    return desk.page(request, "purchase_order", context, status=400 if form.errors else 200)


def _act(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    """Carry out what a form of the page asks for; answers what to say."""
    action, note = form.values.get("decision", ""), form.values.get("note", "")
    actor, mine = desk.actor, desk.enterprise.pk
    if action in ("accept", "decline"):
        services.purchase_order_respond(
            actor=actor,
            po_id=po.pk,
            enterprise_id=mine,
            accepts=action == "accept",
            promised_on=_day(form, "promised_on"),
            note=note,
        )
        return _("발주를 수락했습니다.") if action == "accept" else _("발주를 거절했습니다.")
    if action in ("agree", "refuse"):
        services.change_answer(
            actor=actor,
            change_id=chosen_id(form, "change") or 0,
            enterprise_id=mine,
            agrees=action == "agree",
            note=note,
        )
        return _("변경에 동의했습니다.") if action == "agree" else _("변경을 거절했습니다.")
    if action == "dispute_reply":
        services.dispute_reply(
            actor=actor,
            dispute_id=chosen_id(form, "dispute") or 0,
            text=form.values.get("text", ""),
        )
        return _("답을 남겼습니다.")
    services.dispute_open(
        actor=actor,
        po_id=po.pk,
        enterprise_id=mine,
        subject=form.values.get("subject", ""),
        text=form.values.get("text", ""),
    )
    return _("이의를 제기했습니다. 상대에게 알렸습니다.")


def _day(form: Filled, name: str) -> dt.date | None:
    text = form.values.get(name, "")
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise InvalidInput({name: _("날짜는 2026-11-23처럼 입력해 주세요.")}) from None


@for_enterprise
def schedule(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What organizations expect of us on which day."""
    coming = selectors.schedule(enterprise_id=desk.enterprise.pk)
    return desk.page(request, "schedule", {"coming": coming})
