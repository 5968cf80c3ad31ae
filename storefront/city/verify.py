"""The city's queue: is the paper true? And who may sell."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import selectors as catalog
from core import business_number, clock
from core.actor import Actor
from core.errors import DomainError, InvalidInput, NotFound
from reports import rules, selectors
from storefront.forms import Filled
from vendors import papers, services
from vendors import selectors as vendors
from vendors.errors import AlreadyDecided, SameEyes
from vendors.models import Credential, Enterprise


def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    queue = vendors.credential_queue(actor=actor)
    context = {
        "waiting": queue.count(),
        "oldest": queue[:5],
        "applications": [
            (row, (clock.now() - (row.applied_at or row.created_at)).days)
            for row in vendors.application_queue(actor=actor)[:10]
        ],
        "moderations": catalog.moderation_queue(actor=actor).count(),
        "overrides": vendors.overrides_open(actor=actor),
        "closed": vendors.closed_businesses(actor=actor),
        "behind": [
            row
            for row in selectors.agency_progress(actor=actor, year=clock.today().year)
            if not row.share.is_reached
        ][:5],
        "net_sales": selectors.net_sales(period=rules.last_months(clock.today(), 1)),
    }
    return render(request, "city/home.html", context)


def credentials(request: HttpRequest) -> HttpResponse:
    status = request.GET.get("status", Credential.Status.PENDING)
    if status not in Credential.Status.values:
        status = Credential.Status.PENDING
    rows = vendors.credential_queue(actor=request.actor, status=status)  # type: ignore[attr-defined]
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "rows": [(row, (clock.now() - row.created_at).days) for row in page],
        "page_obj": page,
        "status": status,
        "statuses": Credential.Status.choices,
    }
    return render(request, "city/credentials.html", context)


def credential(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper beside what was written of it; verify, or send back with a reason."""
    actor = request.actor  # type: ignore[attr-defined]
    row = vendors.credential_for(actor=actor, credential_id=pk)
    renews = vendors.paper_renewed_by(row) if row.status == row.Status.PENDING else None
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _decide_paper(actor, pk, form))
        except AlreadyDecided as error:
            messages.warning(request, str(error.message))
        except InvalidInput as error:
            form.refuse(error)
        if not form.errors:
            return redirect("city:credential", pk)
    ended = row.valid_until is not None and row.valid_until < clock.today()
    context = {
        "credential": row,
        "form": form,
        "renews": renews,
        "number_is_trusted": vendors.number_is_trusted(row.enterprise),
        "may_extend": ended and row.status in (row.Status.PENDING, row.Status.EXPIRED),
        "overrides": [
            override
            for override in vendors.overrides_of(actor=actor, enterprise_id=row.enterprise_id)
            if override.credential_id in (None, row.pk)
        ],
        "file_kind": papers.content_type(row.file.name or ""),
    }
    return render(request, "city/credential.html", context, status=400 if form.errors else 200)


def _decide_paper(actor: Actor, pk: int, form: Filled) -> str:
    """Carry out the officer's ``decision``; answers what to say. Raises InvalidInput."""
    decision, reason = form.values.get("decision", ""), form.values.get("reason", "")
    if decision == "verify":
        services.credential_verify(actor=actor, credential_id=pk)
        return _("인증을 확인했습니다. 배지가 바로 표시됩니다.")
    if decision == "extend":
        try:
            until = dt.date.fromisoformat(form.values.get("until", ""))
        except ValueError:
            until = None
        services.override_paper_ask(
            actor=actor, credential_id=pk, until=until, reason=form.values.get("why", "")
        )
        return _("다른 담당자에게 승인을 요청했습니다.")
    if decision == "reject":
        services.credential_reject(actor=actor, credential_id=pk, reason=reason)
        return _("거절했습니다. 같은 인증은 다시 낼 수 없습니다.")
    services.credential_return(actor=actor, credential_id=pk, reason=reason)
    return _("사유와 함께 돌려보냈습니다.")


@require_POST
def override(request: HttpRequest, pk: int) -> HttpResponse:
    """The second pair of eyes: grant or refuse what a colleague asked to let pass."""
    grant = request.POST.get("decision") == "grant"
    try:
        services.override_decide(
            actor=request.actor,  # type: ignore[attr-defined]
            override_id=pk,
            grant=grant,
        )
    except (AlreadyDecided, SameEyes) as error:
        messages.warning(request, str(error.message))
    else:
        messages.success(request, _("승인했습니다.") if grant else _("거절했습니다."))
    return redirect("city:home")


def enterprises(request: HttpRequest) -> HttpResponse:
    text, status = request.GET.get("q", "").strip(), request.GET.get("status", "")
    rows = vendors.enterprises_for_city(
        actor=request.actor,  # type: ignore[attr-defined]
        text=text,
        status=status if status in Enterprise.Status.values else "",
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    context = {
        "enterprises": page,
        "page_obj": page,
        "text": text,
        "status": status,
        "statuses": Enterprise.Status.choices,
    }
    return render(request, "city/enterprises.html", context)


def enterprise(request: HttpRequest, pk: int) -> HttpResponse:
    """One enterprise; suspend it or let it sell again."""
    actor = request.actor  # type: ignore[attr-defined]
    found = vendors.enterprises_for_city(actor=actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _decide_enterprise(actor, pk, form))
            return redirect("city:enterprise", pk)
        except DomainError as error:
            form.refuse(error)
    context = {
        "enterprise": found,
        "form": form,
        "number_is_valid": business_number.is_valid(found.business_number),
        "number_is_trusted": vendors.number_is_trusted(found),
        "overrides": vendors.overrides_of(actor=actor, enterprise_id=pk),
        "trail": vendors.audit_trail(actor=actor, enterprise=found),
    }
    return render(request, "city/enterprise.html", context, status=400 if form.errors else 200)


def _decide_enterprise(actor: Actor, pk: int, form: Filled) -> str:
    """Carry out the officer's ``decision``; answers what to say. Raises DomainError."""
    decision, reason = form.values.get("decision", ""), form.values.get("reason", "")
    if decision == "suspend":
        services.enterprise_suspend(actor=actor, enterprise_id=pk, reason=reason)
        return _("판매를 중지했습니다.")
    if decision == "return":
        services.application_return(actor=actor, enterprise_id=pk, reason=reason)
        return _("사유와 함께 돌려보냈습니다.")
    if decision == "reject":
        services.application_reject(actor=actor, enterprise_id=pk, reason=reason)
        return _("신청을 거절했습니다.")
    if decision == "number":
        services.override_number_ask(
            actor=actor, enterprise_id=pk, reason=form.values.get("why", "")
        )
        return _("다른 담당자에게 승인을 요청했습니다.")
    services.enterprise_activate(actor=actor, enterprise_id=pk, reason=reason)
    return _("판매를 허용했습니다.")
