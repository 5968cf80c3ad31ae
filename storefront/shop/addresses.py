"""A person's saved addresses."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import services
from checkout import rules
from checkout import services as checkout
from core.errors import InvalidInput
from storefront.access import signed_in
from storefront.forms import Filled


@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """List, add (no ``action``), delete and choose the default."""
    form = Filled.of(request.POST)
    actor = request.actor  # type: ignore[attr-defined]
    if request.method == "POST":
        try:
            action = form.values.get("action", "")
            if action == "delete":
                services.address_delete(actor=actor, address_id=form.whole("id", _("배송지")))
                messages.success(request, _("배송지를 지웠습니다."))
            elif action == "default":
                services.address_default(actor=actor, address_id=form.whole("id", _("배송지")))
            else:
                _add(request, form)
                messages.success(request, _("배송지를 저장했습니다."))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("shop:addresses")
    rows = request.user.addresses.order_by("-is_default", "-pk")  # type: ignore[union-attr]
    context = {"addresses": rows, "form": form}
    return render(request, "shop/addresses.html", context, status=400 if form.errors else 200)


def _add(request: HttpRequest, form: Filled) -> None:
    fields = {name: form.values.get(name, "") for name in rules.ADDRESS_FIELDS}
    fields["email"] = request.user.email  # type: ignore[union-attr]
    checkout.address_check(fields)
    services.address_save(
        actor=request.actor,  # type: ignore[attr-defined]
        recipient=fields["recipient"],
        phone=fields["phone"],
        postal_code=fields["postal_code"],
        road_address=fields["road_address"],
        detail=fields["address_detail"],
        label=form.values.get("label", "")[:40],
    )
