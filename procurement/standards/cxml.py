"""cXML 1.2 PunchOut: a buyer's purchasing system shops here and sends its orders.

The four documents of the round trip: PunchOutSetupRequest read, PunchOutSetupResponse written,
PunchOutOrderMessage written (the cart, posted by the buyer's browser), OrderRequest read; and the
plain Response with its Status. Source of the rules: the cXML Reference Guide and cXML.dtd 1.2
(https://cxml.org). Amounts are whole won (KRW), prices without VAT as cXML wants them.

What comes in is a stranger's: nothing is fetched, no entity is expanded, sizes are bounded. Who
the stranger is and whether the shared secret is right, the caller decides.
"""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from lxml import etree

DTD_VERSION = "1.2.063"
DOCTYPE = f'<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/{DTD_VERSION}/cXML.dtd">'
CURRENCY = "KRW"
LANGUAGE = "ko"
UNSPSC = "UNSPSC"
UNCLASSIFIED = "00000000"  # cXML wants a code even where the product has none
USER_AGENT = "Onjang"
LIMIT = 1024 * 1024  # bytes of a document
MAX_LINES = 1000
KST = dt.timezone(dt.timedelta(hours=9))

#: Status codes of cXML (Reference Guide, "Status") that this module or its callers answer with.
PHRASES: Mapping[int, str] = {
    200: "OK",
    201: "Accepted",
    204: "No Content",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    406: "Not Acceptable",
    409: "Conflict",
    412: "Precondition Failed",
    417: "Expectation Failed",
    450: "Not Implemented",
    500: "Internal Server Error",
    560: "Temporary Server Error",
}


class CxmlError(Exception):
    """Refused: 406 what doesn't parse, 400 what parses but can't be, 401 who, 450 not done here.

    ``text`` is for the buyer's staff (Korean) and goes into the Status.
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text


class Operation(StrEnum):
    CREATE = "create"
    EDIT = "edit"
    INSPECT = "inspect"


class OrderType(StrEnum):
    NEW = "new"
    UPDATE = "update"
    DELETE = "delete"


# What documents say ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Identity:
    """A company by its number in a ``domain``, such as NetworkID, DUNS or KR-BRN."""

    domain: str
    value: str


@dataclass(frozen=True, slots=True)
class Header:
    """Who sends to whom. ``sender`` is the one who proves itself with the shared secret."""

    payload_id: str
    timestamp: dt.datetime
    from_: Identity
    to: Identity
    sender: Identity
    shared_secret: str = field(repr=False)
    user_agent: str = ""
    is_test: bool = False

    def is_secret(self, expected: str) -> bool:
        """Compared in constant time; an empty ``expected`` is never right."""
        given, wanted = self.shared_secret.encode(), expected.encode()
        return bool(wanted) and hmac.compare_digest(given, wanted)


@dataclass(frozen=True, slots=True)
class ShipTo:
    """Where to deliver; what wasn't given is empty. ``country`` is ISO 3166-1 alpha-2."""

    name: str
    address_id: str = ""
    deliver_to: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    city: str = ""
    municipality: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """An ItemOut: ``sku`` is our SupplierPartID, ``unit_price`` won, None where not given."""

    number: int
    sku: str
    quantity: int
    auxiliary_id: str = ""
    unit_price: int | None = None
    description: str = ""
    unit: str = ""
    deliver_on: dt.date | None = None
    comments: str = ""


@dataclass(frozen=True, slots=True)
class SetupRequest:
    """A buyer's person comes to shop. ``lines`` is the cart to edit or inspect, else empty."""

    header: Header
    operation: Operation
    buyer_cookie: str
    form_post_url: str
    ship_to: ShipTo | None = None
    lines: tuple[OrderLine, ...] = ()
    selected_sku: str = ""
    extrinsics: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """A purchase order. ``total`` is the buyer's figure in won: goods, without tax and shipping."""

    header: Header
    order_id: str
    ordered_at: dt.datetime
    type: OrderType
    total: int
    lines: tuple[OrderLine, ...]
    ship_to: ShipTo | None = None
    order_version: str = ""
    replaces_payload_id: str = ""
    deliver_on: dt.date | None = None
    comments: str = ""

    @property
    def lines_total(self) -> int | None:
        """The lines' sum in won; None when a line has no price of its own."""
        sums = [None if x.unit_price is None else x.unit_price * x.quantity for x in self.lines]
        known = [each for each in sums if each is not None]
        return sum(known) if len(known) == len(sums) else None


@dataclass(frozen=True, slots=True)
class CartLine:
    """What the buyer takes home. ``unit`` is UN/ECE Rec. 20; ``unspsc`` eight or ten digits."""

    sku: str
    quantity: int
    unit_price: int
    description: str
    auxiliary_id: str = ""
    unit: str = "EA"
    unspsc: str = UNCLASSIFIED
    url: str = ""
    lead_days: int | None = None


# Reading --------------------------------------------------------------------------------------

#: Encodings that can be told from their first bytes and can't hide markup from a look at the text.
_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "ascii", "ascii": "ascii",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "cp949": "cp949", "ms949": "cp949",
}  # fmt: skip
_DECLARATION = re.compile(
    rb"""<\?xml\s+version\s*=\s*["']1\.0["']"""
    rb"""(?:\s+encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["'])?"""
    rb"""(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>"""
)
_ASIDE = re.compile(r"\s+|<!--(?:(?!--).)*-->|<\?(?!xml\s).*?\?>", re.DOTALL)
_DOCTYPE = re.compile(
    r"""<!DOCTYPE\s+cXML(?:\s+SYSTEM\s+("[^"]*"|'[^']*')"""
    r"""|\s+PUBLIC\s+("[^"]*"|'[^']*')\s+("[^"]*"|'[^']*'))?\s*>"""
)


def setup_request_read(xml: bytes, *, allow_http: bool = False) -> SetupRequest:
    """A PunchOutSetupRequest. ``allow_http`` lets the cart go back without TLS: tests only.

    Raises ``CxmlError``: 400, 401, 406, 450.
    """
    root = _parse(xml)
    header = _header(root)
    request = _request(root, "PunchOutSetupRequest")
    operation = request.get("operation", "")
    if operation not in tuple(Operation):
        code = 450 if operation == "source" else 400
        raise CxmlError(
            code, f"PunchOutSetupRequest의 operation '{operation[:20]}'은 받지 않습니다."
        )
    url = _text(request, "BrowserFormPost/URL")
    if not url:
        raise CxmlError(400, "장바구니를 돌려보낼 BrowserFormPost URL이 없습니다.")
    _check_url(url, "BrowserFormPost URL", allow_http=allow_http)
    lines = _lines(request)
    if operation != Operation.CREATE and not lines:
        raise CxmlError(400, "수정하거나 조회할 장바구니의 ItemOut이 없습니다.")
    return SetupRequest(
        header=header,
        operation=Operation(operation),
        buyer_cookie=_required(request, "BuyerCookie"),
        form_post_url=url,
        ship_to=_ship_to(request.find("ShipTo")),
        lines=lines,
        selected_sku=_text(request, "SelectedItem/ItemID/SupplierPartID"),
        extrinsics=tuple(
            (each.get("name", ""), _joined(each)) for each in request.findall("Extrinsic")
        ),
    )


def order_request_read(xml: bytes) -> OrderRequest:
    """An OrderRequest in won, of whole quantities. Raises ``CxmlError``: 400, 401, 406, 450."""
    root = _parse(xml)
    header = _header(root)
    request = _request(root, "OrderRequest")
    head = request.find("OrderRequestHeader")
    if head is None:
        raise CxmlError(400, "OrderRequestHeader가 없습니다.")
    if head.get("orderType", "regular") not in ("regular", "release"):
        raise CxmlError(450, "일반 주문(regular, release)만 받습니다.")
    kind = head.get("type", "new")
    if kind not in tuple(OrderType):
        raise CxmlError(400, "OrderRequestHeader의 type은 new, update, delete 중 하나입니다.")
    order_id = head.get("orderID", "").strip()
    if not order_id:
        raise CxmlError(400, "주문 번호(orderID)가 없습니다.")
    total = head.find("Total/Money")
    if total is None:
        raise CxmlError(400, "주문 합계(Total)가 없습니다.")
    lines = _lines(request)
    if not lines:
        raise CxmlError(400, "주문 품목(ItemOut)이 없습니다.")
    reference = head.find("DocumentReference")
    return OrderRequest(
        header=header,
        order_id=order_id,
        ordered_at=_moment(head.get("orderDate", ""), "orderDate"),
        type=OrderType(kind),
        total=_won(total, "Total"),
        lines=lines,
        ship_to=_ship_to(head.find("ShipTo")),
        order_version=head.get("orderVersion", "").strip(),
        replaces_payload_id="" if reference is None else reference.get("payloadID", "").strip(),
        deliver_on=_day(head.get("requestedDeliveryDate"), "requestedDeliveryDate"),
        comments=_text(head, "Comments"),
    )


def request_kind(xml: bytes) -> str:
    """The name of what is asked for, such as ``OrderRequest``; empty when it's no request."""
    request = _parse(xml).find("Request")
    return "" if request is None or len(request) == 0 else str(request[0].tag)


def _parse(xml: bytes) -> etree._Element:
    """The document's root. Its DOCTYPE may name a DTD, which is never looked at.

    An internal subset is refused whole, so that no entity but XML's own five can exist.
    """
    if len(xml) > LIMIT:
        raise CxmlError(406, "문서가 1MB를 넘습니다.")
    text = _without_doctype(_decoded(xml))
    if text.startswith("<?xml") or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CxmlError(406, "XML 선언이나 DOCTYPE을 읽을 수 없습니다.")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError):
        raise CxmlError(406, "XML 문법에 맞지 않는 문서입니다.") from None
    if root.tag != "cXML":
        raise CxmlError(406, "cXML 문서가 아닙니다.")
    return root


def _decoded(xml: bytes) -> str:
    """The document's text, without its XML declaration."""
    body = xml.removeprefix(b"\xef\xbb\xbf").lstrip()
    encoding = "utf-8"
    declaration = _DECLARATION.match(body)
    if declaration is not None:
        body = body[declaration.end() :]
        encoding = (declaration[1] or b"utf-8").decode("ascii").lower()
    if encoding not in _ENCODINGS:
        raise CxmlError(406, f"지원하지 않는 문자 인코딩입니다: {encoding}")
    try:
        return body.decode(_ENCODINGS[encoding])
    except UnicodeDecodeError:
        raise CxmlError(406, "선언한 문자 인코딩으로 읽을 수 없습니다.") from None


def _without_doctype(text: str) -> str:
    at = 0
    while aside := _ASIDE.match(text, at):
        at = aside.end()
    if not text.startswith("<!DOCTYPE", at):
        return text
    doctype = _DOCTYPE.match(text, at)
    if doctype is None:
        raise CxmlError(406, "DOCTYPE은 cXML DTD를 가리키기만 할 수 있습니다.")
    return text[doctype.end() :]


def _header(root: etree._Element) -> Header:
    payload_id = root.get("payloadID", "").strip()
    if not payload_id:
        raise CxmlError(400, "payloadID가 없습니다.")
    sender = root.find("Header/Sender/Credential[SharedSecret]")
    secret = "" if sender is None else _text(sender, "SharedSecret")
    if sender is None or not secret:
        raise CxmlError(401, "Sender의 공유 비밀(SharedSecret)이 없습니다.")
    request = root.find("Request")
    return Header(
        payload_id=payload_id,
        timestamp=_moment(root.get("timestamp", ""), "timestamp"),
        from_=_company(root.find("Header/From"), "From"),
        to=_company(root.find("Header/To"), "To"),
        sender=_identity(sender, "Sender"),
        shared_secret=secret,
        user_agent=_text(root, "Header/Sender/UserAgent"),
        is_test=request is not None and request.get("deploymentMode") == "test",
    )


def _company(party: etree._Element | None, where: str) -> Identity:
    """The company of From or To: a credential of type marketplace only names the go-between."""
    credentials = [] if party is None else party.findall("Credential")
    own = [each for each in credentials if each.get("type") != "marketplace"] or credentials
    return _identity(own[0] if own else None, where)


def _identity(credential: etree._Element | None, where: str) -> Identity:
    domain = "" if credential is None else credential.get("domain", "").strip()
    found = None if credential is None else credential.find("Identity")
    value = "" if found is None else _joined(found)
    if not domain or not value:
        raise CxmlError(400, f"{where}의 Credential(domain, Identity)이 없습니다.")
    return Identity(domain, value)


def _request(root: etree._Element, name: str) -> etree._Element:
    request = root.find("Request")
    if request is None or len(request) == 0:
        raise CxmlError(400, "Request가 없는 문서입니다.")
    if request[0].tag != name:
        raise CxmlError(450, f"이 주소에서는 {name}만 받습니다.")
    return request[0]


def _lines(request: etree._Element) -> tuple[OrderLine, ...]:
    found = request.findall("ItemOut")
    if len(found) > MAX_LINES:
        raise CxmlError(400, f"품목은 {MAX_LINES}줄까지 받습니다.")
    lines = tuple(_line(item, position) for position, item in enumerate(found, start=1))
    if len({line.number for line in lines}) != len(lines):
        raise CxmlError(400, "품목의 줄 번호(lineNumber)가 겹칩니다.")
    return lines


def _line(item: etree._Element, position: int) -> OrderLine:
    number = item.get("lineNumber", str(position)).strip()
    if not re.fullmatch(r"[0-9]{1,9}", number):
        raise CxmlError(400, "품목의 줄 번호(lineNumber)는 숫자여야 합니다.")
    where = f"{int(number)}번 줄"
    auxiliary = item.find("ItemID/SupplierPartAuxiliaryID")
    price = item.find("ItemDetail/UnitPrice/Money")
    quantity = _whole(item.get("quantity", ""), f"{where}의 수량")
    if quantity < 1:
        raise CxmlError(400, f"{where}의 수량은 1 이상이어야 합니다.")
    return OrderLine(
        number=int(number),
        sku=_required(item, "ItemID/SupplierPartID"),
        quantity=quantity,
        auxiliary_id="" if auxiliary is None else _joined(auxiliary),
        unit_price=None if price is None else _won(price, f"{where}의 단가"),
        description=_text(item, "ItemDetail/Description"),
        unit=_text(item, "ItemDetail/UnitOfMeasure"),
        deliver_on=_day(item.get("requestedDeliveryDate"), f"{where}의 requestedDeliveryDate"),
        comments=_text(item, "Comments"),
    )


def _ship_to(ship_to: etree._Element | None) -> ShipTo | None:
    address = None if ship_to is None else ship_to.find("Address")
    if address is None:
        return None
    post = address.find("PostalAddress")
    where = etree.Element("PostalAddress") if post is None else post
    country = where.find("Country")
    code = "" if country is None else country.get("isoCountryCode", "")
    number = [
        _text(address, f"Phone/TelephoneNumber/{part}")
        for part in ("CountryCode", "AreaOrCityCode", "Number")
    ]
    return ShipTo(
        name=_text(address, "Name"),
        address_id=address.get("addressID", "").strip(),
        deliver_to=_texts(where, "DeliverTo"),
        streets=_texts(where, "Street"),
        city=_text(where, "City"),
        municipality=_text(where, "Municipality"),
        state=_text(where, "State"),
        postal_code=_text(where, "PostalCode"),
        country=(code or address.get("isoCountryCode", "")).strip(),
        email=_text(address, "Email"),
        phone="-".join(part for part in number if part),
    )


def _joined(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _text(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return "" if found is None else _joined(found)


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(text for each in element.findall(path) if (text := _joined(each)))


def _required(element: etree._Element, path: str) -> str:
    text = _text(element, path)
    if not text:
        raise CxmlError(400, f"{element.tag}에 {path}가 없습니다.")
    return text


def _whole(text: str, where: str) -> int:
    """``12``, ``12.00``: a whole number as cXML writes it, at most fifteen digits."""
    number = re.fullmatch(r"(-?[0-9]{1,15})(?:\.0{0,9})?", text.strip())
    if number is None:
        raise CxmlError(400, f"{where}: 정수가 아닙니다.")
    return int(number[1])


def _won(money: etree._Element, where: str) -> int:
    if money.get("currency") != CURRENCY:
        raise CxmlError(400, f"{where}: 통화는 {CURRENCY}여야 합니다.")
    amount = _whole(_joined(money), where)
    if amount < 0:
        raise CxmlError(400, f"{where}: 0원 이상이어야 합니다.")
    return amount


def _moment(text: str, where: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise CxmlError(400, f"{where}가 ISO 8601 시각이 아닙니다.") from None
    if moment.tzinfo is None:
        raise CxmlError(400, f"{where}에 시간대가 없습니다.")
    return moment


def _day(text: str | None, where: str) -> dt.date | None:
    """A date, or the Korean day of a moment: buyers send either."""
    if not text or not text.strip():
        return None
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise CxmlError(400, f"{where}가 ISO 8601 날짜가 아닙니다.") from None
    return moment.date() if moment.tzinfo is None else moment.astimezone(KST).date()


def _check_url(url: str, where: str, *, allow_http: bool) -> None:
    """An absolute web address, without a name and password in it."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.username is None and parts.password is None
    except ValueError:
        sound = False
    if not sound or re.search(r"[\x00-\x20\x7f\\]", url):
        raise CxmlError(400, f"{where}이 올바른 주소가 아닙니다.")
    if parts.scheme != "https" and not (allow_http and parts.scheme == "http"):
        raise CxmlError(400, f"{where}은 https 주소여야 합니다.")


# Writing --------------------------------------------------------------------------------------


def payload_id(now: dt.datetime, unique: str, host: str) -> str:
    """A document's own id, as the Reference Guide makes them: moment, something unique, host."""
    return f"{now.astimezone(dt.UTC):%Y%m%d%H%M%S}.{unique}@{host}"


def setup_response(start_url: str, *, payload_id: str, now: dt.datetime) -> bytes:
    """Where the buyer's browser starts to shop (PunchOutSetupResponse)."""
    root = _document(payload_id, now)
    answer = etree.SubElement(root, "Response")
    _status(answer, 200, "")
    start = etree.SubElement(etree.SubElement(answer, "PunchOutSetupResponse"), "StartPage")
    _put(start, "URL", start_url)
    return _written(root)


def response(code: int, text: str = "", *, payload_id: str, now: dt.datetime) -> bytes:
    """A bare Status. ``text`` is for people, in Korean; the code's own phrase goes with it."""
    root = _document(payload_id, now)
    _status(etree.SubElement(root, "Response"), code, text)
    return _written(root)


def order_message(
    lines: Sequence[CartLine],
    buyer_cookie: str,
    *,
    from_: Identity,
    to: Identity,
    sender: Identity,
    payload_id: str,
    now: dt.datetime,
    operation_allowed: Operation = Operation.EDIT,
    shipping: int | None = None,
    tax: int | None = None,
    is_test: bool = False,
) -> bytes:
    """The cart to take home (PunchOutOrderMessage); no lines say that nothing was bought.

    It passes through a person's browser, so it carries no shared secret. ``shipping`` and ``tax``
    are won for the whole cart, beside the Total, which is the goods alone.
    """
    root = _document(payload_id, now)
    header = etree.SubElement(root, "Header")
    for name, who in (("From", from_), ("To", to), ("Sender", sender)):
        party = etree.SubElement(header, name)
        credential = etree.SubElement(party, "Credential", domain=_clean(who.domain))
        _put(credential, "Identity", who.value)
    _put(party, "UserAgent", USER_AGENT)
    message = etree.SubElement(root, "Message")
    message.set("deploymentMode", "test" if is_test else "production")
    order = etree.SubElement(message, "PunchOutOrderMessage")
    _put(order, "BuyerCookie", buyer_cookie)
    head = etree.SubElement(
        order, "PunchOutOrderMessageHeader", operationAllowed=operation_allowed.value
    )
    total = sum(line.unit_price * line.quantity for line in lines)
    _money(etree.SubElement(head, "Total"), total)
    for name, amount, label in (("Shipping", shipping, "배송비"), ("Tax", tax, "부가가치세")):
        if amount is not None:
            extra = etree.SubElement(head, name)
            _money(extra, amount)
            _described(extra, label)
    for number, line in enumerate(lines, start=1):
        _item_in(order, line, number)
    return _written(root)


def form_field(message: bytes) -> tuple[str, str]:
    """Name and value of the hidden field that takes a message to BrowserFormPost.

    Base64, which the Reference Guide wants for text beyond ASCII.
    """
    return "cxml-base64", base64.b64encode(message).decode("ascii")


def _item_in(order: etree._Element, line: CartLine, number: int) -> None:
    if line.quantity < 1 or line.unit_price < 0 or not line.sku.strip():
        raise ValueError(f"장바구니 {number}번 줄의 SKU, 수량, 단가를 확인하세요.")
    if not re.fullmatch(r"[0-9]{8}(?:[0-9]{2})?", line.unspsc):
        raise ValueError(f"장바구니 {number}번 줄의 UNSPSC 코드는 숫자 8자리나 10자리입니다.")
    item = etree.SubElement(order, "ItemIn", quantity=str(line.quantity), lineNumber=str(number))
    ids = etree.SubElement(item, "ItemID")
    _put(ids, "SupplierPartID", line.sku)
    if line.auxiliary_id:
        _put(ids, "SupplierPartAuxiliaryID", line.auxiliary_id)
    detail = etree.SubElement(item, "ItemDetail")
    _money(etree.SubElement(detail, "UnitPrice"), line.unit_price)
    _described(detail, line.description)
    _put(detail, "UnitOfMeasure", line.unit)
    _put(detail, "Classification", line.unspsc).set("domain", UNSPSC)
    if line.url:
        _put(detail, "URL", line.url)
    if line.lead_days is not None:
        _put(detail, "LeadTime", str(line.lead_days))


def _document(payload_id: str, now: dt.datetime) -> etree._Element:
    if now.tzinfo is None:
        raise ValueError("시간대가 없는 시각입니다.")
    root = etree.Element("cXML", version=DTD_VERSION, payloadID=_clean(payload_id))
    root.set("timestamp", now.astimezone(KST).isoformat(timespec="seconds"))
    root.set(_XML_LANG, LANGUAGE)
    return root


_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: Characters that XML 1.0 can't hold (production 2, "Char").
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("", text)


def _put(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = _clean(text)
    return element


def _money(parent: etree._Element, amount: int) -> None:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise ValueError("금액은 원 단위 정수여야 합니다.")
    _put(parent, "Money", str(amount)).set("currency", CURRENCY)


def _described(parent: etree._Element, text: str) -> None:
    _put(parent, "Description", text).set(_XML_LANG, LANGUAGE)


def _status(answer: etree._Element, code: int, text: str) -> None:
    if code not in PHRASES:
        raise ValueError(f"cXML 상태 코드가 아닙니다: {code}")
    status = etree.SubElement(answer, "Status", code=str(code), text=PHRASES[code])
    if text:
        status.set(_XML_LANG, LANGUAGE)
        status.text = _clean(text)


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=DOCTYPE)
