"""Orders: what was bought, of whom, and where it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import graphene

from api import loaders
from api.addresses import Address, AddressNode, address_node
from api.asking import Asking
from api.connections import Asked, Order, Page, connection_type, keyset, paged, read_moment
from api.content import Channel, ChannelNode, channels
from api.enterprises import Enterprise
from api.enums import (
    FulfillmentStatus,
    LanguageCodeEnum,
    OrderAuthorizeStatusEnum,
    OrderChargeStatusEnum,
    OrderStatus,
    PaymentChargeStatusEnum,
)
from api.ids import global_id, key_of, token_of, uuid_of
from api.languages import Node
from api.nodes import EnterpriseNode, ImageNode, MoneyNode, TaxedNode, VariantNode
from api.prices import Money, TaxedMoney, money, settled
from api.products import Image, ProductVariant
from core.errors import NotFound
from orders import selectors
from orders.models import Order as OrderRow
from orders.models import OrderLine as LineRow
from orders.models import Shipment, ShipmentLine, VendorOrder
from payments import selectors as payments
from payments.models import Payment
from vendors.models import Enterprise as EnterpriseRow

S = VendorOrder.Status
_SHIPPED = {S.SHIPPED, S.DELIVERED}


class OrderFamily:
    """Orders read together, with the variants, enterprises and payments that they need."""

    def __init__(self, asking: Asking, rows: Iterable[OrderRow]) -> None:
        self.asking = asking
        self.nodes = {row.pk: OrderNode(self, row) for row in rows}

    @cached_property
    def variants(self) -> dict[str, dict[int, VariantNode]]:
        """By the channel that an order was placed in, and number. One query a channel."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for node in self.nodes.values():
            held = (line.row.variant_id for line in node.lines)
            wanted[node.row.channel].update(pk for pk in held if pk)
        return {
            channel: loaders.variants_whatever(self.asking, pks, channel=channel).nodes
            for channel, pks in wanted.items()
        }

    @cached_property
    def enterprises(self) -> dict[int, EnterpriseNode]:
        pks = {part.enterprise_id for node in self.nodes.values() for part in node.parts}
        rows = EnterpriseRow.objects.filter(pk__in=pks)
        return loaders.EnterpriseFamily(self.asking, rows).nodes

    @cached_property
    def payments(self) -> dict[int, Payment]:
        return payments.latest_payments(self.nodes)


class OrderNode:
    typename = "Order"

    def __init__(self, family: OrderFamily, row: OrderRow) -> None:
        self.family, self.row = family, row
        self.parts = list(row.vendor_orders.all())
        self.lines = [LineNode(self, line) for part in self.parts for line in part.lines.all()]

    @property
    def id(self) -> str:
        return global_id("Order", uuid_of(self.row.token))


class LineNode:
    typename = "OrderLine"

    def __init__(self, order: OrderNode, row: LineRow) -> None:
        self.order, self.row = order, row

    @property
    def id(self) -> str:
        return global_id("OrderLine", self.row.pk)


class OrderLine(graphene.ObjectType):
    """Goods of one variant, as they were at the sale."""

    class Meta:
        interfaces = (Node,)

    product_name = graphene.String(required=True)
    variant_name = graphene.String(required=True)
    product_sku = graphene.String()
    quantity = graphene.Int(required=True)
    quantity_fulfilled = graphene.Int(required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    thumbnail = graphene.Field(Image, size=graphene.Int())
    variant = graphene.Field(ProductVariant)
    is_shipping_required = graphene.Boolean(required=True)
    credential_kinds = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="What the seller was certified as at the sale.",
    )

    @staticmethod
    def resolve_product_name(root: LineNode, info: Any) -> str:
        english = root.row.name_en if info.context.language == "en" else ""
        return english or root.row.name

    @staticmethod
    def resolve_variant_name(root: LineNode, info: Any) -> str:
        return root.row.variant_name

    @staticmethod
    def resolve_product_sku(root: LineNode, info: Any) -> str | None:
        return root.row.sku or None

    @staticmethod
    def resolve_quantity(root: LineNode, info: Any) -> int:
        return root.row.quantity

    @staticmethod
    def resolve_quantity_fulfilled(root: LineNode, info: Any) -> int:
        return root.row.shipped_quantity

    @staticmethod
    def resolve_unit_price(root: LineNode, info: Any) -> TaxedNode:
        row = root.row
        return settled(row.unit_price_amount, row.vat_amount // row.quantity)

    @staticmethod
    def resolve_total_price(root: LineNode, info: Any) -> TaxedNode:
        return settled(root.row.total_amount, root.row.vat_amount)

    @staticmethod
    def resolve_thumbnail(root: LineNode, info: Any, size: int | None = None) -> ImageNode | None:
        if not root.row.thumbnail:
            return None
        return ImageNode(info.context.absolute(root.row.thumbnail), root.row.name)

    @staticmethod
    def resolve_variant(root: LineNode, info: Any) -> VariantNode | None:
        order = root.order
        return order.family.variants[order.row.channel].get(root.row.variant_id or 0)

    @staticmethod
    def resolve_is_shipping_required(root: LineNode, info: Any) -> bool:
        return True

    @staticmethod
    def resolve_credential_kinds(root: LineNode, info: Any) -> list[str]:
        return list(root.row.kinds)


class FulfillmentLine(graphene.ObjectType):
    """Pieces of a line in a shipment."""

    id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)
    order_line = graphene.Field(OrderLine)


class FulfillmentLineNode:
    def __init__(self, row: ShipmentLine, order_line: LineNode | None) -> None:
        self.id = global_id("FulfillmentLine", row.pk)
        self.quantity, self.order_line = row.quantity, order_line


class Fulfillment(graphene.ObjectType):
    """A shipment of one enterprise."""

    class Meta:
        interfaces = (Node,)

    fulfillment_order = graphene.Int(required=True)
    status = FulfillmentStatus(required=True)
    tracking_number = graphene.String(required=True)
    carrier = graphene.String(required=True)
    created = graphene.DateTime(required=True)
    lines = graphene.List(graphene.NonNull(FulfillmentLine))


class FulfillmentNode:
    typename = "Fulfillment"
    status = "FULFILLED"

    def __init__(self, order: OrderNode, row: Shipment, place: int) -> None:
        self.id = global_id("Fulfillment", row.pk)
        self.fulfillment_order = place
        self.tracking_number, self.carrier = row.tracking_number, row.carrier
        self.created = row.shipped_at
        known = {line.row.pk: line for line in order.lines}
        self.lines = [
            FulfillmentLineNode(line, known.get(line.order_line_id)) for line in row.lines.all()
        ]


class VendorOrderType(graphene.ObjectType):
    """One enterprise's part of an order."""

    class Meta:
        name = "VendorOrder"

    id = graphene.ID(required=True)
    number = graphene.String(required=True)
    status = OrderStatus(required=True)
    enterprise = graphene.Field(Enterprise, required=True)
    lines = graphene.List(graphene.NonNull(OrderLine), required=True)
    fulfillments = graphene.List(graphene.NonNull(Fulfillment), required=True)
    shipping_price = graphene.Field(Money, required=True)
    total = graphene.Field(Money, required=True)


class VendorOrderNode:
    def __init__(self, order: OrderNode, row: VendorOrder) -> None:
        self._order, self._row = order, row
        self.id = global_id("VendorOrder", row.number)
        self.number = row.number

    @property
    def status(self) -> str:
        return part_status(self._row.status)

    @property
    def enterprise(self) -> EnterpriseNode:
        return self._order.family.enterprises[self._row.enterprise_id]

    @property
    def lines(self) -> list[LineNode]:
        return [line for line in self._order.lines if line.row.vendor_order_id == self._row.pk]

    @property
    def fulfillments(self) -> list[FulfillmentNode]:
        shipments = enumerate(self._row.shipments.all(), start=1)
        return [FulfillmentNode(self._order, row, place) for place, row in shipments]

    @property
    def shipping_price(self) -> MoneyNode:
        return money(self._row.shipping_amount)

    @property
    def total(self) -> MoneyNode:
        return money(self._row.total_amount)


def part_status(status: str) -> str:
    """A vendor order's state by Saleor's names."""
    return {
        S.PENDING: "UNCONFIRMED",
        S.PARTLY_SHIPPED: "PARTIALLY_FULFILLED",
        S.SHIPPED: "FULFILLED",
        S.DELIVERED: "FULFILLED",
        S.CANCELLED: "CANCELED",
    }.get(S(status), "UNFULFILLED")


class OrderType(graphene.ObjectType):
    """An order, which may have parts of several enterprises."""

    class Meta:
        name = "Order"
        interfaces = (Node,)

    number = graphene.String(required=True)
    token = graphene.String(required=True)
    created = graphene.DateTime(required=True)
    updated_at = graphene.DateTime(required=True)
    status = OrderStatus(required=True)
    status_display = graphene.String(required=True)
    channel = graphene.Field(Channel, required=True)
    user_email = graphene.String()
    language_code_enum = LanguageCodeEnum(required=True)
    is_paid = graphene.Boolean(required=True)
    payment_status = PaymentChargeStatusEnum(required=True)
    payment_status_display = graphene.String(required=True)
    charge_status = OrderChargeStatusEnum(required=True)
    authorize_status = OrderAuthorizeStatusEnum(required=True)
    lines = graphene.List(graphene.NonNull(OrderLine), required=True)
    fulfillments = graphene.List(graphene.NonNull(Fulfillment), required=True)
    vendor_orders = graphene.List(graphene.NonNull(VendorOrderType), required=True)
    shipping_address = graphene.Field(Address)
    billing_address = graphene.Field(Address)
    subtotal = graphene.Field(TaxedMoney, required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    total = graphene.Field(TaxedMoney, required=True)
    customer_note = graphene.String(required=True)

    @staticmethod
    def resolve_number(root: OrderNode, info: Any) -> str:
        return root.row.number

    @staticmethod
    def resolve_token(root: OrderNode, info: Any) -> str:
        return uuid_of(root.row.token)

    @staticmethod
    def resolve_created(root: OrderNode, info: Any) -> Any:
        return root.row.placed_at

    @staticmethod
    def resolve_updated_at(root: OrderNode, info: Any) -> Any:
        return root.row.confirmed_at or root.row.placed_at

    @staticmethod
    def resolve_status(root: OrderNode, info: Any) -> str:
        return order_status(root)

    @staticmethod
    def resolve_status_display(root: OrderNode, info: Any) -> str:
        return str(root.row.get_status_display())

    @staticmethod
    def resolve_channel(root: OrderNode, info: Any) -> ChannelNode:
        return channels(info.context)[root.row.channel]

    @staticmethod
    def resolve_user_email(root: OrderNode, info: Any) -> str:
        return root.row.email

    @staticmethod
    def resolve_language_code_enum(root: OrderNode, info: Any) -> str:
        return root.row.language.upper()

    @staticmethod
    def resolve_is_paid(root: OrderNode, info: Any) -> bool:
        return _is_paid(root)

    @staticmethod
    def resolve_payment_status(root: OrderNode, info: Any) -> str:
        return "FULLY_CHARGED" if _is_paid(root) else "NOT_CHARGED"

    @staticmethod
    def resolve_payment_status_display(root: OrderNode, info: Any) -> str:
        payment = root.family.payments.get(root.row.pk)
        return str(payment.get_state_display()) if payment else ""

    @staticmethod
    def resolve_charge_status(root: OrderNode, info: Any) -> str:
        return "FULL" if _is_paid(root) else "NONE"

    resolve_authorize_status = resolve_charge_status

    @staticmethod
    def resolve_fulfillments(root: OrderNode, info: Any) -> list[FulfillmentNode]:
        shipments = [row for part in root.parts for row in part.shipments.all()]
        shipments.sort(key=lambda row: (row.shipped_at, row.pk))
        return [FulfillmentNode(root, row, n) for n, row in enumerate(shipments, start=1)]

    @staticmethod
    def resolve_vendor_orders(root: OrderNode, info: Any) -> list[VendorOrderNode]:
        return [VendorOrderNode(root, part) for part in root.parts]

    @staticmethod
    def resolve_shipping_address(root: OrderNode, info: Any) -> AddressNode | None:
        return address_node(f"order-{uuid_of(root.row.token)}", root.row)

    resolve_billing_address = resolve_shipping_address

    @staticmethod
    def resolve_subtotal(root: OrderNode, info: Any) -> TaxedNode:
        return settled(root.row.goods_amount, _goods_vat(root))

    @staticmethod
    def resolve_shipping_price(root: OrderNode, info: Any) -> TaxedNode:
        return settled(root.row.shipping_amount, _shipping_vat(root, info))

    @staticmethod
    def resolve_total(root: OrderNode, info: Any) -> TaxedNode:
        return settled(root.row.total_amount, _goods_vat(root) + _shipping_vat(root, info))

    @staticmethod
    def resolve_customer_note(root: OrderNode, info: Any) -> str:
        return root.row.delivery_note


def order_status(root: OrderNode) -> str:
    """Saleor's OrderStatus from those of the parts."""
    states = {S(part.status) for part in root.parts} - {S.CANCELLED}
    if not states:
        return "CANCELED"
    if states == {S.PENDING}:
        return "UNCONFIRMED"
    if states <= _SHIPPED:
        return "FULFILLED"
    return "PARTIALLY_FULFILLED" if states & {*_SHIPPED, S.PARTLY_SHIPPED} else "UNFULFILLED"


def _is_paid(root: OrderNode) -> bool:
    return root.row.confirmed_at is not None and root.row.terms == OrderRow.Terms.PREPAID


def _goods_vat(root: OrderNode) -> int:
    return sum(line.row.vat_amount for line in root.lines)


def _shipping_vat(root: OrderNode, info: Any) -> int:
    return int(info.context.tax_rates.split(root.row.shipping_amount, "taxable").vat)


OrderCountableConnection = connection_type(OrderType, "Order")


def orders_page(asking: Asking, page: Asked) -> Page:
    """The orders of whoever asks, newest first."""
    rows = selectors.orders_of(asking.actor)
    found = list(keyset(rows, Order("placed_at", "pk", True, read_moment), page))
    family = OrderFamily(asking, found[: page.size])
    return paged(
        found,
        page,
        node=lambda row: family.nodes[row.pk],
        cursor=lambda row: (row.placed_at, row.pk),
        count=rows.count,
    )


def order_by_id(asking: Asking, identity: str) -> OrderNode | None:
    """The order whose secret is in the id: whoever holds it may see it."""
    return order_by_token(asking, key_of(identity, "Order"))


def order_by_token(asking: Asking, token: str) -> OrderNode | None:
    try:
        return order_alone(asking, selectors.order_for_token(token_of(token)))
    except NotFound:
        return None


def order_alone(asking: Asking, row: OrderRow) -> OrderNode:
    return OrderFamily(asking, [row]).nodes[row.pk]
