"""Where the organization stands with the city, and mending what was handed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from core.districts import District
from core.errors import InvalidInput
from procurement.services import join
from storefront.buyer.desk import Desk, for_organization
from storefront.forms import Filled


@for_organization
def overview(request: HttpRequest, desk: Desk) -> HttpResponse:
    organization = desk.organization
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            join.organization_mend(
                actor=desk.actor, organization_id=organization.pk, fields=form.values
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("다시 보냈습니다. 시 담당자가 확인합니다."))
            return redirect("buyer:settings")
    else:
        form.values = {name: str(getattr(organization, name)) for name in join.FIELDS}
    context = {
        "form": form,
        "districts": District.choices,
        "may_mend": not organization.is_verified
        and organization.answer != Organization.Answer.REFUSED
        and desk.actor.has_role(organization.pk, Role.OWNER),
        "is_company": not desk.is_agency,
    }
    status = 400 if form.errors else 200
    return desk.page(request, "settings/overview", context, status=status)
