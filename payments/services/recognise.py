"""When a prepaid sale counts: the buyer's money becomes the enterprise's."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from core import clock, tax
from core.errors import NotFound
from core.money import TaxSplit
from orders import locks as order_locks
from orders.models import Order, OrderLine, VendorOrder
from orders.prices import line_share
from payments import ledger, rules
from payments.models import PayableItem
from payments.shares import amounts_of, item


@transaction.atomic
def sale_recognise(*, vendor_order_id: int) -> None:
    """Book a delivered prepaid vendor order, less what was taken back before. Once."""
    part = VendorOrder.objects.filter(pk=vendor_order_id).first()
    if part is None:
        raise NotFound
    order = order_locks.lock_order(part.order_id)
    if order is None:
        raise NotFound
    part.refresh_from_db(fields=["delivered_at", "status"])
    part.order = order
    lines = list(part.lines.order_by("pk"))
    recognise(part, lines, gone={line.pk: line.refunded_quantity for line in lines})


def recognise(part: VendorOrder, lines: list[OrderLine], *, gone: Mapping[int, int]) -> None:
    """As above, for a part whose order is locked. ``gone``: pieces by line id that were taken back
    before it was delivered."""
    order = part.order
    if order.terms != Order.Terms.PREPAID or part.delivered_at is None:
        return
    vat = tax.rates(on=clock.local_date(part.delivered_at)).by_class["taxable"]
    items, source, market_discount = [], 0, 0
    commission = TaxSplit(0, 0, 0)
    for line in lines:
        before = gone.get(line.pk, 0)
        if before == line.quantity:
            continue
        pieces = line.quantity - before
        share = line_share(amounts_of(line), before=before, pieces=pieces, vat_rate_bp=vat)
        items.append(
            item(kind=PayableItem.Kind.SALE, part=part, line=line, pieces=pieces, share=share)
        )
        source += share.paid + share.shipping
        market_discount += share.market_discount
        commission = TaxSplit(
            commission.total + share.commission.total,
            commission.supply + share.commission.supply,
            commission.vat + share.commission.vat,
        )
    if source + market_discount == 0:
        return
    buyer = rules.buyer_owner(
        user_id=order.user_id, organization_id=order.organization_id, order_id=order.pk
    )
    ledger.post(
        key=f"vendor-order:{part.pk}:delivered",
        kind="recognition",
        postings=rules.recognition_postings(
            source=rules.Posting(rules.AccountKind.BUYER_FUNDS, source, buyer),
            enterprise_id=part.enterprise_id,
            commission=commission,
            market_discount=market_discount,
        ),
        items=items,
        order_id=part.order_id,
        vendor_order_id=part.pk,
        happened_at=part.delivered_at,
    )
