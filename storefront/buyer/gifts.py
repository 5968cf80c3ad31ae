"""Gifts to many addresses: the list, its bad rows, what it costs, and where each one is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.errors import DomainError, InvalidInput, NotAllowed, NotFound
from gifts import rules, selectors, services, sheets
from gifts.errors import PROBLEMS
from gifts.models import ErasurePeriod, GiftFile, GiftOrder, GiftRecipient
from orders.carriers import tracking_page
from procurement import selectors as procurement
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.requests import address_of, day_in, deliver_to, purses
from storefront.forms import Filled

S = GiftOrder.Status
R = GiftRecipient.Status
#: Recipients on a page, and bad rows beside the form.
SHOWN = 50
#: The way of an order of gifts, as its page draws it.
STATIONS = (S.DRAFT, S.SUBMITTED, S.ORDERED, S.SENDING, S.DONE)
#: Acts on a row or on what is typed stay on the page that shows what is wrong.
SAID: Mapping[str, Any] = {
    "update": gettext_lazy("저장했습니다."),
    "leave_bad_out": gettext_lazy("고칠 줄을 모두 뺐습니다."),
    "leave_out": gettext_lazy("받는 사람에서 뺐습니다."),
    "submit": gettext_lazy("발주서를 올렸습니다. 승인자에게 알렸습니다."),
    "cancel": gettext_lazy("선물을 취소했습니다."),
    "erase": gettext_lazy("받는 사람의 정보를 모두 지웠습니다."),
}


@for_organization
def gifts(request: HttpRequest, desk: Desk) -> HttpResponse:
    rows = selectors.gift_orders_for(actor=desk.actor, organization_id=desk.organization.pk)
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return desk.page(request, "gifts", {"rows": page, "page_obj": page})


@for_organization
def gift_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What everybody gets, and the list of them."""
    if not desk.may_request:
        raise NotAllowed
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            order = services.gift_order_create(
                actor=desk.actor,
                organization_id=desk.organization.pk,
                wishes=_wishes(form),
                file=_file(request),
                idempotency_key=form.values.get("key") or None,
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:gift", order.number)
    else:
        form.values = {
            "key": secrets.token_urlsafe(16),
            "sku": request.GET.get("sku", "")[:40],
            "pieces": "1",
            "sender_name": desk.organization.name,
            "keep_days": str(services.days_kept(ErasurePeriod.After.DELIVERED)),
        }
    context = {"form": form, "most_rows": services.MOST_ROWS, **purses(desk)}
    return desk.page(request, "gift_new", context, status=400 if form.errors else 200)


@for_organization
def template(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The empty list to fill in."""
    return files.xlsx(sheets.template(), "온장_받는사람")


@for_organization
def gift(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """One order of gifts, from its list to the last parcel."""
    order = selectors.gift_order_for(actor=desk.actor, number=number)
    form = Filled.of(request.POST)
    action = form.values.get("action", "")
    if request.method == "POST" and action != "find":
        try:
            _act(request, desk, order, form, action)
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            if action in SAID:
                messages.success(request, SAID[action])
            return redirect("buyer:gift", number)
    context = _page(request, desk, order, form)
    return desk.page(request, "gift", context, status=400 if form.errors else 200)


@for_organization
def progress(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The part of the page that moves, for a page that asks again while a list is read."""
    order = selectors.gift_order_for(actor=desk.actor, number=number)
    file = selectors.file_of(order)
    answer = desk.page(request, "_gift_progress", {"gift": order, **_reading(file)})
    if file is None or file.stage != GiftFile.Stage.READING:
        answer["HX-Refresh"] = "true"
    return answer


@for_organization
def row(request: HttpRequest, desk: Desk, number: str, row: int) -> HttpResponse:
    """A recipient to be put right."""
    order = selectors.gift_order_for(actor=desk.actor, number=number)
    if not selectors.may_see(desk.actor, order):
        raise NotAllowed
    found = order.recipients.filter(number=row).first()
    if found is None:
        raise NotFound
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            services.gift_recipient_mend(
                actor=desk.actor, order_id=order.pk, number=row, cells=form.values
            )
        except (NotAllowed, NotFound):
            raise
        except DomainError as error:
            form.refuse(error)
        else:
            messages.success(request, _("%(row)d행을 고쳤습니다.") % {"row": row})
            return redirect("buyer:gift", number)
    else:
        form = Filled(
            {name: _cell(found, name) for name in sheets.FIELDS},
            {name: [str(PROBLEMS[code])] for name, code in found.problems.items()},
        )
    status = 400 if form.errors and request.method == "POST" else 200
    context = {"gift": order, "row": found, "form": form}
    return desk.page(request, "gift_row", context, status=status)


@for_organization
def bad_rows(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Only what has to be mended, to be handed in again."""
    order, rows = _taken_out(desk, number)
    bad = [row for row in rows if row.status == R.BAD]
    return files.xlsx(sheets.bad_rows(bad), f"고칠_줄_{order.number}")


@for_organization
def result(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """What became of each."""
    order, rows = _taken_out(desk, number)
    return files.xlsx(sheets.result_sheet(order, rows), f"선물_결과_{order.number}")


def _taken_out(desk: Desk, number: str) -> tuple[GiftOrder, list[GiftRecipient]]:
    order = selectors.gift_order_for(actor=desk.actor, number=number)
    return services.gift_result_take_out(actor=desk.actor, order_id=order.pk)


def _act(request: HttpRequest, desk: Desk, order: GiftOrder, form: Filled, action: str) -> None:
    who: dict[str, Any] = {"actor": desk.actor, "order_id": order.pk}
    if action in GiftFile.Kind.values:
        services.gift_file_upload(**who, file=_file(request), kind=action)
    elif action == "update":
        services.gift_order_update(**who, wishes=_wishes(form))
    elif action == "leave_bad_out":
        services.gift_bad_rows_leave_out(**who)
    elif action == "leave_out":
        services.gift_recipient_leave_out(**who, number=_number(form.values.get("row", "")) or 0)
    elif action == "submit":
        services.gift_order_submit(
            **who,
            address=deliver_to(form),
            leave_bad_out=form.values.get("leave_bad_out") == "yes",
            budget_line_id=_number(form.values.get("budget_line", "")),
            rule_code=form.values.get("rule", ""),
        )
    elif action == "cancel":
        services.gift_order_cancel(**who)
    elif action == "erase":
        services.gift_order_erase(**who)
    else:
        raise InvalidInput({"": _("없는 작업입니다.")})


def _wishes(form: Filled) -> services.Wishes:
    problems: dict[str, Any] = {}
    days = {name: day_in(form, name, problems) for name in ("arrive_from", "arrive_to")}
    pieces = form.whole("pieces", _("수량")) if form.values.get("pieces") else 1
    keep = form.whole("keep_days", _("보관 일수")) if form.values.get("keep_days") else None
    if problems:
        raise InvalidInput(problems)
    return services.Wishes(
        title=form.values.get("title", ""),
        sku=form.values.get("sku", ""),
        sender_name=form.values.get("sender_name", ""),
        message=form.values.get("message", ""),
        pieces=pieces,
        keep_days=keep,
        cost_center_id=_number(form.values.get("cost_center", "")),
        **days,
    )


def _file(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput({"file": _("엑셀이나 CSV 파일을 골라 주세요.")}, code="REQUIRED")
    return file


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 15 else None


def _cell(row: GiftRecipient, name: str) -> str:
    if row.problems:
        return str(row.cells.get(name, ""))
    if (name == "quantity" and row.is_usual_quantity) or (name == "sku" and row.is_usual_sku):
        return ""
    return str(getattr(row, name))


def _reading(file: GiftFile | None) -> dict[str, Any]:
    reading = file is not None and file.stage == GiftFile.Stage.READING
    percent = 0
    if file is not None and file.row_count:
        percent = min(100, 100 * file.position // file.row_count)
    return {"file": file, "reading": reading, "percent": percent}


def _page(request: HttpRequest, desk: Desk, order: GiftOrder, form: Filled) -> dict[str, Any]:
    file = selectors.file_of(order)
    counts = selectors.counts_of(order)
    status = request.GET.get("status", "")
    find = form.values.get("find", "")[:60] if form.values.get("action") == "find" else ""
    rows = selectors.recipients_of(actor=desk.actor, order=order, status=status, text=find)
    page = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    is_draft = order.status == S.DRAFT
    bad = order.recipients.filter(status=R.BAD).order_by("number")[:SHOWN] if is_draft else []
    context = {
        "gift": order,
        "po": order.purchase_order,
        **_reading(file),
        "counts": counts,
        "status": status,
        "statuses": R.choices,
        "find": find,
        "page_obj": page,
        "rows": [(row, tracking_page(row.carrier, row.tracking_number)) for row in page],
        "bad": [(row, sheets.problems_of(row)) for row in bad],
        "shown": SHOWN,
        "form": form,
        "stations": _stations(order),
        "may_give": selectors.may_see(desk.actor, order),
        "may_erase": desk.actor.has_role(order.organization_id, "owner"),
        "short": selectors.pieces_short(order),
        "erase_on": _erase_on(order),
    }
    if is_draft and context["may_give"]:
        context |= _draft(desk, order, form, counts)
    return context


def _draft(desk: Desk, order: GiftOrder, form: Filled, counts: selectors.Counts) -> dict[str, Any]:
    """What a draft's page shows besides: what it would cost, and the forms with what they hold."""
    wishes = {
        "title": order.title, "sku": order.variant.sku, "pieces": str(order.pieces),
        "sender_name": order.sender_name, "message": order.message,
        "arrive_from": order.arrive_from.isoformat(), "arrive_to": order.arrive_to.isoformat(),
        "keep_days": str(order.keep_days), "cost_center": str(order.cost_center_id or ""),
    }  # fmt: skip
    form.values = {**wishes, "recipient": order.organization.name, **address_of(desk)} | form.values
    context: dict[str, Any] = {"most_rows": services.MOST_ROWS, **purses(desk)}
    if counts.ready:
        try:
            totals = selectors.totals_of(order)
        except InvalidInput as error:
            context["refused"] = [text for texts in error.by_field().values() for text in texts]
        else:
            context["totals"] = totals
            context["refused"] = [str(text) for said in totals.problems.values() for text in said]
            if desk.is_agency and totals.lines:
                context["findings"] = procurement.findings(
                    enterprise_id=totals.lines[0].enterprise_id, supply=totals.supply, quotes=0
                )
    return context


def _erase_on(order: GiftOrder) -> Any:
    if order.ended_at is None or order.erased_at is not None:
        return None
    days = order.keep_days
    if order.status == S.CANCELLED:
        days = services.days_kept(ErasurePeriod.After.CANCELLED)
    return clock.local_date(rules.erase_at(order.ended_at, keep_days=days))


def _stations(order: GiftOrder) -> list[tuple[str, str]]:
    status = S.DONE if order.status == S.ERASED else S(order.status)
    if status not in STATIONS:
        return []
    here = STATIONS.index(status)
    states = ["is-done"] * here + ["is-done is-now"] + [""] * (len(STATIONS) - here - 1)
    return [(str(S(state).label), look) for state, look in zip(STATIONS, states, strict=True)]
