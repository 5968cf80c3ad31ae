"""Reads of gifts. Those who give see their organization's, those who send the rows of their goods.

Names, telephones and addresses are for people with a duty to them: ``may_see`` says who.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from accounts.rules import Role
from catalog.models import Variant
from core import clock
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from gifts import rules
from gifts.models import GiftFile, GiftOrder, GiftRecipient
from orders.models import VendorOrder
from procurement import selectors as procurement
from procurement.errors import BadRows
from procurement.models import PurchaseOrder, PurchaseOrderLine
from procurement.services import ItemOrdered, priced_lines

#: Who may give in an organization's name, and see to whom.
GIVERS = (Role.REQUESTER, Role.CONTRACT_OFFICER, Role.OWNER)
#: Different goods in one order.
MOST_GOODS = 20
S = GiftOrder.Status
R = GiftRecipient.Status
#: States in which enterprises see an order of gifts.
FOR_SELLERS = (S.ORDERED, S.SENDING, S.DONE, S.ERASED)


@dataclass(frozen=True, slots=True)
class Counts:
    """Recipients by where they stand; ``pieces`` of those who get something."""

    bad: int = 0
    ready: int = 0
    sent: int = 0
    delivered: int = 0
    left_out: int = 0
    remote: int = 0
    duplicates: int = 0
    pieces: int = 0

    @property
    def wanted(self) -> int:
        return self.ready + self.sent + self.delivered

    @property
    def percent(self) -> int:
        """How many of those who get something have it on its way."""
        return 100 * (self.sent + self.delivered) // self.wanted if self.wanted else 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What an order would cost, and what stands against it (``problems``, by field) or should be
    known (``warnings``)."""

    lines: list[PurchaseOrderLine]
    pieces: int
    total: int
    supply: int
    saved: int
    problems: dict[str, list[Any]]
    warnings: list[str]


def may_see(actor: Actor, order: GiftOrder) -> bool:
    """Whether the actor may read names and addresses, not counts alone."""
    return actor.has_role(order.organization_id, *GIVERS)


def gift_orders_for(*, actor: Actor, organization_id: int) -> QuerySet[GiftOrder]:
    """An organization's, newest first, with counts on each."""
    if not actor.has_role(organization_id):
        raise NotFound
    return _counted(GiftOrder.objects.filter(organization_id=organization_id)).order_by(
        "-created_at", "-pk"
    )


def gift_order_for(*, actor: Actor, number: str) -> GiftOrder:
    """One of the actor's organizations'. Raises NotFound for others'."""
    rows = GiftOrder.objects.filter(number=number, organization_id__in=list(actor.organizations))
    found = rows.select_related(
        "organization", "variant__product__enterprise", "cost_center", "purchase_order", "requester"
    ).first()
    if found is None:
        raise NotFound
    return found


def file_of(order: GiftOrder) -> GiftFile | None:
    """The list that was handed in last."""
    return order.files.order_by("-pk").first()


def counts_of(order: GiftOrder, skus: list[str] | None = None) -> Counts:
    """One query."""
    rows = order.recipients.all() if skus is None else order.recipients.filter(sku__in=skus)
    is_wanted = Q(status__in=[R.READY, R.SENT, R.DELIVERED])
    found = rows.aggregate(
        **{status.value: Count("pk", filter=Q(status=status)) for status in R},
        remote=Count("pk", filter=is_wanted & ~Q(remote="")),
        duplicates=Count("pk", filter=is_wanted & Q(duplicate_of__isnull=False)),
        pieces=Sum("quantity", filter=is_wanted),
    )
    return Counts(**{name: count or 0 for name, count in found.items()})


def recipients_of(
    *, actor: Actor, order: GiftOrder, status: str = "", text: str = ""
) -> QuerySet[GiftRecipient]:
    """An order's rows; ``text`` looks in names and telephones, for those who may see them."""
    if not actor.has_role(order.organization_id):
        raise NotFound
    rows = order.recipients.select_related("shipment").order_by("number")
    if status in R.values:
        rows = rows.filter(status=status)
    if text and may_see(actor, order):
        digits = "".join(sign for sign in text if sign.isdecimal())
        found = Q(name__icontains=text)
        if len(digits) >= 4 and not text.strip("0123456789- "):
            found |= (
                Q(phone__endswith=digits[-4:])
                if len(digits) == 4
                else Q(phone=rules.phone_formatted(text) or "-")
            )
        rows = rows.filter(found)
    return rows


def pieces_wanted(order: GiftOrder) -> list[ItemOrdered]:
    """Pieces by code, of those who get something; ``row`` is the first that wants it."""
    rows = order.recipients.filter(status__in=[R.READY, R.SENT, R.DELIVERED]).values_list("sku")
    found = rows.annotate(pieces=Sum("quantity"), first=Min("number")).order_by("first")
    return [ItemOrdered(sku, pieces, first) for sku, pieces, first in found]


def totals_of(order: GiftOrder) -> Totals:
    """What it would cost today, at the price of each item's quantity. Seven queries, and two for
    each item that is made at a weekly capacity. Raises InvalidInput: ``sku`` for too many goods,
    ``goods`` for what can't be bought."""
    items = pieces_wanted(order)
    if len(items) > MOST_GOODS:
        text = _("한 번에 상품 %(most)d가지까지 보낼 수 있습니다.") % {"most": MOST_GOODS}
        raise InvalidInput({"sku": text})
    try:
        lines = priced_lines(items)
    except BadRows as error:
        raise InvalidInput(
            {"goods": [row.message for row in error.rows]}, code=error.code
        ) from error
    problems: dict[str, list[Any]] = {}
    warnings: list[str] = []
    lead_days = dict(
        Variant.objects.filter(pk__in=[line.variant_id for line in lines]).values_list(
            "pk", "product__lead_days"
        )
    )
    for line in lines:
        assert line.variant_id is not None
        days = rules.days_to_make(
            lead_days=lead_days.get(line.variant_id) or 0,
            capacity_days=procurement.earliest_days(line.variant_id, line.quantity),
        )
        first = clock.today() + dt.timedelta(days=days)
        said = _("%(name)s %(count)s개는 %(day)s부터 보낼 수 있습니다.") % {
            "name": line.name,
            "count": f"{line.quantity:,}",
            "day": first.isoformat(),
        }
        if first > order.arrive_to:
            problems.setdefault("arrive_to", []).append(said)
        elif first > order.arrive_from:
            warnings.append(said)
    return Totals(
        lines=lines,
        pieces=sum(line.quantity for line in lines),
        total=sum(line.total_amount for line in lines),
        supply=sum(line.supply_amount for line in lines),
        saved=sum(
            (line.list_price_amount - line.unit_price_amount) * line.quantity for line in lines
        ),
        problems=problems,
        warnings=warnings,
    )


def pieces_short(order: GiftOrder) -> dict[str, int]:
    """Pieces by code that recipients want and the purchase order has no more of: a change order
    took them out. Two queries."""
    if order.purchase_order_id is None or order.status not in (S.ORDERED, S.SENDING):
        return {}
    lines = PurchaseOrderLine.objects.filter(purchase_order_id=order.purchase_order_id)
    bought = {line.sku: line.ordered_quantity for line in lines}
    found = {}
    for item in pieces_wanted(order):
        short = item.quantity - bought.get(item.sku, 0)
        if short > 0:
            found[item.sku] = short
    return found


# -- for whoever sends --


def gift_orders_to_send(*, actor: Actor, enterprise_id: int) -> QuerySet[GiftOrder]:
    """Gifts of an enterprise's goods, once they were ordered; counts of its own rows on each."""
    actor.require_enterprise(enterprise_id, Duty.ORDERS)
    mine = PurchaseOrder.objects.filter(lines__enterprise_id=enterprise_id)
    rows = GiftOrder.objects.filter(status__in=FOR_SELLERS, purchase_order__in=mine)
    own = Q(
        recipients__sku__in=PurchaseOrderLine.objects.filter(enterprise_id=enterprise_id).values(
            "sku"
        )
    )
    return _counted(rows, own).select_related("organization").order_by("-created_at", "-pk")


def gift_order_to_send(*, actor: Actor, enterprise_id: int, number: str) -> GiftOrder:
    """Raises NotFound for gifts of others' goods, and before they were ordered."""
    if not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    found = (
        GiftOrder.objects.filter(
            number=number,
            status__in=FOR_SELLERS,
            purchase_order__lines__enterprise_id=enterprise_id,
        )
        .select_related("organization", "purchase_order__order")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def lines_to_send(order: GiftOrder, enterprise_id: int) -> list[PurchaseOrderLine]:
    """An enterprise's lines of the purchase order, with their lines of the order. One query."""
    rows = PurchaseOrderLine.objects.filter(
        purchase_order_id=order.purchase_order_id, enterprise_id=enterprise_id
    )
    return list(rows.select_related("order_line").order_by("pk"))


def rows_to_send(order: GiftOrder, enterprise_id: int) -> QuerySet[GiftRecipient]:
    """The recipients of an enterprise's goods, those left out and bad ones not."""
    skus = [line.sku for line in lines_to_send(order, enterprise_id)]
    rows = order.recipients.filter(sku__in=skus, status__in=[R.READY, R.SENT, R.DELIVERED])
    return rows.order_by("number")


def part_of(order: GiftOrder, enterprise_id: int) -> VendorOrder | None:
    assert order.purchase_order is not None
    if order.purchase_order.order_id is None:
        return None
    return VendorOrder.objects.filter(
        order_id=order.purchase_order.order_id, enterprise_id=enterprise_id
    ).first()


def recipient_by_token(token: str) -> GiftRecipient:
    """Who follows an own parcel by its link. Raises NotFound; one query."""
    found = (
        GiftRecipient.objects.filter(
            token=token,
            erased_at=None,
            status__in=[R.READY, R.SENT, R.DELIVERED],
            order__status__in=FOR_SELLERS,
        )
        .select_related("order")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def goods_named(order: GiftOrder) -> dict[str, str]:
    """Names of what is given, by code. One query."""
    rows = PurchaseOrderLine.objects.filter(purchase_order_id=order.purchase_order_id)
    return dict(rows.values_list("sku", "name"))


def last_word(order: GiftOrder) -> dt.datetime | None:
    """When a recipient's gift was there last, or left."""
    found = order.recipients.aggregate(sent=Max("sent_at"), there=Max("delivered_at"))
    return max(filter(None, found.values()), default=None)


def _counted(rows: QuerySet[GiftOrder], own: Q | None = None) -> QuerySet[GiftOrder]:
    own = own if own is not None else Q()
    there = Q(recipients__status__in=[R.SENT, R.DELIVERED])
    return rows.annotate(
        wanted=Count("recipients", filter=own & (there | Q(recipients__status=R.READY))),
        gone=Count("recipients", filter=own & there),
        bad_rows=Count("recipients", filter=own & Q(recipients__status=R.BAD)),
    )
