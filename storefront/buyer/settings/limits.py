"""Spending limits, and how much of each is used in the period that runs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors as people
from core.errors import InvalidInput, NotFound
from procurement import selectors, services
from procurement.models import SpendingLimit
from procurement.selectors.purses import limits_now
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import key_in, may_keep, optional_key, people_options
from storefront.forms import Filled


@for_organization
def limits(request: HttpRequest, desk: Desk) -> HttpResponse:
    pk = desk.organization.pk
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_limits")
    colleagues = people.colleagues(actor=desk.actor, organization_id=pk)
    centers = selectors.cost_centers(actor=desk.actor, organization_id=pk)
    context = {
        "rows": limits_now(actor=desk.actor, organization_id=pk),
        "people": people_options(colleagues),
        "centers": [(row.pk, str(row)) for row in centers],
        "periods": SpendingLimit.Period.choices,
        "may_keep": may_keep(desk.actor, pk),
        "form": form,
    }
    return desk.page(request, "settings/limits", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    pk = desk.organization.pk
    if form.values.get("action") == "end":
        limit_id = key_in(form)
        if not SpendingLimit.objects.filter(pk=limit_id, organization_id=pk).exists():
            raise NotFound
        services.spending_limit_end(actor=desk.actor, limit_id=limit_id)
        return _("한도를 없앴습니다.")
    services.spending_limit_set(
        actor=desk.actor,
        organization_id=pk,
        period=form.values.get("period", ""),
        amount=form.whole("amount", _("한도")),
        user_id=optional_key(form, "member"),
        cost_center_id=optional_key(form, "cost_center"),
    )
    return _("한도를 저장했습니다.")
