"""Every address of the house, face by face."""

from __future__ import annotations

import importlib.util

from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve

handler400 = "backend.middleware.bad_request"
handler403 = "backend.middleware.permission_denied"
handler404 = "backend.middleware.page_not_found"
handler500 = "backend.middleware.server_error"


def healthz(request: HttpRequest) -> JsonResponse:
    """For load balancers: the process answers and so does its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def _face(module: str) -> list[URLPattern | URLResolver]:
    """A face's own addresses, at the top; none while the face isn't there."""
    return [path("", include(module))] if importlib.util.find_spec(module) else []


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(_face("api.urls") or _face("api.webhook_urls")),
]
if settings.SERVES_MEDIA:
    urlpatterns += [
        re_path(
            r"^media/(?P<path>.+)$",
            cache_control(public=True, max_age=86_400)(serve),
            {"document_root": settings.MEDIA_ROOT},
            name="media",
        )
    ]
urlpatterns += _face("storefront.urls")
