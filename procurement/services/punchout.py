"""PunchOut: a buyer's purchasing system sends its people here to shop, and its orders after them.

The system proves itself with a secret both know; its person, who has no account here, comes in by
a link that works once and takes the cart home; what comes of it is an order that we know by the
number it has there. Prices in cXML are without VAT, in whole won: what that leaves of a won is in
the tax told beside the sum, so that both together are ours.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, Organization, User
from accounts.rules import Role
from core import audit, clock, ids
from core.actor import Actor
from core.business_number import digits_of
from core.errors import (
    DomainError,
    InFlight,
    InvalidInput,
    KeyReused,
    NotAllowed,
    NotFound,
)
from procurement.errors import BadRows, BudgetTooSmall, CreditExceeded, LimitReached, RuleForbids
from procurement.models import (
    PunchOutConnection,
    PunchOutSession,
    PurchaseOrder,
    PurchaseOrderLine,
    ReceivedOrder,
)
from procurement.services.order import (
    BUYERS,
    DeliverTo,
    ItemOrdered,
    priced_lines,
    purchase_order_from_items,
)
from procurement.services.received import order_receive
from procurement.standards import cxml
from procurement.standards.cxml import CartLine, CxmlError, Identity, OrderRequest
from vendors.selectors import actor_for

#: How long a link waits for its person.
LINK_HOLDS = dt.timedelta(minutes=15)
#: How long a person may shop.
SESSION_HOLDS = dt.timedelta(hours=12)
LOCAL = {"localhost", "127.0.0.1", "::1"}
MOST_COOKIE = 500


@dataclass(frozen=True, slots=True)
class Returned:
    """A cart on its way home: posted by the person's browser to ``url``."""

    url: str
    field: str
    value: str
    count: int
    total: int


@transaction.atomic
def punchout_connect(
    *,
    actor: Actor,
    organization_id: int,
    domain: str,
    identity: str,
    person_id: int,
    rule_code: str = "",
) -> tuple[PunchOutConnection, str]:
    """Let an organization's system in, or give it a new secret. The secret is told this once.

    The city's officers and the organization's owners may. Raises NotFound, NotAllowed, InvalidInput
    by field.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not (
        actor.is_city_officer or actor.is_system or actor.has_role(organization_id)
    ):
        raise NotFound
    if not actor.is_city_officer:
        actor.require_role(organization_id, Role.OWNER)
    domain, identity = domain.strip(), identity.strip()
    problems = {}
    if not domain or len(domain) > 40:
        problems["domain"] = _("식별 체계를 40자 안으로 입력해 주세요.")
    if not identity or len(identity) > 80:
        problems["identity"] = _("식별자를 80자 안으로 입력해 주세요.")
    member = Membership.objects.filter(organization=organization, user_id=person_id).first()
    if member is None or not set(member.roles) & {role.value for role in BUYERS}:
        problems["person"] = _("발주할 수 있는 구성원을 골라 주세요.")
    before = PunchOutConnection.objects.filter(domain=domain, identity=identity).first()
    if before is not None and before.organization_id != organization_id:
        problems["identity"] = _("이미 쓰이고 있는 식별자입니다.")
    if problems:
        raise InvalidInput(problems)
    secret = secrets.token_urlsafe(32)
    row = before or PunchOutConnection(
        organization=organization, domain=domain, identity=identity, created_at=clock.now()
    )
    row.secret_digest, row.person_id, row.rule_code = _digest(secret), person_id, rule_code
    row.is_active = True
    row.save()
    audit.record(actor=actor, action="punchout.connect", obj=row)
    return row, secret


@transaction.atomic
def punchout_setup(xml: bytes) -> tuple[PunchOutSession, str]:
    """A system announces a person: the session, and the secret of the link that opens it once.

    Raises CxmlError.
    """
    asked = cxml.setup_request_read(xml, allow_http=True)
    connection = _connection(asked.header)
    parts = urlsplit(asked.form_post_url)
    if parts.scheme != "https" and parts.hostname not in LOCAL and not settings.DEBUG:
        raise CxmlError(400, _("장바구니를 돌려보낼 주소는 https여야 합니다."))
    if len(asked.form_post_url) > 1000 or len(asked.buyer_cookie) > MOST_COOKIE:
        raise CxmlError(400, _("BrowserFormPost나 BuyerCookie가 너무 깁니다."))
    token = ids.new_token()
    now = clock.now()
    session = PunchOutSession.objects.create(
        connection=connection,
        digest=_digest(token),
        operation=asked.operation.value,
        buyer_cookie=asked.buyer_cookie,
        form_post_url=asked.form_post_url,
        is_test=asked.header.is_test,
        lines=[[line.sku, line.quantity] for line in asked.lines],
        selected_sku=asked.selected_sku[:40],
        created_at=now,
        expires_at=now + LINK_HOLDS,
    )
    return session, token


def punchout_enter(token: str) -> PunchOutSession:
    """The person came. Raises NotFound for a link that is unknown, used or too old."""
    now = clock.now()
    found = PunchOutSession.objects.filter(
        digest=_digest(token), started_at=None, expires_at__gt=now, connection__is_active=True
    )
    # One UPDATE decides which of two clicks was first.
    if not found.update(started_at=now, expires_at=now + SESSION_HOLDS):
        raise NotFound
    return PunchOutSession.objects.select_related("connection__organization").get(
        digest=_digest(token)
    )


def punchout_session(session_id: int) -> PunchOutSession | None:
    """A session that is open, for the page's bar and the way home. One query."""
    return (
        PunchOutSession.objects.filter(
            pk=session_id, expires_at__gt=clock.now(), connection__is_active=True
        )
        .select_related("connection__organization")
        .first()
    )


@transaction.atomic
def punchout_return(*, session_id: int, items: Sequence[ItemOrdered]) -> Returned:
    """The cart as the message that goes home; no items say that nothing was bought. An inspected
    cart goes home as it came. Raises NotFound, BadRows for what can't be bought now.
    """
    session = punchout_session(session_id)
    if session is None:
        raise NotFound
    if session.operation == cxml.Operation.INSPECT:
        items = [
            ItemOrdered(sku, quantity, place)
            for place, (sku, quantity) in enumerate(session.lines, start=1)
        ]
    lines = priced_lines(items) if items else []
    goods = sum(net_price(line) * line.quantity for line in lines)
    total = sum(line.total_amount for line in lines)
    connection = session.connection
    message = cxml.order_message(
        [_cart_line(line) for line in lines],
        session.buyer_cookie,
        from_=_ours(),
        to=Identity(connection.domain, connection.identity),
        sender=_ours(),
        payload_id=cxml.payload_id(clock.now(), secrets.token_hex(8), _host()),
        now=clock.now(),
        tax=total - goods,
        is_test=session.is_test,
    )
    session.returned_at = clock.now()
    session.save(update_fields=["returned_at"])
    field, value = cxml.form_field(message)
    return Returned(session.form_post_url, field, value, len(lines), total)


def punchout_order(xml: bytes) -> PurchaseOrder | None:
    """An OrderRequest as a purchase order in the name of the connection's person; the same message
    again is the same purchase order. None for one sent as a test, which is checked and not kept.

    Raises CxmlError: 400 what can't be ordered so, 401, 403 who may not buy, 409 another order
    under the number, or other prices, 417 what the organization's own limits refuse, 450, 560.
    """
    order = cxml.order_request_read(xml)
    connection = _connection(order.header)
    if order.type != cxml.OrderType.NEW:
        raise CxmlError(450, _("새 주문만 받습니다. 바꾸거나 취소하려면 온장에서 해 주세요."))
    if len(order.order_id) > 100 or len(order.header.payload_id) > 300:
        raise CxmlError(400, _("orderID나 payloadID가 너무 깁니다."))
    person = User.objects.filter(pk=connection.person_id, is_active=True).first()
    actor = actor_for(person)

    def create() -> PurchaseOrder:
        return _ordered(actor, connection, order)

    try:
        if order.header.is_test:
            with transaction.atomic():
                create()
                transaction.set_rollback(True)
            return None
        return order_receive(
            organization_id=connection.organization_id,
            channel=ReceivedOrder.Channel.CXML,
            number=order.order_id,
            message_id=order.header.payload_id,
            create=create,
        )
    except DomainError as error:
        raise CxmlError(_code(error), _told(error)) from None


def start_url(token: str) -> str:
    return f"{settings.SITE_URL}/punchout/{token}/"


def payload_id() -> str:
    """The id of an answer of ours."""
    return cxml.payload_id(clock.now(), secrets.token_hex(8), _host())


def net_price(line: PurchaseOrderLine) -> int:
    """A piece without VAT in whole won, halves up."""
    return (2 * line.supply_amount + line.quantity) // (2 * line.quantity)


def _connection(header: cxml.Header) -> PunchOutConnection:
    """Who sent it. Raises CxmlError 401 for anybody else, in the same time and words."""
    row = (
        PunchOutConnection.objects.filter(
            domain=header.sender.domain, identity=header.sender.value, is_active=True
        )
        .select_related("organization")
        .first()
    )
    expected = row.secret_digest if row is not None else _digest("")
    given = _digest(header.shared_secret)
    if not hmac.compare_digest(given, expected) or row is None:
        raise CxmlError(401, _("보낸 시스템을 확인할 수 없습니다."))
    return row


def _ordered(actor: Actor, connection: PunchOutConnection, order: OrderRequest) -> PurchaseOrder:
    items = [ItemOrdered(line.sku, line.quantity, line.number) for line in order.lines]
    lines = {line.sku: line for line in priced_lines(items)}
    for given in order.lines:
        ours = net_price(lines[given.sku])
        if given.unit_price is not None and given.unit_price != ours:
            text = _("%(line)d번 줄의 오늘 단가는 부가세 없이 %(won)s원입니다.")
            names = {"line": given.number, "won": f"{ours:,}"}
            raise CxmlError(409, text % names)
    expected = sum(net_price(lines[given.sku]) * given.quantity for given in order.lines)
    if order.total != expected:
        text = _("주문 합계는 부가세 없이 %(won)s원이어야 합니다.") % {"won": f"{expected:,}"}
        raise CxmlError(409, text)
    return purchase_order_from_items(
        actor=actor,
        organization_id=connection.organization_id,
        items=items,
        title=_title(order),
        address=_address(order),
        needed_by=order.deliver_on,
        rule_code=connection.rule_code,
    )


def _title(order: OrderRequest) -> str:
    return (order.comments or _("주문 %(number)s") % {"number": order.order_id})[:120]


def _address(order: OrderRequest) -> DeliverTo:
    to = order.ship_to
    if to is None:
        raise CxmlError(400, _("배송지(ShipTo)가 없습니다."))
    place = [part for part in (to.state, to.city) if part]
    street = to.streets[0] if to.streets else ""
    if place and not street.startswith(place[0]):
        street = " ".join([*place, street])
    return DeliverTo(
        recipient=" ".join(to.deliver_to) or to.name,
        phone=to.phone,
        postal_code=to.postal_code,
        road_address=street,
        detail=" ".join(to.streets[1:]),
    )


def _cart_line(line: PurchaseOrderLine) -> CartLine:
    return CartLine(
        sku=line.sku,
        quantity=line.quantity,
        unit_price=net_price(line),
        description=line.name,
    )


def _code(error: DomainError) -> int:
    if isinstance(error, KeyReused):
        return 409
    if isinstance(error, InFlight):
        return 560
    if isinstance(error, (NotAllowed, NotFound)):
        return 403
    if isinstance(error, (RuleForbids, BudgetTooSmall, CreditExceeded, LimitReached)):
        return 417
    return 400


def _told(error: DomainError) -> str:
    if isinstance(error, BadRows):
        return " / ".join(f"{row.row}: {row.message}" for row in error.rows)[:1000]
    if isinstance(error, (NotFound, NotAllowed)):
        return _("연결에 정해 둔 사람이 이 기관에서 발주할 수 없습니다.")
    texts = [
        f"{name}: {text}" if name else text
        for name, found in error.by_field().items()
        for text in found
    ]
    return " / ".join(texts)[:1000]


def _ours() -> Identity:
    return Identity("KR-BRN", digits_of(settings.MARKET_BUSINESS_NUMBER))


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def _digest(secret: str) -> str:
    """The secrets are 128 bits and more, so that a plain hash keeps them."""
    return hashlib.sha256(secret.encode()).hexdigest()
