"""Who joins to buy: the city's queue, and one organization with its past."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Organization
from accounts.selectors import Line, organization_trail
from core import business_number
from core.actor import Actor
from core.errors import NotFound

#: What the city's list can be asked for.
STATES = ("waiting", "returned", "refused", "verified")


def organization_queue(*, actor: Actor) -> QuerySet[Organization]:
    """Those the city has not answered yet, the longest waiting first."""
    actor.require_city()
    rows = Organization.objects.filter(is_verified=False, answer="")
    return rows.order_by("asked_at", "pk")


def organizations_for_city(
    *, actor: Actor, text: str = "", state: str = ""
) -> QuerySet[Organization]:
    """Every organization, by name or number and by where it stands (``STATES``)."""
    actor.require_city()
    rows = Organization.objects.all()
    if state == "verified":
        rows = rows.filter(is_verified=True)
    elif state == "waiting":
        rows = rows.filter(is_verified=False, answer="")
    elif state in STATES:
        rows = rows.filter(answer=state)
    if text:
        found = Q(name__icontains=text)
        if digits := business_number.digits_of(text):
            found |= Q(business_number__startswith=digits)
        rows = rows.filter(found)
    return rows.order_by("is_verified", "asked_at", "name", "pk")


def organization_for_city(*, actor: Actor, organization_id: int) -> Organization:
    """Raises NotAllowed, NotFound."""
    actor.require_city()
    found = Organization.objects.filter(pk=organization_id).first()
    if found is None:
        raise NotFound
    return found


def city_trail(*, actor: Actor, organization: Organization) -> list[Line]:
    """What was done to it, by whom, newest first; a hundred lines. Two queries."""
    actor.require_city()
    return organization_trail(organization=organization)


def closed_organizations(*, actor: Actor) -> list[Organization]:
    """Verified ones whose number the tax service doesn't hold open any more. One query."""
    actor.require_city()
    rows = Organization.objects.filter(is_verified=True)
    rows = rows.exclude(business_status__in=["", Organization.BusinessStatus.OPEN])
    return list(rows.order_by("business_status_at", "pk"))


def numbers_to_check() -> list[int]:
    """Organizations whose number is asked for at night: not refused, and not of the demo."""
    rows = Organization.objects.filter(is_demo=False)
    rows = rows.exclude(answer=Organization.Answer.REFUSED)
    return list(rows.order_by("pk").values_list("pk", flat=True))
