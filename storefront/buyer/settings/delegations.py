"""Who decides in whose name: one's own delegations, and those one was given."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.rules import Role
from core import clock
from core.errors import InvalidInput
from procurement import selectors as procurement
from procurement import services
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import day_of, key_in, people_options
from storefront.forms import Filled


@for_organization
def delegations(request: HttpRequest, desk: Desk) -> HttpResponse:
    pk, me = desk.organization.pk, desk.actor.user_id
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_delegations")
    else:
        form.values.setdefault("starts_on", clock.today().isoformat())
    rows = list(procurement.delegations(actor=desk.actor, organization_id=pk))
    colleagues = selectors.colleagues(actor=desk.actor, organization_id=pk)
    context = {
        "mine": [row for row in rows if row.principal_id == me],
        "given": [row for row in rows if row.delegate_id == me],
        "others": [row for row in rows if me not in (row.principal_id, row.delegate_id)],
        "is_owner": desk.actor.has_role(pk, Role.OWNER),
        "people": people_options(person for person in colleagues if person.pk != me),
        "today": clock.today(),
        "form": form,
    }
    return desk.page(request, "settings/delegations", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    if form.values.get("action") == "end":
        services.delegation_end(actor=desk.actor, delegation_id=key_in(form))
        return _("대결을 끝냈습니다.")
    services.delegation_set(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        delegate_id=key_in(form, "delegate"),
        starts_on=day_of(form, "starts_on"),
        ends_on=day_of(form, "ends_on"),
        reason=form.values.get("reason", ""),
    )
    return _("대결을 맡겼습니다.")
