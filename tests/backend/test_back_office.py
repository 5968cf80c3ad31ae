"""Every list and form of the back office opens, for staff alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


def path(model: Any) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


@pytest.fixture
def superuser(client: Client) -> Client:
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_the_office_holds_the_rooms() -> None:
    rooms = {model._meta.app_label for model in MODELS}
    assert {"catalog", "vendors", "orders", "payments", "procurement", "reports"} <= rooms


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_every_form_that_may(superuser: Client, model: Any) -> None:
    assert superuser.get(path(model)).status_code == 200
    assert superuser.get(path(model) + "?q=비누").status_code == 200
    assert superuser.get(path(model) + "add/").status_code in (200, 403)


def test_only_staff_come_in(client: Client) -> None:
    client.force_login(UserFactory(is_city_officer=True))
    assert client.get("/admin/").status_code == 302
