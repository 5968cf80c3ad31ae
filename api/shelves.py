"""Where products hang: categories and collections."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Q, QuerySet

from api import loaders
from api.asking import Asking
from api.connections import (
    Asked,
    Order,
    Page,
    asked,
    connection_type,
    keyset,
    paged,
    paged_list,
    paging,
)
from api.enums import JSONString
from api.ids import row_of
from api.languages import (
    CategoryTranslation,
    CollectionTranslation,
    Node,
    translated,
    translation_field,
)
from api.nodes import CategoryNode, CollectionNode, ImageNode, TranslationNode, file_url, rich_text
from api.product_filters import products_field, resolve_products
from api.products import Image, picture
from catalog.models import Collection as CollectionRow


class Category(graphene.ObjectType):
    """A shelf of the shop."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    description = JSONString()
    seo_title = graphene.String()
    seo_description = graphene.String()
    level = graphene.Int(required=True)
    parent = graphene.Field(lambda: Category)
    ancestors = graphene.Field(lambda: CategoryCountableConnection, **paging())
    children = graphene.Field(lambda: CategoryCountableConnection, **paging())
    products = products_field("What is for sale on this shelf and those below it.")
    background_image = graphene.Field(Image, **picture())
    translation = translation_field(CategoryTranslation)

    @staticmethod
    def resolve_description(root: CategoryNode, info: Any) -> str | None:
        return rich_text(root.description_text)

    @staticmethod
    def resolve_seo_title(root: CategoryNode, info: Any) -> None:
        return None

    resolve_seo_description = resolve_seo_title

    @staticmethod
    def resolve_level(root: CategoryNode, info: Any) -> int:
        return len(_ancestors(root, info.context))

    @staticmethod
    def resolve_parent(root: CategoryNode, info: Any) -> CategoryNode | None:
        return next(iter(reversed(_ancestors(root, info.context))), None)

    @staticmethod
    def resolve_ancestors(root: CategoryNode, info: Any, **page: Any) -> Page:
        return paged_list(_ancestors(root, info.context), asked("ancestors", **page))

    @staticmethod
    def resolve_children(root: CategoryNode, info: Any, **page: Any) -> Page:
        shelves = loaders.categories(info.context).values()
        below = [each for each in shelves if each.parent_pk == root.pk]
        return paged_list(below, asked("children", **page))

    @staticmethod
    def resolve_products(root: CategoryNode, info: Any, **arguments: Any) -> Page:
        here = Q(product__category_id=root.pk) | Q(product__category__parent_id=root.pk)
        return resolve_products(info, within=here, **arguments)

    @staticmethod
    def resolve_background_image(root: CategoryNode, info: Any, **_: Any) -> ImageNode | None:
        return image(info.context, root.image, root.name)

    @staticmethod
    def resolve_translation(
        root: CategoryNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        return translated(
            "Category",
            root.pk,
            language_code,
            korean={
                "name": root.name,
                "slug": root.slug,
                "description_text": root.description_text,
            },
            english={"name": root.name_en},
        )


CategoryCountableConnection = connection_type(Category, "Category")


class Collection(graphene.ObjectType):
    """Products put together by hand."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    description = JSONString()
    seo_title = graphene.String()
    seo_description = graphene.String()
    channel = graphene.String()
    products = products_field("What is for sale of it, in its own order unless another is asked.")
    background_image = graphene.Field(Image, **picture())
    translation = translation_field(CollectionTranslation)

    @staticmethod
    def resolve_description(root: CollectionNode, info: Any) -> str | None:
        return rich_text(root.description_text)

    @staticmethod
    def resolve_seo_title(root: CollectionNode, info: Any) -> None:
        return None

    resolve_seo_description = resolve_seo_title

    @staticmethod
    def resolve_channel(root: CollectionNode, info: Any) -> None:
        return None

    @staticmethod
    def resolve_products(root: CollectionNode, info: Any, **arguments: Any) -> Page:
        return resolve_products(info, collection_pk=root.pk, **arguments)

    @staticmethod
    def resolve_background_image(root: CollectionNode, info: Any, **_: Any) -> ImageNode | None:
        return image(info.context, root.image, root.name)

    @staticmethod
    def resolve_translation(
        root: CollectionNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        return translated(
            "Collection",
            root.pk,
            language_code,
            korean={
                "name": root.name,
                "slug": root.slug,
                "description_text": root.description_text,
            },
            english={"name": root.name_en, "description_text": root.description_text_en},
        )


CollectionCountableConnection = connection_type(Collection, "Collection")


class CategoryFilterInput(graphene.InputObjectType):
    """Conditions that all hold."""

    search = graphene.String()
    ids = graphene.List(graphene.NonNull(graphene.ID))
    slugs = graphene.List(graphene.NonNull(graphene.String))


class CollectionFilterInput(CategoryFilterInput):
    """Conditions that all hold."""


def image(asking: Asking, name: str, alt: str) -> ImageNode | None:
    """The picture of a shelf, if it has one."""
    return ImageNode(asking.absolute(file_url(name)), alt) if name else None


def _ancestors(root: CategoryNode, asking: Asking) -> list[CategoryNode]:
    """The shelves above, outermost first."""
    shelves = loaders.categories(asking)
    found: list[CategoryNode] = []
    above = root.parent_pk
    while above is not None and len(found) < 10:
        found.append(shelves[above])
        above = shelves[above].parent_pk
    return found[::-1]


def categories_page(
    asking: Asking, page: Asked, *, filter_: dict[str, Any], level: int | None
) -> Page:
    shelves = list(loaders.categories(asking).values())
    if level is not None:
        shelves = [each for each in shelves if len(_ancestors(each, asking)) == level]
    if filter_.get("ids") is not None:
        pks = {row_of(each, "Category") for each in filter_["ids"]}
        shelves = [each for each in shelves if each.pk in pks]
    if filter_.get("slugs") is not None:
        slugs = set(filter_["slugs"])
        shelves = [each for each in shelves if each.slug in slugs]
    if filter_.get("search"):
        text = filter_["search"].casefold()
        shelves = [s for s in shelves if text in f"{s.name}\n{s.name_en}".casefold()]
    return paged_list(shelves, page)


def category(asking: Asking, *, pk: int | None, slug: str | None) -> CategoryNode | None:
    shelves = loaders.categories(asking)
    if pk is not None:
        return shelves.get(pk)
    return next((each for each in shelves.values() if each.slug == slug), None)


def collections_page(asking: Asking, page: Asked, *, filter_: dict[str, Any]) -> Page:
    rows: QuerySet[CollectionRow] = CollectionRow.objects.filter(is_published=True)
    if filter_.get("ids") is not None:
        rows = rows.filter(pk__in=[row_of(each, "Collection") for each in filter_["ids"]])
    if filter_.get("slugs") is not None:
        rows = rows.filter(slug__in=filter_["slugs"])
    if filter_.get("search"):
        text = filter_["search"]
        rows = rows.filter(Q(name__icontains=text) | Q(name_en__icontains=text))
    found = list(keyset(rows, Order("name"), page))
    return paged(
        found,
        page,
        node=loaders.collection_node,
        cursor=lambda row: (row.name, row.pk),
        count=rows.count,
    )


def collection(*, pk: int | None, slug: str | None) -> CollectionNode | None:
    by = {"pk": pk} if pk is not None else {"slug": slug}
    row = CollectionRow.objects.filter(is_published=True, **by).first()
    return loaders.collection_node(row) if row else None
