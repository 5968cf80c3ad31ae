"""Reads of enterprises, and who is who at the desks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from core import business_number, clock
from core.actor import ANONYMOUS, DUTIES, Actor, Duty
from core.errors import NotFound
from core.models import AuditEntry
from vendors import rules
from vendors.models import (
    Credential,
    Enterprise,
    EnterpriseStaff,
    Notice,
    Override,
    PickupPoint,
    RemoteArea,
    StaffInvitation,
)

#: What an applicant still writes, or the city refused, is in nobody's queue.
NOT_AT_THE_CITY = (Enterprise.Status.DRAFT, Enterprise.Status.REJECTED)

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


def needs_second_factor(user: User) -> bool:
    """Whether a password alone isn't enough for somebody: they chose so, or can move the money of
    an enterprise (demo enterprises have doors that are open to everybody). At most two queries."""
    if is_mfa_enabled(user):
        return True
    trusted = [role for role, duties in DUTIES.items() if Duty.BANK in duties]
    return (
        settings.SECOND_FACTOR
        and EnterpriseStaff.objects.filter(
            user=user, role__in=trusted, enterprise__is_demo=False
        ).exists()
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
        Q(valid_until=None) | Q(valid_until__gte=on), status=Credential.Status.VERIFIED
    )


def badges_for(
    enterprise_ids: Collection[int], *, on: dt.date | None = None
) -> dict[int, list[Badge]]:
    """Badges by enterprise, social-economy kinds first in the law's order. One query."""
    rows = valid_credentials(on=on or clock.today()).filter(enterprise_id__in=enterprise_ids)
    rows = rows.exclude(kind__in=rules.NO_BADGE_OF_ENTERPRISES)
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
                expires_on=row.valid_until,
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
    rows = Credential.objects.filter(status=status).exclude(
        status=Credential.Status.PENDING, enterprise__status__in=NOT_AT_THE_CITY
    )
    rows = rows.select_related("enterprise")
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
        and (row.valid_until is None or row.valid_until > soon)
    }
    return {
        row.pk
        for row in rows
        if row.status in (Credential.Status.VERIFIED, Credential.Status.EXPIRED)
        and row.valid_until is not None
        and row.valid_until <= soon
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
    rows = Enterprise.objects.exclude(status=Enterprise.Status.DRAFT)
    rows = rows.prefetch_related("credentials").order_by("name", "pk")
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
    """Those the actor sells for, applications aside. One query."""
    mine = Enterprise.objects.filter(pk__in=list(actor.enterprises))
    return list(mine.exclude(status__in=NOT_AT_THE_CITY).order_by("name"))


def applications_of(actor: Actor) -> list[Enterprise]:
    """What the actor's applications are: begun, waiting, refused; newest first. One query."""
    mine = Enterprise.objects.filter(pk__in=list(actor.enterprises))
    states = (*NOT_AT_THE_CITY, Enterprise.Status.APPLIED)
    return list(mine.filter(status__in=states).order_by("-created_at", "-pk"))


def application_for(*, actor: Actor, slug: str) -> Enterprise:
    """An application that may still be written. Raises NotFound."""
    mine = Enterprise.objects.filter(pk__in=list(actor.enterprises), slug=slug)
    found = mine.filter(status=Enterprise.Status.DRAFT).first()
    if found is None or not actor.sells_for(found.pk, Duty.PROFILE):
        raise NotFound
    return found


def application_queue(*, actor: Actor) -> QuerySet[Enterprise]:
    """Enterprises that wait to be let in, the longest wait first."""
    actor.require_city()
    rows = Enterprise.objects.filter(status=Enterprise.Status.APPLIED)
    return rows.order_by(Coalesce("applied_at", "created_at"), "pk")


def number_is_trusted(enterprise: Enterprise) -> bool:
    """Whether the business number passes its check, or two officers let it pass."""
    return business_number.is_valid(enterprise.business_number) or (
        Override.objects.filter(
            enterprise=enterprise,
            kind=Override.Kind.BUSINESS_NUMBER,
            value=enterprise.business_number,
            status=Override.Status.GRANTED,
        ).exists()
    )


def overrides_open(*, actor: Actor) -> list[Override]:
    """What officers ask another officer to let pass, oldest first. One query."""
    actor.require_city()
    rows = Override.objects.filter(status=Override.Status.ASKED)
    rows = rows.select_related("enterprise", "credential", "asked_by")
    return list(rows.order_by("asked_at", "pk"))


def overrides_of(*, actor: Actor, enterprise_id: int) -> list[Override]:
    """All that was ever let pass for an enterprise, or refused. One query."""
    actor.require_city()
    rows = Override.objects.filter(enterprise_id=enterprise_id)
    return list(rows.select_related("credential", "asked_by", "decided_by").order_by("-asked_at"))


def closed_businesses(*, actor: Actor) -> list[Enterprise]:
    """Those in the market whose number the tax service doesn't hold open any more. One query."""
    actor.require_city()
    states = (Enterprise.Status.APPLIED, Enterprise.Status.ACTIVE)
    rows = Enterprise.objects.filter(status__in=states).exclude(
        business_status__in=["", Enterprise.BusinessStatus.OPEN]
    )
    return list(rows.order_by("business_status_at", "pk"))


def audit_trail(*, actor: Actor, enterprise: Enterprise) -> list[AuditEntry]:
    """Who did what to an enterprise and its papers, newest first; a hundred lines. Two queries."""
    actor.require_city()
    papers = [str(pk) for pk in enterprise.credentials.values_list("pk", flat=True)]
    rows = AuditEntry.objects.filter(
        Q(object_type="vendors.enterprise", object_id=str(enterprise.pk))
        | Q(object_type="vendors.credential", object_id__in=papers)
    )
    return list(rows.select_related("actor").order_by("-id")[:100])


def notices_of(*, actor: Actor, enterprise_id: int) -> QuerySet[Notice]:
    """What an enterprise was told, newest first."""
    actor.require_enterprise(enterprise_id)
    return Notice.objects.filter(enterprise_id=enterprise_id).order_by("-created_at", "-pk")


def unread_notices(*, actor: Actor, enterprise_id: int) -> int:
    """How many nobody has seen yet. One query."""
    return notices_of(actor=actor, enterprise_id=enterprise_id).filter(read_at=None).count()


def staff_of(*, actor: Actor, enterprise_id: int) -> list[EnterpriseStaff]:
    """The people of an enterprise, owners first. One query."""
    actor.require_enterprise(enterprise_id, Duty.STAFF)
    rows = EnterpriseStaff.objects.filter(enterprise_id=enterprise_id).select_related("user")
    order = {role: place for place, role in enumerate(EnterpriseStaff.Role.values)}
    return sorted(rows, key=lambda row: (order[row.role], row.user.email))


def invitations_of(*, actor: Actor, enterprise_id: int) -> list[StaffInvitation]:
    """Those that nobody took up yet, newest first. One query."""
    actor.require_enterprise(enterprise_id, Duty.STAFF)
    rows = StaffInvitation.objects.filter(enterprise_id=enterprise_id, accepted_at=None)
    return list(rows.order_by("-created_at"))


def invitation_by_link(link: str) -> StaffInvitation:
    """The open invitation behind a link of ``invitation_link``. Raises NotFound."""
    try:
        pk, nonce = signing.Signer(salt=_INVITATION).unsign_object(link)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    rows = StaffInvitation.objects.select_related("enterprise", "invited_by")
    open_ones = rows.filter(accepted_at=None, expires_at__gt=clock.now())
    found = open_ones.filter(pk=pk, nonce=nonce).first()
    if found is None:
        raise NotFound
    return found


def invitation_link(invitation: StaffInvitation) -> str:
    """What proves that the invitation's mail was read: its key, signed."""
    return signing.Signer(salt=_INVITATION).sign_object([invitation.pk, invitation.nonce])


_INVITATION = "vendors.invitation"
