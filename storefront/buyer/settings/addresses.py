"""Where the organization has things sent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, services
from core.errors import InvalidInput
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import key_in, may_keep
from storefront.forms import Filled


@for_organization
def addresses(request: HttpRequest, desk: Desk) -> HttpResponse:
    """List, add, delete and choose the default (``action``)."""
    pk = desk.organization.pk
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_addresses")
    context = {
        "addresses": selectors.organization_addresses(actor=desk.actor, organization_id=pk),
        "may_keep": may_keep(desk.actor, pk),
        "form": form,
    }
    return desk.page(request, "settings/addresses", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    actor, organization_id = desk.actor, desk.organization.pk
    action = form.values.get("action", "")
    if action == "delete":
        services.organization_address_delete(
            actor=actor, organization_id=organization_id, address_id=key_in(form)
        )
        return _("배송지를 지웠습니다.")
    if action == "default":
        services.organization_address_default(
            actor=actor, organization_id=organization_id, address_id=key_in(form)
        )
        return _("기본 배송지를 바꾸었습니다.")
    services.organization_address_save(
        actor=actor, organization_id=organization_id, fields=form.values
    )
    return _("배송지를 저장했습니다.")
