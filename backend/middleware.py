"""What holds for every request: its id, its size, and that errors look like ours."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string

from core.errors import DomainError

Answer = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger(__name__)
_REQUEST_ID = re.compile(r"[\w.-]{8,64}")


def request_id(get_response: Answer) -> Answer:
    """Give the request an id (the proxy's, if it sent one) that the log lines and answer bear."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        identity = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=identity)
        response = get_response(request)
        response["X-Request-ID"] = identity
        return response

    return middleware


def upload_limit(get_response: Answer) -> Answer:
    """Refuse a request that says it is too large before anyone reads it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            return HttpResponse(status=400)
        most = settings.LARGE_UPLOADS.get(request.path, settings.MAX_REQUEST_BYTES)
        if length > most:
            return error_page(request, 413)
        return get_response(request)

    return middleware


class DomainErrorPages:
    """A rule's refusal that no view turned into a form becomes a page with the right status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # PostgreSQL keeps no NUL characters, and nobody types them into an address.
        if "\x00" in request.path_info:
            return error_page(request, 404)
        if "%00" in request.META.get("QUERY_STRING", ""):
            return error_page(request, 400)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
            return error_page(request, 413)
        if not isinstance(error, DomainError):
            return None
        return error_page(request, error.status, error=error)


def error_page(
    request: HttpRequest, status: int, *, error: DomainError | None = None
) -> HttpResponse:
    """Our page for ``status``; a plain line where the page itself can't be made."""
    context: dict[str, Any] = {
        "status": status,
        "message": str(error.message) if error else "",
        "error": error,
        "max_upload_megabytes": settings.MAX_UPLOAD_BYTES // 1024**2,
    }
    for name in (f"{status}.html", "400.html"):
        try:
            return render(request, name, context, status=status)
        except TemplateDoesNotExist:
            continue
        except Exception:  # an error page must never fail
            log.exception("error page failed", status=status)
            break
    return HttpResponse(context["message"], status=status, content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    too_big = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
    return error_page(request, 413 if isinstance(exception, too_big) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the request's context, which may be what broke."""
    try:
        return HttpResponse(render_to_string("500.html"), status=500)
    except Exception:  # an error page must never fail  # noqa: BLE001
        return HttpResponse(
            "일시적인 오류입니다. 잠시 후 다시 시도해 주세요.\n"
            "Something went wrong. Please try again in a moment.\n",
            status=500,
            content_type="text/plain; charset=utf-8",
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, 403)
