"""Requisitions: what somebody needs, who consents, and what becomes of it."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core.errors import Conflict, InvalidInput, NotAllowed
from procurement import selectors, services
from procurement.models import Requisition
from procurement.services import Needed
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import category_options, day_in, purses
from storefront.forms import Filled, chosen_id, whole_number

S = Requisition.Status
#: Rows of goods in the form; blank ones are none.
ROWS = 8
COLUMNS = ("description", "specification", "quantity", "price")


@for_organization
def needs(request: HttpRequest, desk: Desk) -> HttpResponse:
    status = request.GET.get("status", "")
    if status not in S.values:
        status = ""
    rows = selectors.requisitions_for(
        actor=desk.actor, organization_id=desk.organization.pk, status=status
    )
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {"rows": page, "page_obj": page, "status": status, "statuses": S.choices}
    return desk.page(request, "needs", context)


@for_organization
def need_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Write a need down and hand it in."""
    if not desk.may_request:
        raise NotAllowed
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            need = _create(desk, form)
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("구매 요구를 올렸습니다. 결재자에게 알렸습니다."))
            return redirect("buyer:need", need.number)
    else:
        form = Filled({"key": secrets.token_urlsafe(16)})
    context = {
        "form": form,
        "rows": [tuple(f"{name}_{place}" for name in COLUMNS) for place in range(ROWS)],
        "categories": category_options(),
        **purses(desk),
    }
    return desk.page(request, "need_new", context, status=400 if form.errors else 200)


def _create(desk: Desk, form: Filled) -> Requisition:
    problems: dict[str, Any] = {}
    lines = _lines(form, problems)
    needed_by = day_in(form, "needed_by", problems)
    if problems:
        raise InvalidInput(problems)
    return services.requisition_create(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        title=form.values.get("title", ""),
        reason=form.values.get("reason", ""),
        lines=lines,
        needed_by=needed_by,
        category_id=chosen_id(form, "category"),
        budget_line_id=chosen_id(form, "budget_line"),
        cost_center_id=chosen_id(form, "cost_center"),
        idempotency_key=form.values.get("key") or None,
    )


def _lines(form: Filled, problems: dict[str, Any]) -> list[Needed]:
    lines = []
    for place in range(ROWS):
        fields = [f"{name}_{place}" for name in COLUMNS]
        values = [form.values.get(name, "") for name in fields]
        if not any(values):
            continue
        numbers = []
        for field, label in ((fields[2], _("수량")), (fields[3], _("예정 단가"))):
            try:
                numbers.append(whole_number(form.values, field, label))
            except InvalidInput as error:
                problems |= error.by_field()
        if not values[0]:
            problems[fields[0]] = _("품명을 입력해 주세요.")
        if len(numbers) == 2:
            lines.append(Needed(values[0], numbers[0], numbers[1], values[1]))
    return lines


@for_organization
def need(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A need, its consents, and what it became."""
    found = selectors.requisition_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _decide(desk, found, form))
            return redirect("buyer:need", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:need", number)
        except InvalidInput as error:
            form.refuse(error)
    context = {
        "need": found,
        "lines": found.lines.all(),
        "steps": found.steps.all(),
        "form": form,
        "may_decide": found.status == S.SUBMITTED and services.may_decide(desk.actor, found),
        "may_cancel": found.status in (S.SUBMITTED, S.APPROVED)
        and found.requester_id == desk.actor.user_id,
        "may_source": found.status == S.APPROVED and desk.may_request,
    }
    return desk.page(request, "need", context, status=400 if form.errors else 200)


def _decide(desk: Desk, found: Requisition, form: Filled) -> str:
    action, note = form.values.get("action", ""), form.values.get("note", "")
    if action == "approve":
        services.requisition_approve(actor=desk.actor, requisition_id=found.pk, note=note)
        return _("결재했습니다.")
    if action == "cancel":
        services.requisition_cancel(actor=desk.actor, requisition_id=found.pk)
        return _("구매 요구를 거두었습니다.")
    services.requisition_reject(actor=desk.actor, requisition_id=found.pk, note=note)
    return _("사유와 함께 반려했습니다.")
