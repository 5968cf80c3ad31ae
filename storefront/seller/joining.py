"""Joining the market, page by page; an application can be left and taken up again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import business_number
from core.actor import Actor
from core.districts import District
from core.errors import DomainError, InvalidInput, NotFound
from storefront.access import signed_in
from storefront.forms import Filled
from storefront.seller.desk import CHOSEN
from vendors import rules, selectors, services
from vendors.models import Credential, Enterprise
from vendors.rules import Step

TITLES = {
    Step.BUSINESS: gettext_lazy("사업자"),
    Step.CONTACT: gettext_lazy("연락처와 주소"),
    Step.MAIL_ORDER: gettext_lazy("통신판매업"),
    Step.BANK: gettext_lazy("정산 계좌"),
    Step.PAPERS: gettext_lazy("인증서"),
    Step.CHECK: gettext_lazy("확인하고 보내기"),
}


@signed_in
def apply(request: HttpRequest) -> HttpResponse:
    """Begin an application, or take up one that was begun."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            enterprise = services.application_start(
                actor=actor,
                name=form.values.get("name", ""),
                name_en=form.values.get("name_en", ""),
                number=form.values.get("business_number", ""),
                certain="certain" in form.values,
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("seller:apply_step", enterprise.slug, Step.CONTACT.value)
    context = {
        "form": form,
        "begun": selectors.applications_of(actor),
        "doubted": _is_doubted(form),
        "stations": _stations(None, Step.BUSINESS),
    }
    return render(request, "seller/apply.html", context, status=400 if form.errors else 200)


@signed_in
def apply_step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """One page of an application; what is filled in right is kept, and the next page opens."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        here = Step(step)
    except ValueError:
        raise NotFound from None
    enterprise = selectors.application_for(actor=actor, slug=slug)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            onward = _carry_out(request, actor, enterprise, here, form)
        except InvalidInput as error:
            form.refuse(error)
            enterprise = selectors.application_for(actor=actor, slug=slug)
        else:
            return onward
    else:
        names = rules.STEP_FIELDS.get(here, ())
        form = Filled({name: str(getattr(enterprise, name)) for name in names})
        if here is Step.CONTACT:
            form.values["email"] = form.values["email"] or actor.email
    papers = selectors.credentials_of(actor=actor, enterprise_id=enterprise.pk)
    context = {
        "form": form,
        "enterprise": enterprise,
        "step": here.value,
        "title": TITLES[here],
        "stations": _stations(enterprise, here, len(papers)),
        "districts": District.choices,
        "kinds": Credential.Kind.choices,
        "papers": papers,
        "doubted": _is_doubted(form),
        "number_is_valid": business_number.is_valid(enterprise.business_number),
        "open": [(open_.value, TITLES[open_]) for open_ in _open(enterprise, len(papers))],
        "before": _beside(here, -1),
    }
    return render(request, "seller/apply_step.html", context, status=400 if form.errors else 200)


def _carry_out(
    request: HttpRequest, actor: Actor, enterprise: Enterprise, here: Step, form: Filled
) -> HttpResponse:
    if here is Step.CHECK:
        services.application_submit(actor=actor, enterprise_id=enterprise.pk)
        messages.success(
            request, _("입점을 신청했습니다. 시 담당자가 확인하면 메일로 알려 드립니다.")
        )
        return redirect("seller:home")
    if here is Step.PAPERS:
        return _paper(request, actor, enterprise, form)
    services.application_save(
        actor=actor,
        enterprise_id=enterprise.pk,
        step=here.value,
        fields=form.values,
        certain="certain" in form.values,
    )
    return redirect("seller:apply_step", enterprise.slug, _beside(here, 1))


def _paper(
    request: HttpRequest, actor: Actor, enterprise: Enterprise, form: Filled
) -> HttpResponse:
    """Hand in a paper, take one back (``withdraw``), or go on (``next``)."""
    if "next" in form.values:
        return redirect("seller:apply_step", enterprise.slug, Step.CHECK.value)
    if taken := form.values.get("withdraw", ""):
        services.credential_withdraw(
            actor=actor, credential_id=int(taken) if taken.isdecimal() else 0
        )
        messages.success(request, _("인증서를 지웠습니다."))
    else:
        credential_from(request, actor, enterprise.pk, form)
        messages.success(request, _("인증서를 올렸습니다. 더 있으면 이어서 올려 주세요."))
    return redirect("seller:apply_step", enterprise.slug, Step.PAPERS.value)


def credential_from(
    request: HttpRequest, actor: Actor, enterprise_id: int, form: Filled
) -> Credential:
    """Hand in the paper a form tells of. Raises InvalidInput by field."""
    issued_on = _day(form, "issued_on")
    expires_on = _day(form, "expires_on")
    if form.errors:
        problems = dict(form.errors)
        form.errors.clear()
        raise InvalidInput(problems)
    return services.credential_submit(
        actor=actor,
        enterprise_id=enterprise_id,
        kind=form.values.get("kind", ""),
        number=form.values.get("number", ""),
        authority=form.values.get("authority", ""),
        law=form.values.get("law", ""),
        issued_on=issued_on,
        expires_on=expires_on,
        file=request.FILES.get("file"),
    )


@signed_in
def join(request: HttpRequest, link: str) -> HttpResponse:
    """An invitation to an enterprise's desk: look at it, and take it up."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    invitation = selectors.invitation_by_link(link)
    form = Filled()
    if request.method == "POST":
        try:
            staff = services.invitation_accept(actor=actor, link=link)
        except DomainError as error:
            form.refuse(error)
        else:
            request.session[CHOSEN] = staff.enterprise_id
            messages.success(
                request,
                _("%(name)s에 오신 것을 환영합니다.") % {"name": invitation.enterprise.name},
            )
            return redirect("seller:home")
    context = {"invitation": invitation, "form": form, "email": actor.email}
    return render(request, "seller/join.html", context, status=409 if form.errors else 200)


def _open(enterprise: Enterprise, papers: int) -> list[Step]:
    values = {
        name: str(getattr(enterprise, name))
        for names in rules.STEP_FIELDS.values()
        for name in names
    }
    return rules.open_steps(values, papers)


def _stations(
    enterprise: Enterprise | None, here: Step, papers: int = 0
) -> list[tuple[str, Any, str]]:
    """(state, title, address or nothing) of each page."""
    open_ones = set(_open(enterprise, papers)) if enterprise else set(Step)
    found = []
    for step in Step:
        done = step not in open_ones and step is not Step.CHECK
        state = " ".join(
            word for word, holds in (("is-done", done), ("is-now", step is here)) if holds
        )
        found.append((state, TITLES[step], step.value if enterprise else ""))
    return found


def _beside(here: Step, by: int) -> str:
    steps = list(Step)
    place = steps.index(here) + by
    return steps[place].value if 0 <= place < len(steps) else ""


def _is_doubted(form: Filled) -> bool:
    """Whether what was typed has ten digits that don't pass the check."""
    digits = business_number.digits_of(form.values.get("business_number", ""))
    return (
        "business_number" in form.errors
        and len(digits) == 10
        and not business_number.is_valid(digits)
    )


def _day(form: Filled, name: str) -> dt.date | None:
    text = form.values.get(name, "")
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        form.errors[name] = [_("날짜는 2026-11-23처럼 입력해 주세요.")]
        return None
