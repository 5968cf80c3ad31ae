"""What a products connection is asked with, and its answer: one field wherever products hang."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q

from api.connections import Page, asked, paging
from api.enums import OrderDirection, ProductOrderField, StockAvailability, plain
from api.listing import products_page
from api.products import ProductCountableConnection
from catalog.selectors import DEFAULT_CHANNEL


class PriceRangeInput(graphene.InputObjectType):
    """Prices with tax, both ends included."""

    gte = graphene.Float()
    lte = graphene.Float()


class DateTimeRangeInput(graphene.InputObjectType):
    """Moments, both ends included."""

    gte = graphene.DateTime()
    lte = graphene.DateTime()


class DecimalRangeInput(graphene.InputObjectType):
    """Numbers, both ends included."""

    gte = graphene.Decimal()
    lte = graphene.Decimal()


class DecimalFilterInput(graphene.InputObjectType):
    """A number, one of several, or a range."""

    eq = graphene.Decimal()
    one_of = graphene.List(graphene.NonNull(graphene.Decimal))
    range = graphene.Field(DecimalRangeInput)


class DateTimeFilterInput(graphene.InputObjectType):
    """A moment, one of several, or a range."""

    eq = graphene.DateTime()
    one_of = graphene.List(graphene.NonNull(graphene.DateTime))
    range = graphene.Field(DateTimeRangeInput)


class StringFilterInput(graphene.InputObjectType):
    """A text, or one of several."""

    eq = graphene.String()
    one_of = graphene.List(graphene.NonNull(graphene.String))


class GlobalIDFilterInput(graphene.InputObjectType):
    """An id, or one of several."""

    eq = graphene.ID()
    one_of = graphene.List(graphene.NonNull(graphene.ID))


class AttributeInput(graphene.InputObjectType):
    """An attribute, and the values of it that will do."""

    slug = graphene.String()
    values = graphene.List(graphene.NonNull(graphene.String))


def _ids() -> Any:
    return graphene.List(graphene.NonNull(graphene.ID))


def _words() -> Any:
    return graphene.List(graphene.NonNull(graphene.String))


class ProductFilterInput(graphene.InputObjectType):
    """Conditions that all hold; the last four are the market's own."""

    ids = _ids()
    slugs = _words()
    search = graphene.String()
    channel = graphene.String()
    categories = _ids()
    collections = _ids()
    product_types = _ids()
    has_category = graphene.Boolean()
    attributes = graphene.List(graphene.NonNull(AttributeInput))
    stock_availability = graphene.Argument(StockAvailability)
    is_available = graphene.Boolean()
    is_published = graphene.Boolean()
    is_visible_in_listing = graphene.Boolean()
    published_from = graphene.DateTime()
    price = graphene.Field(PriceRangeInput, description="Of any variant.")
    minimal_price = graphene.Field(PriceRangeInput, description="Of the cheapest variant.")
    updated_at = graphene.Field(DateTimeRangeInput)
    gift_card = graphene.Boolean()
    enterprises = _ids()
    enterprise_kinds = _words()
    districts = _words()
    is_green = graphene.Boolean()


class ProductWhereInput(graphene.InputObjectType):
    """Conditions with operators; those of one object all hold."""

    ids = _ids()
    name = graphene.Field(StringFilterInput)
    slug = graphene.Field(StringFilterInput)
    product_type = graphene.Field(GlobalIDFilterInput)
    category = graphene.Field(GlobalIDFilterInput)
    collection = graphene.Field(GlobalIDFilterInput)
    has_category = graphene.Boolean()
    attributes = graphene.List(graphene.NonNull(AttributeInput))
    stock_availability = graphene.Argument(StockAvailability)
    is_available = graphene.Boolean()
    is_published = graphene.Boolean()
    is_visible_in_listing = graphene.Boolean()
    published_from = graphene.DateTime()
    price = graphene.Field(DecimalFilterInput)
    minimal_price = graphene.Field(DecimalFilterInput)
    updated_at = graphene.Field(DateTimeFilterInput)
    gift_card = graphene.Boolean()
    enterprises = _ids()
    enterprise_kinds = _words()
    districts = _words()
    is_green = graphene.Boolean()
    AND = graphene.List(graphene.NonNull(lambda: ProductWhereInput), name="AND")
    OR = graphene.List(graphene.NonNull(lambda: ProductWhereInput), name="OR")


class ProductOrder(graphene.InputObjectType):
    """What to sort by, and which way."""

    direction = graphene.Argument(OrderDirection, required=True)
    field = graphene.Argument(ProductOrderField)
    channel = graphene.String()


def products_field(description: str) -> Any:
    """A ``products`` field with every argument of Saleor's."""
    return graphene.Field(
        ProductCountableConnection,
        filter=graphene.Argument(ProductFilterInput),
        where=graphene.Argument(ProductWhereInput),
        sort_by=graphene.Argument(ProductOrder),
        search=graphene.String(),
        channel=graphene.String(description="`default-channel` unless another is named."),
        description=description,
        **paging(),
    )


def resolve_products(
    info: Any,
    *,
    within: Q | None = None,
    collection_pk: int | None = None,
    filter: Any = None,  # noqa: A002 - the argument's name
    where: Any = None,
    sort_by: Any = None,
    search: str | None = None,
    channel: str | None = None,
    **page: Any,
) -> Page:
    """The page that a ``products`` field was asked for."""
    return products_page(
        info.context,
        asked("products", **page),
        channel=channel or DEFAULT_CHANNEL,
        filter_=plain(filter),
        where=plain(where),
        text=search or "",
        sort_by=plain(sort_by),
        within=within,
        collection_pk=collection_pk,
    )
