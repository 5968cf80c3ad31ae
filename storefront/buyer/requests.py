"""Asking for quotes, comparing them, and choosing one."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog import selectors as catalog
from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from procurement import papers, rules, selectors, services
from procurement.models import PurchaseOrder, Quote, RequestForQuote
from procurement.services import DeliverTo, NewRfqLine
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.forms import Filled, whole_number

#: Rows of goods in the form; blank ones are none.
ROWS = 5
ANSWER_WITHIN = dt.timedelta(days=7)
DELIVER_WITHIN = dt.timedelta(days=21)


@for_organization
def rfqs(request: HttpRequest, desk: Desk) -> HttpResponse:
    status = request.GET.get("status", "")
    if status not in RequestForQuote.Status.values:
        status = ""
    rows = selectors.rfqs_for(
        actor=desk.actor, organization_id=desk.organization.pk, status=status
    ).annotate(
        answers=Count(
            "quotes__enterprise",
            filter=~Q(quotes__status=Quote.Status.WITHDRAWN),
            distinct=True,
        )
    )
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "rows": page,
        "page_obj": page,
        "status": status,
        "statuses": RequestForQuote.Status.choices,
        "now": clock.now(),
    }
    return desk.page(request, "rfqs", context)


@for_organization
def rfq_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    """A request; ``?product=`` brings its goods and its enterprise along."""
    form = Filled.of(request.POST)
    chosen = [pk for pk in request.POST.getlist("enterprises") if pk.isdecimal() and len(pk) < 15]
    if request.method == "POST" and "find" not in request.POST:
        try:
            rfq = _create(desk, form, chosen)
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("견적을 요청했습니다. 답이 오면 메일로 알려 드립니다."))
            return redirect("buyer:rfq", rfq.number)
    if request.method != "POST":
        form, chosen = _blank(desk, request.GET.get("product", ""))
    text = form.values.get("find_text", "")[:60]
    shown = selectors.enterprises_to_ask(text)
    kept = [pk for pk in chosen if pk not in {str(row.pk) for row in shown}]
    context = {
        "form": form,
        "rows": [
            (f"description_{place}", f"specification_{place}", f"quantity_{place}")
            for place in range(ROWS)
        ],
        "enterprises": shown,
        "chosen": chosen,
        "kept": kept,
    }
    return desk.page(request, "rfq_new", context, status=400 if form.errors else 200)


def _blank(desk: Desk, slug: str) -> tuple[Filled, list[str]]:
    now = clock.now().astimezone(clock.SEOUL)
    deadline = (now + ANSWER_WITHIN).replace(hour=18, minute=0)
    values = {
        "key": secrets.token_urlsafe(16),
        "deadline": deadline.strftime("%Y-%m-%dT%H:%M"),
        "needed_by": (now.date() + DELIVER_WITHIN).isoformat(),
        **address_of(desk),
    }
    chosen: list[str] = []
    if slug:
        try:
            detail = catalog.product_detail(slug)
        except NotFound:
            return Filled(values), chosen
        values["description_0"] = detail.product.name[:200]
        chosen = [str(detail.enterprise.pk)]
    return Filled(values), chosen


def address_of(desk: Desk) -> dict[str, str]:
    """The organization's own address, as a form begins with it."""
    organization = desk.organization
    return {
        "phone": organization.phone,
        "postal_code": organization.postal_code,
        "road_address": organization.address,
    }


def deliver_to(form: Filled) -> DeliverTo:
    return DeliverTo(
        recipient=form.values.get("recipient", ""),
        phone=form.values.get("phone", ""),
        postal_code=form.values.get("postal_code", ""),
        road_address=form.values.get("road_address", ""),
        detail=form.values.get("address_detail", ""),
    )


def day_in(form: Filled, name: str, problems: dict[str, Any]) -> dt.date:
    """The date typed in ``name``; a wrong one goes to ``problems``."""
    try:
        return dt.date.fromisoformat(form.values.get(name, ""))
    except ValueError:
        problems[name] = _("날짜는 2026-11-23처럼 입력해 주세요.")
        return clock.today()


def _create(desk: Desk, form: Filled, chosen: list[str]) -> RequestForQuote:
    problems: dict[str, Any] = {}
    lines = _lines(form, problems)
    needed_by = day_in(form, "needed_by", problems)
    try:
        deadline = dt.datetime.fromisoformat(form.values.get("deadline", ""))
        deadline = deadline.replace(tzinfo=clock.SEOUL)
    except ValueError:
        problems["deadline"] = _("날짜와 시간을 입력해 주세요.")
        deadline = clock.now() + ANSWER_WITHIN
    if problems:
        raise InvalidInput(problems)
    return services.rfq_create(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        title=form.values.get("title", ""),
        description=form.values.get("description", ""),
        lines=lines,
        enterprise_ids=[int(pk) for pk in chosen],
        deadline=deadline,
        needed_by=needed_by,
        address=deliver_to(form),
        idempotency_key=form.values.get("key") or None,
    )


def _lines(form: Filled, problems: dict[str, Any]) -> list[NewRfqLine]:
    lines = []
    for place in range(ROWS):
        names = [f"{name}_{place}" for name in ("description", "specification", "quantity")]
        description, specification, quantity = (form.values.get(name, "") for name in names)
        if not (description or specification or quantity):
            continue
        try:
            count = whole_number(form.values, names[2], _("수량"))
        except InvalidInput as error:
            problems |= error.by_field()
            count = 1
        if not description:
            problems[names[0]] = _("품명을 입력해 주세요.")
        lines.append(NewRfqLine(description, count, specification))
    return lines


@for_organization
def rfq(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """The quotes side by side, cheapest first."""
    found = selectors.rfq_for(actor=desk.actor, number=number)
    if request.method == "POST":
        try:
            services.rfq_cancel(actor=desk.actor, rfq_id=found.pk)
            messages.success(request, _("견적 요청을 취소했습니다."))
        except Conflict as error:
            messages.warning(request, str(error.message))
        return redirect("buyer:rfq", number)
    waiting = found.status == RequestForQuote.Status.OPEN
    context = {
        "rfq": found,
        "comparison": selectors.comparison(found),
        "invitations": list(found.invitations.all()),
        "may_choose": waiting and desk.may_request,
        "may_cancel": waiting and desk.may_request,
        "orders": PurchaseOrder.objects.filter(quote__rfq=found).order_by("-pk"),
        "now": clock.now(),
    }
    return desk.page(request, "rfq", context)


@for_organization
def choose(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Make a quote a purchase order: the ground, the reason, the purse."""
    quote = _quote(desk, number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        budget = form.values.get("budget_line", "")
        center = form.values.get("cost_center", "")
        try:
            po = services.purchase_order_from_quote(
                actor=desk.actor,
                quote_id=quote.pk,
                rule_code=form.values.get("rule", ""),
                reason=form.values.get("reason", ""),
                budget_line_id=int(budget) if budget.isdecimal() and len(budget) < 15 else None,
                cost_center_id=int(center) if center.isdecimal() and len(center) < 15 else None,
                system_reference=form.values.get("system_reference", "")[:40],
            )
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:rfq", quote.rfq.number)
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("발주서를 올렸습니다. 승인자에게 알렸습니다."))
            return redirect("buyer:order", po.number)
    found = selectors.findings_for_quote(
        quote, system_reference=form.values.get("system_reference", "")
    )
    if request.method != "POST":
        best = rules.first_permitting([entry.finding for entry in found])
        form = Filled({"rule": best.ground.code if best else ""})
    context = {
        "quote": quote,
        "rfq": quote.rfq,
        "lines": quote.lines.select_related("rfq_line").order_by("pk"),
        "form": form,
        "findings": found,
        "crossed": selectors.split_warnings(
            organization_id=desk.organization.pk,
            enterprise_id=quote.enterprise_id,
            supply=quote.supply_amount,
        )
        if desk.is_agency
        else [],
        **purses(desk),
    }
    return desk.page(request, "choose", context, status=400 if form.errors else 200)


def purses(desk: Desk) -> dict[str, list[tuple[int, str]]]:
    """Budget lines and cost centres to choose from."""
    budgets = selectors.budget_lines(
        actor=desk.actor, organization_id=desk.organization.pk, year=clock.today().year
    )
    centers = selectors.cost_centers(actor=desk.actor, organization_id=desk.organization.pk)
    left = _("잔액 %(sum)s원")
    return {
        "budget_options": [
            (
                row.pk,
                f"{row.item_code} {row.programme} ({left % {'sum': f'{row.free_amount:,}'}})",
            )
            for row in budgets
        ],
        "center_options": [(row.pk, str(row)) for row in centers],
    }


def _quote(desk: Desk, number: str) -> Quote:
    quote = (
        Quote.objects.filter(number=number, rfq__organization_id__in=list(desk.actor.organizations))
        .select_related("rfq__organization", "rfq__requester", "enterprise")
        .first()
    )
    if quote is None:
        raise NotFound
    return quote


@for_organization
def comparison_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    found = selectors.rfq_for(actor=desk.actor, number=number)
    return files.pdf(papers.comparison_pdf(found), f"비교견적서_{found.number}")


@for_organization
def quote_pdf(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    quote = _quote(desk, number)
    return files.pdf(papers.quote_pdf(quote), f"견적서_{quote.number}")
