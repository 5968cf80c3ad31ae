"""Purchase orders: from an uploaded list, their decision, and how far they are."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog.models import Variant
from checkout import selectors as checkout
from checkout import services as checkout_services
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from procurement import items, papers, rules, selectors, services
from procurement.models import ChangeOrder, PurchaseOrder, PurchaseOrderLine
from procurement.rules.glance import Side
from procurement.services import ItemOrdered, priced_lines
from storefront import acts, files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import address_of, day_in, deliver_to, need_of, purses
from storefront.context_processors import CART_COOKIE
from storefront.forms import Filled, chosen_id
from vendors.models import Enterprise

S = PurchaseOrder.Status
OPEN_CHANGES = (ChangeOrder.Status.REQUESTED, ChangeOrder.Status.APPROVED)
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
    context = {
        "rows": with_next(list(page)),
        "page_obj": page,
        "status": status,
        "statuses": S.choices,
    }
    return desk.page(request, "orders", context)


def with_next(orders: list[PurchaseOrder]) -> list[tuple[PurchaseOrder, list[acts.Shown]]]:
    """Purchase orders, each with what waits for whom."""
    found = selectors.next_acts_of(orders)
    return [(po, acts.shown(found[po.pk], side=Side.BUYER)) for po in orders]


@for_organization
def order_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A list of items on account, in two steps: what it costs, and then the order. The list comes
    from a file, from the cart (바로구매), or from rows that another page sends here."""
    if not desk.may_request:
        raise NotAllowed
    form = Filled.of(request.POST)
    form.values.setdefault("need", request.GET.get("need", ""))
    lines: list[PurchaseOrderLine] = []
    is_cart = request.GET.get("from") == "cart" or form.values.get("from") == "cart"
    if request.method == "POST" or is_cart:
        try:
            wanted = _of_cart(request) if request.method != "POST" else _items(request)
            lines = priced_lines(wanted)
            if form.values.get("step") == "order":
                po = _order(desk, form, wanted)
                if is_cart:
                    _take_from_cart(request, wanted)
                messages.success(request, _("발주서를 올렸습니다. 승인자에게 알렸습니다."))
                return redirect("buyer:order", po.number)
        except InvalidInput as error:
            form.refuse(error)
    if not form.values.get("key"):
        form.values |= {"key": secrets.token_urlsafe(16), **address_of(desk)}
        if is_cart:
            form.values["from"] = "cart"
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
        sellers = Enterprise.objects.filter(pk__in={line.enterprise_id for line in lines})
        context["sellers"] = sellers.order_by("name") if is_cart else []
        found = selectors.findings(
            enterprise_id=lines[0].enterprise_id, supply=context["supply"], quotes=0
        )
        context["findings"] = found
        if not form.values.get("rule"):
            best = rules.first_permitting([entry.finding for entry in found])
            form.values["rule"] = best.ground.code if best else ""
        context["crossed"] = selectors.split_warnings(
            organization_id=desk.organization.pk,
            enterprise_id=lines[0].enterprise_id,
            supply=context["supply"],
            variant_ids=[line.variant_id for line in lines if line.variant_id is not None],
        )
    return desk.page(request, "order_new", context, status=400 if form.errors else 200)


def _of_cart(request: HttpRequest) -> list[ItemOrdered]:
    """What lies in the shop's cart of this visitor, of one enterprise when ``?enterprise=`` names
    it. Raises InvalidInput when there is nothing."""
    token = request.COOKIES.get(CART_COOKIE)
    cart = checkout.cart_view(actor=request.actor, token=token)  # type: ignore[attr-defined]
    wanted = request.GET.get("enterprise", "")
    lines = [
        line
        for group in cart.groups
        if wanted in ("", group.enterprise.slug)
        for line in group.lines
    ]
    skus = dict(
        Variant.objects.filter(pk__in=[line.variant_id for line in lines]).values_list("pk", "sku")
    )
    if not lines:
        raise InvalidInput({"file": _("장바구니가 비어 있습니다.")})
    return [
        ItemOrdered(skus[line.variant_id], line.quantity, place)
        for place, line in enumerate(lines, start=1)
    ]


def _take_from_cart(request: HttpRequest, ordered: list[ItemOrdered]) -> None:
    """What was ordered lies in the cart no longer."""
    token = request.COOKIES.get(CART_COOKIE)
    if not token:
        return
    variants = Variant.objects.filter(sku__in=[item.sku for item in ordered])
    with suppress(NotFound):
        checkout_services.cart_lines_set(
            actor=request.actor,  # type: ignore[attr-defined]
            token=token,
            quantities=dict.fromkeys(variants.values_list("pk", flat=True), 0),
        )


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
    return services.purchase_order_from_items(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        items=wanted,
        title=form.values.get("title", ""),
        address=deliver_to(form),
        needed_by=needed_by,
        budget_line_id=chosen_id(form, "budget_line"),
        cost_center_id=chosen_id(form, "cost_center"),
        requisition_id=need_of(desk, form),
        rule_code=form.values.get("rule", ""),
        idempotency_key=form.values.get("key") or None,
    )


@for_organization
def template(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The empty list to fill in."""
    return files.xlsx(items.items_template(), "온장_품목")


@for_organization
def order(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A purchase order, its consents and changes, its deliveries and invoices."""
    po = selectors.purchase_order_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, po, form))
            return redirect("buyer:order", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:order", number)
        except InvalidInput as error:
            form.refuse(error)
    parts = list(po.order.vendor_orders.all()) if po.order else []
    lines = list(po.lines.all())
    open_change = next((row for row in po.changes.all() if row.status in OPEN_CHANGES), None)
    is_running = po.status in (S.ORDERED, S.DELIVERING)
    context = {
        "po": po,
        "lines": [(line, f"cancel_{line.pk}") for line in lines],
        "schedule": sorted(
            ((row, line) for line in lines for row in line.schedule.all()),
            key=lambda pair: pair[0].due_on,
        ),
        "parts": parts,
        "stations": _stations(po),
        "steps": po.steps.all(),
        "acts": acts.shown(selectors.next_acts_of([po])[po.pk], side=Side.BUYER),
        "form": form,
        "may_decide": po.status == S.SUBMITTED and services.may_decide(desk.actor, po),
        "is_own": po.requester_id == desk.actor.user_id,
        "may_change": is_running and open_change is None and desk.may_request,
        "may_decide_change": open_change is not None
        and open_change.status == ChangeOrder.Status.REQUESTED
        and desk.may_approve
        and open_change.requested_by_id != desk.actor.user_id,
        "open_change": open_change,
        "sellers": [(part.enterprise_id, part.enterprise.name) for part in parts],
    }
    return desk.page(request, "order", context, status=400 if form.errors else 200)


def _act(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    """Carry out what a form of the page asks for; answers what to say."""
    act = ACTS.get(form.values.get("decision", ""), _reject)
    return act(desk, po, form)


def _approve(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    done = services.purchase_order_approve(
        actor=desk.actor, po_id=po.pk, note=form.values.get("note", "")
    )
    if done.order_id is None:
        return _("승인했습니다. 다음 결재자에게 알렸습니다.")
    return _("승인했습니다. 기업에 발주가 전달되었습니다.")


def _reject(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    services.purchase_order_reject(actor=desk.actor, po_id=po.pk, note=form.values.get("note", ""))
    return _("사유와 함께 반려했습니다.")


def _withdraw(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    services.purchase_order_withdraw(actor=desk.actor, po_id=po.pk)
    return _("발주를 거두었습니다.")


def _change(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    problems: dict[str, Any] = {}
    needed_by = (
        day_in(form, "new_needed_by", problems) if form.values.get("new_needed_by") else None
    )
    cancel = {}
    for line in po.lines.all():
        name = f"cancel_{line.pk}"
        if form.values.get(name):
            try:
                cancel[line.pk] = form.whole(name, _("줄일 수량"))
            except InvalidInput as error:
                problems |= error.by_field()
    if problems:
        raise InvalidInput(problems)
    services.change_request(
        actor=desk.actor,
        po_id=po.pk,
        reason=form.values.get("reason", ""),
        cancel=cancel,
        cancel_all=bool(form.values.get("cancel_all")),
        needed_by=needed_by,
        address=deliver_to(form) if form.values.get("road_address") else None,
    )
    return _("변경을 요청했습니다. 결재자에게 알렸습니다.")


def _decide_change(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    approves = form.values.get("decision") == "change_approve"
    services.change_decide(
        actor=desk.actor,
        change_id=chosen_id(form, "change") or 0,
        approves=approves,
        note=form.values.get("note", ""),
    )
    return _("변경을 승인해 기업에 보냈습니다.") if approves else _("변경 요청을 반려했습니다.")


def _dispute(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    services.dispute_open(
        actor=desk.actor,
        po_id=po.pk,
        enterprise_id=chosen_id(form, "enterprise") or 0,
        subject=form.values.get("subject", ""),
        text=form.values.get("text", ""),
    )
    return _("이의를 제기했습니다. 상대에게 알렸습니다.")


def _reply(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    services.dispute_reply(
        actor=desk.actor,
        dispute_id=chosen_id(form, "dispute") or 0,
        text=form.values.get("text", ""),
    )
    return _("답을 남겼습니다.")


def _settle(desk: Desk, po: PurchaseOrder, form: Filled) -> str:
    services.dispute_settle(
        actor=desk.actor,
        dispute_id=chosen_id(form, "dispute") or 0,
        settlement=form.values.get("settlement", ""),
    )
    return _("합의 내용을 기록하고 마쳤습니다.")


#: What a form's button asks for.
ACTS = {
    "approve": _approve,
    "reject": _reject,
    "withdraw": _withdraw,
    "change": _change,
    "change_approve": _decide_change,
    "change_reject": _decide_change,
    "dispute": _dispute,
    "dispute_reply": _reply,
    "dispute_settle": _settle,
}


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
