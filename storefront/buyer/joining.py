"""An organization is handed in, and people come to it by invitation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.models import Organization
from accounts.rules import Role
from core.actor import Actor
from core.districts import District
from core.errors import DomainError, InvalidInput
from procurement.services import join
from storefront.access import signed_in
from storefront.buyer.desk import CHOSEN
from storefront.forms import Filled
from storefront.words import ROLES


@signed_in
def found(request: HttpRequest) -> HttpResponse:
    """A company or an agency, handed in by who will own it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            made = join.organization_join(
                actor=actor, kind=form.values.get("kind", ""), fields=form.values
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            request.session[CHOSEN] = made.pk
            messages.success(
                request, _("신청을 보냈습니다. 시 담당자가 확인하면 메일로 알려 드립니다.")
            )
            return redirect("buyer:settings")
    context = {
        "form": form,
        "kinds": Organization.Kind.choices,
        "districts": District.choices,
        "email": actor.email,
    }
    return render(request, "buyer/join.html", context, status=400 if form.errors else 200)


@signed_in
def invited(request: HttpRequest, link: str) -> HttpResponse:
    """An invitation to an organization's desk: look at it, and take it up."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    invitation = selectors.invitation_by_link(link)
    form = Filled()
    if request.method == "POST":
        try:
            member = services.membership_invitation_accept(actor=actor, link=link)
        except DomainError as error:
            form.refuse(error)
        else:
            request.session[CHOSEN] = member.organization_id
            messages.success(
                request,
                _("%(name)s에 오신 것을 환영합니다.") % {"name": invitation.organization.name},
            )
            return redirect("buyer:home")
    context = {
        "invitation": invitation,
        "roles": [ROLES[Role(role)] for role in invitation.roles],
        "form": form,
        "email": actor.email,
    }
    return render(request, "buyer/invited.html", context, status=409 if form.errors else 200)
