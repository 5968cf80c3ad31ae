"""An organization's own way in (SSO): set by its owners, and who is let in by it."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography import x509
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import keeping, locks, rules
from accounts.errors import SignInRefused
from accounts.models import Membership, Organization, SignInConnection, User
from accounts.rules import SignInFault
from core import audit, clock
from core.actor import Actor
from core.errors import InvalidInput, NotFound

Protocol = SignInConnection.Protocol
_FIELDS = {
    Protocol.OIDC: ("server_url", "client_id"),
    Protocol.SAML: ("metadata_url", "entity_id", "sso_url", "x509cert"),
}
_LONGEST = {
    "server_url": 300, "client_id": 200, "client_secret": 500, "metadata_url": 300,
    "entity_id": 300, "sso_url": 300, "x509cert": 10_000,
}  # fmt: skip


@transaction.atomic
def sign_in_set(
    *,
    actor: Actor,
    organization_id: int,
    protocol: str,
    fields: Mapping[str, str],
    default_role: str = "requester",
    is_on: bool = True,
    is_enforced: bool = False,
) -> SignInConnection:
    """Let an organization's people sign in where they do at work. Owners of verified ones with a
    mail domain may. A blank secret keeps the one that is there.

    ``fields``: for OpenID Connect ``server_url``, ``client_id``, ``client_secret``; for SAML
    ``metadata_url`` and ``entity_id``, or ``entity_id``, ``sso_url`` and ``x509cert``.
    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    organization = _owned(actor, organization_id)
    before = SignInConnection.objects.filter(organization=organization).first()
    known = {name: fields.get(name, "").strip() for name in _LONGEST}
    problems = _problems(organization, protocol, known, default_role, before)
    if problems:
        raise InvalidInput(problems)
    row = before or SignInConnection(
        organization=organization, slug=f"o{organization_id}-{secrets.token_hex(4)}"
    )
    row.domain = organization.email_domain
    row.protocol = Protocol(protocol)
    row.is_on, row.is_enforced, row.default_role = is_on, is_on and is_enforced, default_role
    for name in (*_FIELDS[Protocol.OIDC], *_FIELDS[Protocol.SAML]):
        setattr(row, name, known[name] if name in _FIELDS[row.protocol] else "")
    if row.protocol == Protocol.SAML:
        row.secret = ""
    elif known["client_secret"]:
        row.secret = keeping.hide(known["client_secret"])
    row.changed_at = clock.now()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise InvalidInput({"": _("이 도메인의 로그인은 다른 기관이 연동했습니다.")}) from error
    audit.record(
        actor=actor,
        action="organization.sign_in",
        obj=organization,
        protocol=row.protocol,
        is_on=row.is_on,
        is_enforced=row.is_enforced,
    )
    return row


@transaction.atomic
def sign_in_remove(*, actor: Actor, organization_id: int) -> None:
    """Give the connection up; people sign in by password (or set one by mail) again.

    Raises NotFound, NotAllowed.
    """
    organization = _owned(actor, organization_id)
    row = SignInConnection.objects.filter(organization=organization).first()
    if row is None:
        raise NotFound
    row.delete()
    audit.record(actor=actor, action="organization.sign_in_removed", obj=organization)


def sign_in_check(
    *,
    connection: SignInConnection,
    email: str,
    email_verified: bool,
    user: User | None,
    actor: Actor,
    is_known: bool,
) -> None:
    """Whether who comes from the organization's provider is let in; it changes nothing.

    ``user``: the account this would open, if there is one, with its ``actor``; ``is_known``: it was
    opened this way before. Raises SignInRefused. The provider answers for its own domain and for
    nothing else, so it opens no account that leads anywhere but to its organization.
    """
    if not email:
        raise SignInRefused(SignInFault.NO_EMAIL)
    if not email_verified:
        raise SignInRefused(SignInFault.EMAIL_UNCONFIRMED)
    if not rules.email_belongs_to(email, connection.domain):
        raise SignInRefused(SignInFault.OTHER_DOMAIN)
    if user is None:
        return
    if not user.is_active:
        raise SignInRefused(SignInFault.INACTIVE)
    if user.email.lower() != email.lower():
        raise SignInRefused(SignInFault.OTHER_PERSON)
    elsewhere = set(actor.organizations) - {connection.organization_id}
    if user.is_staff or user.is_superuser or user.is_city_officer or actor.enterprises or elsewhere:
        raise SignInRefused(SignInFault.OTHER_DOORS)
    if is_known and connection.organization_id not in actor.organizations:
        raise SignInRefused(SignInFault.NOT_A_MEMBER)


@transaction.atomic
def sign_in_join(*, connection: SignInConnection, user_id: int) -> Membership:
    """Who came in for the first time is a member of this organization, with its first role.

    A member already keeps their roles.
    """
    organization = locks.lock_organization(connection.organization_id)
    if organization is None:
        raise NotFound
    member, created = Membership.objects.get_or_create(
        organization=organization, user_id=user_id, defaults={"roles": [connection.default_role]}
    )
    if created:
        audit.record(
            actor=Actor(user_id=user_id),
            action="membership.sign_in",
            obj=organization,
            user=user_id,
            roles=member.roles,
        )
    return member


def _owned(actor: Actor, organization_id: int) -> Organization:
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, rules.Role.OWNER)
    organization = locks.lock_organization(organization_id)
    if organization is None:
        raise NotFound
    return organization


def _problems(
    organization: Organization,
    protocol: str,
    known: Mapping[str, str],
    default_role: str,
    before: SignInConnection | None,
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not organization.is_verified:
        problems[""] = _("시의 확인이 끝난 기관만 로그인을 연동할 수 있습니다.")
    elif not organization.email_domain:
        problems[""] = _("기관의 이메일 도메인이 있어야 로그인을 연동할 수 있습니다.")
    if default_role not in {role.value for role in rules.Role} - {rules.Role.OWNER.value}:
        problems["default_role"] = _("대표가 아닌 역할을 골라 주세요.")
    for name, longest in _LONGEST.items():
        if len(known[name]) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if protocol == Protocol.OIDC:
        has_secret = before is not None and before.secret
        required = ["server_url", "client_id", *([] if has_secret else ["client_secret"])]
    elif protocol == Protocol.SAML:
        if not settings.SAML_AVAILABLE:
            problems["protocol"] = _("이 서버에는 SAML이 설치되어 있지 않습니다.")
        required = ["entity_id"]
        if not known["metadata_url"]:
            required += ["sso_url", "x509cert"]
        if known["x509cert"] and (problem := _certificate_problem(known["x509cert"])):
            problems["x509cert"] = problem
    else:
        problems["protocol"] = _("연동 방식을 골라 주세요.")
        required = []
    for name in required:
        if not known[name]:
            problems[name] = _("필수 입력 항목입니다.")
    for name in ("server_url", "metadata_url", "sso_url"):
        if known[name] and name not in problems and not _may_be_asked(known[name]):
            problems[name] = _("https로 시작하는 공개된 주소를 입력해 주세요.")
    return problems


def _may_be_asked(url: str) -> bool:
    return bool(settings.SSO_LOCAL_PROVIDERS) or rules.provider_address_is_public(url)


def _certificate_problem(text: str) -> str | None:
    body = re.sub(r"-----(BEGIN|END) CERTIFICATE-----|\s", "", text)
    pem = f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"
    try:
        found = x509.load_pem_x509_certificate(pem.encode())
    except ValueError:
        return _("X.509 인증서(PEM)가 아닙니다.")
    if found.not_valid_after_utc < dt.datetime.now(tz=dt.UTC):
        return _("기간이 지난 인증서입니다.")
    return None
