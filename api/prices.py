"""Money and prices. Prices are shown with VAT; net and tax are worked out when they are asked."""

from __future__ import annotations

from typing import Any

import graphene

from api.nodes import MoneyNode, PriceRow, RangeNode, TaxedNode
from core.money import EXPONENTS


def money(minor: int, currency: str = "KRW") -> MoneyNode:
    return MoneyNode(minor, currency, EXPONENTS.get(currency, 0))


def taxed(minor: int, tax_class: str, currency: str = "KRW") -> TaxedNode:
    """A price of a tax class, as of today."""
    return TaxedNode(money(minor, currency), tax_class)


def settled(minor: int, tax_minor: int, currency: str = "KRW") -> TaxedNode:
    """A price whose tax was settled when it was sold."""
    return TaxedNode(money(minor, currency), tax_minor=tax_minor)


class Money(graphene.ObjectType):
    """An amount of a currency, in its main unit (won)."""

    currency = graphene.String(required=True, description="ISO 4217 code.")
    amount = graphene.Float(required=True, description="In the main unit: won, dollars.")
    fractional_amount = graphene.Int(required=True, description="In the smallest unit.")
    fraction_digits = graphene.Int(required=True, description="Digits below the main unit.")

    @staticmethod
    def resolve_fractional_amount(root: MoneyNode, info: Any) -> int:
        return root.minor


class TaxedMoney(graphene.ObjectType):
    """An amount with its tax."""

    currency = graphene.String(required=True)
    gross = graphene.Field(Money, required=True, description="With tax: what is paid.")
    net = graphene.Field(Money, required=True, description="Without tax (공급가액).")
    tax = graphene.Field(Money, required=True, description="The tax (부가가치세).")

    @staticmethod
    def resolve_tax(root: TaxedNode, info: Any) -> MoneyNode:
        return money(_tax(root, info), root.currency)

    @staticmethod
    def resolve_net(root: TaxedNode, info: Any) -> MoneyNode:
        return money(root.gross.minor - _tax(root, info), root.currency)


def _tax(root: TaxedNode, info: Any) -> int:
    if root.tax_minor is None:
        split = info.context.tax_rates.split(root.gross.minor, root.tax_class)
        root.tax_minor = split.vat
    return root.tax_minor


class TaxedMoneyRange(graphene.ObjectType):
    """From the cheapest to the dearest."""

    start = graphene.Field(TaxedMoney)
    stop = graphene.Field(TaxedMoney)


class ProductPricingInfo(graphene.ObjectType):
    """What a product's variants cost in the channel, by the piece."""

    on_sale = graphene.Boolean(description="Whether a variant costs less than before.")
    discount = graphene.Field(TaxedMoney, description="By how much the cheapest is reduced.")
    display_gross_prices = graphene.Boolean(required=True)
    price_range = graphene.Field(TaxedMoneyRange)
    price_range_undiscounted = graphene.Field(TaxedMoneyRange, description="Before reductions.")

    @staticmethod
    def resolve_on_sale(root: ProductPricing, info: Any) -> bool:
        return any(row.undiscounted > row.price for row in root.rows)

    @staticmethod
    def resolve_discount(root: ProductPricing, info: Any) -> TaxedNode | None:
        cheapest = min(root.rows, key=lambda row: row.price, default=None)
        if cheapest is None or cheapest.undiscounted == cheapest.price:
            return None
        return root.taxed(cheapest.undiscounted - cheapest.price)

    @staticmethod
    def resolve_price_range_undiscounted(root: ProductPricing, info: Any) -> RangeNode | None:
        before = [row.undiscounted for row in root.rows]
        if not before:
            return root.price_range
        return RangeNode(root.taxed(min(before)), root.taxed(max(before)))


class ProductPricing:
    """A product's prices; those of its variants are read when something needs them."""

    __slots__ = ("_product",)
    display_gross_prices = True

    def __init__(self, product: Any) -> None:
        self._product = product

    @property
    def rows(self) -> list[PriceRow]:
        rows: list[PriceRow] = self._product.family.prices.get(self._product.pk, [])
        return rows

    def taxed(self, minor: int) -> TaxedNode:
        return taxed(minor, self._product.tax_class_code, self._product.currency)

    @property
    def price_range(self) -> RangeNode:
        product = self._product
        return RangeNode(self.taxed(product.price_min), self.taxed(product.price_max))


class VariantPricingInfo(graphene.ObjectType):
    """What a variant costs in the channel, by the piece."""

    on_sale = graphene.Boolean()
    discount = graphene.Field(TaxedMoney)
    price = graphene.Field(TaxedMoney)
    price_undiscounted = graphene.Field(TaxedMoney)


class VariantPricing:
    __slots__ = ("_currency", "_row", "_tax_class")

    def __init__(self, row: PriceRow, tax_class: str, currency: str) -> None:
        self._row, self._tax_class, self._currency = row, tax_class, currency

    def _taxed(self, minor: int) -> TaxedNode:
        return taxed(minor, self._tax_class, self._currency)

    @property
    def on_sale(self) -> bool:
        return self._row.undiscounted > self._row.price

    @property
    def discount(self) -> TaxedNode | None:
        return self._taxed(self._row.undiscounted - self._row.price) if self.on_sale else None

    @property
    def price(self) -> TaxedNode:
        return self._taxed(self._row.price)

    @property
    def price_undiscounted(self) -> TaxedNode:
        return self._taxed(self._row.undiscounted)
