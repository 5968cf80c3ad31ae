"""Reads of organizations: their people, departments, addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db.models import QuerySet

from accounts import rules
from accounts.models import (
    Address,
    Department,
    Membership,
    MembershipInvitation,
    Organization,
    SignInConnection,
    User,
)
from core import clock
from core.actor import Actor
from core.errors import NotFound
from core.models import AuditEntry

_INVITATION = "accounts.invitation"


def require_member(actor: Actor, organization_id: int) -> None:
    if not actor.has_role(organization_id):
        raise NotFound


def members_of(*, actor: Actor, organization_id: int) -> list[Membership]:
    """An organization's people, for its owners. One query. Raises NotFound, NotAllowed."""
    require_member(actor, organization_id)
    actor.require_role(organization_id, rules.Role.OWNER)
    rows = Membership.objects.filter(organization_id=organization_id)
    return list(rows.select_related("user", "department").order_by("user__name", "pk"))


def colleagues(*, actor: Actor, organization_id: int) -> list[User]:
    """Who buys for the organization, by name: to choose from. One query."""
    require_member(actor, organization_id)
    rows = User.objects.filter(memberships__organization_id=organization_id, is_active=True)
    return list(rows.order_by("name", "pk"))


def member_invitations_of(*, actor: Actor, organization_id: int) -> list[MembershipInvitation]:
    """Those nobody took up yet. One query."""
    require_member(actor, organization_id)
    actor.require_role(organization_id, rules.Role.OWNER)
    rows = MembershipInvitation.objects.filter(
        organization_id=organization_id, accepted_at=None, expires_at__gt=clock.now()
    )
    return list(rows.order_by("-created_at", "-pk"))


def invitation_by_link(link: str) -> MembershipInvitation:
    """The open invitation behind a link of ``invitation_link``. Raises NotFound."""
    try:
        pk, nonce = signing.Signer(salt=_INVITATION).unsign_object(link)
    except (signing.BadSignature, ValueError):
        raise NotFound from None
    rows = MembershipInvitation.objects.select_related("organization", "invited_by")
    open_ones = rows.filter(accepted_at=None, expires_at__gt=clock.now())
    found = open_ones.filter(pk=pk, nonce=nonce).first()
    if found is None:
        raise NotFound
    return found


def invitation_link(invitation: MembershipInvitation) -> str:
    """What proves that the invitation's mail was read: its key, signed."""
    return signing.Signer(salt=_INVITATION).sign_object([invitation.pk, invitation.nonce])


@dataclass(frozen=True, slots=True)
class Branch:
    """A department and how deep it hangs in the chart."""

    department: Department
    depth: int
    people: int


def departments_of(*, actor: Actor, organization_id: int) -> list[Branch]:
    """The organization's chart, top down, each with how many people it has. Two queries."""
    require_member(actor, organization_id)
    rows = Department.objects.filter(organization_id=organization_id).order_by("code", "name")
    below: dict[int | None, list[Department]] = {}
    for row in rows:
        below.setdefault(row.parent_id, []).append(row)
    heads: dict[int | None, int] = {}
    members = Membership.objects.filter(organization_id=organization_id)
    for pk in members.values_list("department_id", flat=True):
        heads[pk] = heads.get(pk, 0) + 1

    def under(parent: int | None, depth: int) -> list[Branch]:
        return [
            branch
            for row in below.get(parent, [])
            for branch in (
                Branch(row, depth, heads.get(row.pk, 0)),
                *under(row.pk, depth + 1),
            )
        ]

    return under(None, 0)


def organization_addresses(*, actor: Actor, organization_id: int) -> list[Address]:
    """Where the organization has things sent, the default first. One query."""
    require_member(actor, organization_id)
    rows = Address.objects.filter(organization_id=organization_id)
    return list(rows.order_by("-is_default", "-pk"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an organization's audit trail, with the person it is about."""

    entry: AuditEntry
    person: User | None
    roles: list[str]


def organization_trail(*, organization: Organization, most: int = 100) -> list[Line]:
    """Who did what to an organization and its people, newest first. Two queries; whoever calls
    has asked whether the reader may see it."""
    rows = AuditEntry.objects.filter(
        object_type="accounts.organization", object_id=str(organization.pk)
    )
    entries = list(rows.select_related("actor").order_by("-id")[:most])
    people = User.objects.in_bulk({int(e.data["user"]) for e in entries if e.data.get("user")})
    return [
        Line(entry, people.get(_whole(entry.data.get("user"))), list(entry.data.get("roles") or []))
        for entry in entries
    ]


def _whole(value: Any) -> int:
    return int(value) if value else 0


def sign_in_of(*, actor: Actor, organization_id: int) -> SignInConnection | None:
    """An organization's own way in, for its owners. Raises NotFound, NotAllowed."""
    require_member(actor, organization_id)
    actor.require_role(organization_id, rules.Role.OWNER)
    return SignInConnection.objects.filter(organization_id=organization_id).first()


def sign_in_for_email(email: str) -> SignInConnection | None:
    """The way in of the organization that an address belongs to, the narrowest domain's first.
    One query."""
    host = rules.clean_domain(email.rpartition("@")[2])
    labels = host.split(".")
    domains = [".".join(labels[place:]) for place in range(len(labels))]
    rows = _open_ways().filter(domain__in=domains)
    return max(rows, key=lambda row: len(row.domain), default=None)


def sign_in_by_provider(provider_id: str) -> SignInConnection | None:
    """The way in that allauth knows by this id. One query."""
    return _open_ways().filter(slug=provider_id.removeprefix("sso-")).first()


def sign_in_required(user: User) -> SignInConnection | None:
    """The way in that somebody has to take: a member, no owner, with an address of the domain.
    At most two queries."""
    rows = _open_ways().filter(
        is_enforced=True, organization__in=user.memberships.values("organization")
    )
    if not rows:
        return None
    owned = set(
        user.memberships.filter(roles__contains=[rules.Role.OWNER.value]).values_list(
            "organization_id", flat=True
        )
    )
    for row in rows:
        if row.organization_id not in owned and rules.email_belongs_to(user.email, row.domain):
            return row
    return None


def _open_ways() -> QuerySet[SignInConnection]:
    rows = SignInConnection.objects.filter(is_on=True, organization__is_verified=True)
    return rows.select_related("organization")
