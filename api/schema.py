"""The schema: everything that can be asked and done, put together."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q

from api import attributes, loaders, shelves
from api.asking import Asking
from api.checkouts import (
    Checkout,
    CheckoutAddPromoCode,
    CheckoutBillingAddressUpdate,
    CheckoutComplete,
    CheckoutCreate,
    CheckoutCustomerAttach,
    CheckoutCustomerNoteUpdate,
    CheckoutEmailUpdate,
    CheckoutLineDelete,
    CheckoutLinesAdd,
    CheckoutLinesDelete,
    CheckoutLinesUpdate,
    CheckoutNode,
    CheckoutRemovePromoCode,
    CheckoutShippingAddressUpdate,
    checkout,
)
from api.connections import Page, asked, paged_list, paging
from api.content import (
    Channel,
    ChannelNode,
    ContentPage,
    Menu,
    MenuNode,
    PageCountableConnection,
    PageFilterInput,
    PageNode,
    PageWhereInput,
    Shop,
    ShopNode,
    channels,
    menu,
    page,
    pages_page,
)
from api.enterprises import (
    Enterprise,
    EnterpriseCountableConnection,
    EnterpriseFilterInput,
    enterprise,
    enterprises_page,
)
from api.enums import UUID, plain
from api.ids import row_of
from api.nodes import EnterpriseNode, ProductNode, VariantNode
from api.people import (
    AccountRegister,
    RefreshToken,
    TokenCreate,
    User,
    UserNode,
    VerifyToken,
)
from api.product_filters import products_field, resolve_products
from api.products import Product, ProductVariant, ProductVariantCountableConnection
from api.purchases import (
    OrderCountableConnection,
    OrderNode,
    OrderType,
    order_by_id,
    order_by_token,
    orders_page,
)
from api.shelves import (
    Category,
    CategoryCountableConnection,
    CategoryFilterInput,
    Collection,
    CollectionCountableConnection,
    CollectionFilterInput,
)
from catalog import selectors as catalog
from catalog.selectors import DEFAULT_CHANNEL


def _one(kind: Any, **more: Any) -> Any:
    """A field for one thing by id or slug."""
    return graphene.Field(kind, id=graphene.ID(), slug=graphene.String(), **more)


def _pk(identity: str | None, kind: str) -> int | None:
    return row_of(identity, kind) if identity else None


class Query(graphene.ObjectType):
    """What can be asked."""

    shop = graphene.Field(Shop, required=True)
    channel = _one(Channel)
    channels = graphene.List(graphene.NonNull(Channel))
    product = _one(Product, channel=graphene.String())
    products = products_field("Products for sale.")
    product_variant = graphene.Field(
        ProductVariant, id=graphene.ID(), sku=graphene.String(), channel=graphene.String()
    )
    product_variants = graphene.Field(
        ProductVariantCountableConnection,
        ids=graphene.List(graphene.NonNull(graphene.ID)),
        channel=graphene.String(),
        **paging(),
    )
    category = _one(Category)
    categories = graphene.Field(
        CategoryCountableConnection,
        filter=graphene.Argument(CategoryFilterInput),
        level=graphene.Int(description="0: the shelves at the top."),
        **paging(),
    )
    collection = _one(Collection, channel=graphene.String())
    collections = graphene.Field(
        CollectionCountableConnection,
        filter=graphene.Argument(CollectionFilterInput),
        channel=graphene.String(),
        **paging(),
    )
    menu = _one(Menu, name=graphene.String(), channel=graphene.String())
    page = _one(ContentPage)
    pages = graphene.Field(
        PageCountableConnection,
        filter=graphene.Argument(PageFilterInput),
        where=graphene.Argument(PageWhereInput),
        **paging(),
    )
    enterprise = _one(Enterprise)
    enterprises = graphene.Field(
        EnterpriseCountableConnection, filter=graphene.Argument(EnterpriseFilterInput), **paging()
    )
    checkout = graphene.Field(Checkout, id=graphene.ID(), token=UUID())
    me = graphene.Field(User)
    order = graphene.Field(OrderType, id=graphene.ID(required=True))
    order_by_token = graphene.Field(OrderType, token=UUID(required=True))
    orders = graphene.Field(
        OrderCountableConnection, description="One's own, newest first.", **paging()
    )

    @staticmethod
    def resolve_shop(root: Any, info: Any) -> ShopNode:
        return ShopNode()

    @staticmethod
    def resolve_channel(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
    ) -> ChannelNode | None:
        known = channels(info.context)
        if id:
            return next((channel for channel in known.values() if channel.id == id), None)
        return known.get(slug or "")

    @staticmethod
    def resolve_channels(root: Any, info: Any) -> list[ChannelNode]:
        return list(channels(info.context).values())

    @staticmethod
    def resolve_product(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
        channel: str | None = None,
    ) -> ProductNode | None:
        family = _product_family(info.context, _pk(id, "Product"), slug, channel)
        return next(iter(family.nodes.values()), None)

    @staticmethod
    def resolve_products(root: Any, info: Any, **given: Any) -> Page:
        return resolve_products(info, **given)

    @staticmethod
    def resolve_product_variant(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        sku: str | None = None,
        channel: str | None = None,
    ) -> VariantNode | None:
        found = Q(pk=_pk(id, "ProductVariant")) if id else Q(sku=sku or "")
        family = loaders.variants_for_sale(info.context, found, channel=channel or DEFAULT_CHANNEL)
        return next(iter(family.nodes.values()), None)

    @staticmethod
    def resolve_product_variants(
        root: Any,
        info: Any,
        ids: list[str] | None = None,
        channel: str | None = None,
        **given: Any,
    ) -> Page:
        pks = [row_of(identity, "ProductVariant") for identity in (ids or [])[:100]]
        family = loaders.variants_for_sale(
            info.context, Q(pk__in=pks), channel=channel or DEFAULT_CHANNEL
        )
        return paged_list(list(family.nodes.values()), asked("productVariants", **given))

    @staticmethod
    def resolve_category(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
    ) -> Any:
        return shelves.category(info.context, pk=_pk(id, "Category"), slug=slug)

    @staticmethod
    def resolve_categories(
        root: Any,
        info: Any,
        filter: Any = None,  # noqa: A002
        level: int | None = None,
        **given: Any,
    ) -> Page:
        return shelves.categories_page(
            info.context, asked("categories", **given), filter_=plain(filter) or {}, level=level
        )

    @staticmethod
    def resolve_collection(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
        channel: str | None = None,
    ) -> Any:
        return shelves.collection(pk=_pk(id, "Collection"), slug=slug)

    @staticmethod
    def resolve_collections(
        root: Any,
        info: Any,
        filter: Any = None,  # noqa: A002
        channel: str | None = None,
        **given: Any,
    ) -> Page:
        return shelves.collections_page(
            info.context, asked("collections", **given), filter_=plain(filter) or {}
        )

    @staticmethod
    def resolve_menu(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
        name: str | None = None,
        channel: str | None = None,
    ) -> MenuNode | None:
        return menu(pk=_pk(id, "Menu"), slug=slug, name=name)

    @staticmethod
    def resolve_page(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
    ) -> PageNode | None:
        return page(pk=_pk(id, "Page"), slug=slug)

    @staticmethod
    def resolve_pages(
        root: Any,
        info: Any,
        filter: Any = None,  # noqa: A002
        where: Any = None,
        **given: Any,
    ) -> Page:
        return pages_page(plain(where) or {}, plain(filter) or {}, asked("pages", **given))

    @staticmethod
    def resolve_enterprise(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        slug: str | None = None,
    ) -> EnterpriseNode | None:
        return enterprise(info.context, identity=id, slug=slug)

    @staticmethod
    def resolve_enterprises(
        root: Any,
        info: Any,
        filter: Any = None,  # noqa: A002
        **given: Any,
    ) -> Page:
        return enterprises_page(
            info.context, asked("enterprises", **given), filter_=plain(filter) or {}
        )

    @staticmethod
    def resolve_checkout(
        root: Any,
        info: Any,
        id: str | None = None,  # noqa: A002
        token: str | None = None,
    ) -> CheckoutNode | None:
        return checkout(info.context, identity=id, token=token)

    @staticmethod
    def resolve_me(root: Any, info: Any) -> UserNode | None:
        user = info.context.user
        return UserNode(user) if user is not None else None

    @staticmethod
    def resolve_order(root: Any, info: Any, id: str) -> OrderNode | None:  # noqa: A002
        return order_by_id(info.context, id)

    @staticmethod
    def resolve_order_by_token(root: Any, info: Any, token: str) -> OrderNode | None:
        return order_by_token(info.context, token)

    @staticmethod
    def resolve_orders(root: Any, info: Any, **given: Any) -> Page:
        return orders_page(info.context, asked("orders", **given))


def _product_family(
    asking: Asking, pk: int | None, slug: str | None, channel: str | None
) -> loaders.ProductFamily:
    listed = catalog.for_sale(channel=channel or DEFAULT_CHANNEL)
    found = listed.filter(product_id=pk) if pk else listed.filter(product__slug=slug or "")
    return loaders.ProductFamily(
        asking,
        found.values_list(*loaders.LISTING_COLUMNS),
        channel=channel or DEFAULT_CHANNEL,
    )


class Mutation(graphene.ObjectType):
    """What can be done."""

    checkout_create = CheckoutCreate.Field()
    checkout_lines_add = CheckoutLinesAdd.Field()
    checkout_lines_update = CheckoutLinesUpdate.Field()
    checkout_lines_delete = CheckoutLinesDelete.Field()
    checkout_line_delete = CheckoutLineDelete.Field()
    checkout_email_update = CheckoutEmailUpdate.Field()
    checkout_shipping_address_update = CheckoutShippingAddressUpdate.Field()
    checkout_billing_address_update = CheckoutBillingAddressUpdate.Field()
    checkout_add_promo_code = CheckoutAddPromoCode.Field()
    checkout_remove_promo_code = CheckoutRemovePromoCode.Field()
    checkout_customer_note_update = CheckoutCustomerNoteUpdate.Field()
    checkout_customer_attach = CheckoutCustomerAttach.Field()
    checkout_complete = CheckoutComplete.Field()
    token_create = TokenCreate.Field()
    token_refresh = RefreshToken.Field()
    token_verify = VerifyToken.Field()
    account_register = AccountRegister.Field()


schema = graphene.Schema(query=Query, mutation=Mutation, types=attributes.TYPED)
