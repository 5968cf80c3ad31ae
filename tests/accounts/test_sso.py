"""Organizations' own ways in: set by their owners, taken by their people and by nobody else.

The identity provider is a twin on the loopback; the browser is Django's test client, and every
request between the two servers is real HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.test import Client

from accounts import keeping, rules, selectors, services
from accounts.models import Membership, Organization, SignInConnection, User
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from core.models import AuditEntry
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from tests.factories.vendors import StaffFactory
from tests.twins import identity
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db

KIM = {"sub": "u-1", "email": "kim@gu.busan.kr", "name": "김주무관", "email_verified": True}


@pytest.fixture
def provider(settings: Any) -> Iterator[identity.Provider]:
    settings.SSO_LOCAL_PROVIDERS = True
    with identity.running() as twin:
        twin.person = dict(KIM)
        yield twin


@pytest.fixture
def boss() -> Membership:
    return MembershipFactory(
        organization=OrganizationFactory(kind="agency", email_domain="gu.busan.kr"),
        user=UserFactory(email="boss@gu.busan.kr"),
        roles=["owner"],
    )


def connect(boss: Membership, provider: identity.Provider, **more: Any) -> SignInConnection:
    fields = {
        "server_url": provider.address, "client_id": identity.CLIENT_ID,
        "client_secret": identity.CLIENT_SECRET,
    }  # fmt: skip
    row = services.sign_in_set(
        **{
            "actor": actor_for(boss.user), "organization_id": boss.organization_id,
            "protocol": "oidc", "fields": fields,
        } | more
    )  # fmt: skip
    provider.redirect_uri = f"http://testserver/accounts/oidc/{row.provider_id}/login/callback/"
    return row


def there_and_back(client: Client, email: str = "kim@gu.busan.kr", **more: str) -> Any:
    """The whole code flow; answers what the callback answered."""
    away = client.get("/accounts/sso/", {"email": email} | more)
    assert away.status_code == 302, away.content.decode()
    seen = requests.get(away["Location"], allow_redirects=False, timeout=5)
    assert seen.status_code == 302, seen.text
    back = urlsplit(seen.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def who(client: Client) -> str:
    pk = client.session.get("_auth_user_id")
    return User.objects.get(pk=pk).email if pk else ""


# -- coming in --


def test_who_comes_first_becomes_a_member_of_this_organization_alone(
    boss: Membership, provider: identity.Provider
) -> None:
    other = OrganizationFactory(email_domain="gu.busan.kr")
    connect(boss, provider)
    client = Client()
    answer = there_and_back(client)
    assert (answer.status_code, answer["Location"]) == (302, "/buyer/")
    assert who(client) == "kim@gu.busan.kr"
    user = User.objects.get(email="kim@gu.busan.kr")
    assert user.name == "김주무관"
    assert not user.has_usable_password()
    member = Membership.objects.get(user=user)
    assert (member.organization, member.roles) == (boss.organization, ["requester"])
    assert not other.memberships.exists()
    assert EmailAddress.objects.get(user=user).verified
    assert client.get("/buyer/").status_code == 200
    assert AuditEntry.objects.filter(action="membership.sign_in").count() == 1
    assert {"POST /token", "GET /userinfo"} <= set(provider.asked)
    again = Client()
    there_and_back(again)
    assert who(again) == "kim@gu.busan.kr"
    assert (User.objects.count(), Membership.objects.count()) == (2, 2)


def test_the_first_role_is_the_organization_s_choice(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider, default_role="inspector")
    there_and_back(Client(), next="/buyer/orders/")
    assert Membership.objects.get(user__email="kim@gu.busan.kr").roles == ["inspector"]


@pytest.mark.parametrize(
    ("asked", "given"),
    [("/buyer/orders/", "/buyer/orders/"), ("https://evil.example/", "/buyer/"),
     ("//evil.example/", "/buyer/")],
)  # fmt: skip
def test_it_leads_on_within_the_market_only(
    boss: Membership, provider: identity.Provider, asked: str, given: str
) -> None:
    connect(boss, provider)
    assert there_and_back(Client(), next=asked)["Location"] == given


def test_a_member_of_before_keeps_account_and_roles(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider)
    kim = UserFactory(email="kim@gu.busan.kr", password="pw-onjang-1")
    EmailAddress.objects.create(user=kim, email=kim.email, verified=True, primary=True)
    MembershipFactory(organization=boss.organization, user=kim, roles=["approver", "finance"])
    client = Client()
    there_and_back(client)
    assert who(client) == kim.email
    assert Membership.objects.get(user=kim).roles == ["approver", "finance"]
    kim.refresh_from_db()
    assert kim.has_usable_password()
    assert User.objects.count() == 2


def test_what_somebody_else_opened_under_the_address_is_theirs_no_more(
    boss: Membership, provider: identity.Provider
) -> None:
    """An account at an address that nobody confirmed: its password isn't the owner's."""
    connect(boss, provider)
    trap = UserFactory(email="kim@gu.busan.kr", password="pw-onjang-1")
    EmailAddress.objects.create(user=trap, email=trap.email, verified=False, primary=True)
    EmailAddress.objects.create(user=trap, email="evil@example.kr", verified=True)
    Authenticator.objects.create(user=trap, type=Authenticator.Type.RECOVERY_CODES, data={})
    thief = Client()
    thief.force_login(trap)
    client = Client()
    there_and_back(client)
    assert who(client) == trap.email
    trap.refresh_from_db()
    assert not trap.has_usable_password()
    assert not Authenticator.objects.exists()
    assert list(EmailAddress.objects.values_list("email", "verified")) == [(trap.email, True)]
    assert thief.get("/buyer/").status_code == 302


@pytest.mark.parametrize(
    ("person", "fault"),
    [
        ({"email": "kim@gmail.com"}, "other_domain"),
        ({"email": "kim@evilgu.busan.kr"}, "other_domain"),
        ({"email": "kim@gu.busan.kr.evil.com"}, "other_domain"),
        ({"email": ""}, "no_email"),
        ({"email_verified": False}, "email_unconfirmed"),
        ({"email_verified": "false"}, "email_unconfirmed"),
    ],
)
def test_who_is_not_of_the_domain_stays_out(
    boss: Membership, provider: identity.Provider, person: dict[str, Any], fault: str
) -> None:
    connect(boss, provider)
    provider.person |= person
    client = Client()
    answer = there_and_back(client)
    assert answer.status_code == 403
    assert f'data-fault="{fault}"' in answer.content.decode()
    assert who(client) == ""
    assert (User.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_two_answers_about_two_people_are_none(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider)
    provider.userinfo = KIM | {"sub": "u-2", "email": "boss@gu.busan.kr"}
    client = Client()
    assert there_and_back(client).status_code == 403
    assert who(client) == ""


@pytest.mark.parametrize("door", ["officer", "staff", "superuser", "enterprise", "organization"])
def test_the_provider_opens_no_door_but_its_own(
    boss: Membership, provider: identity.Provider, door: str
) -> None:
    """Its owners could say of anybody there that it is them."""
    connect(boss, provider)
    kim = UserFactory(
        email="kim@gu.busan.kr",
        is_city_officer=door == "officer",
        is_staff=door == "staff",
        is_superuser=door == "superuser",
    )
    if door == "enterprise":
        StaffFactory(user=kim)
    if door == "organization":
        MembershipFactory(user=kim)
    client = Client()
    answer = there_and_back(client)
    assert answer.status_code == 403
    assert 'data-fault="other_doors"' in answer.content.decode()
    assert who(client) == ""
    assert not SocialAccount.objects.exists()
    assert not boss.organization.memberships.filter(user=kim).exists()


def test_who_was_shown_out_does_not_come_back_this_way(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider)
    there_and_back(Client())
    member = Membership.objects.get(user__email="kim@gu.busan.kr")
    services.membership_remove(
        actor=actor_for(boss.user),
        organization_id=boss.organization_id,
        membership_id=member.pk,
    )
    client = Client()
    answer = there_and_back(client)
    assert 'data-fault="not_a_member"' in answer.content.decode()
    assert who(client) == ""
    assert Membership.objects.count() == 1


def test_the_same_login_with_another_address_or_a_closed_account_stays_out(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider)
    there_and_back(Client())
    provider.person["email"] = "lee@gu.busan.kr"
    answer = there_and_back(Client())
    assert 'data-fault="other_person"' in answer.content.decode()
    provider.person = dict(KIM)
    User.objects.filter(email="kim@gu.busan.kr").update(is_active=False)
    client = Client()
    assert there_and_back(client).status_code == 403
    assert who(client) == ""


def test_a_signed_in_person_does_not_tie_it_to_another_account(
    boss: Membership, provider: identity.Provider
) -> None:
    row = connect(boss, provider)
    client = Client()
    client.force_login(UserFactory(email="lee@gu.busan.kr"))
    away = client.post(f"/accounts/oidc/{row.provider_id}/login/?process=connect")
    seen = requests.get(away["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(seen.headers["Location"])
    client.get(f"{back.path}?{back.query}")
    assert not SocialAccount.objects.exists()


# -- the protocol's own care --


def test_an_answer_nobody_asked_for_or_from_elsewhere_lets_nobody_in(
    boss: Membership, provider: identity.Provider
) -> None:
    row = connect(boss, provider)
    callback = f"/accounts/oidc/{row.provider_id}/login/callback/"
    client = Client()
    away = client.get("/accounts/sso/", {"email": "kim@gu.busan.kr"})
    seen = requests.get(away["Location"], allow_redirects=False, timeout=5)
    back = urlsplit(seen.headers["Location"])
    for browser, query in ((Client(), back.query), (client, "code=x&state=x"), (client, "")):
        assert browser.get(f"{callback}?{query}").status_code != 200 or not who(browser)
        assert who(browser) == ""
    provider.issuer = "https://other.example"
    assert there_and_back(Client()).status_code == 401
    provider.issuer = ""
    fresh = Client()
    there_and_back(fresh)
    assert fresh.get(f"{callback}?{back.query}").status_code != 200
    assert User.objects.count() == 2


def test_a_wrong_secret_lets_nobody_in(boss: Membership, provider: identity.Provider) -> None:
    connect(boss, provider)
    SignInConnection.objects.update(secret=keeping.hide("another"))
    client = Client()
    assert there_and_back(client).status_code == 401
    assert who(client) == ""


def test_a_silent_provider_is_said_to_be_so(boss: Membership, provider: identity.Provider) -> None:
    connect(boss, provider)
    provider.broken = True
    answer = Client().get("/accounts/sso/", {"email": "kim@gu.busan.kr"})
    assert answer.status_code == 502
    assert "답하지 않습니다" in answer.content.decode()


def test_our_server_asks_public_addresses_alone(
    boss: Membership, provider: identity.Provider, settings: Any
) -> None:
    connect(boss, provider)
    settings.SSO_LOCAL_PROVIDERS = False
    assert Client().get("/accounts/sso/", {"email": "kim@gu.busan.kr"}).status_code == 502
    assert provider.asked == []


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://login.gu.busan.kr/realms/gu", True),
        ("http://login.gu.busan.kr", False),
        ("https://localhost/", False),
        ("https://127.0.0.1/", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1]/", False),
        ("https://8.8.8.8/", False),
        ("https://database/", False),
        ("https://idp.internal/", False),
        ("https://idp.local./", False),
        ("https://user:pw@login.gu.busan.kr/", False),
        ("ftp://login.gu.busan.kr", False),
        ("", False),
    ],
)
def test_which_addresses_are_public(url: str, may: bool) -> None:
    assert rules.provider_address_is_public(url) is may


# -- the door --


def test_the_door_asks_for_an_address_and_goes_on_without_a_form_s_redirect(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider)
    assert Client().get("/accounts/sso/").status_code == 200
    onward = Client().post("/accounts/sso/", {"email": "kim@dept.gu.busan.kr"})
    assert onward.status_code == 200
    assert 'http-equiv="refresh"' in onward.content.decode()
    assert "/accounts/sso/?email=kim%40dept.gu.busan.kr" in onward.content.decode()
    assert "/accounts/sso/" in Client().get("/accounts/login/").content.decode()
    assert provider.address not in Client().get("/accounts/login/").content.decode()


@pytest.mark.parametrize("email", ["", "kim", "kim@", "kim@busan.kr", "kim@example.com"])
def test_an_address_of_nobody_s_is_told_so(
    boss: Membership, provider: identity.Provider, email: str
) -> None:
    connect(boss, provider)
    answer = Client().post("/accounts/sso/", {"email": email})
    assert answer.status_code == 400
    assert 'id="err_email"' in answer.content.decode()


def test_the_narrowest_domain_s_way_is_taken(boss: Membership, provider: identity.Provider) -> None:
    wide = connect(boss, provider)
    part = MembershipFactory(
        organization=OrganizationFactory(email_domain="health.gu.busan.kr"), roles=["owner"]
    )
    narrow = connect(part, provider)
    assert selectors.sign_in_for_email("a@x.health.gu.busan.kr") == narrow
    assert selectors.sign_in_for_email("a@gu.busan.kr") == wide
    services.sign_in_set(
        actor=actor_for(part.user), organization_id=part.organization_id, protocol="oidc",
        fields={"server_url": provider.address, "client_id": "x"}, is_on=False,
    )  # fmt: skip
    assert selectors.sign_in_for_email("a@x.health.gu.busan.kr") == wide
    Organization.objects.filter(pk=boss.organization_id).update(is_verified=False)
    assert selectors.sign_in_for_email("a@gu.busan.kr") is None


def test_a_switched_off_way_is_not_found(boss: Membership, provider: identity.Provider) -> None:
    row = connect(boss, provider, is_on=False)
    for path in ("login/", "login/callback/"):
        answer = Client().get(f"/accounts/oidc/{row.provider_id}/{path}")
        assert answer.status_code == 404


# -- where it is required --


def test_where_it_is_required_members_come_no_other_way(
    boss: Membership, provider: identity.Provider
) -> None:
    connect(boss, provider, is_enforced=True)
    for email, roles in (("lee@gu.busan.kr", ["finance"]), ("boss2@gu.busan.kr", ["owner"])):
        user = UserFactory(email=email, password="pw-onjang-1")
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        MembershipFactory(organization=boss.organization, user=user, roles=roles)
    member, owner = Client(), Client()
    form = {"login": "lee@gu.busan.kr", "password": "pw-onjang-1"}
    refused = member.post("/accounts/login/", form)
    assert refused["Location"].startswith("/accounts/sso/?for=lee")
    assert who(member) == ""
    owner.post("/accounts/login/", form | {"login": "boss2@gu.busan.kr"})
    assert who(owner) == "boss2@gu.busan.kr"
    provider.person |= {"sub": "u-9", "email": "lee@gu.busan.kr"}
    there_and_back(member, "lee@gu.busan.kr")
    assert who(member) == "lee@gu.busan.kr"
    ask = 'mutation($e: String!) { tokenCreate(email: $e, password: "pw-onjang-1") ' + (
        "{ token errors { code } } }"
    )
    said = Client().post(
        "/graphql/",
        {"query": ask, "variables": {"e": "lee@gu.busan.kr"}},
        content_type="application/json",
    )
    assert said.json()["data"]["tokenCreate"]["token"] is None


# -- setting it --


def test_the_secret_is_kept_hidden_and_a_blank_one_keeps_it(
    boss: Membership, provider: identity.Provider
) -> None:
    row = connect(boss, provider)
    assert identity.CLIENT_SECRET not in row.secret
    assert keeping.reveal(row.secret) == identity.CLIENT_SECRET
    fields = {"server_url": provider.address, "client_id": "other"}
    again = connect(boss, provider, fields=fields)
    assert (again.slug, again.client_id, again.secret) == (row.slug, "other", row.secret)
    client = Client()
    client.force_login(boss.user)
    page = client.get("/buyer/settings/sign-in/").content.decode()
    assert provider.redirect_uri in page
    assert identity.CLIENT_SECRET not in page
    assert not SocialApp.objects.exists()


def test_a_secret_of_another_key_is_nothing(settings: Any) -> None:
    hidden = keeping.hide("비밀")
    assert keeping.reveal(hidden) == "비밀"
    settings.SECRET_KEY = "another"
    assert keeping.reveal(hidden) == ""
    assert (keeping.hide(""), keeping.reveal(""), keeping.reveal("x.y")) == ("", "", "")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"protocol": "ldap"}, "protocol"),
        ({"protocol": ""}, "protocol"),
        ({"server_url": ""}, "server_url"),
        ({"server_url": "http://login.gu.busan.kr"}, "server_url"),
        ({"server_url": "https://10.0.0.1"}, "server_url"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "x" * 201}, "client_id"),
        ({"client_secret": ""}, "client_secret"),
        ({"default_role": "owner"}, "default_role"),
        ({"default_role": "king"}, "default_role"),
    ],
)
def test_a_wrong_setting_says_what_by_the_field(
    boss: Membership, change: dict[str, str], field: str
) -> None:
    form = {
        "protocol": "oidc", "server_url": "https://login.gu.busan.kr", "client_id": "x",
        "client_secret": "y", "default_role": "requester", "is_on": "1",
    } | change  # fmt: skip
    client = Client()
    client.force_login(boss.user)
    answer = client.post("/buyer/settings/sign-in/", form)
    assert answer.status_code == 400
    page = answer.content.decode()
    assert f'id="err_{field}"' in page
    assert 'value="y"' not in page
    assert not SignInConnection.objects.exists()


def test_only_verified_organizations_with_a_domain_and_each_domain_once(
    boss: Membership, provider: identity.Provider
) -> None:
    for changes in ({"is_verified": False}, {"email_domain": ""}):
        other = MembershipFactory(organization=OrganizationFactory(**changes), roles=["owner"])
        with pytest.raises(InvalidInput) as refused:
            connect(other, provider)
        assert list(refused.value.by_field()) == [""]
    connect(boss, provider)
    second = MembershipFactory(
        organization=OrganizationFactory(email_domain="gu.busan.kr"), roles=["owner"]
    )
    with pytest.raises(InvalidInput):
        connect(second, provider)
    assert SignInConnection.objects.count() == 1


def test_it_is_the_owners_to_set(boss: Membership, provider: identity.Provider) -> None:
    connect(boss, provider)
    finance = MembershipFactory(organization=boss.organization, roles=["finance"])
    strange = Actor(user_id=1, organizations={0: frozenset({"owner"})})
    for actor, error in ((actor_for(finance.user), NotAllowed), (strange, NotFound)):
        with pytest.raises(error):
            services.sign_in_remove(actor=actor, organization_id=boss.organization_id)
        with pytest.raises(error):
            selectors.sign_in_of(actor=actor, organization_id=boss.organization_id)
    client = Client()
    client.force_login(finance.user)
    assert client.get("/buyer/settings/sign-in/").status_code == 403
    client.force_login(boss.user)
    assert client.post("/buyer/settings/sign-in/", {"action": "remove"}).status_code == 302
    assert client.post("/buyer/settings/sign-in/", {"action": "remove"}).status_code == 404
    assert not SignInConnection.objects.exists()
