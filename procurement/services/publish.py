"""What of an agency's purchases the public is told, and orders that come in as UBL."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Organization
from catalog.models import Variant
from core import clock
from core.actor import Actor
from core.business_number import digits_of
from core.errors import InvalidInput, NotFound
from procurement import disclosure, locks
from procurement.errors import BadDocument, BadRows
from procurement.models import (
    OcdsRelease,
    PurchaseOrder,
    ReceivedOrder,
    RequestForQuote,
)
from procurement.services.order import (
    DeliverTo,
    ItemOrdered,
    priced_lines,
    purchase_order_from_items,
)
from procurement.services.received import order_receive
from procurement.standards import ocds
from procurement.standards.errors import StandardsError
from procurement.standards.parts import Delivery, OrderRead
from procurement.standards.ubl import order_read

S = PurchaseOrder.Status
#: A purchase that fell through is looked at again for so long.
FELL_THROUGH = dt.timedelta(days=2)


@transaction.atomic
def process_publish(*, rfq_id: int | None = None, po_id: int | None = None) -> list[OcdsRelease]:
    """Write a release for all that happened to an agency's purchase and wasn't told yet, in the
    order in which it happened. Repeating writes nothing twice; companies' purchases are nobody's
    business.
    """
    process = _locked_process(rfq_id, po_id)
    if process is None or process.organization.kind != Organization.Kind.AGENCY:
        return []
    prefix = settings.OCDS_PREFIX
    ocid = f"{prefix}-{process.number}"
    before = list(OcdsRelease.objects.filter(ocid=ocid).order_by("pk"))
    told = [disclosure.Told(row.event, row.release_id) for row in before]
    counts: dict[str, int] = {}
    for row in before:
        counts[row.tags[0]] = counts.get(row.tags[0], 0) + 1
    known = {row.event for row in before}
    written = []
    for happened in disclosure.story(process):
        if happened.event in known:
            continue
        first = happened.tags[0]
        counts[first.value] = counts.get(first.value, 0) + 1
        release_id = ocds.release_id(ocid, first, counts[first.value])
        told.append(disclosure.Told(happened.event, release_id))
        data = ocds.release(
            disclosure.facts(process, at=happened.at, prefix=prefix, told=told),
            tag=happened.tags,
            release_id=release_id,
            date=happened.at,
        )
        written.append(
            OcdsRelease.objects.create(
                organization=process.organization,
                rfq=process.rfq,
                purchase_order=process.po,
                ocid=ocid,
                release_id=release_id,
                event=happened.event,
                tags=[tag.value for tag in happened.tags],
                date=happened.at,
                data=data,
                published_at=clock.now(),
            )
        )
    return written


def processes_catch_up() -> int:
    """Tell what no event told of: transfers, and purchases older than this page of the market.
    Answers how many releases were written."""
    count = 0
    asked = RequestForQuote.objects.filter(
        organization__kind=Organization.Kind.AGENCY, ocds_releases=None
    )
    for pk in list(asked.order_by("pk").values_list("pk", flat=True)):
        count += len(process_publish(rfq_id=pk))
    bought = PurchaseOrder.objects.filter(
        organization__kind=Organization.Kind.AGENCY, order__isnull=False
    )
    done = OcdsRelease.objects.filter(event="closed").values("purchase_order")
    fell = Q(status=S.CANCELLED, closed_at__lt=clock.now() - FELL_THROUGH)
    bought = bought.exclude(pk__in=done).exclude(fell & Q(ocds_releases__isnull=False))
    for pk in list(bought.order_by("pk").values_list("pk", flat=True).distinct()):
        count += len(process_publish(po_id=pk))
    return count


def _locked_process(rfq_id: int | None, po_id: int | None) -> disclosure.Process | None:
    if po_id is not None:
        po = PurchaseOrder.objects.filter(pk=po_id).select_related("quote").first()
        if po is not None and po.quote is not None:
            rfq_id = po.quote.rfq_id
        elif po is not None:
            po = locks.lock_purchase_order(po_id)
            assert po is not None
            return disclosure.Process(rfq=None, po=po) if po.order_id is not None else None
    rfq = locks.lock_rfq(rfq_id) if rfq_id is not None else None
    return disclosure.process_of_request(rfq) if rfq is not None else None


# -- orders as UBL


def purchase_order_from_ubl(
    *,
    actor: Actor,
    organization_id: int,
    xml: bytes,
    rule_code: str = "",
    cost_center_id: int | None = None,
    budget_line_id: int | None = None,
) -> PurchaseOrder:
    """A purchase order of a UBL Order: its items by the seller's number (our SKU), at our price,
    which must be the order's. The same order again is the same purchase order.

    Raises NotFound, NotAllowed, BadDocument naming every place that can't be ordered, and what
    ``purchase_order_from_items`` raises; KeyReused for another order under a number that came.
    """
    organization = Organization.objects.filter(pk=organization_id).first()
    if organization is None or not actor.has_role(organization_id):
        raise NotFound
    try:
        order = order_read(xml)
    except StandardsError as error:
        raise BadDocument(error.problems) from None
    _check_order(organization, order)

    def create() -> PurchaseOrder:
        try:
            return purchase_order_from_items(
                actor=actor,
                organization_id=organization_id,
                items=_items(order),
                title=_title(order),
                address=_address(order.delivery or Delivery()),
                needed_by=order.delivery.until_on if order.delivery else None,
                rule_code=rule_code,
                cost_center_id=cost_center_id,
                budget_line_id=budget_line_id,
            )
        except BadRows as error:
            raise _by_place(error) from None
        except InvalidInput as error:
            raise _in_document(error) from None

    return order_receive(
        organization_id=organization_id,
        channel=ReceivedOrder.Channel.UBL,
        number=order.number,
        message_id=hashlib.sha256(xml).hexdigest(),
        create=create,
    )


def _check_order(organization: Organization, order: OrderRead) -> None:
    """The order is the organization's, of goods that are sold here, at today's prices."""
    problems: list[tuple[str, str]] = []
    if digits_of(order.buyer.business_number) != organization.business_number:
        text = _("구매자의 사업자등록번호가 우리 기관(%(number)s)과 다릅니다.")
        problems.append(("BuyerCustomerParty", text % {"number": organization.business_number}))
    if len(order.number) > 100:
        problems.append(("ID", _("주문번호가 너무 깁니다.")))
    nameless = [place for place, line in enumerate(order.lines, start=1) if not line.sku]
    problems += [
        (
            f"OrderLine[{place}]/LineItem/Item/SellersItemIdentification",
            _("판매자 상품코드가 없습니다."),
        )
        for place in nameless
    ]
    if problems:
        raise BadDocument(problems)
    try:
        lines = priced_lines(_items(order))
    except BadRows as error:
        raise _by_place(error) from None
    ours = {line.sku: line for line in lines}
    theirs: dict[str, int] = {}
    for line in order.lines:
        theirs[line.sku] = theirs.get(line.sku, 0) + line.total
    sellers = dict(
        Variant.objects.filter(sku__in=ours).values_list(
            "sku", "product__enterprise__business_number"
        )
    )
    named = digits_of(order.seller.business_number)
    for place, line in enumerate(order.lines, start=1):
        if named and sellers[line.sku] != named:
            problems.append(
                (
                    f"OrderLine[{place}]/LineItem/Item/SellersItemIdentification",
                    _("주문서의 판매자가 파는 상품이 아닙니다."),
                )
            )
        if theirs[line.sku] != ours[line.sku].total_amount:
            text = _("오늘의 금액은 부가세를 포함해 %(won)s원입니다.")
            names = {"won": f"{ours[line.sku].total_amount:,}"}
            problems.append((f"OrderLine[{place}]/LineItem/LineExtensionAmount", text % names))
    if problems:
        raise BadDocument(problems)


def _items(order: OrderRead) -> list[ItemOrdered]:
    return [
        ItemOrdered(line.sku, line.quantity, place)
        for place, line in enumerate(order.lines, start=1)
    ]


def _title(order: OrderRead) -> str:
    first = next((text for text in order.note.splitlines() if text.strip()), "")
    return (first.strip() or _("UBL 주문 %(number)s") % {"number": order.number})[:120]


def _address(to: Delivery) -> DeliverTo:
    return DeliverTo(
        recipient=to.recipient,
        phone=to.phone,
        postal_code=to.address.postal_code,
        road_address=to.address.street,
        detail=to.address.detail,
    )


def _by_place(error: BadRows) -> BadDocument:
    return BadDocument([(f"OrderLine[{row.row}]", str(row.message)) for row in error.rows])


#: Where in an order each field of a purchase order stands.
_PLACES = {
    "recipient": "Delivery/DeliveryParty/PartyName/Name",
    "phone": "Delivery/DeliveryParty/Contact/Telephone",
    "postal_code": "Delivery/DeliveryLocation/Address/PostalZone",
    "road_address": "Delivery/DeliveryLocation/Address/StreetName",
    "address_detail": "Delivery/DeliveryLocation/Address/AdditionalStreetName",
    "needed_by": "Delivery/RequestedDeliveryPeriod/EndDate",
    "title": "Note",
}


def _in_document(error: InvalidInput) -> InvalidInput:
    """What is wrong with what the document says, by its place; the rest stays with its field."""
    fields = error.by_field()
    if not set(fields) <= set(_PLACES):
        return error
    return BadDocument([(_PLACES[name], text) for name, texts in fields.items() for text in texts])
