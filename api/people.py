"""People: who signs in to the API, and what is theirs."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import Any

import graphene
import jwt
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth import authenticate
from django.utils.translation import gettext as _

from accounts import services
from accounts.models import Address as AddressRow
from accounts.models import User as UserRow
from accounts.selectors import sign_in_required
from api.addresses import Address, AddressNode
from api.asking import Asking
from api.connections import Page, asked, paging
from api.enums import AccountErrorCode, LanguageCodeEnum, plain
from api.ids import global_id
from api.languages import Node
from api.purchases import OrderCountableConnection, orders_page
from core import clock
from core.errors import DomainError
from vendors.selectors import needs_second_factor

ACCESS_FOR = dt.timedelta(minutes=15)
REFRESH_FOR = dt.timedelta(days=30)
ISSUER = "onjang"


# -- tokens -------------------------------------------------------------------------------


def token_for(user: UserRow, kind: str) -> str:
    """A signed token (RFC 7519) of ``kind`` access or refresh. A new password ends them all."""
    now = clock.now()
    return jwt.encode(
        {
            "iss": ISSUER,
            "sub": str(user.pk),
            "type": kind,
            "iat": now,
            "exp": now + (ACCESS_FOR if kind == "access" else REFRESH_FOR),
            "jti": secrets.token_hex(8),
            "pwd": user.get_session_auth_hash()[:16],
        },
        _key(),
        algorithm="HS256",
    )


def _key() -> bytes:
    """A key of its own, made of the secret: nothing signed elsewhere is a token here."""
    return hashlib.sha256(b"onjang.api.tokens\0" + settings.SECRET_KEY.encode()).digest()


def user_of(token: str, kind: str) -> UserRow | None:
    """Whose token it is; None for what is forged, expired, of another kind or outdated."""
    try:
        claims = jwt.decode(
            token,
            _key(),
            algorithms=["HS256"],
            issuer=ISSUER,
            options={"require": ["exp", "sub", "type"]},
        )
        user_id = int(claims["sub"])
    except (jwt.PyJWTError, ValueError):
        return None
    user = UserRow.objects.filter(pk=user_id, is_active=True).first()
    if user is None or claims["type"] != kind:
        return None
    return user if claims.get("pwd") == user.get_session_auth_hash()[:16] else None


# -- types --------------------------------------------------------------------------------


class User(graphene.ObjectType):
    """A person, as they see themselves."""

    class Meta:
        interfaces = (Node,)

    email = graphene.String(required=True)
    first_name = graphene.String(required=True, description="The whole name, as Koreans write it.")
    last_name = graphene.String(required=True)
    is_active = graphene.Boolean(required=True)
    is_confirmed = graphene.Boolean(required=True)
    language_code = LanguageCodeEnum(required=True)
    date_joined = graphene.DateTime(required=True)
    addresses = graphene.List(graphene.NonNull(Address), required=True)
    default_shipping_address = graphene.Field(Address)
    default_billing_address = graphene.Field(Address)
    orders = graphene.Field(OrderCountableConnection, **paging())

    @staticmethod
    def resolve_addresses(root: UserNode, info: Any) -> list[AddressNode]:
        return [_address(row) for row in root.addresses]

    @staticmethod
    def resolve_default_shipping_address(root: UserNode, info: Any) -> AddressNode | None:
        row = next((row for row in root.addresses if row.is_default), None)
        return _address(row) if row else None

    resolve_default_billing_address = resolve_default_shipping_address

    @staticmethod
    def resolve_orders(root: UserNode, info: Any, **page: Any) -> Page:
        if info.context.user is None or info.context.user.pk != root.row.pk:
            return Page([], False, False, lambda: 0)
        return orders_page(info.context, asked("orders", **page))


class UserNode:
    typename = "User"
    last_name = ""
    is_confirmed = True

    def __init__(self, row: UserRow) -> None:
        self.row = row
        self.id = global_id("User", row.pk)
        self.email, self.first_name = row.email, row.name
        self.is_active, self.date_joined = row.is_active, row.date_joined
        self.language_code = row.language.upper()
        self._addresses: list[AddressRow] | None = None

    @property
    def addresses(self) -> list[AddressRow]:
        if self._addresses is None:
            self._addresses = list(self.row.addresses.order_by("-is_default", "pk"))
        return self._addresses


def _address(row: AddressRow) -> AddressNode:
    return AddressNode(
        global_id("Address", row.pk),
        row.recipient,
        row.road_address,
        row.detail,
        row.postal_code,
        row.phone,
    )


class AccountError(graphene.ObjectType):
    """Why an account refused."""

    field = graphene.String()
    message = graphene.String()
    code = AccountErrorCode(required=True)


class AccountErrorNode:
    __slots__ = ("code", "field", "message")

    def __init__(self, field: str | None, message: str, code: str) -> None:
        self.field, self.message, self.code = field, message, code


def _errors() -> Any:
    return graphene.List(graphene.NonNull(AccountError), required=True)


# -- mutations ----------------------------------------------------------------------------


class TokenCreate(graphene.Mutation):
    """Sign in: an access token for 15 minutes and one to refresh it for 30 days."""

    class Arguments:
        email = graphene.String(required=True)
        password = graphene.String(required=True)

    token = graphene.String()
    refresh_token = graphene.String()
    csrf_token = graphene.String()
    user = graphene.Field(User)
    errors = _errors()

    @staticmethod
    def mutate(root: Any, info: Any, email: str, password: str) -> TokenCreate:
        asking: Asking = info.context
        request = asking.request
        key = email.strip().lower()[:254]
        if not ratelimit.consume(request, action="login_failed", key=key):
            text = _("로그인 시도가 너무 많습니다. 잠시 후 다시 시도해 주세요.")
            return TokenCreate(errors=[AccountErrorNode("email", text, "LOGIN_ATTEMPT_DELAYED")])
        user = authenticate(request, email=key, username=key, password=password)
        if not isinstance(user, UserRow):
            text = _("이메일이나 비밀번호가 올바르지 않습니다.")
            return TokenCreate(errors=[AccountErrorNode("email", text, "INVALID_CREDENTIALS")])
        ratelimit.clear(request, action="login_failed", key=key)
        if needs_second_factor(user):
            text = _("2단계 인증을 쓰는 계정은 비밀번호만으로 로그인할 수 없습니다.")
            return TokenCreate(errors=[AccountErrorNode("email", text, "SECOND_FACTOR_REQUIRED")])
        if sign_in_required(user) is not None:
            text = _("기관 로그인(SSO)으로만 들어올 수 있는 계정입니다.")
            return TokenCreate(errors=[AccountErrorNode("email", text, "SECOND_FACTOR_REQUIRED")])
        return TokenCreate(
            token=token_for(user, "access"),
            refresh_token=token_for(user, "refresh"),
            csrf_token=secrets.token_urlsafe(24),
            user=UserNode(user),
            errors=[],
        )


class RefreshToken(graphene.Mutation):
    """A new access token for a refresh token."""

    class Arguments:
        refresh_token = graphene.String()

    token = graphene.String()
    user = graphene.Field(User)
    errors = _errors()

    @staticmethod
    def mutate(root: Any, info: Any, refresh_token: str = "") -> RefreshToken:
        user = user_of(refresh_token, "refresh")
        if user is None:
            text = _("다시 로그인해 주세요.")
            error = AccountErrorNode("refreshToken", text, "JWT_INVALID_TOKEN")
            return RefreshToken(errors=[error])
        return RefreshToken(token=token_for(user, "access"), user=UserNode(user), errors=[])


class VerifyToken(graphene.Mutation):
    """Whether an access token is good, and whose it is."""

    class Arguments:
        token = graphene.String(required=True)

    is_valid = graphene.Boolean(required=True)
    user = graphene.Field(User)
    errors = _errors()

    @staticmethod
    def mutate(root: Any, info: Any, token: str) -> VerifyToken:
        user = user_of(token, "access")
        if user is None:
            error = AccountErrorNode("token", _("다시 로그인해 주세요."), "JWT_INVALID_TOKEN")
            return VerifyToken(is_valid=False, errors=[error])
        return VerifyToken(is_valid=True, user=UserNode(user), errors=[])


class AccountRegisterInput(graphene.InputObjectType):
    """Somebody new."""

    email = graphene.String(required=True)
    password = graphene.String(required=True)
    first_name = graphene.String()
    last_name = graphene.String()
    language_code = graphene.Argument(LanguageCodeEnum)
    redirect_url = graphene.String()
    channel = graphene.String()


class AccountRegister(graphene.Mutation):
    """Open an account."""

    class Arguments:
        input = AccountRegisterInput(required=True)

    user = graphene.Field(User)
    requires_confirmation = graphene.Boolean()
    errors = _errors()

    @staticmethod
    def mutate(root: Any, info: Any, input: Any) -> AccountRegister:  # noqa: A002
        given = plain(input)
        asking: Asking = info.context
        if not ratelimit.consume(asking.request, action="signup"):
            text = _("잠시 후 다시 시도해 주세요.")
            return AccountRegister(errors=[AccountErrorNode(None, text, "LOGIN_ATTEMPT_DELAYED")])
        names = (given.get("last_name") or "", given.get("first_name") or "")
        language = str(given.get("language_code") or asking.language)[:2].lower()
        try:
            user = services.user_create(
                email=given["email"].strip(),
                password=given["password"],
                name=" ".join(filter(None, names)).strip()[:80],
                language="en" if language == "en" else "ko",
            )
        except DomainError as error:
            code = error.code if error.code in ("UNIQUE", "INVALID") else "UNIQUE"
            return AccountRegister(
                errors=[
                    AccountErrorNode(field or None, text, code)
                    for field, texts in error.by_field().items()
                    for text in texts
                ]
            )
        return AccountRegister(user=UserNode(user), requires_confirmation=False, errors=[])
