"""The buyer desk's frame: for which organization somebody buys, and what every page shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.models import Organization
from accounts.rules import Role
from core.actor import Actor
from core.errors import NotFound
from procurement import selectors
from storefront.access import View, buyer_desk

#: Where a person who buys for several organizations keeps which one is meant.
CHOSEN = "organization"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits at the desk, and for whom."""

    actor: Actor
    organization: Organization
    organizations: list[Organization]

    @property
    def is_agency(self) -> bool:
        return self.organization.kind == Organization.Kind.AGENCY

    @property
    def may_request(self) -> bool:
        return self._has(Role.REQUESTER, Role.CONTRACT_OFFICER, Role.OWNER)

    @property
    def may_approve(self) -> bool:
        return self._has(Role.APPROVER)

    @property
    def may_inspect(self) -> bool:
        return self._has(Role.INSPECTOR)

    @property
    def may_pay(self) -> bool:
        return self._has(Role.FINANCE)

    @property
    def is_owner(self) -> bool:
        return self._has(Role.OWNER)

    def _has(self, *roles: str) -> bool:
        return self.actor.has_role(self.organization.pk, *roles)

    def page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Render ``buyer/<name>.html`` with the desk around it."""
        counts = selectors.desk_counts(actor=self.actor, organization_id=self.organization.pk)
        around = {"desk": self, "organization": self.organization, "counts": counts}
        return render(request, f"buyer/{name}.html", around | context, status=status)


def for_organization(view: Callable[..., HttpResponseBase]) -> View:
    """Open to people of an organization; the view gets the desk after the request."""

    @wraps(view)
    def at_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        mine = selectors.organizations_of(actor)
        chosen = request.session.get(CHOSEN)
        organization = next((row for row in mine if row.pk == chosen), mine[0])
        return view(request, Desk(actor, organization, mine), *args, **kwargs)

    return buyer_desk(at_desk)


@require_POST
def _switch(request: HttpRequest, desk: Desk) -> HttpResponse:
    wanted = request.POST.get("organization", "")
    found = next((row for row in desk.organizations if str(row.pk) == wanted), None)
    if found is None:
        raise NotFound
    request.session[CHOSEN] = found.pk
    return redirect("buyer:home")


switch = for_organization(_switch)
