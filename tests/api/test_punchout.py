"""A buyer's purchasing system shops here: setup, browsing, the cart home, the order."""

from __future__ import annotations

import base64
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from lxml import etree

from core import clock
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement.models import PunchOutConnection, PunchOutSession, PurchaseOrder, ReceivedOrder
from procurement.services import punchout
from storefront.shop.punchout import source_of
from tests.factories.accounts import MembershipFactory
from tests.factories.catalog import ChannelFactory
from tests.procurement.conftest import Desk, Seller, agency, company, seller  # noqa: F401

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parents[1] / "procurement" / "standards" / "schemas" / "cxml"
OURS = etree.RelaxNG(etree.parse(SCHEMAS / "outputs.rng"))
POST_TO = "https://erp.buyer.example/punchout/return;x?sid=1"
CITY = Actor(user_id=None, is_city_officer=True)

SETUP = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">
<cXML payloadID="{payload}" timestamp="2026-11-23T10:00:00+09:00">{header}
<Request><PunchOutSetupRequest operation="{operation}"><BuyerCookie>쿠키-1</BuyerCookie>
<BrowserFormPost><URL>{post_to}</URL></BrowserFormPost>{more}
</PunchOutSetupRequest></Request></cXML>"""
HEADER = """<Header>
<From><Credential domain="NetworkID"><Identity>{identity}</Identity></Credential></From>
<To><Credential domain="KR-BRN"><Identity>9998100000</Identity></Credential></To>
<Sender><Credential domain="NetworkID"><Identity>{identity}</Identity>
<SharedSecret>{secret}</SharedSecret></Credential><UserAgent>ERP</UserAgent></Sender></Header>"""
ORDER = """<?xml version="1.0" encoding="UTF-8"?>
<cXML payloadID="{payload}" timestamp="2026-11-23T10:00:00+09:00">{header}
<Request{mode}><OrderRequest><OrderRequestHeader orderID="{order_id}" type="{type}"
 orderDate="2026-11-23T10:00:00+09:00"{deliver}>
<Total><Money currency="KRW">{total}</Money></Total>
<ShipTo><Address isoCountryCode="KR"><Name xml:lang="ko">본사</Name><PostalAddress>
<DeliverTo>총무팀 김담당</DeliverTo><Street>중앙대로 1001</Street><Street>3층</Street>
<City>연제구</City><State>부산광역시</State><PostalCode>{postal}</PostalCode>
<Country isoCountryCode="KR">대한민국</Country></PostalAddress>
<Phone><TelephoneNumber><CountryCode isoCountryCode="KR">82</CountryCode>
<AreaOrCityCode>51</AreaOrCityCode><Number>1234567</Number></TelephoneNumber></Phone></Address>
</ShipTo><Comments xml:lang="ko">회의실 비누</Comments></OrderRequestHeader>
<ItemOut quantity="{quantity}" lineNumber="1">
<ItemID><SupplierPartID>{sku}</SupplierPartID></ItemID>
<ItemDetail><UnitPrice><Money currency="KRW">{price}</Money></UnitPrice>
<Description xml:lang="ko">비누</Description><UnitOfMeasure>EA</UnitOfMeasure>
<Classification domain="UNSPSC">00000000</Classification></ItemDetail></ItemOut>
</OrderRequest></Request></cXML>"""


@pytest.fixture(autouse=True)
def _market() -> None:
    ChannelFactory()


class Erp:
    """A buyer's system that knows its secret."""

    def __init__(self, desk: Desk, *, rule_code: str = "", identity: str = "AN01") -> None:
        self.identity = identity
        self.connection, self.secret = punchout.punchout_connect(
            actor=CITY,
            organization_id=desk.organization.pk,
            domain="NetworkID",
            identity=identity,
            person_id=desk.requester.require_person(),
            rule_code=rule_code,
        )

    def header(self, secret: str | None = None) -> str:
        return HEADER.format(
            identity=self.identity, secret=self.secret if secret is None else secret
        )

    def setup(
        self, *, operation: str = "create", post_to: str = POST_TO, more: str = "", **how: Any
    ) -> etree._Element:
        xml = SETUP.format(
            payload="1@erp",
            header=self.header(**how),
            operation=operation,
            post_to=post_to,
            more=more,
        )
        return said(Client().post("/api/punchout/setup", xml.encode(), content_type="text/xml"))

    def start(self, browser: Client, **how: Any) -> Any:
        url = self.setup(**how).findtext(".//StartPage/URL")
        assert url
        return browser.get(urlsplit(url).path)

    def order(self, one: Seller, **more: Any) -> etree._Element:
        fields = {
            "payload": "10@erp",
            "header": self.header(),
            "order_id": "4500012345",
            "type": "new",
            "mode": "",
            "deliver": "",
            "postal": "47545",
            "quantity": "3",
            "price": "909",
            "total": "2727",
            "sku": one.variant.sku,
        }
        xml = ORDER.format(**fields | more)
        return said(Client().post("/api/punchout/order", xml.encode(), content_type="text/xml"))


def said(answer: Any) -> etree._Element:
    """The answer's document, checked against cXML."""
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=UTF-8"
    root = etree.fromstring(answer.content)
    assert OURS.validate(root), OURS.error_log
    return root


def code_of(root: etree._Element) -> str:
    status = root.find("Response/Status")
    assert status is not None
    return str(status.get("code"))


def text_of(root: etree._Element) -> str:
    return root.findtext("Response/Status") or ""


def cart_home(browser: Client) -> tuple[Any, etree._Element]:
    """The page that sends the cart home, and the message in it, checked."""
    page = browser.post(reverse("shop:punchout_back"))
    assert page.status_code == 200
    found = re.search(r'name="cxml-base64" value="([^"]+)"', page.content.decode())
    assert found is not None
    root = etree.fromstring(base64.b64decode(found[1]))
    assert OURS.validate(root), OURS.error_log
    return page, root


# -- the round trip


def test_the_whole_round_trip(company: Desk) -> None:  # noqa: F811
    one = seller(price=1_000)
    erp = Erp(company)
    browser = Client()
    arrived = erp.start(browser)
    assert arrived.headers["Location"] == "/"
    front = browser.get("/").content.decode()
    assert "data-punchout-bar" in front
    assert company.organization.name in front
    assert "data-punchout-bar" not in Client().get("/").content.decode()
    browser.post(reverse("shop:cart_add"), {"variant": one.variant.pk, "quantity": 3})
    assert reverse("shop:checkout") not in browser.get(reverse("shop:cart")).content.decode()
    page, message = cart_home(browser)
    assert f'action="{POST_TO}"' in page.content.decode()
    assert message.findtext(".//BuyerCookie") == "쿠키-1"
    # 3,000 won with VAT: 909 × 3 without, and what that leaves is in the tax.
    assert message.findtext(".//UnitPrice/Money") == "909"
    assert message.findtext(".//Total/Money") == "2727"
    assert message.findtext(".//Tax/Money") == "273"
    assert erp.secret not in etree.tostring(message).decode()
    accepted = erp.order(one)
    assert code_of(accepted) == "200"
    po = PurchaseOrder.objects.get()
    assert text_of(accepted) == po.number
    assert (po.total_amount, po.title, po.requester_id) == (
        3_000,
        "회의실 비누",
        company.requester.user_id,
    )
    assert (po.recipient, po.road_address) == ("총무팀 김담당", "부산광역시 연제구 중앙대로 1001")
    assert (po.status, po.received.number) == (PurchaseOrder.Status.SUBMITTED, "4500012345")


def test_the_browser_may_post_to_that_one_address_only(company: Desk) -> None:  # noqa: F811
    browser = Client()
    Erp(company).start(browser)
    page, message = cart_home(browser)
    policy = page.headers["Content-Security-Policy"]
    (directive,) = [part.strip() for part in policy.split(";") if "form-action" in part]
    assert directive == "form-action 'self' https://erp.buyer.example/punchout/return%3Bx"
    assert not message.findall(".//ItemIn")  # nothing was bought, and that is said
    assert "erp.buyer" not in browser.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "source"),
    [
        ("https://a.example/x y;z?q=1", "https://a.example/x%20y%3Bz"),
        ("https://a.example:8443", "https://a.example:8443"),
        ("https://a.example/a,b", "https://a.example/a%2Cb"),
    ],
)
def test_an_address_never_ends_a_policy(url: str, source: str) -> None:
    assert source_of(url) == source


def test_a_cart_is_edited_or_looked_at_again(company: Desk) -> None:  # noqa: F811
    one, other = seller(price=1_000), seller(price=2_000)
    item = (
        '<ItemOut quantity="2" lineNumber="1"><ItemID>'
        f"<SupplierPartID>{one.variant.sku}</SupplierPartID></ItemID></ItemOut>"
    )
    erp = Erp(company)
    browser = Client()
    assert erp.start(browser, operation="edit", more=item).headers["Location"] == "/cart/"
    browser.post(reverse("shop:cart_add"), {"variant": other.variant.pk, "quantity": 1})
    _page, message = cart_home(browser)
    assert [each.get("quantity") for each in message.findall(".//ItemIn")] == ["2", "1"]
    browser = Client()
    erp.start(browser, operation="inspect", more=item)
    browser.post(reverse("shop:cart_add"), {"variant": other.variant.pk, "quantity": 1})
    _page, message = cart_home(browser)
    assert [each.get("quantity") for each in message.findall(".//ItemIn")] == ["2"]


def test_what_can_not_be_bought_stays_in_the_cart(company: Desk) -> None:  # noqa: F811
    one = seller(price=1_000, on_hand=5)
    browser = Client()
    Erp(company).start(browser)
    browser.post(reverse("shop:cart_add"), {"variant": one.variant.pk, "quantity": 5})
    one.variant.stock.on_hand = 2
    one.variant.stock.save(update_fields=["on_hand"])
    answer = browser.post(reverse("shop:punchout_back"), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("shop:cart")
    assert "재고가 2개뿐입니다" in answer.content.decode()


# -- the link


def test_a_link_opens_once_and_not_for_ever(company: Desk) -> None:  # noqa: F811
    erp = Erp(company)
    path = urlsplit(erp.setup().findtext(".//StartPage/URL") or "").path
    assert Client().get(path).status_code == 302
    assert Client().get(path).status_code == 404
    late = urlsplit(erp.setup().findtext(".//StartPage/URL") or "").path
    with clock.moved_to(clock.now() + dt.timedelta(minutes=16)):
        assert Client().get(late).status_code == 404
    assert Client().get("/punchout/nobody-s/").status_code == 404
    assert Client().post(reverse("shop:punchout_back")).status_code == 404
    stored = PunchOutSession.objects.values_list("digest", flat=True)
    assert not any(path.strip("/").endswith(digest) for digest in stored)


def test_who_was_signed_in_is_not_any_more_and_may_leave(company: Desk) -> None:  # noqa: F811
    browser = Client()
    member = company.organization.memberships.get(user_id=company.finance.user_id)
    browser.force_login(member.user)
    Erp(company).start(browser)
    assert "_auth_user_id" not in browser.session
    browser.post(reverse("shop:punchout_leave"))
    assert "data-punchout-bar" not in browser.get("/").content.decode()
    assert browser.post(reverse("shop:punchout_back")).status_code == 404


def test_a_session_ends(company: Desk) -> None:  # noqa: F811
    browser = Client()
    erp = Erp(company)
    erp.start(browser)
    PunchOutConnection.objects.update(is_active=False)
    assert browser.post(reverse("shop:punchout_back")).status_code == 404
    assert "data-punchout-bar" not in browser.get("/").content.decode()


# -- who may


def test_only_who_knows_the_secret_comes_in(company: Desk, agency: Desk) -> None:  # noqa: F811
    erp = Erp(company)
    for secret in ("wrong", erp.secret + "x", "열려라 참깨"):
        assert code_of(erp.setup(secret=secret)) == "401"
    stranger = Erp(agency, identity="AN02")
    stranger.identity = "AN01"
    assert code_of(stranger.setup()) == "401"
    stranger.identity = "NOBODY"
    assert code_of(stranger.setup()) == "401"
    before = erp.secret
    erp.connection, erp.secret = punchout.punchout_connect(
        actor=CITY,
        organization_id=company.organization.pk,
        domain="NetworkID",
        identity="AN01",
        person_id=company.requester.require_person(),
    )
    assert code_of(erp.setup(secret=before)) == "401"  # the old secret is gone
    assert code_of(erp.setup()) == "200"
    erp.connection.is_active = False
    erp.connection.save(update_fields=["is_active"])
    assert code_of(erp.setup()) == "401"
    assert code_of(erp.order(seller(price=1_000))) == "401"
    assert PunchOutSession.objects.count() == 1
    assert erp.secret not in str(PunchOutConnection.objects.values().get(pk=erp.connection.pk))


@pytest.mark.parametrize(
    ("post_to", "code"),
    [
        ("http://erp.buyer.example/back", "400"),
        ("http://localhost:9000/back", "200"),
        ("javascript:alert(1)", "400"),
        ("https://user:pw@erp.example/", "400"),
        ("", "400"),
        ("https://erp.example/" + "x" * 1000, "400"),
    ],
)
def test_a_cart_goes_home_by_https(company: Desk, post_to: str, code: str) -> None:  # noqa: F811
    assert code_of(Erp(company).setup(post_to=post_to)) == code


def test_a_connection_is_made_by_the_city_or_an_owner(
    company: Desk,  # noqa: F811
    agency: Desk,  # noqa: F811
) -> None:
    from vendors.selectors import actor_for

    owner = actor_for(MembershipFactory(organization=company.organization, roles=["owner"]).user)
    how: dict[str, Any] = {
        "organization_id": company.organization.pk,
        "domain": "NetworkID",
        "identity": "AN01",
        "person_id": company.requester.user_id,
    }
    with pytest.raises(NotFound):
        punchout.punchout_connect(actor=agency.requester, **how)
    with pytest.raises(NotAllowed):
        punchout.punchout_connect(actor=company.requester, **how)
    for wrong, field in (
        ({"domain": " "}, "domain"),
        ({"identity": "x" * 81}, "identity"),
        ({"person_id": agency.requester.user_id}, "person"),
        ({"person_id": company.inspector.user_id}, "person"),
    ):
        with pytest.raises(InvalidInput) as refused:
            punchout.punchout_connect(actor=owner, **how | wrong)
        assert field in refused.value.by_field()
    assert not PunchOutConnection.objects.exists()
    punchout.punchout_connect(actor=owner, **how)
    with pytest.raises(InvalidInput) as refused:  # another's identity
        punchout.punchout_connect(
            actor=CITY,
            **how
            | {
                "organization_id": agency.organization.pk,
                "person_id": agency.requester.user_id,
            },
        )
    assert "identity" in refused.value.by_field()


# -- the order


def test_the_same_order_is_the_same_purchase_order(company: Desk) -> None:  # noqa: F811
    one = seller(price=1_000)
    erp = Erp(company)
    first = erp.order(one)
    assert text_of(erp.order(one)) == text_of(first)
    assert PurchaseOrder.objects.count() == 1
    assert code_of(erp.order(one, payload="11@erp")) == "409"
    assert code_of(erp.order(one, payload="11@erp", order_id="4500012346")) == "200"
    assert PurchaseOrder.objects.count() == ReceivedOrder.objects.count() == 2


def test_a_test_is_checked_and_not_kept(company: Desk) -> None:  # noqa: F811
    one = seller(price=1_000)
    erp = Erp(company)
    assert code_of(erp.order(one, mode=' deploymentMode="test"')) == "200"
    assert code_of(erp.order(one, mode=' deploymentMode="test"', price="1")) == "409"
    assert not PurchaseOrder.objects.exists()


def test_an_agency_cites_the_ground_of_its_connection(agency: Desk) -> None:  # noqa: F811
    one = seller(price=1_000)
    assert code_of(Erp(agency).order(one)) == "417"
    assert not PurchaseOrder.objects.exists()
    assert code_of(Erp(agency, rule_code="no_quote_2m").order(one)) == "200"
    assert PurchaseOrder.objects.get().rule_basis


def no_member(desk: Desk) -> None:
    desk.organization.memberships.filter(user_id=desk.requester.user_id).delete()


def not_verified(desk: Desk) -> None:
    desk.organization.is_verified = False
    desk.organization.save(update_fields=["is_verified"])


@pytest.mark.parametrize(
    ("more", "code", "word"),
    [
        ({"price": "1000"}, "409", "909"),
        ({"total": "3000"}, "409", "2,727"),
        ({"sku": "NO-SUCH"}, "400", "NO-SUCH"),
        ({"quantity": "0"}, "400", "수량"),
        ({"quantity": "999999", "total": "1"}, "400", "재고"),
        ({"postal": "x"}, "400", "우편번호"),
        ({"deliver": ' requestedDeliveryDate="2001-01-01"'}, "400", "오늘"),
        ({"type": "update"}, "450", "새 주문"),
        ({"type": "delete"}, "450", "새 주문"),
        ({"order_id": "9" * 101}, "400", "orderID"),
        ({"order_id": ""}, "400", "orderID"),
    ],
)
def test_what_can_not_be_ordered_is_said(
    company: Desk,  # noqa: F811
    more: dict[str, str],
    code: str,
    word: str,
) -> None:
    refused = Erp(company).order(seller(price=1_000), **more)
    assert code_of(refused) == code
    assert word in text_of(refused)
    assert not PurchaseOrder.objects.exists()


@pytest.mark.parametrize("undo", [no_member, not_verified])
def test_who_may_not_buy_does_not(
    company: Desk,  # noqa: F811
    undo: Callable[[Desk], None],
) -> None:
    erp = Erp(company)
    undo(company)
    assert code_of(erp.order(seller(price=1_000))) == "403"
    assert not PurchaseOrder.objects.exists()


@pytest.mark.parametrize("address", ["/api/punchout/setup", "/api/punchout/order"])
def test_what_is_no_cxml_is_refused_as_cxml(address: str) -> None:
    for body, code in (
        (b"", "406"),
        (b"<html/>", "406"),
        (b'<!DOCTYPE cXML [<!ENTITY a "b">]><cXML/>', "406"),
        (b"x" * (1024 * 1024 + 1), "406"),
        (b'<cXML payloadID="1" timestamp="2026-01-01T00:00:00Z"/>', "401"),
    ):
        assert code_of(said(Client().post(address, body, content_type="text/xml"))) == code
    assert Client().get(address).status_code == 405
