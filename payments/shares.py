"""Lines of an order as money: what a line is made of, and items of the sub-ledger from its shares.

Pure shaping over rows that were read before.
"""

from __future__ import annotations

from orders.models import OrderLine, VendorOrder
from orders.prices import LineAmounts, LineShare
from payments.models import PayableItem


def amounts_of(line: OrderLine) -> LineAmounts:
    return LineAmounts(
        quantity=line.quantity,
        goods=line.total_amount,
        market_discount=line.market_discount_amount,
        enterprise_discount=line.enterprise_discount_amount,
        shipping=line.shipping_amount,
        commission=line.commission_amount,
    )


def item(
    *, kind: str, part: VendorOrder, line: OrderLine, pieces: int, share: LineShare, sign: int = 1
) -> PayableItem:
    """What ``pieces`` of a line are worth to the enterprise; ``sign`` −1 for what goes back."""
    return PayableItem(
        enterprise_id=part.enterprise_id,
        vendor_order=part,
        order_line=line,
        kind=kind,
        quantity=sign * pieces,
        goods_amount=sign * share.goods,
        enterprise_discount_amount=sign * share.enterprise_discount,
        market_discount_amount=sign * share.market_discount,
        shipping_amount=sign * share.shipping,
        commission_amount=sign * share.commission.supply,
        commission_vat_amount=sign * share.commission.vat,
        net_amount=sign
        * (share.goods - share.enterprise_discount + share.shipping - share.commission.total),
    )


def fee_item(*, part: VendorOrder, fee: int) -> PayableItem:
    """The buyer's payment for the way back, kept by the enterprise that had the cost."""
    return PayableItem(
        enterprise_id=part.enterprise_id,
        vendor_order=part,
        kind=PayableItem.Kind.REFUND,
        fee_amount=fee,
        net_amount=fee,
    )
