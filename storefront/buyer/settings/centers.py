"""Cost centres, and the organization's chart of departments."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, services
from core.errors import InvalidInput
from procurement import selectors as procurement
from procurement import services as procurement_services
from procurement.services import centers as center_services
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import (
    department_options,
    key_in,
    may_keep,
    optional_key,
)
from storefront.forms import Filled


@for_organization
def centers(request: HttpRequest, desk: Desk) -> HttpResponse:
    pk = desk.organization.pk
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_centers")
    branches = selectors.departments_of(actor=desk.actor, organization_id=pk)
    context = {
        "centers": procurement.cost_centers(actor=desk.actor, organization_id=pk),
        "branches": branches,
        "parents": department_options(branches),
        "may_keep": may_keep(desk.actor, pk),
        "form": form,
    }
    return desk.page(request, "settings/centers", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    """Carry out the ``action``; answers what to say. Raises DomainError."""
    actor, organization_id = desk.actor, desk.organization.pk
    action = form.values.get("action", "")
    if action == "end":
        center_services.cost_center_end(
            actor=actor, organization_id=organization_id, center_id=key_in(form)
        )
        return _("비용 부서를 더 쓰지 않습니다.")
    if action == "department_remove":
        services.department_remove(
            actor=actor, organization_id=organization_id, department_id=key_in(form)
        )
        return _("부서를 지웠습니다.")
    name, code = form.values.get("name", ""), form.values.get("code", "")
    if action == "department":
        services.department_set(
            actor=actor,
            organization_id=organization_id,
            name=name,
            code=code,
            parent_id=optional_key(form, "parent"),
            department_id=optional_key(form, "id"),
        )
        return _("부서를 저장했습니다.")
    procurement_services.cost_center_set(
        actor=actor, organization_id=organization_id, code=code, name=name
    )
    return _("비용 부서를 저장했습니다.")
