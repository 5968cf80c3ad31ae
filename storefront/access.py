"""Who is at the door: the actor of a request, and desks that open to their people only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import SimpleLazyObject

from core.actor import Actor, Duty
from core.errors import NotAllowed
from vendors.models import Enterprise
from vendors.selectors import actor_for

View = Callable[..., HttpResponseBase]


class ActorMiddleware:
    """``request.actor``, asked of the database when somebody looks at it first."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    return actor_for(request.user if request.user.is_authenticated else None)


def desk(may: Callable[[Actor], bool]) -> Callable[[View], View]:
    """Only signed-in people for whom ``may`` says yes: others sign in, or get our 403."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may(request.actor):  # type: ignore[attr-defined]
                raise NotAllowed
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def second_factor_missing(request: HttpRequest, enterprise: Enterprise) -> bool:
    """Whether somebody who can move an enterprise's money signed in by a password alone. Those
    that wait to be let in have none, and demo enterprises have doors that are open to everybody.
    At most one query."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return (
        settings.SECOND_FACTOR
        and not enterprise.is_demo
        and enterprise.status != Enterprise.Status.APPLIED
        and actor.sells_for(enterprise.pk, Duty.BANK)
        and not is_mfa_enabled(request.user)
    )


seller_desk = desk(lambda actor: bool(actor.enterprises))
buyer_desk = desk(lambda actor: bool(actor.organizations))
city_desk = desk(lambda actor: actor.is_city_officer)
signed_in = desk(lambda actor: True)
