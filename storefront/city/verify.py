"""The city's queue: is the paper true? And who may sell."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core import clock
from core.errors import DomainError, InvalidInput, NotFound
from reports import rules, selectors
from storefront.forms import Filled
from vendors import selectors as vendors
from vendors import services
from vendors.errors import AlreadyDecided
from vendors.models import Credential, Enterprise


def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    queue = vendors.credential_queue(actor=actor)
    context = {
        "waiting": queue.count(),
        "oldest": queue[:5],
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
            if request.POST.get("decision") == "verify":
                services.credential_verify(actor=actor, credential_id=pk)
                messages.success(request, _("인증을 확인했습니다. 배지가 바로 표시됩니다."))
            else:
                reason = form.values.get("reason", "")
                services.credential_reject(actor=actor, credential_id=pk, reason=reason)
                messages.success(request, _("사유와 함께 돌려보냈습니다."))
        except AlreadyDecided as error:
            messages.warning(request, str(error.message))
        except InvalidInput as error:
            form.refuse(error)
            context = {"credential": row, "form": form, "renews": renews}
            return render(request, "city/credential.html", context, status=400)
        return redirect("city:credential", pk)
    context = {"credential": row, "form": form, "renews": renews}
    return render(request, "city/credential.html", context)


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
        reason = form.values.get("reason", "")
        try:
            if request.POST.get("decision") == "suspend":
                services.enterprise_suspend(actor=actor, enterprise_id=pk, reason=reason)
                messages.success(request, _("판매를 중지했습니다."))
            else:
                services.enterprise_activate(actor=actor, enterprise_id=pk, reason=reason)
                messages.success(request, _("판매를 허용했습니다."))
            return redirect("city:enterprise", pk)
        except DomainError as error:
            form.refuse(error)
    context = {"enterprise": found, "form": form}
    return render(request, "city/enterprise.html", context, status=400 if form.errors else 200)
