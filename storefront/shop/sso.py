"""The way to one's organization's own sign-in: by the domain of an e-mail address."""

from __future__ import annotations

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.models import SignInConnection
from storefront.forms import Filled

#: What a provider that is silent or talks nonsense raises (``requests``' errors are OSErrors).
SILENT: tuple[type[Exception], ...] = (OSError, OAuth2Error, KeyError, ValueError)
if settings.SAML_AVAILABLE:
    from onelogin.saml2.errors import OneLogin_Saml2_Error

    SILENT = (*SILENT, OneLogin_Saml2_Error)


def enter(request: HttpRequest) -> HttpResponse:
    """``?email=`` goes straight to the organization's sign-in; without it, it is asked for.

    The form answers with a page that goes on by itself: our content policy lets no form end
    elsewhere, not by a redirect either.
    """
    form = Filled.of(request.POST if request.method == "POST" else request.GET)
    email = form.values.get("email", "")
    form.values["email"] = email or form.values.get("for", "")
    if not email:
        if request.method == "POST":
            form.errors["email"] = [_("이메일을 입력해 주세요.")]
        return _page(request, form)
    connection = selectors.sign_in_for_email(email)
    if connection is None:
        form.errors["email"] = [_("이 이메일 도메인은 기관 로그인을 쓰지 않습니다.")]
        return _page(request, form)
    if request.method == "POST":
        onward = f"{reverse('shop:sso')}?{urlencode({'email': email, 'next': _next(form)})}"
        context = {"onward": onward, "organization": connection.organization}
        return render(request, "shop/sso_onward.html", context)
    return _leave(request, connection, form)


def _leave(request: HttpRequest, connection: SignInConnection, form: Filled) -> HttpResponse:
    try:
        provider = get_adapter().get_provider(request, connection.provider_id)
        answer: HttpResponse = provider.redirect(
            request, process=AuthProcess.LOGIN, next_url=_next(form)
        )
    except SILENT:
        form.errors[""] = [_("기관의 로그인 서버가 답하지 않습니다. 잠시 뒤에 다시 해 주세요.")]
        return _page(request, form, status=502)
    return answer


def _next(form: Filled) -> str:
    wanted = form.values.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if wanted and safe else reverse("buyer:home")


def _page(request: HttpRequest, form: Filled, *, status: int = 400) -> HttpResponse:
    status = status if form.errors else 200
    return render(request, "shop/sso.html", {"form": form}, status=status)
