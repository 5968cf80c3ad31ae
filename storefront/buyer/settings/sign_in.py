"""The organization's own way in (SSO): its owners set it, and see what to tell the provider."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import selectors, services
from accounts.models import SignInConnection
from core.errors import InvalidInput
from storefront.buyer.desk import Desk, for_organization
from storefront.buyer.settings.forms import ROLE_CHOICES
from storefront.forms import Filled

_SHOWN = (
    "protocol", "default_role", "server_url", "client_id", "metadata_url", "entity_id", "sso_url",
    "x509cert",
)  # fmt: skip


@for_organization
def sign_in(request: HttpRequest, desk: Desk) -> HttpResponse:
    pk = desk.organization.pk
    row = selectors.sign_in_of(actor=desk.actor, organization_id=pk)
    form = Filled.of(request.POST)
    if request.method == "POST":
        try:
            messages.success(request, _act(desk, form))
        except InvalidInput as error:
            form.refuse(error)
        else:
            return redirect("buyer:settings_sign_in")
    elif row is not None:
        form.values = {name: str(getattr(row, name)) for name in _SHOWN}
        form.values |= {name: "1" for name in ("is_on", "is_enforced") if getattr(row, name)}
    else:
        form.values = {"protocol": "oidc", "default_role": "requester", "is_on": "1"}
    form.values.pop("client_secret", None)  # it is never shown again
    context = {
        "form": form,
        "row": row,
        "addresses": _addresses(request, row) if row else [],
        "protocols": SignInConnection.Protocol.choices,
        "first_roles": [choice for choice in ROLE_CHOICES if choice[0] != "owner"],
        "saml_available": settings.SAML_AVAILABLE,
    }
    return desk.page(request, "settings/sign_in", context, status=400 if form.errors else 200)


def _act(desk: Desk, form: Filled) -> str:
    if form.values.get("action") == "remove":
        services.sign_in_remove(actor=desk.actor, organization_id=desk.organization.pk)
        return _("로그인 연동을 없앴습니다.")
    services.sign_in_set(
        actor=desk.actor,
        organization_id=desk.organization.pk,
        protocol=form.values.get("protocol", ""),
        fields=form.values,
        default_role=form.values.get("default_role", ""),
        is_on="is_on" in form.values,
        is_enforced="is_enforced" in form.values,
    )
    return _("로그인 연동을 저장했습니다.")


def _addresses(request: HttpRequest, row: SignInConnection) -> list[tuple[str, str]]:
    """What the provider wants to be told of us."""
    if row.protocol == SignInConnection.Protocol.OIDC:
        paths = [("Redirect URI", f"/accounts/oidc/{row.provider_id}/login/callback/")]
    else:
        base = f"/accounts/saml/{row.slug}"
        paths = [("Entity ID · Metadata", f"{base}/metadata/"), ("ACS URL", f"{base}/acs/")]
    paths.append((_("로그인 시작 주소"), f"/accounts/sso/?email=@{row.domain}"))
    return [(name, request.build_absolute_uri(path)) for name, path in paths]
