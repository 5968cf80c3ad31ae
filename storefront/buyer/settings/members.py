"""Who acts for the organization: invited, given roles, shown out. Owners only."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, services
from core.errors import Conflict, InvalidInput
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import (
    ROLE_CHOICES,
    department_options,
    key_in,
    optional_key,
)
from storefront.forms import Filled
from storefront.words import ROLES, ROLES_EXPLAINED


@for_organization
def members(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Colleagues, open invitations and what was done; invite, change, show out (``action``)."""
    pk = desk.organization.pk
    rows = selectors.members_of(actor=desk.actor, organization_id=pk)
    form = Filled.of(request.POST)
    chosen = request.POST.getlist("roles")
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form, chosen))
        except (InvalidInput, Conflict) as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_members")
    branches = selectors.departments_of(actor=desk.actor, organization_id=pk)
    context = {
        "rows": rows,
        "invitations": selectors.member_invitations_of(actor=desk.actor, organization_id=pk),
        "trail": selectors.organization_trail(organization=desk.organization, most=50),
        "form": form,
        "chosen": chosen if form.values.get("action") == "invite" else ["requester"],
        "role_choices": ROLE_CHOICES,
        "explained": [(ROLES[role], text) for role, text in ROLES_EXPLAINED.items()],
        "departments": department_options(branches),
        "me": desk.actor.user_id,
    }
    return desk.page(request, "settings/members", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled, roles: list[str]) -> str:
    """Carry out the owner's ``action``; answers what to say. Raises DomainError."""
    actor, organization_id = desk.actor, desk.organization.pk
    action = form.values.get("action", "")
    if action == "remove":
        services.membership_remove(
            actor=actor, organization_id=organization_id, membership_id=key_in(form)
        )
        return _("더는 이 기관의 구매 화면에 들어올 수 없습니다.")
    if action == "cancel":
        services.membership_invitation_cancel(
            actor=actor, organization_id=organization_id, invitation_id=key_in(form)
        )
        return _("초대를 거두었습니다.")
    title, department_id = form.values.get("title", ""), optional_key(form, "department")
    if action == "change":
        services.membership_change(
            actor=actor,
            organization_id=organization_id,
            membership_id=key_in(form),
            roles=roles,
            title=title,
            department_id=department_id,
        )
        return _("구성원 정보를 바꾸었습니다.")
    services.membership_invite(
        actor=actor,
        organization_id=organization_id,
        email=form.values.get("email", ""),
        roles=roles,
        title=title,
        department_id=department_id,
    )
    return _("초대 메일을 보냈습니다. 7일 안에 열어야 합니다.")
