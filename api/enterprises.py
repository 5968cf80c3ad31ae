"""Enterprises: the market's own type, beside Saleor's."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q

from api import loaders
from api.asking import Asking
from api.connections import Asked, Order, Page, connection_type, keyset, paged
from api.enums import JSONString, LanguageCodeEnum
from api.ids import row_of
from api.languages import Node, base
from api.nodes import EnterpriseNode, ImageNode, MoneyNode, rich_text
from api.prices import Money, money
from api.product_filters import products_field, resolve_products
from api.products import Image
from api.shelves import image
from core import clock
from core.districts import District as Districts
from vendors import selectors as vendors
from vendors.models import Enterprise as EnterpriseRow
from vendors.selectors import Badge as BadgeView


class Badge(graphene.ObjectType):
    """A verified certificate that is valid today."""

    kind = graphene.String(required=True, description="As `social_enterprise`.")
    label = graphene.String(required=True, description="In the reader's language.")
    number = graphene.String(required=True)
    authority = graphene.String(required=True)
    issued_on = graphene.Date()
    expires_on = graphene.Date()

    @staticmethod
    def resolve_label(root: BadgeView, info: Any) -> str:
        return str(root.label)


class District(graphene.ObjectType):
    """One of the sixteen districts of Busan."""

    code = graphene.String(required=True, description="Five digits of the legal-dong code.")
    name = graphene.String(required=True)


class DistrictNode:
    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code

    @property
    def name(self) -> str:
        return str(Districts(self.code).label)


class EnterpriseTranslation(graphene.ObjectType):
    """An enterprise in another language."""

    name = graphene.String()
    story = JSONString()


class EnterpriseWords:
    __slots__ = ("name", "story")

    def __init__(self, name: str, story: str) -> None:
        self.name, self.story = name, rich_text(story)


class Enterprise(graphene.ObjectType):
    """A seller of the social economy, with what the law wants shown before an order."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    story = JSONString(description="Rich text, as the JSON of EditorJS.")
    translation = graphene.Field(
        EnterpriseTranslation, language_code=graphene.Argument(LanguageCodeEnum, required=True)
    )
    badges = graphene.List(graphene.NonNull(Badge), required=True)
    district = graphene.Field(District)
    logo = graphene.Field(Image)
    cover = graphene.Field(Image)
    representative = graphene.String(required=True)
    business_number = graphene.String(required=True)
    mail_order_number = graphene.String(required=True)
    mail_order_exemption = graphene.String(required=True)
    address = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    shipping_fee = graphene.Field(Money, required=True)
    free_shipping_from = graphene.Field(Money, description="Null where shipping is never free.")
    products = products_field("What it sells.")

    @staticmethod
    def resolve_story(root: EnterpriseNode, info: Any) -> str | None:
        return rich_text(root.row.story)

    @staticmethod
    def resolve_translation(
        root: EnterpriseNode, info: Any, language_code: Any
    ) -> EnterpriseWords | None:
        language, row = base(language_code), root.row
        if language == "KO":
            return EnterpriseWords(row.name, row.story)
        if language == "EN" and row.name_en:
            return EnterpriseWords(row.name_en, row.story_en or row.story)
        return None

    @staticmethod
    def resolve_badges(root: EnterpriseNode, info: Any) -> list[BadgeView]:
        return root.family.badges.get(root.pk, [])

    @staticmethod
    def resolve_district(root: EnterpriseNode, info: Any) -> DistrictNode | None:
        return DistrictNode(root.row.district) if root.row.district else None

    @staticmethod
    def resolve_logo(root: EnterpriseNode, info: Any) -> ImageNode | None:
        return image(info.context, root.row.logo.name, root.row.name)

    @staticmethod
    def resolve_cover(root: EnterpriseNode, info: Any) -> ImageNode | None:
        return image(info.context, root.row.cover.name, root.row.name)

    @staticmethod
    def resolve_shipping_fee(root: EnterpriseNode, info: Any) -> MoneyNode:
        return money(root.row.shipping_fee_amount)

    @staticmethod
    def resolve_free_shipping_from(root: EnterpriseNode, info: Any) -> MoneyNode | None:
        amount = root.row.free_shipping_from_amount
        return money(amount) if amount else None

    @staticmethod
    def resolve_products(root: EnterpriseNode, info: Any, **arguments: Any) -> Page:
        return resolve_products(info, within=Q(product__enterprise_id=root.pk), **arguments)


EnterpriseCountableConnection = connection_type(Enterprise, "Enterprise")


class EnterpriseFilterInput(graphene.InputObjectType):
    """Conditions that all hold."""

    search = graphene.String()
    kinds = graphene.List(graphene.NonNull(graphene.String), description="Of their badges.")
    districts = graphene.List(graphene.NonNull(graphene.String), description="By their codes.")


def enterprises_page(asking: Asking, page: Asked, *, filter_: dict[str, Any]) -> Page:
    rows = EnterpriseRow.objects.filter(status=EnterpriseRow.Status.ACTIVE)
    if filter_.get("search"):
        text = filter_["search"]
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    if filter_.get("kinds"):
        proved = vendors.valid_credentials(on=clock.today()).filter(kind__in=filter_["kinds"])
        rows = rows.filter(pk__in=proved.values("enterprise_id"))
    if filter_.get("districts"):
        rows = rows.filter(district__in=filter_["districts"])
    found = list(keyset(rows, Order("name"), page))
    family = loaders.EnterpriseFamily(asking, found[: page.size])
    return paged(
        found,
        page,
        node=lambda row: family.nodes[row.pk],
        cursor=lambda row: (row.name, row.pk),
        count=rows.count,
    )


def enterprise(asking: Asking, *, identity: str | None, slug: str | None) -> EnterpriseNode | None:
    active = EnterpriseRow.objects.filter(status=EnterpriseRow.Status.ACTIVE)
    by = {"pk": row_of(identity, "Enterprise")} if identity else {"slug": slug or ""}
    family = loaders.EnterpriseFamily(asking, active.filter(**by))
    return next(iter(family.nodes.values()), None)
