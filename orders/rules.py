"""The life of an order, as state machines; and how an order's money is made up."""

from __future__ import annotations

from enum import StrEnum

from core.money import share_bp


class BuyerKind(StrEnum):
    CITIZEN = "citizen"
    COMPANY = "company"
    AGENCY = "agency"


class SalesChannel(StrEnum):
    """By which door a sale came in."""

    SHOP = "shop"
    PURCHASE_ORDER = "po"
    GIFT = "gift"
    RECURRING = "recurring"


class Terms(StrEnum):
    """When the buyer pays. Orders knows only this much of money."""

    PREPAID = "prepaid"
    ON_ACCOUNT = "on_account"


class OrderStatus(StrEnum):
    """``pending`` waits for its payment; the rest follows from the vendor orders."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class VendorOrderStatus(StrEnum):
    PENDING = "pending"
    CONFIRMED = "confirmed"
    ACCEPTED = "accepted"
    PARTLY_SHIPPED = "partly_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


_S = VendorOrderStatus

#: From each state, where a vendor order may go.
VENDOR_ORDER_MOVES: dict[VendorOrderStatus, frozenset[VendorOrderStatus]] = {
    _S.PENDING: frozenset({_S.CONFIRMED, _S.CANCELLED}),
    _S.CONFIRMED: frozenset({_S.ACCEPTED, _S.PARTLY_SHIPPED, _S.SHIPPED, _S.CANCELLED}),
    _S.ACCEPTED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED, _S.CANCELLED}),
    _S.PARTLY_SHIPPED: frozenset({_S.PARTLY_SHIPPED, _S.SHIPPED}),
    _S.SHIPPED: frozenset({_S.DELIVERED}),
    _S.DELIVERED: frozenset(),
    _S.CANCELLED: frozenset(),
}


def may_move(current: str, target: str) -> bool:
    return VendorOrderStatus(target) in VENDOR_ORDER_MOVES[VendorOrderStatus(current)]


def shipping_state(*, ordered: int, shipped: int) -> VendorOrderStatus:
    """What a vendor order of ``ordered`` pieces is when ``shipped`` of them have left."""
    return _S.SHIPPED if shipped >= ordered else _S.PARTLY_SHIPPED


def order_status(vendor_order_statuses: list[str]) -> OrderStatus:
    """An order's state from those of its vendor orders."""
    states = {VendorOrderStatus(s) for s in vendor_order_statuses}
    if states == {_S.CANCELLED}:
        return OrderStatus.CANCELLED
    if states <= {_S.DELIVERED, _S.CANCELLED}:
        return OrderStatus.COMPLETED
    if states <= {_S.PENDING, _S.CANCELLED}:
        return OrderStatus.PENDING
    return OrderStatus.CONFIRMED


def unit_price(base: int, tiers: list[tuple[int, int]], quantity: int) -> int:
    """The price of one piece when ``quantity`` are bought: the best tier reached, else ``base``.

    ``tiers`` are (from quantity, won each) in any order.
    """
    return min([base, *(price for least, price in tiers if quantity >= least)])


def shipping_fee(*, goods: int, fee: int, free_from: int) -> int:
    """Flat fee for a vendor order, none from ``free_from`` won of goods on (0: never free)."""
    return 0 if free_from and goods >= free_from else fee


def commission(goods: int, *, rate_bp: int) -> int:
    """The market's commission on ``goods`` won of a vendor order, VAT included, half up."""
    return share_bp(goods, rate_bp=rate_bp)
