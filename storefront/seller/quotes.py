"""What organizations ask of an enterprise: quotes to write, deliveries inspected, invoices owed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.models import TaxClass, Variant
from core import clock
from core.errors import Conflict, InvalidInput, NotFound
from orders.models import Order, Shipment
from procurement import selectors, services
from procurement.models import Invoice, Quote, RequestForQuote, RfqInvitation
from storefront import files
from storefront.forms import Filled, chosen_id
from storefront.seller.desk import Desk, for_enterprise
from vendors.models import Enterprise

VALID_FOR = dt.timedelta(days=30)
HIGHEST_PRICE = 1_000_000_000
#: What is asked of each line of a request.
FIELDS = ("price", "tax", "variant", "supplier", "tiers")


def invitations(desk: Desk) -> QuerySet[RfqInvitation]:
    """Requests that asked this enterprise, newest first."""
    rows = RfqInvitation.objects.filter(enterprise_id=desk.enterprise.pk)
    return rows.select_related("rfq__organization").order_by("-rfq__created_at", "-pk")


def open_requests(desk: Desk) -> QuerySet[RfqInvitation]:
    """Those that still wait for an answer, the nearest deadline first."""
    return (
        invitations(desk)
        .filter(
            status=RfqInvitation.Status.INVITED,
            rfq__status=RequestForQuote.Status.OPEN,
            rfq__deadline__gte=clock.now(),
        )
        .order_by("rfq__deadline", "pk")
    )


@for_enterprise
def rfqs(request: HttpRequest, desk: Desk) -> HttpResponse:
    page = Paginator(invitations(desk), 30).get_page(request.GET.get("page"))
    mine = Quote.objects.filter(
        enterprise_id=desk.enterprise.pk, rfq_id__in=[row.rfq_id for row in page]
    ).order_by("version")
    latest = {quote.rfq_id: quote for quote in mine}
    context = {
        "rows": [(row, latest.get(row.rfq_id)) for row in page],
        "page_obj": page,
        "open_ones": selectors.open_rfqs_for(enterprise_id=desk.enterprise.pk),
        "asked_along": selectors.partner_quotes(enterprise_id=desk.enterprise.pk),
        "now": clock.now(),
    }
    return desk.page(request, "rfqs", context)


@for_enterprise
@require_POST
def partner(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """Whether the enterprise delivers its part of another's quote."""
    agrees = request.POST.get("answer") == "agree"
    quote = Quote.objects.filter(number=number).first()
    if quote is None:
        raise NotFound
    try:
        services.quote_member_answer(
            actor=desk.actor, quote_id=quote.pk, enterprise_id=desk.enterprise.pk, agrees=agrees
        )
        messages.success(
            request, _("공동 견적에 동의했습니다.") if agrees else _("공동 견적을 거절했습니다.")
        )
    except Conflict as error:
        messages.warning(request, str(error.message))
    return redirect("seller:rfqs")


@for_enterprise
def attachment(request: HttpRequest, desk: Desk, number: str, pk: int) -> HttpResponseBase:
    """A file of a request that the enterprise may answer."""
    found, _invitation = _asked(desk, number)
    return files.kept(found.attachments.filter(pk=pk).first())


def _asked(desk: Desk, number: str) -> tuple[RequestForQuote, RfqInvitation | None]:
    """A request that named the enterprise, or that it may answer. Raises NotFound."""
    found = RequestForQuote.objects.filter(number=number).select_related("organization").first()
    if found is None:
        raise NotFound
    invitation = (
        found.invitations.filter(enterprise_id__in=list(desk.actor.enterprises))
        .select_related("rfq__organization", "enterprise")
        .order_by("pk")
        .first()
    )
    if invitation is None and not selectors.may_answer(found, desk.enterprise.pk):
        raise NotFound
    return found, invitation


@for_enterprise
def rfq(request: HttpRequest, desk: Desk, number: str) -> HttpResponse:
    """A request and the answer to it; a new answer replaces the one before."""
    found, invitation = _asked(desk, number)
    if invitation is None:  # open to its category: named from the first answer on
        invitation = RfqInvitation(rfq=found, enterprise=desk.enterprise)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            if "ask" in form.values:
                services.rfq_question_ask(
                    actor=desk.actor,
                    rfq_id=found.pk,
                    enterprise_id=invitation.enterprise_id,
                    text=form.values.get("question", ""),
                )
                messages.success(request, _("질문을 보냈습니다. 답변은 모든 기업에 공개됩니다."))
            else:
                _submit(desk, invitation, form)
                messages.success(request, _("견적서를 제출했습니다."))
        except InvalidInput as error:
            form.refuse(error)
            return _rfq_page(request, desk, invitation, form, status=400)
        except Conflict as error:
            messages.warning(request, str(error.message))
        return redirect("seller:rfq", number)
    return _rfq_page(request, desk, invitation, form)


def _submit(desk: Desk, invitation: RfqInvitation, form: Filled) -> None:
    problems: dict[str, Any] = {}
    lines: list[services.QuotedLine] = []
    for line in invitation.rfq.lines.all():
        name = f"price_{line.pk}"
        try:
            price = form.whole(name, _("단가"))
            if not 1 <= price <= HIGHEST_PRICE:
                raise InvalidInput({name: _("가격은 1원에서 10억 원까지입니다.")})
        except InvalidInput as error:
            problems |= error.by_field()
            continue
        variant = form.values.get(f"variant_{line.pk}", "")
        tax_class = form.values.get(f"tax_{line.pk}", TaxClass.TAXABLE)
        if tax_class not in TaxClass.values:
            problems[f"tax_{line.pk}"] = _("과세 또는 면세를 선택해 주세요.")
        lines.append(
            {
                "rfq_line_id": line.pk,
                "unit_price_amount": price,
                "variant_id": int(variant) if variant.isdecimal() and len(variant) < 16 else None,
                "tax_class": tax_class,
                "supplier_id": chosen_id(form, f"supplier_{line.pk}"),
                "tiers": _tiers_in(form, line.pk, problems),
            }
        )
    valid_until = _day(form, "valid_until", problems)
    try:
        lead_days = form.whole("lead_days", _("납기"))
        if not 0 <= lead_days <= 365:
            raise InvalidInput({"lead_days": _("납기는 0일에서 365일까지입니다.")})
    except InvalidInput as error:
        problems |= error.by_field()
    if len(form.values.get("note", "")) > 2000:
        problems["note"] = _("입력이 너무 깁니다.")
    if problems or valid_until is None:
        raise InvalidInput(problems)
    services.quote_submit(
        actor=desk.actor,
        rfq_id=invitation.rfq_id,
        enterprise_id=invitation.enterprise_id,
        lines=lines,
        valid_until=valid_until,
        lead_days=lead_days,
        prices_include_vat=form.values.get("prices", "with") != "without",
        note=form.values.get("note", ""),
    )


def _tiers_in(form: Filled, pk: int, problems: dict[str, Any]) -> list[tuple[int, int]]:
    """``100:19000, 200:18500`` as what a piece costs from so many on."""
    tiers = []
    for part in form.values.get(f"tiers_{pk}", "").replace("\n", ",").split(","):
        if not part.strip():
            continue
        least, _colon, price = (text.strip() for text in part.partition(":"))
        if not (least.isdecimal() and price.isdecimal() and len(least + price) < 18):
            problems[f"tiers_{pk}"] = _("“100:19000, 50:19500”처럼 적어 주세요.")
            return []
        tiers.append((int(least), int(price)))
    return tiers


def _day(form: Filled, name: str, problems: dict[str, Any]) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(form.values.get(name, ""))
    except ValueError:
        problems[name] = _("날짜는 2026-11-23처럼 입력해 주세요.")
        return None
    if day < clock.today():
        problems[name] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    return day


def _rfq_page(
    request: HttpRequest, desk: Desk, invitation: RfqInvitation, form: Filled, *, status: int = 200
) -> HttpResponse:
    asked = invitation.rfq
    quotes = list(
        Quote.objects.filter(rfq=asked, enterprise_id=invitation.enterprise_id)
        .prefetch_related("lines__rfq_line", "lines__tiers", "members__enterprise")
        .order_by("-version")
    )
    if request.method != "POST":
        form = _prefilled(quotes[0] if quotes else None)
    chosen = {
        partner
        for line in asked.lines.all()
        if (partner := chosen_id(form, f"supplier_{line.pk}")) is not None
    }
    variants = Variant.objects.filter(
        product__enterprise_id__in={invitation.enterprise_id, *chosen},
        is_active=True,
        product__listings__is_published=True,
    ).select_related("product")
    context = {
        "rfq": asked,
        "invitation": invitation,
        "lines": [
            (line, *(f"{name}_{line.pk}" for name in FIELDS)) for line in asked.lines.order_by("pk")
        ],
        "partners": _partner_options(desk),
        "questions": asked.questions.order_by("asked_at", "pk"),
        "attachments": asked.attachments.order_by("pk"),
        "quotes": quotes,
        "form": form,
        "variants": [
            (str(variant.pk), " ".join(filter(None, (variant.product.name, variant.name))))
            for variant in variants.distinct().order_by("product__name", "pk")
        ],
        "tax_classes": TaxClass.choices,
        "is_open": asked.status == RequestForQuote.Status.OPEN and asked.deadline >= clock.now(),
    }
    return desk.page(request, "rfq", context, status=status)


def _partner_options(desk: Desk) -> list[tuple[int, str]]:
    """Enterprises that could deliver a line with us. One query."""
    rows = Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).exclude(pk=desk.enterprise.pk)
    return list(rows.order_by("name").values_list("pk", "name"))


def _prefilled(last: Quote | None) -> Filled:
    if last is None:
        valid = clock.today() + VALID_FOR
        return Filled({"valid_until": valid.isoformat(), "lead_days": "7", "prices": "with"})
    values = {
        "valid_until": max(last.valid_until, clock.today()).isoformat(),
        "lead_days": str(last.lead_days),
        "prices": "with",  # stored prices always include VAT
        "note": last.note,
    }
    for line in last.lines.all():
        values[f"price_{line.rfq_line_id}"] = str(line.unit_price_amount)
        values[f"tax_{line.rfq_line_id}"] = line.tax_class
        values[f"variant_{line.rfq_line_id}"] = str(line.variant_id or "")
        values[f"supplier_{line.rfq_line_id}"] = str(line.supplier_id or "")
        values[f"tiers_{line.rfq_line_id}"] = ", ".join(
            f"{tier.min_quantity}:{tier.unit_price_amount}" for tier in line.tiers.all()
        )
    return Filled(values)


@for_enterprise
def deliveries(request: HttpRequest, desk: Desk) -> HttpResponse:
    """What went to organizations on account, and what their inspectors said of it."""
    rows = (
        Shipment.objects.filter(
            vendor_order__enterprise_id=desk.enterprise.pk,
            vendor_order__order__terms=Order.Terms.ON_ACCOUNT,
        )
        .select_related("vendor_order__order__organization", "acceptance__invoice")
        .prefetch_related(
            "lines__order_line", Prefetch("acceptance__lines"), "acceptance__lines__order_line"
        )
        .order_by("-shipped_at", "-pk")
    )
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    return desk.page(request, "deliveries", {"rows": page, "page_obj": page})


@for_enterprise
def invoices(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Claims on organizations: open, overdue, paid. A claim starts an agency's clock."""
    if request.method == "POST":
        try:
            services.invoice_claim(
                actor=desk.actor, invoice_id=chosen_id(Filled.of(request.POST), "invoice") or 0
            )
            messages.success(request, _("대금을 청구했습니다. 기관의 지급 기한이 시작됩니다."))
        except Conflict as error:
            messages.warning(request, str(error.message))
        return redirect("seller:invoices")
    rows = (
        Invoice.objects.filter(vendor_order__enterprise_id=desk.enterprise.pk)
        .select_related("purchase_order__organization", "vendor_order")
        .order_by("status", "due_on", "pk")
    )
    status = request.GET.get("status", "")
    if status in Invoice.Status.values:
        rows = rows.filter(status=status)
    else:
        status = ""
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    waiting = Invoice.objects.filter(
        vendor_order__enterprise_id=desk.enterprise.pk, status=Invoice.Status.ISSUED
    ).aggregate(total=Sum("total_amount"), paid=Sum("paid_amount"))
    context = {
        "rows": page,
        "page_obj": page,
        "status": status,
        "statuses": Invoice.Status.choices,
        "outstanding": (waiting["total"] or 0) - (waiting["paid"] or 0),
        "today": clock.today(),
    }
    return desk.page(request, "invoices", context)
