"""What stands around the goods: channels, menus, pages, and the shop itself."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from urllib.parse import urlsplit

import graphene
from django.conf import settings
from django.db.models import QuerySet

from api import loaders
from api.asking import Asking
from api.connections import Asked, Order, Page, connection_type, keyset, paged
from api.enums import JSONString, LanguageCodeEnum
from api.ids import global_id, row_of
from api.languages import (
    LanguageDisplay,
    LanguageNode,
    MenuItemTranslation,
    Node,
    PageTranslation,
    translated,
    translation_field,
)
from api.nodes import CategoryNode, CollectionNode, TranslationNode, rich_text
from api.product_filters import StringFilterInput
from api.shelves import Category, Collection
from catalog.models import Channel as ChannelRow
from catalog.models import Menu as MenuRow
from catalog.models import MenuItem as MenuItemRow
from catalog.models import Page as PageRow
from checkout.rules import LARGEST_QUANTITY
from checkout.services import TIME_TO_PAY
from payments import gateways

SHOP_NAME = "온장"


class CountryDisplay(graphene.ObjectType):
    """A country."""

    code = graphene.String(required=True)
    country = graphene.String(required=True)


class KoreaNode:
    code = "KR"
    country = "대한민국"


KOREA = KoreaNode()


class Channel(graphene.ObjectType):
    """Where is sold, in which currency."""

    class Meta:
        interfaces = (Node,)

    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    is_active = graphene.Boolean(required=True)
    currency_code = graphene.String(required=True)
    default_country = graphene.Field(CountryDisplay, required=True)
    countries = graphene.List(graphene.NonNull(CountryDisplay))


class ChannelNode:
    typename = "Channel"
    default_country = KOREA
    countries = (KOREA,)

    def __init__(self, row: ChannelRow) -> None:
        self.id = global_id("Channel", row.pk)
        self.slug, self.name, self.is_active = row.slug, row.name, row.is_active
        self.currency_code = row.currency


def channels(asking: Asking) -> dict[str, ChannelNode]:
    """Active channels by their slugs. One query a request."""
    if "channels" not in asking.memo:
        rows = ChannelRow.objects.filter(is_active=True).order_by("pk")
        asking.memo["channels"] = {row.slug: ChannelNode(row) for row in rows}
    known: dict[str, ChannelNode] = asking.memo["channels"]
    return known


class PaymentGateway(graphene.ObjectType):
    """A way to pay."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    currencies = graphene.List(graphene.NonNull(graphene.String), required=True)
    config = graphene.List(graphene.NonNull(lambda: GatewayConfigLine), required=True)


class GatewayConfigLine(graphene.ObjectType):
    """A public setting of a way to pay."""

    field = graphene.String(required=True)
    value = graphene.String()


class GatewayNode:
    currencies = ("KRW",)
    config = ()

    def __init__(self, gateway: Any) -> None:
        self.id, self.name = gateway.slug, str(gateway.label)


def payment_gateways() -> list[GatewayNode]:
    """The ways to pay that are switched on, best first."""
    return [GatewayNode(gateway) for gateway in gateways.available()]


class Domain(graphene.ObjectType):
    """Where the shop is."""

    host = graphene.String(required=True)
    url = graphene.String(required=True)
    ssl_enabled = graphene.Boolean(required=True)


class DomainNode:
    def __init__(self) -> None:
        self.url = settings.SITE_URL + "/"
        self.host = urlsplit(self.url).netloc
        self.ssl_enabled = self.url.startswith("https://")


class Shop(graphene.ObjectType):
    """The market."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    description = graphene.String()
    domain = graphene.Field(Domain, required=True)
    languages = graphene.List(graphene.NonNull(LanguageDisplay), required=True)
    countries = graphene.List(
        graphene.NonNull(CountryDisplay),
        required=True,
        language_code=graphene.Argument(LanguageCodeEnum),
    )
    default_country = graphene.Field(CountryDisplay)
    channel_currencies = graphene.List(graphene.NonNull(graphene.String), required=True)
    available_payment_gateways = graphene.List(
        graphene.NonNull(PaymentGateway), required=True, channel=graphene.String()
    )
    phone_prefixes = graphene.List(graphene.NonNull(graphene.String), required=True)
    limit_quantity_per_checkout = graphene.Int()
    reserve_stock_duration_anonymous_user = graphene.Int(description="Minutes to pay in.")
    reserve_stock_duration_authenticated_user = graphene.Int(description="Minutes to pay in.")

    @staticmethod
    def resolve_countries(root: ShopNode, info: Any, **_: Any) -> list[KoreaNode]:
        return [KOREA]

    @staticmethod
    def resolve_channel_currencies(root: ShopNode, info: Any) -> list[str]:
        return sorted({each.currency_code for each in channels(info.context).values()})

    @staticmethod
    def resolve_available_payment_gateways(
        root: ShopNode, info: Any, **_: Any
    ) -> list[GatewayNode]:
        return payment_gateways()


class ShopNode:
    id = global_id("Shop", 1)
    name = SHOP_NAME
    description = "부산 사회적경제기업의 온라인 장터"
    default_country = KOREA
    phone_prefixes = ("82",)
    limit_quantity_per_checkout = LARGEST_QUANTITY
    reserve_stock_duration_anonymous_user = int(TIME_TO_PAY.total_seconds() // 60)
    reserve_stock_duration_authenticated_user = reserve_stock_duration_anonymous_user

    @property
    def domain(self) -> DomainNode:
        return DomainNode()

    @property
    def languages(self) -> list[LanguageNode]:
        return [LanguageNode(code.upper()) for code, _name in settings.LANGUAGES]


# -- pages --------------------------------------------------------------------------------


class PageType(graphene.ObjectType):
    """What kind of page it is; there is one."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)


class PageTypeNode:
    typename = "PageType"
    id = global_id("PageType", 1)
    name = "페이지"
    slug = "page"


PAGE_TYPE = PageTypeNode()


class ContentPage(graphene.ObjectType):
    """A page of text."""

    class Meta:
        name = "Page"
        interfaces = (Node,)

    title = graphene.String(required=True)
    slug = graphene.String(required=True)
    content = JSONString(description="Rich text, as the JSON of EditorJS.")
    seo_title = graphene.String()
    seo_description = graphene.String()
    is_published = graphene.Boolean(required=True)
    published_at = graphene.DateTime()
    page_type = graphene.Field(PageType, required=True)
    translation = translation_field(PageTranslation)

    @staticmethod
    def resolve_translation(
        root: PageNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        row = root.row
        return translated(
            "Page",
            row.pk,
            language_code,
            korean={"title": row.title, "slug": row.slug, "content_text": row.content},
            english={"title": row.title_en, "content_text": row.content_en},
        )


class PageNode:
    typename = "Page"
    page_type = PAGE_TYPE
    is_published = True
    seo_title = seo_description = None

    def __init__(self, row: PageRow) -> None:
        self.row = row
        self.id = global_id("Page", row.pk)
        self.title, self.slug, self.published_at = row.title, row.slug, row.published_at

    @property
    def content(self) -> str | None:
        return rich_text(self.row.content)


PageCountableConnection = connection_type(ContentPage, "Page")


class PageWhereInput(graphene.InputObjectType):
    """Conditions that all hold."""

    ids = graphene.List(graphene.NonNull(graphene.ID))
    slug = graphene.Field(StringFilterInput)


class PageFilterInput(graphene.InputObjectType):
    """Conditions that all hold."""

    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))
    search = graphene.String()


def page(*, pk: int | None, slug: str | None) -> PageNode | None:
    by: dict[str, Any] = {"pk": pk} if pk is not None else {"slug": slug or ""}
    row = PageRow.objects.filter(is_published=True, **by).first()
    return PageNode(row) if row else None


def pages_page(where: dict[str, Any], filter_: dict[str, Any], wanted: Asked) -> Page:
    rows: QuerySet[PageRow] = PageRow.objects.filter(is_published=True)
    ids = where.get("ids") or filter_.get("ids")
    slug = where.get("slug") or {}
    slugs = slug.get("one_of") or ([slug["eq"]] if slug.get("eq") else filter_.get("slugs"))
    if ids is not None:
        rows = rows.filter(pk__in=[row_of(each, "Page") for each in ids])
    if slugs is not None:
        rows = rows.filter(slug__in=slugs)
    if filter_.get("search"):
        rows = rows.filter(title__icontains=filter_["search"])
    found = list(keyset(rows, Order("title"), wanted))
    return paged(
        found,
        wanted,
        node=PageNode,
        cursor=lambda row: (row.title, row.pk),
        count=rows.count,
    )


# -- menus --------------------------------------------------------------------------------


class Menu(graphene.ObjectType):
    """Where to go in the shop."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    items = graphene.List(graphene.NonNull(lambda: MenuItem))


class MenuItem(graphene.ObjectType):
    """One way to go: to a category, a collection, a page or an address."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    level = graphene.Int(required=True)
    url = graphene.String()
    category = graphene.Field(Category)
    collection = graphene.Field(Collection)
    page = graphene.Field(ContentPage)
    parent = graphene.Field(lambda: MenuItem)
    children = graphene.List(graphene.NonNull(lambda: MenuItem))
    menu = graphene.Field(Menu, required=True)
    translation = translation_field(MenuItemTranslation)

    @staticmethod
    def resolve_translation(
        root: MenuItemNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        row = root.row
        return translated(
            "MenuItem",
            row.pk,
            language_code,
            korean={"name": row.name},
            english={"name": row.name_en},
        )


class MenuNode:
    typename = "Menu"

    def __init__(self, row: MenuRow) -> None:
        """Two queries: the menu's items come whole, with what they lead to."""
        self.id, self.name, self.slug = global_id("Menu", row.pk), row.name, row.slug
        self.below: dict[int | None, list[MenuItemNode]] = defaultdict(list)
        for item in row.items.select_related("category", "collection", "page"):
            self.below[item.parent_id].append(MenuItemNode(self, item))
        self.known = {node.row.pk: node for nodes in self.below.values() for node in nodes}

    @property
    def items(self) -> list[MenuItemNode]:
        return self.below.get(None, [])


class MenuItemNode:
    typename = "MenuItem"

    def __init__(self, menu: MenuNode, row: MenuItemRow) -> None:
        self.menu, self.row = menu, row
        self.id, self.name = global_id("MenuItem", row.pk), row.name

    @property
    def url(self) -> str | None:
        return self.row.url or None

    @property
    def parent(self) -> MenuItemNode | None:
        return self.menu.known.get(self.row.parent_id) if self.row.parent_id else None

    @property
    def level(self) -> int:
        return self.parent.level + 1 if self.parent else 0

    @property
    def children(self) -> list[MenuItemNode]:
        return self.menu.below.get(self.row.pk, [])

    @property
    def category(self) -> CategoryNode | None:
        row = self.row.category
        if row is None:
            return None
        return loaders.category_node(
            row.pk, row.name, row.name_en, row.slug, row.description, row.parent_id, row.image.name
        )

    @property
    def collection(self) -> CollectionNode | None:
        row = self.row.collection
        return loaders.collection_node(row) if row and row.is_published else None

    @property
    def page(self) -> PageNode | None:
        row = self.row.page
        return PageNode(row) if row and row.is_published else None


def menu(*, pk: int | None, slug: str | None, name: str | None) -> MenuNode | None:
    by: dict[str, Any] = {"slug": slug} if slug else {"name": name or ""}
    row = MenuRow.objects.filter(**({"pk": pk} if pk is not None else by)).first()
    return MenuNode(row) if row else None
