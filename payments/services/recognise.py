"""When a prepaid sale counts: the buyer's money becomes the enterprise's."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum

from core import clock, tax
from core.errors import NotFound
from orders import locks as order_locks
from orders.models import Order, VendorOrder
from payments import ledger, rules
from payments.models import Refund


@transaction.atomic
def sale_recognise(*, vendor_order_id: int) -> None:
    """Book a delivered prepaid vendor order, less what was refunded before. Once.

    Commission is taken on the goods that stayed, never on shipping.
    """
    part = VendorOrder.objects.filter(pk=vendor_order_id).first()
    if part is None:
        raise NotFound
    order = order_locks.lock_order(part.order_id)
    if order is None or order.terms != Order.Terms.PREPAID or part.delivered_at is None:
        return
    before = Refund.objects.filter(vendor_order=part, created_at__lt=part.delivered_at).aggregate(
        goods=Sum("goods_amount"), shipping=Sum("shipping_amount")
    )
    goods = part.goods_amount - (before["goods"] or 0)
    kept = goods + part.shipping_amount - (before["shipping"] or 0)
    if kept == 0:
        return
    commission = tax.rates(on=clock.local_date(part.delivered_at)).split(
        rules.commission_of(goods, rate_bp=part.commission_rate_bp), "taxable"
    )
    ledger.post(
        key=f"vendor-order:{part.pk}:delivered",
        kind="recognition",
        postings=rules.recognition_postings(
            source=rules.Posting(rules.AccountKind.BUYER_FUNDS, kept),
            enterprise_id=part.enterprise_id,
            commission=commission,
        ),
        order_id=part.order_id,
        vendor_order_id=part.pk,
        happened_at=part.delivered_at,
    )
