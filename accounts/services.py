"""Writes to people and organizations."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import rules
from accounts.errors import EmailTaken
from accounts.models import Address, ApiToken, Membership, Organization, User
from core import audit, business_number, clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound


def user_create(
    *, email: str, password: str, name: str = "", language: str = "ko", **fields: Any
) -> User:
    """A new person. Raises InvalidInput for e-mail or password, EmailTaken."""
    try:
        validate_email(email)
    except ValidationError:
        raise InvalidInput({"email": _("이메일 형식이 올바르지 않습니다.")}) from None
    try:
        validate_password(password)
    except ValidationError as error:
        raise InvalidInput({"password": error.messages}) from None
    try:
        with transaction.atomic():
            return User.objects.create_user(email, password, name=name, language=language, **fields)
    except IntegrityError:
        raise EmailTaken from None


@transaction.atomic
def organization_create(
    *, actor: Actor, kind: str, name: str, business_number_: str, **fields: Any
) -> Organization:
    """A new buying organization; the founder becomes its owner.

    Raises InvalidInput for a wrong or known business number.
    """
    digits = business_number.digits_of(business_number_)
    if not business_number.is_valid(digits):
        raise InvalidInput({"business_number": _("사업자등록번호가 올바르지 않습니다.")})
    if Organization.objects.filter(business_number=digits).exists():
        raise InvalidInput(
            {"business_number": _("이미 등록된 사업자등록번호입니다.")}, code="UNIQUE"
        )
    organization = Organization.objects.create(
        kind=rules.OrganizationKind(kind).value,
        name=name,
        business_number=digits,
        created_at=clock.now(),
        **fields,
    )
    if actor.user_id is not None:
        Membership.objects.create(
            organization=organization, user_id=actor.user_id, roles=[rules.Role.OWNER.value]
        )
    audit.record(actor=actor, action="organization.create", obj=organization)
    return organization


@transaction.atomic
def membership_set(
    *,
    actor: Actor,
    organization_id: int,
    user_id: int,
    roles: Sequence[str],
    title: str = "",
    department: str = "",
) -> Membership:
    """Give a person these roles in the organization. Its owners may, and the system.

    An agency takes people of its own e-mail domain only.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    user = User.objects.filter(pk=user_id).first()
    if organization is None or user is None:
        raise NotFound
    if not actor.has_role(organization_id, rules.Role.OWNER):
        raise NotAllowed
    unknown = set(roles) - {role.value for role in rules.Role}
    if unknown:
        raise InvalidInput({"roles": _("없는 역할입니다.")})
    if (
        organization.kind == Organization.Kind.AGENCY
        and organization.email_domain
        and not rules.email_belongs_to(user.email, organization.email_domain)
    ):
        raise InvalidInput({"email": _("기관의 이메일 도메인이 아닙니다.")})
    membership, _created = Membership.objects.update_or_create(
        organization=organization,
        user=user,
        defaults={"roles": sorted(set(roles)), "title": title, "department": department},
    )
    audit.record(actor=actor, action="membership.set", obj=membership, roles=membership.roles)
    return membership


def api_token_create(*, actor: Actor, name: str) -> tuple[ApiToken, str]:
    """A new bearer token and its secret, which is shown once and never kept."""
    if actor.user_id is None:
        raise NotAllowed
    secret = "onj_" + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=actor.user_id, name=name, digest=digest_of(secret), created_at=clock.now()
    )
    return token, secret


def digest_of(secret: str) -> str:
    """SHA-256 of a bearer token: it is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


#: A person keeps so many addresses at most.
MOST_ADDRESSES = 20


@transaction.atomic
def address_save(
    *,
    actor: Actor,
    recipient: str,
    phone: str,
    postal_code: str,
    road_address: str,
    detail: str = "",
    label: str = "",
) -> Address:
    """Keep a delivery address of the signed-in person; the first is their default. The same
    address again is kept once. Raises NotAllowed for guests, InvalidInput when there are too many.
    """
    user_id = actor.require_person()
    fields = {
        "recipient": recipient,
        "phone": phone,
        "postal_code": postal_code,
        "road_address": road_address,
        "detail": detail,
    }
    mine = Address.objects.filter(user_id=user_id)
    known = mine.filter(**fields).first()
    if known is not None:
        return known
    count = mine.count()
    if count >= MOST_ADDRESSES:
        raise InvalidInput(
            {
                "save_address": _("배송지는 %(most)d개까지 저장할 수 있습니다.")
                % {"most": MOST_ADDRESSES}
            }
        )
    return Address.objects.create(user_id=user_id, label=label, is_default=count == 0, **fields)


@transaction.atomic
def address_delete(*, actor: Actor, address_id: int) -> None:
    """Forget an address of one's own; the newest other becomes the default. Raises NotFound."""
    mine = Address.objects.filter(user_id=actor.require_person())
    address = mine.filter(pk=address_id).first()
    if address is None:
        raise NotFound
    was_default = address.is_default
    address.delete()
    newest = mine.order_by("-pk").first()
    if was_default and newest is not None:
        mine.filter(pk=newest.pk).update(is_default=True)


@transaction.atomic
def address_default(*, actor: Actor, address_id: int) -> None:
    """Make an address of one's own the first to be offered. Raises NotFound."""
    mine = Address.objects.filter(user_id=actor.require_person())
    if not mine.filter(pk=address_id).exists():
        raise NotFound
    mine.update(is_default=False)
    mine.filter(pk=address_id).update(is_default=True)
