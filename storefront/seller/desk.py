"""The seller desk's frame: for which enterprise somebody works, and what every page shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.actor import DUTIES, Actor, Duty
from core.errors import NotFound
from orders import selectors as orders
from storefront.access import View, second_factor_missing, seller_desk
from vendors import selectors as vendors
from vendors.models import Enterprise
from voices import selectors as voices

#: Where a person who sells for several enterprises keeps which one is meant.
CHOSEN = "enterprise"


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sits at the desk, and for whom."""

    actor: Actor
    enterprise: Enterprise
    enterprises: list[Enterprise]

    @property
    def duties(self) -> frozenset[Duty]:
        return DUTIES.get(self.actor.enterprises[self.enterprise.pk], frozenset())

    def page(
        self, request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
    ) -> HttpResponse:
        """Render ``seller/<name>.html`` with the desk around it."""
        counts = orders.vendor_order_counts(actor=self.actor, enterprise_id=self.enterprise.pk)
        todo = sum(counts.get(state, 0) for state in orders.TO_DO)
        around: dict[str, Any] = {
            "desk": self,
            "enterprise": self.enterprise,
            "counts": counts,
            "todo": todo,
            "duties": self.duties,
            "unread": vendors.unread_notices(actor=self.actor, enterprise_id=self.enterprise.pk),
            "asked": voices.open_questions(actor=self.actor, enterprise_id=self.enterprise.pk),
        }
        if page := context.get("page_obj"):
            last = page.paginator.num_pages
            around["page_numbers"] = range(max(1, page.number - 2), min(last, page.number + 2) + 1)
        return render(request, f"seller/{name}.html", around | context, status=status)


def for_enterprise(view: View) -> View:
    """Open to people of an enterprise; the view gets the desk after the request."""

    @wraps(view)
    def at_desk(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        mine = vendors.enterprises_of(actor)
        if not mine:  # an application that was begun, or refused
            return redirect("seller:apply")
        chosen = request.session.get(CHOSEN)
        enterprise = next((row for row in mine if row.pk == chosen), mine[0])
        if second_factor_missing(request, enterprise):
            messages.warning(
                request,
                _(
                    "대표와 회계는 2단계 인증을 켜야 판매 화면에 들어갈 수 있습니다. "
                    "아래에서 켜 주세요."
                ),
            )
            return redirect("mfa_index")
        return view(request, Desk(actor, enterprise, mine), *args, **kwargs)

    return seller_desk(at_desk)


@require_POST
def _switch(request: HttpRequest, desk: Desk) -> HttpResponse:
    slug = request.POST.get("enterprise", "")
    wanted = next((row for row in desk.enterprises if row.slug == slug), None)
    if wanted is None:
        raise NotFound
    request.session[CHOSEN] = wanted.pk
    return redirect("seller:home")


switch = for_enterprise(_switch)
