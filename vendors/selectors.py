"""Reads of enterprises, and who is who at the desks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from core import clock
from core.actor import ANONYMOUS, Actor
from core.errors import NotFound
from vendors import rules
from vendors.models import Credential, Enterprise, EnterpriseStaff, PickupPoint, RemoteArea

#: A paper may be renewed from so many days before its end: renewing takes months.
RENEWABLE_FROM = 90


@dataclass(frozen=True, slots=True)
class Badge:
    """A verified, unexpired credential, as shown."""

    kind: str
    label: str
    number: str
    authority: str
    issued_on: dt.date
    expires_on: dt.date | None


def actor_for(user: Any) -> Actor:
    """The actor behind a request's user, with roles at enterprises and organizations. 2 queries."""
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    staff = EnterpriseStaff.objects.filter(user=user).values_list("enterprise_id", "role")
    members = Membership.objects.filter(user=user).values_list("organization_id", "roles")
    return Actor(
        user_id=user.pk,
        email=user.email,
        is_city_officer=user.is_city_officer,
        enterprises=dict(staff),
        organizations={pk: frozenset(roles) for pk, roles in members},
    )


def enterprise_by_slug(slug: str) -> Enterprise:
    """An enterprise that sells. Raises NotFound."""
    enterprise = Enterprise.objects.filter(slug=slug, status=Enterprise.Status.ACTIVE).first()
    if enterprise is None:
        raise NotFound
    return enterprise


def valid_credentials(*, on: dt.date) -> QuerySet[Credential]:
    """Those that give a badge and count in reports: verified and unexpired on the day."""
    return Credential.objects.filter(
        Q(expires_on=None) | Q(expires_on__gte=on), status=Credential.Status.VERIFIED
    )


def badges_for(
    enterprise_ids: Collection[int], *, on: dt.date | None = None
) -> dict[int, list[Badge]]:
    """Badges by enterprise, social-economy kinds first in the law's order. One query."""
    rows = valid_credentials(on=on or clock.today()).filter(enterprise_id__in=enterprise_ids)
    order = {kind.value: place for place, kind in enumerate(rules.CredentialKind)}
    found: dict[int, list[Badge]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: order.get(row.kind, len(order))):
        found[row.enterprise_id].append(
            Badge(
                kind=row.kind,
                label=row.get_kind_display(),
                number=row.number,
                authority=row.authority,
                issued_on=row.issued_on,
                expires_on=row.expires_on,
            )
        )
    return dict(found)


def credential_copies(
    enterprise_ids: Collection[int], *, on: dt.date
) -> dict[int, list[dict[str, Any]]]:
    """What an order line keeps of the credentials valid on the day of the sale. One query."""
    return {
        enterprise_id: [
            {
                "kind": badge.kind,
                "number": badge.number,
                "authority": badge.authority,
                "issued_on": badge.issued_on.isoformat(),
                "expires_on": badge.expires_on.isoformat() if badge.expires_on else None,
            }
            for badge in badges
        ]
        for enterprise_id, badges in badges_for(enterprise_ids, on=on).items()
    }


def enterprises_with_stories(*, limit: int) -> list[Enterprise]:
    """Active enterprises that tell of themselves, newest first. One query."""
    told = Enterprise.objects.filter(status=Enterprise.Status.ACTIVE).exclude(story="")
    return list(told.order_by("-created_at", "-pk")[:limit])


def credential_queue(*, actor: Actor, status: str = "pending") -> QuerySet[Credential]:
    """What waits for the city, oldest first."""
    actor.require_city()
    rows = Credential.objects.filter(status=status).select_related("enterprise")
    return rows.order_by("created_at", "pk")


def credential_for(*, actor: Actor, credential_id: int) -> Credential:
    """A credential, for city officers and its own enterprise. Raises NotFound for others."""
    row = Credential.objects.filter(pk=credential_id).select_related("enterprise").first()
    if row is None or not (actor.is_city_officer or actor.sells_for(row.enterprise_id)):
        raise NotFound
    return row


def credentials_of(*, actor: Actor, enterprise_id: int) -> list[Credential]:
    """An enterprise's own papers, newest first. One query."""
    actor.require_enterprise(enterprise_id)
    rows = Credential.objects.filter(enterprise_id=enterprise_id)
    return list(rows.order_by("-created_at", "-pk"))


def renewable(rows: Sequence[Credential]) -> set[int]:
    """Those of an enterprise's papers that end soon, or ended, and have no follower."""
    soon = clock.today() + dt.timedelta(days=RENEWABLE_FROM)
    waiting = {row.kind for row in rows if row.status == Credential.Status.PENDING}
    holding = {
        row.kind
        for row in rows
        if row.status == Credential.Status.VERIFIED
        and (row.expires_on is None or row.expires_on > soon)
    }
    return {
        row.pk
        for row in rows
        if row.status in (Credential.Status.VERIFIED, Credential.Status.EXPIRED)
        and row.expires_on is not None
        and row.expires_on <= soon
        and row.kind not in waiting | holding
    }


def paper_renewed_by(credential: Credential) -> Credential | None:
    """The paper that still holds while its renewal waits."""
    return (
        Credential.objects.filter(
            enterprise_id=credential.enterprise_id,
            kind=credential.kind,
            number=credential.number,
            status=Credential.Status.VERIFIED,
        )
        .exclude(pk=credential.pk)
        .first()
    )


def enterprises_for_city(*, actor: Actor, text: str = "", status: str = "") -> QuerySet[Enterprise]:
    """All enterprises with their credentials, by name."""
    actor.require_city()
    rows = Enterprise.objects.prefetch_related("credentials").order_by("name", "pk")
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(business_number__contains=text))
    return rows.filter(status=status) if status else rows


def remote_area_kind(postal_code: str) -> str:
    """``island``, ``mountain`` or ``""``: whether carriers charge more to this code. One query."""
    found = RemoteArea.objects.filter(postal_from__lte=postal_code, postal_to__gte=postal_code)
    return found.values_list("kind", flat=True).first() or ""


def pickup_points_of(enterprise_ids: Collection[int]) -> dict[int, list[PickupPoint]]:
    """Where each enterprise's parcels can be picked up, by enterprise. One query."""
    links = Enterprise.pickup_points.through.objects.filter(
        enterprise_id__in=enterprise_ids, pickuppoint__is_active=True
    ).select_related("pickuppoint")
    found: dict[int, list[PickupPoint]] = defaultdict(list)
    for link in links.order_by("pickuppoint__district", "pickuppoint__name"):
        found[link.enterprise_id].append(link.pickuppoint)
    return dict(found)


def enterprises_of(actor: Actor) -> list[Enterprise]:
    """Those the actor sells for. One query."""
    return list(Enterprise.objects.filter(pk__in=list(actor.enterprises)).order_by("name"))
