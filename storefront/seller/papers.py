"""What an enterprise says of itself, and the papers that prove it."""

from __future__ import annotations

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from core.errors import InvalidInput
from storefront.access import signed_in
from storefront.forms import Filled
from storefront.seller.desk import Desk, for_enterprise
from storefront.seller.joining import credential_from
from vendors import papers as files
from vendors import selectors, services
from vendors.models import Credential


@for_enterprise
def profile(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            services.enterprise_profile_set(
                actor=desk.actor, enterprise_id=desk.enterprise.pk, fields=form.values
            )
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(request, _("기업 정보를 저장했습니다."))
            return redirect("seller:profile")
    else:
        form = Filled(
            {name: str(getattr(desk.enterprise, name)) for name in services.PROFILE_FIELDS}
        )
    return desk.page(request, "profile", {"form": form}, status=400 if form.errors else 200)


@for_enterprise
def credentials(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The enterprise's certificates and their states; hand in another."""
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            credential_from(request, desk.actor, desk.enterprise.pk, form)
        except InvalidInput as error:
            form.refuse(error)
        else:
            messages.success(
                request, _("인증서를 제출했습니다. 시 담당자가 확인하면 알려 드립니다.")
            )
            return redirect("seller:credentials")
    rows = selectors.credentials_of(actor=desk.actor, enterprise_id=desk.enterprise.pk)
    renewed = next((row for row in rows if str(row.pk) == request.GET.get("renew")), None)
    if renewed is not None and request.method != "POST":
        kept = ("kind", "number", "authority", "law")
        form = Filled({name: str(getattr(renewed, name)) for name in kept})
    context = {
        "form": form,
        "kinds": Credential.Kind.choices,
        "rows": rows,
        "renewable": selectors.renewable(rows),
        "renewed": renewed,
    }
    return desk.page(request, "credentials", context, status=400 if form.errors else 200)


@signed_in
@xframe_options_sameorigin
# django-csp types views without arguments only.
@csp_replace({"frame-ancestors": ["'self'"], "object-src": ["'self'"]})  # type: ignore[arg-type]
def credential_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The paper itself, for city officers and its enterprise's people. Others find nothing."""
    row = selectors.credential_for(
        actor=request.actor,  # type: ignore[attr-defined]
        credential_id=pk,
    )
    name = row.file.name or ""
    if not name or not files.storage().exists(name):
        raise Http404
    answer = FileResponse(
        files.storage().open(name),
        content_type=files.content_type(name),
        filename=files.shown_name(row.get_kind_display(), row.number, name),
    )
    answer["Cache-Control"] = "private, no-store"
    return answer
