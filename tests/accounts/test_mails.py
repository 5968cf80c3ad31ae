"""What the market writes to people who sign up."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_link_that_confirms_an_address_stands_on_a_line_of_its_own(language: str) -> None:
    """In Korean a particle stood right behind it, and mail readers took it for a part of it."""
    client = Client(headers={"Accept-Language": language})
    password = "onjang-new-2026"
    client.post(
        "/accounts/signup/",
        {"email": "new@example.kr", "password1": password, "password2": password},
    )
    (told,) = mail.outbox
    (line,) = [line for line in str(told.body).splitlines() if "/accounts/" in line]
    assert re.fullmatch(r"https?://\S+/accounts/confirm-email/[\w:-]+/", line)
    page = client.get(line.split("testserver", 1)[1])
    assert page.status_code == 200
