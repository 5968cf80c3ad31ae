"""The city's clerks: what is to be paid to enterprises and buyers, and what doesn't tally."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.errors import DomainError
from payments import selectors as payments
from payments import services as money
from settlements import papers, selectors, services
from settlements.models import Payout, Settlement
from storefront import files
from storefront.forms import Filled


def settlements(request: HttpRequest) -> HttpResponse:
    """All settlements; payouts that aren't through stand above them."""
    actor = request.actor  # type: ignore[attr-defined]
    status = request.GET.get("status", "")
    if status not in Settlement.Status.values:
        status = ""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    rows = selectors.settlements_for_city(actor=actor, status=status, text=text)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    to_do = list(selectors.payouts_to_do(actor=actor))
    is_open = [row for row in to_do if row.state == Payout.State.OPEN and not row.error]
    context = {
        "rows": page,
        "page_obj": page,
        "status": status,
        "text": text,
        "statuses": Settlement.Status.choices,
        "payouts": [row for row in to_do if row not in is_open and not row.batch],
        "batches": _batches(to_do),
        "waiting": {
            "rows": is_open,
            "count": len(is_open),
            "amount": sum(row.amount for row in is_open),
        },
        "refunds": payments.refunds_to_send(actor=actor)[:100],
        "reports": selectors.reports(actor=actor)[:7],
    }
    return render(request, "city/settlements.html", context)


def _batches(payouts: list[Payout]) -> list[dict[str, Any]]:
    """Files the bank has, with what of them isn't told yet."""
    found: dict[str, list[Payout]] = {}
    for row in payouts:
        if row.batch:
            found.setdefault(row.batch, []).append(row)
    return [
        {"number": number, "rows": rows, "amount": sum(row.amount for row in rows)}
        for number, rows in found.items()
    ]


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """``action``: file (a bank file of what is open), batch (the bank carried it out), paid,
    failed, refund (sent), reconcile."""
    form = Filled.of(request.POST)
    actor = request.actor  # type: ignore[attr-defined]
    action = form.values.get("action", "")
    try:
        if action == "file":
            batch = services.payouts_file(actor=actor)
            messages.success(request, _("이체 파일을 만들었습니다: %(batch)s") % {"batch": batch})
        elif action == "batch":
            count = services.payouts_record(actor=actor, batch=form.values.get("batch", ""))
            messages.success(request, _("%(count)d건을 지급 완료로 적었습니다.") % {"count": count})
        elif action in ("paid", "failed"):
            services.payout_record(
                actor=actor,
                payout_id=form.whole("id", _("지급")),
                paid=action == "paid",
                error=form.values.get("error", ""),
            )
            messages.success(request, _("지급 결과를 기록했습니다."))
        elif action == "refund":
            money.refund_record(actor=actor, refund_id=form.whole("id", _("환불")))
            messages.success(request, _("환불을 보냈다고 기록했습니다."))
        elif action == "reconcile":
            report = services.reconciliation_make(actor=actor)
            text = _("장부를 맞춰 보았습니다. 차이 %(count)d건")
            messages.success(request, text % {"count": len(report.differences)})
    except DomainError as error:
        texts = [text for row in error.by_field().values() for text in row]
        messages.error(request, " ".join(texts))
    return redirect("city:settlements")


def batch(request: HttpRequest, number: str) -> HttpResponse:
    """A bank file's rows as a workbook."""
    rows = selectors.payouts_of_batch(actor=request.actor, batch=number)  # type: ignore[attr-defined]
    return files.xlsx(papers.payout_file_xlsx(rows), number)


def reconciliation(request: HttpRequest, day: str) -> HttpResponse:
    """One night's report: the accounts, and every difference."""
    actor = request.actor  # type: ignore[attr-defined]
    try:
        asked = dt.date.fromisoformat(day)
    except ValueError:
        asked = dt.date.min
    report = selectors.report_of(actor=actor, day=asked)
    return render(request, "city/reconciliation.html", {"report": report})
