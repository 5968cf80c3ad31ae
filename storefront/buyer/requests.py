"""Asking for quotes, comparing them, and choosing one."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.selectors import organization_addresses
from catalog import selectors as catalog
from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from procurement import papers, rules, selectors, services
from procurement.models import PurchaseOrder, Quote, RequestForQuote
from procurement.services import DeliverTo, NewRfqLine, Scheduled
from storefront import files
from storefront.buyer.desk import Desk, for_organization
from storefront.forms import Filled, chosen_id, whole_number

#: Rows of goods in the form; blank ones are none.
ROWS = 8
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
    """A request; ``?product=`` brings its goods and its enterprise along, ``?need=`` an approved
    requisition."""
    form = Filled.of(request.POST)
    chosen = [pk for pk in request.POST.getlist("enterprises") if pk.isdecimal() and len(pk) < 15]
    if request.method == "POST" and "find" not in request.POST:
        try:
            rfq = _create(desk, form, chosen, request.FILES.getlist("files"))
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("견적을 요청했습니다. 답이 오면 메일로 알려 드립니다."))
            return redirect("buyer:rfq", rfq.number)
    if request.method != "POST":
        form, chosen = _blank(desk, request.GET.get("product", ""), request.GET.get("need", ""))
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
        "categories": category_options(),
        "accept": ".pdf,.hwp,.hwpx,.xlsx,.docx,.zip,image/*",
    }
    return desk.page(request, "rfq_new", context, status=400 if form.errors else 200)


def _blank(desk: Desk, slug: str, need: str) -> tuple[Filled, list[str]]:
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
    if need:
        try:
            found = selectors.requisition_for(actor=desk.actor, number=need)
        except NotFound:
            return Filled(values), chosen
        values |= {"need": found.number, "title": found.title, "description": found.reason}
        values["needed_by"] = max(found.needed_by, clock.local_date(deadline)).isoformat()
        for place, line in enumerate(found.lines.all()[:ROWS]):
            values[f"description_{place}"] = line.description
            values[f"specification_{place}"] = line.specification
            values[f"quantity_{place}"] = str(line.quantity)
    return Filled(values), chosen


def need_of(desk: Desk, form: Filled) -> int | None:
    """The key of the requisition whose number the form carries."""
    number = form.values.get("need", "")
    if not number:
        return None
    return selectors.requisition_for(actor=desk.actor, number=number).pk


def category_options() -> list[tuple[int, str]]:
    """Categories to choose from, the inner ones after the one they lie in. Two queries."""
    return [
        option
        for row in catalog.category_tree()
        for option in (
            (row.pk, row.name),
            *((child.pk, f"{row.name} › {child.name}") for child in row.children.all()),
        )
    ]


def address_of(desk: Desk) -> dict[str, str]:
    """Where a form begins: the organization's default address, else its own."""
    organization = desk.organization
    saved = organization_addresses(actor=desk.actor, organization_id=organization.pk)
    if saved:
        first = saved[0]
        return {
            "recipient": first.recipient,
            "phone": first.phone,
            "postal_code": first.postal_code,
            "road_address": first.road_address,
            "address_detail": first.detail,
        }
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


def _create(
    desk: Desk, form: Filled, chosen: list[str], files: list[UploadedFile[bytes]]
) -> RequestForQuote:
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
        open_to_id=chosen_id(form, "open_to"),
        requisition_id=need_of(desk, form),
        files=files,
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
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, found, form))
            return redirect("buyer:rfq", number)
        except Conflict as error:
            messages.warning(request, str(error.message))
            return redirect("buyer:rfq", number)
        except InvalidInput as error:
            form.refuse(error)
    waiting = found.status == RequestForQuote.Status.OPEN
    context = {
        "rfq": found,
        "comparison": selectors.comparison(found),
        "invitations": list(found.invitations.all()),
        "may_choose": waiting and desk.may_request,
        "may_cancel": waiting and desk.may_request,
        "orders": PurchaseOrder.objects.filter(quote__rfq=found).order_by("-pk"),
        "questions": [
            (row, f"answer_{row.pk}") for row in found.questions.order_by("asked_at", "pk")
        ],
        "attachments": found.attachments.order_by("pk"),
        "form": form,
        "now": clock.now(),
    }
    return desk.page(request, "rfq", context, status=400 if form.errors else 200)


def _act(desk: Desk, found: RequestForQuote, form: Filled) -> str:
    question = chosen_id(form, "question")
    if question is None:
        services.rfq_cancel(actor=desk.actor, rfq_id=found.pk)
        return _("견적 요청을 취소했습니다.")
    services.rfq_question_answer(
        actor=desk.actor,
        question_id=question,
        text=form.values.get(f"answer_{question}", ""),
    )
    return _("답변을 올렸습니다. 요청받은 모든 기업에 알렸습니다.")


@for_organization
def attachment(request: HttpRequest, desk: Desk, number: str, pk: int) -> HttpResponseBase:
    """A file of one's own request."""
    found = selectors.rfq_for(actor=desk.actor, number=number)
    return files.kept(found.attachments.filter(pk=pk).first())


@for_organization
def choose(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Make a quote a purchase order: the ground, the reason, the purse."""
    quote = _quote(desk, number)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            quantities, schedule = _parts(quote, form)
            po = services.purchase_order_from_quote(
                actor=desk.actor,
                quote_id=quote.pk,
                rule_code=form.values.get("rule", ""),
                reason=form.values.get("reason", ""),
                budget_line_id=chosen_id(form, "budget_line"),
                cost_center_id=chosen_id(form, "cost_center"),
                system_reference=form.values.get("system_reference", "")[:40],
                quantities=quantities,
                schedule=schedule,
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
    lines = list(
        quote.lines.select_related("rfq_line", "supplier").prefetch_related("tiers").order_by("pk")
    )
    if request.method != "POST":
        best = rules.first_permitting([entry.finding for entry in found])
        form = Filled({"rule": best.ground.code if best else ""})
        form.values |= {f"order_{line.pk}": str(line.quantity) for line in lines}
        need = quote.rfq.requisition
        if need is not None:
            form.values["budget_line"] = str(need.budget_line_id or "")
            form.values["cost_center"] = str(need.cost_center_id or "")
    context = {
        "quote": quote,
        "rfq": quote.rfq,
        "lines": [(line, f"order_{line.pk}") for line in lines],
        "members": quote.members.select_related("enterprise"),
        "form": form,
        "findings": found,
        "papers": selectors.papers_for(quote, budget_line_id=chosen_id(form, "budget_line"))
        if desk.is_agency
        else [],
        "crossed": selectors.split_warnings(
            organization_id=desk.organization.pk,
            enterprise_id=quote.enterprise_id,
            supply=quote.supply_amount,
            variant_ids=[line.variant_id for line in lines if line.variant_id is not None],
            names=[line.name for line in lines],
        )
        if desk.is_agency
        else [],
        **purses(desk),
    }
    return desk.page(request, "choose", context, status=400 if form.errors else 200)


def _parts(quote: Quote, form: Filled) -> tuple[dict[int, int], list[Scheduled]]:
    """How many pieces of each line, and on which days: a line of text such as
    ``1, 2026-12-10, 100`` for each delivery. Raises InvalidInput by field."""
    problems: dict[str, Any] = {}
    quantities = {}
    keys = list(quote.lines.order_by("pk").values_list("pk", "quantity"))
    for pk, quoted in keys:
        name = f"order_{pk}"
        if name not in form.values:
            quantities[pk] = quoted
            continue
        try:
            quantities[pk] = form.whole(name, _("발주 수량"))
        except InvalidInput as error:
            problems |= error.by_field()
    schedule = []
    for text in form.values.get("schedule", "").splitlines():
        if not text.strip():
            continue
        try:
            place, day, count = (part.strip() for part in text.split(","))
            entry = Scheduled(int(place) - 1, dt.date.fromisoformat(day), int(count))
        except ValueError:
            problems["schedule"] = _("“1, 2026-12-10, 100”처럼 한 줄에 하나씩 적어 주세요.")
            continue
        schedule.append(entry)
    if problems:
        raise InvalidInput(problems)
    return quantities, schedule


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
        .select_related("rfq__organization", "rfq__requester", "rfq__requisition", "enterprise")
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
