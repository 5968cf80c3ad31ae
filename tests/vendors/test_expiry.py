"""The drill: a paper's last weeks, its end, and its renewal, by a moved clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.core import mail
from django.test import Client

from core import clock
from core.errors import InvalidInput, NotFound
from search import services as search
from tests.factories.accounts import UserFactory
from tests.factories.catalog import ChannelFactory, VariantFactory
from tests.factories.vendors import CredentialFactory, EnterpriseFactory, StaffFactory
from tests.vendors.papers_at_hand import paper as paper_file
from tests.vendors.test_services import CITY, seller, submit
from vendors import selectors, services, tasks
from vendors.models import Credential

pytestmark = pytest.mark.django_db

Drain = Callable[[], int]
KIND = "social_enterprise"
#: In the past, so that what is owed on those days is due now.
UNTIL = dt.date(2026, 10, 31)


@contextmanager
def on(day: dt.date) -> Iterator[None]:
    with clock.moved_to(clock.midnight(day) + dt.timedelta(hours=10)):
        yield


def told(days: int, drain: Drain) -> list[str]:
    """The subjects of what is mailed in the night so many days before the end."""
    before = len(mail.outbox)
    with on(UNTIL - dt.timedelta(days=days)):
        tasks.expire_credentials()
        tasks.warn_of_endings()
        drain()
    return [str(message.subject) for message in mail.outbox[before:]]


@pytest.fixture
def paper() -> Credential:
    return CredentialFactory(kind=KIND, expires_on=UNTIL)


def test_three_warnings_an_end_and_nothing_twice(paper: Credential, drain_outbox: Drain) -> None:
    mails = {days: told(days, drain_outbox) for days in (61, 60, 59, 30, 29, 7, 6, 0, -1, -2)}
    assert {days: len(sent) for days, sent in mails.items()} == {
        61: 0, 60: 1, 59: 0, 30: 1, 29: 0, 7: 1, 6: 0, 0: 0, -1: 1, -2: 0,
    }  # fmt: skip
    assert "2026-10-31에 끝납니다" in mails[60][0]
    assert "끝났습니다" in mails[-1][0]
    assert all(message.to == [paper.enterprise.email] for message in mail.outbox)
    assert all("/seller/credentials/" in str(message.body) for message in mail.outbox)


def test_after_nights_without_a_worker_the_nearest_warning_alone_is_sent(
    paper: Credential, drain_outbox: Drain
) -> None:
    assert len(told(5, drain_outbox)) == 1
    assert Credential.objects.get().warned == 7
    assert told(3, drain_outbox) == []


def test_on_expiry_badge_facet_and_eligibility_go_by_themselves(
    client: Client, drain_outbox: Drain
) -> None:
    ChannelFactory()
    enterprise = EnterpriseFactory()
    CredentialFactory(enterprise=enterprise, kind=KIND, expires_on=UNTIL)
    variant = VariantFactory(product__enterprise=enterprise)
    address = f"/p/{variant.product.slug}/"

    def state() -> tuple[bool, int, int]:
        badges = selectors.badges_for([enterprise.pk], on=clock.today())
        found = len(search.search_products(kinds=[KIND]).ids)
        copies = selectors.credential_copies([enterprise.pk], on=clock.today())
        return bool(badges), found, len(copies.get(enterprise.pk, []))

    with on(UNTIL):
        search.index_rebuild()
        tasks.expire_credentials()
        drain_outbox()
        assert state() == (True, 1, 1)  # the last day counts
        assert "badge--verified" in client.get(address).content.decode()
    with on(UNTIL + dt.timedelta(days=1)):
        tasks.expire_credentials()
        drain_outbox()
        assert state() == (False, 0, 0)
        page = client.get(address)
        assert page.status_code == 200  # it may still be bought
        assert "badge--verified" not in page.content.decode()


def test_a_renewal_waits_beside_what_holds_and_takes_its_place(drain_outbox: Drain) -> None:
    enterprise, actor = seller()
    held = CredentialFactory(
        enterprise=enterprise, kind=KIND, number="제2024-001호", expires_on=UNTIL
    )
    later = UNTIL + dt.timedelta(days=3 * 365)
    with on(UNTIL - dt.timedelta(days=20)):
        renewal = submit(enterprise, actor, kind=KIND, number=held.number, expires_on=later)
        assert renewal.pk != held.pk
        assert len(selectors.badges_for([enterprise.pk])[enterprise.pk]) == 1
        assert tasks.warn_of_endings() == 0  # it is on its way
        with pytest.raises(InvalidInput):
            submit(enterprise, actor, kind=KIND, number=held.number, expires_on=later)
        services.credential_verify(actor=CITY, credential_id=renewal.pk)
    held.refresh_from_db()
    assert held.status == "renewed"
    with on(UNTIL + dt.timedelta(days=1)):
        assert tasks.expire_credentials() == 0
        (badge,) = selectors.badges_for([enterprise.pk])[enterprise.pk]
        assert badge.expires_on == later


@pytest.mark.parametrize("days", [0, -1])
def test_what_holds_no_longer_is_no_renewal(days: int) -> None:
    enterprise, actor = seller()
    held = CredentialFactory(enterprise=enterprise, kind=KIND, expires_on=UNTIL)
    until = UNTIL + dt.timedelta(days=days)
    with on(UNTIL - dt.timedelta(days=20)), pytest.raises(InvalidInput) as refused:
        submit(enterprise, actor, kind=KIND, number=held.number, expires_on=until)
    assert "number" in refused.value.by_field()


def test_a_renewal_that_is_sent_back_leaves_what_holds(drain_outbox: Drain) -> None:
    enterprise, actor = seller()
    held = CredentialFactory(enterprise=enterprise, kind=KIND, expires_on=UNTIL)
    later = UNTIL + dt.timedelta(days=365)
    with on(UNTIL - dt.timedelta(days=20)):
        renewal = submit(enterprise, actor, kind=KIND, number=held.number, expires_on=later)
        services.credential_return(actor=CITY, credential_id=renewal.pk, reason="흐립니다")
        held.refresh_from_db()
        assert held.status == "verified"
        again = submit(enterprise, actor, kind=KIND, number=held.number, expires_on=later)
        assert again.status == "pending"
        assert held.pk != again.pk


def test_strangers_renew_nothing(paper: Credential) -> None:
    _mine, actor = seller()
    with pytest.raises(NotFound):
        submit(paper.enterprise, actor, kind=KIND, number=paper.number, expires_on=None)
    assert Credential.objects.count() == 1


def test_the_desk_offers_the_renewal_and_the_city_sees_that_it_is_one(client: Client) -> None:
    staff = StaffFactory()
    held = CredentialFactory(
        enterprise=staff.enterprise, kind=KIND, number="제7호", expires_on=UNTIL
    )
    later = (UNTIL + dt.timedelta(days=365)).isoformat()
    client.force_login(staff.user)
    with on(UNTIL - dt.timedelta(days=120)):
        assert "renew=" not in client.get("/seller/credentials/").content.decode()
    with on(UNTIL - dt.timedelta(days=40)):
        assert f"?renew={held.pk}" in client.get("/seller/credentials/").content.decode()
        page = client.get(f"/seller/credentials/?renew={held.pk}")
        form = page.context["form"].values
        assert (form["kind"], form["number"]) == (KIND, "제7호")
        answer = client.post(
            "/seller/credentials/",
            {**form, "issued_on": "2026-09-01", "expires_on": later, "file": paper_file()},
        )
        assert answer.status_code == 302
        renewal = Credential.objects.get(status="pending")
        assert "renew=" not in client.get("/seller/credentials/").content.decode()
        officer = Client()
        officer.force_login(UserFactory(is_city_officer=True))
        assert "갱신입니다" in officer.get(f"/city/credentials/{renewal.pk}/").content.decode()
        officer.post(f"/city/credentials/{renewal.pk}/", {"decision": "verify"})
    held.refresh_from_db()
    assert held.status == "renewed"
