"""Attributes, in the list form and in the typed one that newer shops ask for."""

from __future__ import annotations

from typing import Any

import graphene

from api.enums import AttributeInputTypeEnum, AttributeTypeEnum, JSONString
from api.languages import (
    AttributeTranslation,
    AttributeValueTranslation,
    Node,
    base,
    translated,
    translation_field,
)
from api.nodes import AttributeNode, AttributeValueNode, SelectedNode, TranslationNode

MOST_ASSIGNED = 100


class Attribute(graphene.ObjectType):
    """A dimension products are told apart by: scent, material, origin."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String(required=True)
    slug = graphene.String(required=True)
    type = AttributeTypeEnum(required=True)
    input_type = AttributeInputTypeEnum()
    with_choices = graphene.Boolean(required=True)
    value_required = graphene.Boolean(required=True)
    visible_in_storefront = graphene.Boolean(required=True)
    filterable_in_storefront = graphene.Boolean(required=True)
    translation = translation_field(AttributeTranslation)

    @staticmethod
    def resolve_with_choices(root: AttributeNode, info: Any) -> bool:
        return root.input_type in ("DROPDOWN", "MULTISELECT")

    @staticmethod
    def resolve_value_required(root: AttributeNode, info: Any) -> bool:
        return False

    @staticmethod
    def resolve_visible_in_storefront(root: AttributeNode, info: Any) -> bool:
        return True

    @staticmethod
    def resolve_filterable_in_storefront(root: AttributeNode, info: Any) -> bool:
        return root.filterable

    @staticmethod
    def resolve_translation(
        root: AttributeNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        return _translated("Attribute", root, language_code)


class File(graphene.ObjectType):
    """A file of an attribute's value."""

    url = graphene.String(required=True)
    content_type = graphene.String()


class AttributeValue(graphene.ObjectType):
    """One value of an attribute."""

    class Meta:
        interfaces = (Node,)

    name = graphene.String()
    slug = graphene.String()
    value = graphene.String(description="A colour or the like; none are kept.")
    input_type = AttributeInputTypeEnum()
    file = graphene.Field(File)
    rich_text = JSONString()
    plain_text = graphene.String()
    boolean = graphene.Boolean()
    date = graphene.Date()
    date_time = graphene.DateTime()
    translation = translation_field(AttributeValueTranslation)

    @staticmethod
    def resolve_plain_text(root: AttributeValueNode, info: Any) -> str | None:
        return root.name if root.input_type == "PLAIN_TEXT" else None

    @staticmethod
    def resolve_boolean(root: AttributeValueNode, info: Any) -> bool | None:
        return _truth(root) if root.input_type == "BOOLEAN" else None

    @staticmethod
    def resolve_value(root: AttributeValueNode, info: Any) -> None:
        return None

    resolve_file = resolve_rich_text = resolve_date = resolve_date_time = resolve_value

    @staticmethod
    def resolve_translation(
        root: AttributeValueNode, info: Any, language_code: Any
    ) -> TranslationNode | None:
        return _translated("AttributeValue", root, language_code)


class SelectedAttribute(graphene.ObjectType):
    """An attribute and what it is here."""

    attribute = graphene.Field(Attribute, required=True)
    values = graphene.List(graphene.NonNull(AttributeValue), required=True)


class AssignedAttribute(graphene.Interface):
    """An attribute and what it is here, typed by how it is filled in."""

    attribute = graphene.Field(Attribute, required=True)

    @classmethod
    def resolve_type(cls, instance: Any, info: Any) -> str:
        name: str = instance.typename
        return name


class AssignedChoiceAttributeValue(graphene.ObjectType):
    """A chosen value."""

    name = graphene.String()
    slug = graphene.String()
    translation = translation_field(graphene.String)

    @staticmethod
    def resolve_translation(root: AttributeValueNode, info: Any, language_code: Any) -> str | None:
        return _word(root, language_code)


class AssignedSingleChoiceAttribute(graphene.ObjectType):
    """One of several values."""

    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Field(AssignedChoiceAttributeValue)

    @staticmethod
    def resolve_value(root: AssignedNode, info: Any) -> AttributeValueNode | None:
        return root.first


class AssignedMultiChoiceAttribute(graphene.ObjectType):
    """Any of several values."""

    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.List(
        graphene.NonNull(AssignedChoiceAttributeValue),
        required=True,
        limit=graphene.Int(default_value=MOST_ASSIGNED),
    )

    @staticmethod
    def resolve_value(root: AssignedNode, info: Any, limit: int) -> list[AttributeValueNode]:
        return root.values[: max(0, limit)]


class AssignedPlainTextAttribute(graphene.ObjectType):
    """A text."""

    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.String()
    translation = translation_field(graphene.String)

    @staticmethod
    def resolve_value(root: AssignedNode, info: Any) -> str | None:
        return root.first.name if root.first else None

    @staticmethod
    def resolve_translation(root: AssignedNode, info: Any, language_code: Any) -> str | None:
        return _word(root.first, language_code) if root.first else None


class AssignedBooleanAttribute(graphene.ObjectType):
    """Yes or no."""

    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Boolean()

    @staticmethod
    def resolve_value(root: AssignedNode, info: Any) -> bool | None:
        return _truth(root.first) if root.first else None


class AssignedNumericAttribute(graphene.ObjectType):
    """A number."""

    class Meta:
        interfaces = (AssignedAttribute,)

    value = graphene.Float()


class AssignedNode:
    """A selected attribute under its typed name."""

    __slots__ = ("attribute", "first", "typename", "values")

    def __init__(self, selected: SelectedNode) -> None:
        self.attribute = selected.attribute
        self.values = selected.values
        self.first = selected.values[0] if selected.values else None
        self.typename = {
            "DROPDOWN": "AssignedSingleChoiceAttribute",
            "MULTISELECT": "AssignedMultiChoiceAttribute",
            "BOOLEAN": "AssignedBooleanAttribute",
        }.get(selected.attribute.input_type, "AssignedPlainTextAttribute")


TYPED = [
    AssignedSingleChoiceAttribute,
    AssignedMultiChoiceAttribute,
    AssignedPlainTextAttribute,
    AssignedBooleanAttribute,
    AssignedNumericAttribute,
]


def _translated(kind: str, root: Any, code: Any) -> TranslationNode | None:
    return translated(
        kind, root.pk, code, korean={"name": root.name}, english={"name": root.name_en}
    )


def _word(value: AttributeValueNode, code: Any) -> str | None:
    words = {"KO": value.name, "EN": value.name_en}
    return words.get(base(code)) or None


def _truth(value: AttributeValueNode) -> bool:
    return value.slug.rpartition("_")[2].casefold() in ("true", "yes", "1", "예")
