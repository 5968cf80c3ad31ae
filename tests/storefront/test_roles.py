"""Every address as every role: who may comes in, others get a page of ours, and nobody a traceback.

The list is read from the URL configuration itself: a new address is walked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.models import Channel
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.catalog import ChannelFactory
from tests.factories.vendors import EnterpriseFactory, StaffFactory

pytestmark = pytest.mark.django_db

#: Values for the converters' arguments: objects that aren't there, or aren't theirs.
NOBODY = {"int": "999999999", "str": "nobody-s", "slug": "nobody-s", "path": "nobody-s.png"}
DESKS = {"seller": "seller", "buyer": "member", "city": "officer"}
#: Doors of a desk that are open to all who are signed in, or to several roles.
OPEN_DOORS = {
    "seller:apply", "seller:apply_step", "seller:join", "seller:credential_file", "buyer:join",
    "buyer:invited",
}  # fmt: skip


def addresses(
    patterns: list[Any] | None = None, prefix: str = "/", namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """(namespace:name, path) of every address of the storefront."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + filled(entry)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and namespace in {"shop", *DESKS}:
            yield f"{namespace}:{entry.name}", route


def body_of(answer: Any) -> bytes:
    return b"".join(answer) if answer.streaming else bytes(answer.content)


def filled(entry: Any) -> str:
    route = str(entry.pattern)
    for name, converter in getattr(entry.pattern, "converters", {}).items():
        kind = next((k for k in NOBODY if type(converter).__name__.lower().startswith(k)), "str")
        for written in (f"<{kind}:{name}>", f"<{name}>"):
            route = route.replace(written, NOBODY[kind])
    return route


WALK = sorted(set(addresses()))


def test_the_walk_sees_the_whole_storefront() -> None:
    assert {name.partition(":")[0] for name, _path in WALK} == {"shop", *DESKS}
    assert len(WALK) > 30
    assert not [path for _name, path in WALK if "<" in path]


@pytest.fixture
def people() -> dict[str, Client]:
    ChannelFactory()
    users = {
        "stranger": None,
        "citizen": UserFactory(),
        "seller": StaffFactory(enterprise=EnterpriseFactory()).user,
        "member": MembershipFactory(
            organization=OrganizationFactory(),
            roles=["owner", "requester", "approver", "inspector", "finance"],
        ).user,
        "officer": UserFactory(is_city_officer=True),
    }
    clients = {}
    for role, user in users.items():
        clients[role] = Client(raise_request_exception=False)
        if user is not None:
            clients[role].force_login(user)
    return clients


@pytest.mark.parametrize("method", ["get", "post"])
def test_no_role_breaks_any_address_and_desks_open_to_their_people_only(
    people: dict[str, Client], method: str
) -> None:
    assert Channel.objects.exists()
    for name, path in WALK:
        desk = DESKS.get(name.partition(":")[0])
        for role, client in people.items():
            answer = getattr(client, method)(path)
            where = f"{role} {method} {name} {path}: {answer.status_code}"
            assert answer.status_code < 500, where
            assert b"Traceback" not in body_of(answer), where
            if desk and name not in OPEN_DOORS:
                if role == "stranger":
                    assert answer.status_code == 302, where
                    assert "/accounts/login/" in answer.headers["Location"], where
                elif role != desk:
                    assert answer.status_code == 403, where
                    assert "권한이 없습니다" in answer.content.decode(), where


def test_other_people_s_objects_are_not_found(people: dict[str, Client]) -> None:
    """Desk addresses with an object in them answer 404 to their own people for others' objects."""
    for name, path in WALK:
        desk = DESKS.get(name.partition(":")[0])
        if desk and ("nobody-s" in path or "999999999" in path):
            answer = people[desk].get(path)
            assert answer.status_code in (404, 405), f"{name} {path}: {answer.status_code}"
