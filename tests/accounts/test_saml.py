"""SAML, where python3-saml is installed: an answer signed here, as a provider would sign it.

The tests of what can be set without it are in ``test_sso.py``.
"""

from __future__ import annotations

import base64
import datetime as dt
import re
import zlib
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from django.conf import settings as live
from django.test import Client

from accounts import services
from accounts.models import Membership, SignInConnection, User
from core.errors import InvalidInput
from tests.factories.accounts import MembershipFactory, OrganizationFactory, UserFactory
from vendors.selectors import actor_for

pytestmark = pytest.mark.django_db
installed = pytest.mark.skipif(not live.SAML_AVAILABLE, reason="python3-saml isn't installed")

ENTITY = "https://idp.gu.busan.kr/metadata"
SSO = "https://idp.gu.busan.kr/sso"


class Keys:
    """A provider's key and its self-signed certificate."""

    def __init__(self, *, days: int = 30) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.gu.busan.kr")])
        now = dt.datetime.now(tz=dt.UTC)
        made = x509.CertificateBuilder(
            issuer_name=name, subject_name=name, public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=now - dt.timedelta(days=60),
            not_valid_after=now + dt.timedelta(days=days),
        ).sign(key, hashes.SHA256())  # fmt: skip
        self.cert = made.public_bytes(serialization.Encoding.PEM).decode()
        self.key = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()


@pytest.fixture(scope="module")
def keys() -> Keys:
    return Keys()


@pytest.fixture
def boss() -> Membership:
    return MembershipFactory(
        organization=OrganizationFactory(kind="agency", email_domain="gu.busan.kr"),
        user=UserFactory(email="boss@gu.busan.kr"),
        roles=["owner"],
    )


def connect(boss: Membership, **fields: str) -> SignInConnection:
    return services.sign_in_set(
        actor=actor_for(boss.user),
        organization_id=boss.organization_id,
        protocol="saml",
        fields={"entity_id": ENTITY, "sso_url": SSO} | fields,
    )


def test_without_the_library_it_says_so(boss: Membership, keys: Keys, settings: Any) -> None:
    settings.SAML_AVAILABLE = False
    with pytest.raises(InvalidInput) as refused:
        connect(boss, x509cert=keys.cert)
    assert list(refused.value.by_field()) == ["protocol"]
    client = Client()
    client.force_login(boss.user)
    page = client.get("/buyer/settings/sign-in/").content.decode()
    assert "python3-saml" in page
    assert 'name="x509cert"' not in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"entity_id": ""}, "entity_id"),
        ({"sso_url": ""}, "sso_url"),
        ({"sso_url": "http://idp.gu.busan.kr/sso"}, "sso_url"),
        ({"x509cert": ""}, "x509cert"),
        ({"x509cert": "MIIB"}, "x509cert"),
        ({"x509cert": "old"}, "x509cert"),
        ({"metadata_url": "https://10.0.0.1/metadata"}, "metadata_url"),
    ],
)
def test_a_wrong_setting_says_what_by_the_field(
    boss: Membership, keys: Keys, settings: Any, fields: dict[str, str], field: str
) -> None:
    settings.SAML_AVAILABLE = True
    if fields.get("x509cert") == "old":
        fields = {"x509cert": Keys(days=-1).cert}
    with pytest.raises(InvalidInput) as refused:
        connect(boss, **{"x509cert": keys.cert} | fields)
    assert list(refused.value.by_field()) == [field]


def test_metadata_s_address_is_enough(boss: Membership, settings: Any) -> None:
    settings.SAML_AVAILABLE = True
    row = connect(boss, metadata_url="https://idp.gu.busan.kr/metadata.xml", sso_url="")
    assert (row.protocol, row.x509cert, row.secret) == ("saml", "", "")


def answer_to(
    row: SignInConnection, asked: str, keys: Keys, *, email: str = "kim@gu.busan.kr",
    audience: str = "", minutes: int = 5, signed: bool = True,
) -> str:  # fmt: skip
    """A response to the request ``asked``, its assertion signed by ``keys``."""
    from onelogin.saml2.constants import OneLogin_Saml2_Constants as Constants
    from onelogin.saml2.utils import OneLogin_Saml2_Utils as Saml

    base = f"http://testserver/accounts/saml/{row.slug}"
    now = dt.datetime.now(tz=dt.UTC)
    until = (now + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
    since = (now - dt.timedelta(minutes=60)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assertion = f"""<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1"
 Version="2.0" IssueInstant="{since}"><saml:Issuer>{ENTITY}</saml:Issuer><saml:Subject>
<saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">n-1</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{base}/acs/"
 InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction>
<saml:Audience>{audience or f"{base}/metadata/"}</saml:Audience></saml:AudienceRestriction>
</saml:Conditions><saml:AuthnStatement AuthnInstant="{since}" SessionIndex="_s1">
<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password\
</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>
<saml:Attribute Name="mail"><saml:AttributeValue>{escape(email)}</saml:AttributeValue>
</saml:Attribute><saml:Attribute Name="displayName"><saml:AttributeValue>김주무관\
</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>"""
    if signed:
        done = Saml.add_sign(
            assertion, keys.key, keys.cert, sign_algorithm=Constants.RSA_SHA256,
            digest_algorithm=Constants.SHA256,
        )  # fmt: skip
        assertion = done.decode() if isinstance(done, bytes) else done
        assertion = re.sub(r"^<\?xml[^>]*\?>\s*", "", assertion)
    response = f"""<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0"
 IssueInstant="{since}" Destination="{base}/acs/" InResponseTo="{asked}">
<saml:Issuer>{ENTITY}</saml:Issuer><samlp:Status><samlp:StatusCode
 Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>{assertion}</samlp:Response>"""
    return base64.b64encode(response.encode()).decode()


def ask(client: Client) -> str:
    """Go to the provider; answers the id of the request it got."""
    away = client.get("/accounts/sso/", {"email": "kim@gu.busan.kr"})
    url = urlsplit(away["Location"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == SSO
    packed = base64.b64decode(parse_qs(url.query)["SAMLRequest"][0])
    found = re.search(r'ID="([^"]+)"', zlib.decompress(packed, -15).decode())
    assert found is not None
    return found.group(1)


def come_back(client: Client, row: SignInConnection, answer: str) -> Any:
    posted = client.post(f"/accounts/saml/{row.slug}/acs/", {"SAMLResponse": answer})
    return client.get(posted["Location"])


@installed
def test_a_signed_answer_lets_a_new_member_in(boss: Membership, keys: Keys) -> None:
    row = connect(boss, x509cert=keys.cert)
    client = Client(SERVER_NAME="testserver", HTTP_HOST="testserver")
    done = come_back(client, row, answer_to(row, ask(client), keys))
    assert (done.status_code, done["Location"]) == (302, "/buyer/")
    user = User.objects.get(email="kim@gu.busan.kr")
    assert user.name == "김주무관"
    assert Membership.objects.get(user=user).roles == ["requester"]
    assert client.session["_auth_user_id"] == str(user.pk)
    again = Client(HTTP_HOST="testserver")
    come_back(again, row, answer_to(row, ask(again), keys))
    assert again.session["_auth_user_id"] == str(user.pk)
    assert User.objects.count() == 2


@installed
@pytest.mark.parametrize(
    "wrong", ["unsigned", "other_key", "other_audience", "late", "unasked", "other_domain"]
)
def test_any_other_answer_lets_nobody_in(boss: Membership, keys: Keys, wrong: str) -> None:
    row = connect(boss, x509cert=keys.cert)
    client = Client(HTTP_HOST="testserver")
    asked = ask(client)
    answer = answer_to(
        row,
        "ONELOGIN_nobody" if wrong == "unasked" else asked,
        Keys() if wrong == "other_key" else keys,
        signed=wrong != "unsigned",
        audience="https://other.example/" if wrong == "other_audience" else "",
        minutes=-30 if wrong == "late" else 5,
        email="kim@gmail.com" if wrong == "other_domain" else "kim@gu.busan.kr",
    )
    done = come_back(client, row, answer)
    assert done.status_code in (401, 403)
    assert "_auth_user_id" not in client.session
    assert User.objects.count() == 1


@installed
def test_the_provider_reads_our_metadata(boss: Membership, keys: Keys) -> None:
    row = connect(boss, x509cert=keys.cert)
    answer = Client(HTTP_HOST="testserver").get(f"/accounts/saml/{row.slug}/metadata/")
    assert answer.status_code == 200
    assert f"/accounts/saml/{row.slug}/acs/" in answer.content.decode()
    assert Client().get("/accounts/saml/nobody/metadata/").status_code == 404
