"""Translations: Korean stands in the plain fields, English beside, more in a product's own map."""

from __future__ import annotations

from typing import Any

import graphene

from api.enums import JSONString, LanguageCodeEnum, plain
from api.ids import global_id
from api.nodes import TranslationNode, rich_text

#: Languages by their code, each in its own words.
NAMES = {"KO": "한국어", "EN": "English", "JA": "日本語", "ZH": "中文", "VI": "Tiếng Việt"}


class Node(graphene.Interface):
    """An object with a global id."""

    id = graphene.ID(required=True)

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> str:
        name: str = instance.typename
        return name


class LanguageDisplay(graphene.ObjectType):
    """A language and what it calls itself."""

    code = LanguageCodeEnum(required=True)
    language = graphene.String(required=True)


class LanguageNode:
    __slots__ = ("code",)

    def __init__(self, code: str) -> None:
        self.code = code

    @property
    def language(self) -> str:
        return NAMES.get(self.code[:2], self.code)


def base(code: Any) -> str:
    """``EN_US`` is English, too."""
    return str(plain(code)).partition("_")[0]


def translated(
    kind: str, pk: int | str, code: Any, *, korean: dict[str, Any], english: dict[str, Any]
) -> TranslationNode | None:
    """The node of a translation; None where there is none. What English lacks stays Korean.

    A text that is expensive to read may be a function giving it.
    """
    language = base(code)
    if language == "KO":
        fields = korean
    elif language == "EN" and (english.get("name") or english.get("title")):
        fields = {name: english.get(name) or text for name, text in korean.items()}
    else:
        return None
    code = plain(code)
    return TranslationNode(global_id(f"{kind}Translation", f"{pk}-{code}"), code, **fields)


def _common(**fields: Any) -> dict[str, Any]:
    def resolve_language(root: TranslationNode, info: Any) -> LanguageNode:
        return LanguageNode(root.code)

    return {
        "id": graphene.ID(required=True),
        "language": graphene.Field(LanguageDisplay, required=True),
        "resolve_language": staticmethod(resolve_language),
        **fields,
    }


def _resolve_description(root: TranslationNode, info: Any) -> str | None:
    text = root.description_text
    return rich_text(text if isinstance(text, str) else text())


def _resolve_content(root: TranslationNode, info: Any) -> str | None:
    return rich_text(root.content_text)


def _resolve_slug(root: TranslationNode, info: Any) -> str | None:
    return root.slug or None


def _resolve_nothing(root: TranslationNode, info: Any) -> None:
    return None


def _shelf(kind: str) -> Any:
    """The translation of something with a name, a description and a place in the address bar."""
    fields = _common(
        name=graphene.String(),
        slug=graphene.String(),
        description=JSONString(),
        seo_title=graphene.String(),
        seo_description=graphene.String(),
        resolve_description=staticmethod(_resolve_description),
        resolve_slug=staticmethod(_resolve_slug),
        resolve_seo_title=staticmethod(_resolve_nothing),
        resolve_seo_description=staticmethod(_resolve_nothing),
    )
    return type(f"{kind}Translation", (graphene.ObjectType,), fields)


def _named(kind: str) -> Any:
    fields = _common(name=graphene.String(required=True))
    return type(f"{kind}Translation", (graphene.ObjectType,), fields)


ProductTranslation = _shelf("Product")
CategoryTranslation = _shelf("Category")
CollectionTranslation = _shelf("Collection")
ProductVariantTranslation = _named("ProductVariant")
AttributeTranslation = _named("Attribute")
AttributeValueTranslation = _named("AttributeValue")
MenuItemTranslation = _named("MenuItem")
PageTranslation = type(
    "PageTranslation",
    (graphene.ObjectType,),
    _common(
        title=graphene.String(),
        slug=graphene.String(),
        content=JSONString(),
        seo_title=graphene.String(),
        seo_description=graphene.String(),
        resolve_content=staticmethod(_resolve_content),
        resolve_slug=staticmethod(_resolve_slug),
        resolve_seo_title=staticmethod(_resolve_nothing),
        resolve_seo_description=staticmethod(_resolve_nothing),
    ),
)


def translation_field(kind: Any) -> Any:
    """The ``translation(languageCode)`` field of a type."""
    return graphene.Field(kind, language_code=graphene.Argument(LanguageCodeEnum, required=True))
