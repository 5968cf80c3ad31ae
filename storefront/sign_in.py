"""Organizations' own ways in (SSO), told to allauth: which there are, and who is let in by them."""

from __future__ import annotations

import functools
from typing import Any

import requests
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount import app_settings
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import keeping, rules, selectors, services
from accounts.errors import SignInRefused
from accounts.models import ApiToken, SignInConnection, User
from vendors.selectors import actor_for

PREFIX = "sso-"
#: What providers call the address, beside allauth's own names.
SAML_EMAIL = [
    "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "mail", "email", "emailAddress",
]  # fmt: skip


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Passwords and passkeys, where the person's organization leaves them a choice."""

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if refused is not None:
            return refused
        required = selectors.sign_in_required(user)
        if required is None:
            return None
        social = (kwargs.get("signal_kwargs") or {}).get("sociallogin")
        if social is not None and social.account.provider == required.provider_id:
            return None
        messages.info(request, _("기관 로그인으로 들어와 주세요."))
        return redirect(f"{reverse('shop:sso')}?{urlencode({'for': user.email})}")


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Adds the organizations' providers to those of the settings, each found by its id alone, so
    that no sign-in page lists them."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        wanted = ""
        if provider == "saml" and client_id:
            wanted = client_id
        elif provider and provider.startswith(PREFIX):
            wanted = provider
        if not wanted:
            found: list[SocialApp] = super().list_apps(request, provider, client_id)
            return found
        connection = selectors.sign_in_by_provider(wanted)
        if connection is None or (client_id and provider == "saml" and not _is_saml(connection)):
            return []
        return [app_of(connection)]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        connection = _connection(sociallogin)
        if connection is None:
            if sociallogin.account.provider.startswith(PREFIX):  # switched off meanwhile
                raise ImmediateHttpResponse(redirect("account_login"))
            return
        if sociallogin.state.get("process") != AuthProcess.LOGIN:
            raise ImmediateHttpResponse(redirect("account_login"))
        email = next((row.email.lower() for row in sociallogin.email_addresses), "")
        user = (
            sociallogin.user
            if sociallogin.is_existing
            else User.objects.filter(email__iexact=email).first()
        )
        try:
            services.sign_in_check(
                connection=connection,
                email=email,
                email_verified=_says_it_is_theirs(sociallogin),
                user=user,
                actor=actor_for(user),
                is_known=sociallogin.is_existing,
            )
        except SignInRefused as error:
            raise ImmediateHttpResponse(refused_page(request, error)) from error
        if user is not None and not sociallogin.is_existing:
            with transaction.atomic():
                _settle_whose(user, email)
                sociallogin.connect(request, user)
                services.sign_in_join(connection=connection, user_id=user.pk)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        connection = _connection(sociallogin)
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            if connection is not None:
                services.sign_in_join(connection=connection, user_id=user.pk)
        return user

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        whole = data.get("name") or f"{data.get('last_name') or ''}{data.get('first_name') or ''}"
        user.name = str(whole).strip()[:80]
        return user

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: Any) -> bool:
        return _connection(sociallogin) is not None or bool(
            super().is_auto_signup_allowed(request, sociallogin)
        )

    def get_requests_session(self) -> requests.Session:
        """Providers are asked at public addresses alone, and send us nowhere else."""
        session = requests.Session()
        session.request = functools.partial(  # type: ignore[method-assign]
            _asked, session.request
        )
        return session


def app_of(connection: SignInConnection) -> SocialApp:
    """A connection as allauth sees it; it is never saved."""
    common: dict[str, Any] = {"verified_email": True}
    if _is_saml(connection):
        idp = {"entity_id": connection.entity_id}
        if connection.metadata_url:
            idp["metadata_url"] = connection.metadata_url
        else:
            idp |= {"sso_url": connection.sso_url, "x509cert": connection.x509cert}
        more: dict[str, Any] = {
            "idp": idp,
            "attribute_mapping": {
                "uid": "urn:oasis:names:tc:SAML:attribute:subject-id",
                "email": SAML_EMAIL,
                "first_name": ["urn:oid:2.5.4.42", "givenName"],
                "last_name": ["urn:oid:2.5.4.4", "sn"],
                "name": ["urn:oid:2.16.840.1.113730.3.1.241", "displayName"],
            },
            "advanced": {
                "strict": True,
                "allow_single_label_domains": not settings.SECURE,  # http://localhost:8000
                "want_assertion_signed": True,
                "reject_deprecated_algorithm": True,
                "reject_idp_initiated_sso": True,
                "want_attribute_statement": False,
            },
        }
    else:
        more = {"server_url": connection.server_url, "oauth_pkce_enabled": True}
    return SocialApp(
        provider="saml" if _is_saml(connection) else "openid_connect",
        provider_id=connection.provider_id,
        name=connection.organization.name,
        client_id=connection.slug if _is_saml(connection) else connection.client_id,
        secret=keeping.reveal(connection.secret),
        settings=common | more,
    )


def refused_page(request: HttpRequest, error: SignInRefused) -> HttpResponse:
    context = {"message": error.message, "fault": error.fault}
    return render(request, "shop/sso_refused.html", context, status=403)


def _settle_whose(user: User, email: str) -> None:
    """The account is the address's owner's from here on. Where nobody had confirmed the address,
    anybody may have opened the account beforehand: their ways into it go."""
    if not EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists():
        user.set_unusable_password()
        user.save(update_fields=["password"])
        Authenticator.objects.filter(user=user).delete()
        SocialAccount.objects.filter(user=user).delete()
        ApiToken.objects.filter(user=user).delete()
        EmailAddress.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def _connection(sociallogin: Any) -> SignInConnection | None:
    provider = sociallogin.account.provider
    if not provider.startswith(PREFIX):
        return None
    return selectors.sign_in_by_provider(provider)


def _is_saml(connection: SignInConnection) -> bool:
    return connection.protocol == SignInConnection.Protocol.SAML


def _says_it_is_theirs(sociallogin: Any) -> bool:
    """An organization's provider answers for its own domain, so silence is a yes; a plain no
    (``email_verified: false``), or two answers about two people, is one."""
    data = sociallogin.account.extra_data or {}
    parts = [part for part in (data.get("userinfo"), data.get("id_token")) if part]
    if any(part.get("email_verified") in (False, "false") for part in parts):
        return False
    return len({str(part.get("sub")) for part in parts}) < 2


def _asked(request: Any, method: str, url: str, **kwargs: Any) -> requests.Response:
    if not (settings.SSO_LOCAL_PROVIDERS or rules.provider_address_is_public(url)):
        raise requests.exceptions.InvalidURL("not a public address")
    kwargs["allow_redirects"] = False
    kwargs.setdefault("timeout", app_settings.REQUESTS_TIMEOUT)
    answer: requests.Response = request(method, url, **kwargs)
    return answer
