"""Who may buy on account: the queue of organizations, and one of them with its past."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization
from core import business_number, clock
from core.actor import Actor
from core.errors import DomainError
from procurement.selectors import join as selectors
from procurement.services import join as services
from storefront.forms import Filled

STATES = (
    ("waiting", gettext_lazy("확인 대기")),
    ("returned", gettext_lazy("보완 요청")),
    ("refused", gettext_lazy("거절")),
    ("verified", gettext_lazy("확인됨")),
)


def organizations(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    text, state = request.GET.get("q", "").strip(), request.GET.get("status", "waiting")
    if state not in (*selectors.STATES, ""):
        state = "waiting"
    rows = selectors.organizations_for_city(actor=actor, text=text.replace("\x00", ""), state=state)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    now = clock.now()
    context = {
        "rows": [(row, _state(row), (now - (row.asked_at or row.created_at)).days) for row in page],
        "page_obj": page,
        "text": text,
        "status": state,
        "statuses": STATES,
        "closed": selectors.closed_organizations(actor=actor),
    }
    return render(request, "city/organizations.html", context)


def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says of itself, what the register says; verify, ask to mend, refuse, other terms."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    row = selectors.organization_for_city(actor=actor, organization_id=pk)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _decide(actor, row, form))
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect("city:organization", pk)
    else:
        form.values = {
            "net_days": str(row.net_days or 30),
            "credit_limit": str(row.credit_limit_amount),
        }
    context = {
        "organization": row,
        "state": dict(STATES)[_state(row)],
        "is_company": row.kind == Organization.Kind.COMPANY,
        "is_waiting": _state(row) == "waiting",
        "number_is_valid": business_number.is_valid(row.business_number),
        "trail": selectors.city_trail(actor=actor, organization=row),
        "form": form,
    }
    return render(request, "city/organization.html", context, status=400 if form.errors else 200)


def _decide(actor: Actor, row: Organization, form: Filled) -> str:
    """Carry out the officer's ``decision``; answers what to say. Raises DomainError."""
    decision, reason = form.values.get("decision", ""), form.values.get("reason", "")
    if decision == "return":
        services.organization_return(actor=actor, organization_id=row.pk, reason=reason)
        return _("사유와 함께 돌려보냈습니다.")
    if decision == "refuse":
        services.organization_refuse(actor=actor, organization_id=row.pk, reason=reason)
        return _("신청을 거절했습니다.")
    net_days = form.whole("net_days", _("결제일"))
    is_company = row.kind == Organization.Kind.COMPANY
    limit = form.whole("credit_limit", _("여신 한도")) if is_company else 0
    if decision == "terms":
        services.organization_terms_set(
            actor=actor,
            organization_id=row.pk,
            net_days=net_days,
            credit_limit=limit,
            reason=form.values.get("why", ""),
        )
        return _("결제 조건을 바꾸었습니다.")
    services.organization_verify(
        actor=actor, organization_id=row.pk, net_days=net_days, credit_limit=limit
    )
    return _("기관을 확인했습니다. 이제 발주할 수 있습니다.")


def _state(row: Organization) -> str:
    return "verified" if row.is_verified else row.answer or "waiting"
