"""What holds for every request, whatever the page."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from backend import middleware
from core import errors

pytestmark = pytest.mark.django_db


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "missing": errors.NotFound,
        "forbidden": errors.NotAllowed,
        "late": errors.Conflict,
    }[kind]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret detail")


urlpatterns = [path("refuse/<kind>", refuse), path("broken", broken)]
handler404 = "backend.middleware.page_not_found"
handler500 = "backend.middleware.server_error"


def test_health_says_that_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_every_answer_bears_the_request_id_and_safe_headers(client: Client) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": "from-the-proxy"})
    assert answer["X-Request-ID"] == "from-the-proxy"
    assert client.get("/healthz", headers={"X-Request-ID": "<x>"})["X-Request-ID"] != "<x>"
    policy = answer["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'self'" in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_request_that_says_it_is_too_large_is_refused_unread(
    client: Client, settings: Any
) -> None:
    settings.MAX_REQUEST_BYTES = 1000
    answer = client.post("/accounts/login/", {"login": "x" * 2000})
    assert answer.status_code == 413


@pytest.mark.parametrize(("kind", "status"), [("missing", 404), ("forbidden", 403), ("late", 409)])
def test_a_rules_refusal_is_a_page_with_its_status(
    client: Client, settings: Any, kind: str, status: int
) -> None:
    settings.ROOT_URLCONF = __name__
    assert client.get(f"/refuse/{kind}").status_code == status


def test_what_nobody_foresaw_shows_no_detail(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    answer = Client(raise_request_exception=False).get("/broken")
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_the_error_page_of_last_resort_needs_no_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> str:
        raise RuntimeError

    monkeypatch.setattr(middleware, "render_to_string", fail)
    answer = middleware.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "잠시 후" in answer.content.decode()
