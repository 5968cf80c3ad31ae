"""What is bought again: quick order by code, saved lists, orders that come by themselves."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from core import clock
from core.errors import InvalidInput, NotAllowed
from procurement import selectors, services
from procurement.models import PurchaseOrderLine, RecurringOrder
from procurement.services import ItemOrdered, priced_lines
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import address_of, day_in, deliver_to, purses
from storefront.forms import Filled, chosen_id

MOST_LINES = 200
#: ``SKU-1<tab>20``, ``SKU-1, 20`` or ``SKU-1 20``.
_LINE = re.compile(r"^(\S+?)[\s,;]+([\d,]+)\s*개?$")


@for_organization
def standing(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The quick order, the lists and the recurring orders of the organization."""
    form = Filled.of(request.POST)
    lines: list[PurchaseOrderLine] = []
    if request.method == "POST":
        if not desk.may_request:
            raise NotAllowed
        try:
            answer = _act(request, desk, form)
            if isinstance(answer, HttpResponse):
                return answer
            lines = answer
        except InvalidInput as error:
            form.refuse(error)
    else:
        form.values |= {"starts_on": clock.today().isoformat(), "every": "1", **address_of(desk)}
    actor, organization_id = desk.actor, desk.organization.pk
    lists = selectors.purchase_lists(actor=actor, organization_id=organization_id)
    context = {
        "form": form,
        "lines": lines,
        "total": sum(line.total_amount for line in lines),
        "lists": lists,
        "list_options": [(row.pk, row.name) for row in lists],
        "recurring": selectors.recurring_orders(actor=actor, organization_id=organization_id),
        "units": RecurringOrder.Unit.choices,
        **purses(desk),
    }
    return desk.page(request, "standing", context, status=400 if form.errors else 200)


def _act(request: HttpRequest, desk: Desk, form: Filled) -> HttpResponse | list[PurchaseOrderLine]:
    """Carry out what a button asks for; a page to go to, or lines to show."""
    action = form.values.get("action", "")
    if action == "save":
        services.purchase_list_set(
            actor=desk.actor,
            organization_id=desk.organization.pk,
            name=form.values.get("name", ""),
            items=items_typed(form.values.get("items", "")),
        )
        messages.success(request, _("목록을 저장했습니다."))
    elif action == "delete":
        services.purchase_list_delete(actor=desk.actor, list_id=chosen_id(form, "list") or 0)
        messages.success(request, _("목록을 지웠습니다."))
    elif action == "open":
        chosen = selectors.purchase_list_for(actor=desk.actor, list_id=chosen_id(form, "list") or 0)
        rows = chosen.lines.all()
        form.values["items"] = "\n".join(f"{row.variant.sku}\t{row.quantity}" for row in rows)
        form.values["name"] = chosen.name
        return priced_lines(items_typed(form.values["items"]))
    elif action == "recur":
        _recur(desk, form)
        messages.success(request, _("정기 주문을 만들었습니다."))
    elif action in RecurringOrder.Status.values:
        services.recurring_order_move(
            actor=desk.actor, recurring_id=chosen_id(form, "recurring") or 0, status=action
        )
        messages.success(request, _("정기 주문을 바꾸었습니다."))
    else:
        return priced_lines(items_typed(form.values.get("items", "")))
    return redirect("buyer:standing")


def items_typed(text: str) -> list[ItemOrdered]:
    """Pasted lines of codes and quantities. Raises InvalidInput (``items``) naming bad lines."""
    items, bad = [], []
    for place, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _LINE.match(line.strip())
        count = found[2].replace(",", "") if found else ""
        if found is None or not 0 < len(count) < 8 or not int(count):
            bad.append(_("%(row)d행: 상품코드와 수량을 적어 주세요.") % {"row": place})
        else:
            items.append(ItemOrdered(found[1][:40], int(count), place))
    if not items and not bad:
        bad.append(_("상품코드와 수량을 한 줄에 하나씩 적어 주세요."))
    if len(items) > MOST_LINES:
        bad.append(_("한 번에 200행까지 적을 수 있습니다."))
    if bad:
        raise InvalidInput({"items": bad})
    return items


def _recur(desk: Desk, form: Filled) -> None:
    problems: dict[str, Any] = {}
    starts_on = day_in(form, "starts_on", problems)
    until = day_in(form, "until", problems) if form.values.get("until") else None
    every = form.whole("every", _("간격"))
    if problems:
        raise InvalidInput(problems)
    services.recurring_order_set(
        actor=desk.actor,
        list_id=chosen_id(form, "list") or 0,
        title=form.values.get("title", ""),
        every=every,
        unit=form.values.get("unit", ""),
        starts_on=starts_on,
        until=until,
        address=deliver_to(form),
        cost_center_id=chosen_id(form, "cost_center"),
        budget_line_id=chosen_id(form, "budget_line"),
    )


@for_organization
def schedule(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What shall come on which day."""
    coming = selectors.schedule(organization_id=desk.organization.pk)
    return desk.page(request, "schedule", {"coming": coming})
