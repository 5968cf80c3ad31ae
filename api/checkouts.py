"""Checkouts: a cart under Saleor's name, and everything done to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import graphene

from api import loaders
from api.addresses import SHOWN, Address, AddressInput, AddressNode, address_fields, address_node
from api.asking import Asking
from api.content import Channel, ChannelNode, PaymentGateway, channels, payment_gateways
from api.enterprises import Enterprise
from api.enums import UUID, CheckoutErrorCode, JSONString, LanguageCodeEnum, plain
from api.ids import global_id, key_of, row_of, token_of, uuid_of
from api.languages import Node
from api.nodes import EnterpriseNode, MoneyNode, TaxedNode, VariantNode
from api.prices import Money, TaxedMoney, money, settled, taxed
from api.products import ProductVariant
from api.purchases import OrderNode, OrderType, order_alone
from api.refusals import refuse
from checkout import selectors, services
from checkout.models import Cart
from checkout.selectors import CartGroup, CartLineView, CartView
from core.errors import DomainError, NotFound
from inventory.errors import InsufficientStock
from orders import selectors as orders
from payments import gateways
from vendors.models import Enterprise as EnterpriseRow

MOST_LINES = 100
_SHOWN = {**SHOWN, "variant": "variantId", "quantity": "quantity", "delivery_note": "note",
          "coupon": "promoCode"}  # fmt: skip
_KNOWN_CODES = {str(value) for value in CheckoutErrorCode._meta.enum.__members__}


class CheckoutNode:
    """A cart with what its lines would cost now. Reads once what several fields need."""

    typename = "Checkout"

    def __init__(self, asking: Asking, cart: Cart) -> None:
        self.asking, self.cart = asking, cart
        self._view: CartView | None = None
        self._variants: dict[int, VariantNode] | None = None

    @property
    def token(self) -> str:
        return uuid_of(self.cart.token)

    @property
    def id(self) -> str:
        return global_id("Checkout", self.token)

    @property
    def view(self) -> CartView:
        if self._view is None:
            self._view = selectors.view_of(self.cart)
        return self._view

    @property
    def variants(self) -> dict[int, VariantNode]:
        if self._variants is None:
            held = {line.variant_id for line in [*self.view.lines, *self.view.gone]}
            family = loaders.variants_whatever(self.asking, held, channel=self.cart.channel.slug)
            self._variants = family.nodes
        return self._variants

    def tax_class(self, line: CartLineView) -> str:
        variant = self.variants.get(line.variant_id)
        product = variant and variant.family.products.nodes.get(variant.product_pk)
        return product.tax_class_code if product else "taxable"

    def goods_vat(self) -> int:
        rates = self.asking.tax_rates
        return sum(rates.split(line.total, self.tax_class(line)).vat for line in self.view.lines)

    def shipping_vat(self) -> int:
        return self.asking.tax_rates.split(self.view.shipping, "taxable").vat


class CheckoutLineNode:
    typename = "CheckoutLine"

    def __init__(self, checkout: CheckoutNode, view: CartLineView) -> None:
        self.checkout, self.view = checkout, view
        self.id = global_id("CheckoutLine", f"{checkout.token}:{view.variant_id}")
        self.quantity = view.quantity


class CheckoutLine(graphene.ObjectType):
    """Pieces of one variant."""

    class Meta:
        interfaces = (Node,)

    quantity = graphene.Int(required=True)
    variant = graphene.Field(ProductVariant, required=True)
    unit_price = graphene.Field(TaxedMoney, required=True)
    undiscounted_unit_price = graphene.Field(Money, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    requires_shipping = graphene.Boolean(required=True)
    problem = graphene.String(description="`short` or `gone`, where it can't be had as it is.")

    @staticmethod
    def resolve_variant(root: CheckoutLineNode, info: Any) -> VariantNode:
        return root.checkout.variants[root.view.variant_id]

    @staticmethod
    def resolve_unit_price(root: CheckoutLineNode, info: Any) -> TaxedNode:
        return taxed(root.view.unit_price, root.checkout.tax_class(root.view))

    @staticmethod
    def resolve_undiscounted_unit_price(root: CheckoutLineNode, info: Any) -> MoneyNode:
        return money(root.view.base_price)

    @staticmethod
    def resolve_total_price(root: CheckoutLineNode, info: Any) -> TaxedNode:
        return taxed(root.view.total, root.checkout.tax_class(root.view))

    @staticmethod
    def resolve_requires_shipping(root: CheckoutLineNode, info: Any) -> bool:
        return True

    @staticmethod
    def resolve_problem(root: CheckoutLineNode, info: Any) -> str | None:
        return root.view.problem or None


class CheckoutGroup(graphene.ObjectType):
    """One enterprise's lines and its shipping. The market's own."""

    enterprise = graphene.Field(Enterprise, required=True)
    lines = graphene.List(graphene.NonNull(CheckoutLine), required=True)
    subtotal = graphene.Field(Money, required=True)
    shipping_price = graphene.Field(Money, required=True)


class CheckoutGroupNode:
    def __init__(
        self, checkout: CheckoutNode, group: CartGroup, enterprise: EnterpriseNode
    ) -> None:
        self.enterprise = enterprise
        self.lines = [CheckoutLineNode(checkout, line) for line in group.lines]
        self.subtotal, self.shipping_price = money(group.goods), money(group.shipping)


class ShippingMethod(graphene.ObjectType):
    """How it comes: every enterprise sends its own parcel."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    price = graphene.Field(Money, required=True)
    active = graphene.Boolean(required=True)


class ShippingNode:
    id = global_id("ShippingMethod", "parcel")
    name = "택배"
    active = True

    def __init__(self, price: int) -> None:
        self.price = money(price)


class Checkout(graphene.ObjectType):
    """Lines on their way to an order. Prices are today's until the order is placed."""

    class Meta:
        interfaces = (Node,)

    token = UUID(required=True)
    created = graphene.DateTime(required=True)
    updated_at = graphene.DateTime(required=True)
    channel = graphene.Field(Channel, required=True)
    email = graphene.String()
    language_code = LanguageCodeEnum(required=True)
    lines = graphene.List(graphene.NonNull(CheckoutLine), required=True)
    groups = graphene.List(graphene.NonNull(CheckoutGroup), required=True)
    quantity = graphene.Int(required=True)
    is_shipping_required = graphene.Boolean(required=True)
    shipping_address = graphene.Field(Address)
    billing_address = graphene.Field(Address)
    shipping_methods = graphene.List(graphene.NonNull(ShippingMethod), required=True)
    shipping_price = graphene.Field(TaxedMoney, required=True)
    subtotal_price = graphene.Field(TaxedMoney, required=True)
    total_price = graphene.Field(TaxedMoney, required=True)
    available_payment_gateways = graphene.List(graphene.NonNull(PaymentGateway), required=True)
    note = graphene.String(required=True)
    discount = graphene.Field(Money, required=True, description="What coupons take off.")
    voucher_codes = graphene.List(graphene.NonNull(graphene.String), required=True)

    @staticmethod
    def resolve_discount(root: CheckoutNode, info: Any) -> MoneyNode:
        return money(root.view.discount)

    @staticmethod
    def resolve_voucher_codes(root: CheckoutNode, info: Any) -> list[str]:
        return list(root.cart.coupon_codes)

    @staticmethod
    def resolve_created(root: CheckoutNode, info: Any) -> Any:
        return root.cart.created_at

    @staticmethod
    def resolve_updated_at(root: CheckoutNode, info: Any) -> Any:
        return root.cart.updated_at

    @staticmethod
    def resolve_channel(root: CheckoutNode, info: Any) -> ChannelNode:
        return channels(info.context)[root.cart.channel.slug]

    @staticmethod
    def resolve_email(root: CheckoutNode, info: Any) -> str | None:
        return root.cart.email or None

    @staticmethod
    def resolve_language_code(root: CheckoutNode, info: Any) -> str:
        return root.cart.language.upper()

    @staticmethod
    def resolve_lines(root: CheckoutNode, info: Any) -> list[CheckoutLineNode]:
        return [CheckoutLineNode(root, line) for line in [*root.view.lines, *root.view.gone]]

    @staticmethod
    def resolve_groups(root: CheckoutNode, info: Any) -> list[CheckoutGroupNode]:
        rows: list[EnterpriseRow] = [group.enterprise for group in root.view.groups]
        family = loaders.EnterpriseFamily(info.context, rows).nodes
        return [
            CheckoutGroupNode(root, group, family[group.enterprise.pk])
            for group in root.view.groups
        ]

    @staticmethod
    def resolve_quantity(root: CheckoutNode, info: Any) -> int:
        return root.view.count

    @staticmethod
    def resolve_is_shipping_required(root: CheckoutNode, info: Any) -> bool:
        return True

    @staticmethod
    def resolve_shipping_address(root: CheckoutNode, info: Any) -> AddressNode | None:
        return address_node(f"checkout-{root.token}", root.cart)

    resolve_billing_address = resolve_shipping_address

    @staticmethod
    def resolve_shipping_methods(root: CheckoutNode, info: Any) -> list[ShippingNode]:
        return [ShippingNode(root.view.shipping)]

    @staticmethod
    def resolve_shipping_price(root: CheckoutNode, info: Any) -> TaxedNode:
        return settled(root.view.shipping, root.shipping_vat())

    @staticmethod
    def resolve_subtotal_price(root: CheckoutNode, info: Any) -> TaxedNode:
        return settled(root.view.goods, root.goods_vat())

    @staticmethod
    def resolve_total_price(root: CheckoutNode, info: Any) -> TaxedNode:
        return settled(root.view.total, root.goods_vat() + root.shipping_vat())

    @staticmethod
    def resolve_available_payment_gateways(root: CheckoutNode, info: Any) -> list[Any]:
        return payment_gateways()

    @staticmethod
    def resolve_note(root: CheckoutNode, info: Any) -> str:
        return root.cart.delivery_note


def checkout(asking: Asking, *, identity: str | None, token: str | None) -> CheckoutNode | None:
    """The open checkout of an id or token; None for others' and for those that became orders."""
    key = key_of(identity, "Checkout") if identity else token or ""
    cart = selectors.cart_of(actor=asking.actor, token=token_of(key))
    return CheckoutNode(asking, cart) if cart is not None and cart.order_id is None else None


# -- mutations ----------------------------------------------------------------------------


class CheckoutError(graphene.ObjectType):
    """Why a checkout refused; ``field`` names the input."""

    field = graphene.String()
    message = graphene.String()
    code = CheckoutErrorCode(required=True)
    variants = graphene.List(graphene.NonNull(graphene.ID))


class ErrorNode:
    __slots__ = ("code", "field", "message", "variants")

    def __init__(
        self, field: str | None, message: str, code: str, variants: list[str] | None = None
    ) -> None:
        self.field, self.message, self.code, self.variants = field, message, code, variants


def errors_of(error: DomainError) -> list[ErrorNode]:
    """A refusal of the market as Saleor's errors: by field, with a code that stays."""
    variants = None
    if isinstance(error, InsufficientStock):
        variants = [global_id("ProductVariant", pk) for pk in error.available]
    found = []
    for field, texts in error.by_field().items():
        code = error.code if error.code in _KNOWN_CODES else "INVALID"
        if field == "lines" and code == "INVALID":
            code = "NO_LINES"
        found += [ErrorNode(_SHOWN.get(field, field) or None, t, code, variants) for t in texts]
    return found


class Payload:
    """What every mutation of a checkout answers."""

    __slots__ = ("checkout", "errors")

    def __init__(self, checkout: CheckoutNode | None, errors: list[ErrorNode]) -> None:
        self.checkout, self.errors = checkout, errors


class CheckoutLineInput(graphene.InputObjectType):
    """A variant and how many pieces of it."""

    variant_id = graphene.ID(required=True)
    quantity = graphene.Int(required=True)


class CheckoutLineUpdateInput(graphene.InputObjectType):
    """A line, by its variant or its id, and how many pieces it shall have."""

    variant_id = graphene.ID()
    line_id = graphene.ID()
    quantity = graphene.Int(required=True)


class CheckoutCreateInput(graphene.InputObjectType):
    """What a checkout begins with."""

    channel = graphene.String()
    lines = graphene.List(graphene.NonNull(CheckoutLineInput), required=True)
    email = graphene.String()
    shipping_address = graphene.Field(AddressInput)
    billing_address = graphene.Field(AddressInput)
    language_code = graphene.Argument(LanguageCodeEnum)


def _answer() -> dict[str, Any]:
    return {
        "checkout": graphene.Field(Checkout),
        "errors": graphene.List(graphene.NonNull(CheckoutError), required=True),
    }


def _mutation(
    name: str,
    text: str,
    arguments: Mapping[str, Any],
    act: Callable[..., Cart],
    *,
    by_checkout: bool = True,
) -> Any:
    """``act(asking, token, **input)`` as a mutation; refusals become its errors."""
    keys = {"id": graphene.ID(), "token": UUID(), "checkout_id": graphene.ID()}

    def mutate(root: Any, info: Any, **given: Any) -> Payload:
        asking: Asking = info.context
        token = _token(given) if by_checkout else ""
        try:
            cart = act(asking, token, **plain(given))
        except NotFound as error:
            return Payload(None, [ErrorNode("id", str(error.message), "NOT_FOUND")])
        except DomainError as error:
            held = selectors.cart_of(actor=asking.actor, token=token)
            shown = CheckoutNode(asking, held) if held and held.order_id is None else None
            return Payload(shown, errors_of(error))
        return Payload(CheckoutNode(asking, cart), [])

    fields = {
        "__doc__": text,
        "Arguments": type("Arguments", (), {**(keys if by_checkout else {}), **dict(arguments)}),
        **_answer(),
        "mutate": staticmethod(mutate),
    }
    return type(name, (graphene.Mutation,), fields)


def _token(given: dict[str, Any]) -> str:
    """The token of the checkout that is named by one of three arguments, which are taken out."""
    identity = given.pop("id", None) or given.pop("checkout_id", None)
    token = given.pop("token", None)
    given.pop("id", None)
    given.pop("checkout_id", None)
    key = key_of(identity, "Checkout") if identity else token
    if not key:
        raise refuse("GRAPHQL_ERROR", "Give the checkout's `id`.")
    return token_of(key)


def _quantities(lines: list[Mapping[str, Any]]) -> dict[int, int]:
    if len(lines) > MOST_LINES:
        raise refuse("GRAPHQL_ERROR", f"At most {MOST_LINES} lines at once.")
    found: dict[int, int] = {}
    for line in lines:
        if line.get("variant_id"):
            pk = row_of(line["variant_id"], "ProductVariant")
        else:
            pk = _variant_of_line(line.get("line_id") or "")
        found[pk] = found.get(pk, 0) + int(line["quantity"])
    return found


def _variant_of_line(identity: str) -> int:
    _token_part, _, pk = key_of(identity, "CheckoutLine").rpartition(":")
    if not pk.isdecimal() or len(pk) > 18:
        raise refuse("INVALID_ID", "Invalid ID of a line.")
    return int(pk)


def _create(asking: Asking, _token: str, input: dict[str, Any]) -> Cart:  # noqa: A002
    address = input.get("shipping_address") or input.get("billing_address")
    fields = address_fields(address) if address else {}
    if input.get("email"):
        fields["email"] = input["email"]
    language = str(input.get("language_code") or asking.language)[:2].lower()
    return services.cart_create(
        actor=asking.actor,
        channel=input.get("channel") or "default-channel",
        language="en" if language == "en" else "ko",
        quantities=_quantities(input["lines"]),
        fields=fields,
    )


def _add(asking: Asking, token: str, lines: list[dict[str, Any]]) -> Cart:
    return services.cart_lines_add(actor=asking.actor, token=token, quantities=_quantities(lines))


def _update(asking: Asking, token: str, lines: list[dict[str, Any]]) -> Cart:
    return services.cart_lines_set(actor=asking.actor, token=token, quantities=_quantities(lines))


def _delete(asking: Asking, token: str, lines_ids: list[str]) -> Cart:
    gone = {_variant_of_line(identity): 0 for identity in lines_ids[:MOST_LINES]}
    return services.cart_lines_set(actor=asking.actor, token=token, quantities=gone)


def _delete_one(asking: Asking, token: str, line_id: str) -> Cart:
    return _delete(asking, token, [line_id])


def _email(asking: Asking, token: str, email: str) -> Cart:
    return services.cart_address_set(actor=asking.actor, token=token, fields={"email": email})


def _address(asking: Asking, token: str, shipping_address: dict[str, Any]) -> Cart:
    return services.cart_address_set(
        actor=asking.actor, token=token, fields=address_fields(shipping_address)
    )


def _billing(asking: Asking, token: str, billing_address: dict[str, Any]) -> Cart:
    """The market keeps one address: a billing address counts while no other is known."""
    cart = selectors.cart_of(actor=asking.actor, token=token)
    if cart is None:
        raise NotFound
    if cart.road_address:
        return cart
    return _address(asking, token, billing_address)


def _note(asking: Asking, token: str, note: str) -> Cart:
    return services.cart_address_set(
        actor=asking.actor, token=token, fields={"delivery_note": note}
    )


def _coupon(asking: Asking, token: str, promo_code: str) -> Cart:
    return services.cart_coupon_add(actor=asking.actor, token=token, code=promo_code)


def _coupon_off(asking: Asking, token: str, promo_code: str) -> Cart:
    return services.cart_coupon_remove(actor=asking.actor, token=token, code=promo_code)


def _attach(asking: Asking, token: str, customer_id: str | None = None) -> Cart:
    return services.cart_customer_attach(actor=asking.actor, token=token)


def _lines_of(kind: Any) -> Any:
    return graphene.List(graphene.NonNull(kind), required=True)


CheckoutCreate = _mutation(
    "CheckoutCreate",
    "Begin a checkout with its first lines, all or none.",
    {"input": CheckoutCreateInput(required=True)},
    _create,
    by_checkout=False,
)
CheckoutLinesAdd = _mutation(
    "CheckoutLinesAdd", "Add pieces.", {"lines": _lines_of(CheckoutLineInput)}, _add
)
CheckoutLinesUpdate = _mutation(
    "CheckoutLinesUpdate",
    "Set how many pieces lines have; 0 takes a line out.",
    {"lines": _lines_of(CheckoutLineUpdateInput)},
    _update,
)
CheckoutLinesDelete = _mutation(
    "CheckoutLinesDelete", "Take lines out.", {"lines_ids": _lines_of(graphene.ID)}, _delete
)
CheckoutLineDelete = _mutation(
    "CheckoutLineDelete", "Take a line out.", {"line_id": graphene.ID(required=True)}, _delete_one
)
CheckoutEmailUpdate = _mutation(
    "CheckoutEmailUpdate",
    "Set where mails go.",
    {"email": graphene.String(required=True)},
    _email,
)
CheckoutShippingAddressUpdate = _mutation(
    "CheckoutShippingAddressUpdate",
    "Set where parcels go.",
    {"shipping_address": AddressInput(required=True)},
    _address,
)
CheckoutBillingAddressUpdate = _mutation(
    "CheckoutBillingAddressUpdate",
    "Set the address while no shipping address is known; the market keeps one.",
    {"billing_address": AddressInput(required=True)},
    _billing,
)
CheckoutAddPromoCode = _mutation(
    "CheckoutAddPromoCode",
    "Use a coupon; refused with VOUCHER_NOT_APPLICABLE where it takes nothing off.",
    {"promo_code": graphene.String(required=True)},
    _coupon,
)
CheckoutRemovePromoCode = _mutation(
    "CheckoutRemovePromoCode",
    "Take a coupon out.",
    {"promo_code": graphene.String(required=True)},
    _coupon_off,
)
CheckoutCustomerNoteUpdate = _mutation(
    "CheckoutCustomerNoteUpdate",
    "Set the note to whoever delivers.",
    {"note": graphene.String(required=True)},
    _note,
)
CheckoutCustomerAttach = _mutation(
    "CheckoutCustomerAttach",
    "Make a guest's checkout one's own.",
    {"customer_id": graphene.ID()},
    _attach,
)


class CheckoutComplete(graphene.Mutation):
    """Place the order and start its payment, once for a key however often it is sent."""

    class Arguments:
        id = graphene.ID()
        token = UUID()
        checkout_id = graphene.ID()
        payment_gateway = graphene.String(description="The first one available, if none is named.")
        idempotency_key = graphene.String(description="Or the header `Idempotency-Key`.")
        redirect_url = graphene.String(description="Kept for Saleor's shops; not used.")
        agreed_made_to_order = graphene.Boolean(
            description="The buyer knows that what is made for them can't be sent back."
        )

    order = graphene.Field(OrderType)
    confirmation_needed = graphene.Boolean(required=True)
    confirmation_data = JSONString(description="What the payment still needs, by its gateway.")
    errors = graphene.List(graphene.NonNull(CheckoutError), required=True)

    @staticmethod
    def mutate(
        root: Any,
        info: Any,
        payment_gateway: str | None = None,
        idempotency_key: str | None = None,
        redirect_url: str | None = None,
        agreed_made_to_order: bool = False,
        **given: Any,
    ) -> CompletedNode:
        asking: Asking = info.context
        token = _token(given)
        key = (idempotency_key or asking.idempotency_key or f"checkout:{token}")[:100]
        gateway = payment_gateway or next((g.slug for g in gateways.available()), "")
        try:
            done = services.checkout_complete(
                actor=asking.actor,
                token=token,
                gateway=gateway,
                idempotency_key=key,
                language=asking.language,
                agreed_made_to_order=agreed_made_to_order,
            )
        except NotFound as error:
            return CompletedNode(None, None, [ErrorNode("id", str(error.message), "NOT_FOUND")])
        except DomainError as error:
            return CompletedNode(None, None, errors_of(error))
        order = order_alone(asking, orders.order_for_token(done.order_token))
        needs = None
        if done.payment_state != "captured":
            needs = json.dumps(
                {
                    "gateway": gateway,
                    "reference": done.payment_reference,
                    "state": done.payment_state,
                    "url": asking.absolute(f"/pay/{done.payment_reference}/"),
                    "nextAction": done.next_action,
                },
                ensure_ascii=False,
            )
        return CompletedNode(order, needs, [])


class CompletedNode:
    __slots__ = ("confirmation_data", "confirmation_needed", "errors", "order")

    def __init__(self, order: OrderNode | None, needs: str | None, errors: list[ErrorNode]) -> None:
        self.order, self.errors = order, errors
        self.confirmation_needed, self.confirmation_data = needs is not None, needs
