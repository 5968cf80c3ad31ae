"""What the types show: plain objects, each knowing the family it was read with.

A list's rows share a family. The first that is asked for its pictures has them read for all, so a
list takes as many queries as it has kinds of things asked for, however long it is, and nothing is
read that nobody asks for.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files.storage import default_storage
from django.utils.html import escape

if TYPE_CHECKING:
    from api.loaders import EnterpriseFamily, ProductFamily, VariantFamily


def file_url(name: str) -> str:
    """The address of a stored file; ``""`` for none."""
    return default_storage.url(name) if name else ""


#: Saleor's names of attribute inputs.
INPUT_TYPES = {
    "dropdown": "DROPDOWN",
    "multiselect": "MULTISELECT",
    "plain-text": "PLAIN_TEXT",
    "boolean": "BOOLEAN",
}


@dataclass(slots=True)
class CategoryNode:
    typename: ClassVar[str] = "Category"
    pk: int
    id: str
    name: str
    name_en: str
    slug: str
    description_text: str
    parent_pk: int | None
    image: str


@dataclass(slots=True)
class ProductTypeNode:
    typename: ClassVar[str] = "ProductType"
    pk: int
    id: str
    name: str
    slug: str
    is_shipping_required: bool
    has_variants: bool
    kind: str = "NORMAL"


@dataclass(slots=True)
class ProductNode:
    """A product; ``price_min`` is None where it isn't for sale."""

    typename: ClassVar[str] = "Product"
    pk: int
    id: str
    name: str
    name_en: str
    slug: str
    created: dt.datetime
    updated_at: dt.datetime
    tax_class_code: str
    weight_g: int
    rating_sum: int
    rating_count: int
    is_green: bool
    is_made_to_order: bool
    lead_days: int
    translations: dict[str, dict[str, str]]
    enterprise_pk: int
    category: CategoryNode
    product_type: ProductTypeNode
    channel: str
    currency: str
    price_min: int | None
    price_max: int | None
    published_at: dt.datetime | None
    family: ProductFamily

    @property
    def is_available_for_purchase(self) -> bool:
        return self.price_min is not None

    @property
    def rating(self) -> float | None:
        return self.rating_sum / self.rating_count if self.rating_count else None


@dataclass(slots=True)
class PriceRow:
    """A variant's price in the channel and what is left of it."""

    variant_pk: int
    price: int
    prior: int | None
    available: int

    @property
    def undiscounted(self) -> int:
        return max(self.price, self.prior or 0)


@dataclass(slots=True)
class VariantNode:
    typename: ClassVar[str] = "ProductVariant"
    pk: int
    id: str
    sku: str
    own_name: str
    own_name_en: str
    product_pk: int
    weight_g: int | None
    is_active: bool
    channel: str
    family: VariantFamily


@dataclass(slots=True)
class AttributeNode:
    typename: ClassVar[str] = "Attribute"
    pk: int
    id: str
    name: str
    name_en: str
    slug: str
    input_type: str
    filterable: bool
    type: str = "PRODUCT_TYPE"


@dataclass(slots=True)
class AttributeValueNode:
    typename: ClassVar[str] = "AttributeValue"
    pk: int
    id: str
    name: str
    name_en: str
    slug: str
    input_type: str


@dataclass(slots=True)
class SelectedNode:
    attribute: AttributeNode
    values: list[AttributeValueNode] = field(default_factory=list)


@dataclass(slots=True)
class MediaNode:
    """A picture; ``sizes`` are its renditions' widths and files, smallest first."""

    typename: ClassVar[str] = "ProductMedia"
    id: str
    product_pk: int
    alt: str
    sort_order: int
    original: str
    sizes: list[tuple[int, str]]
    type: str = "IMAGE"

    def best(self, size: int | None, image_format: str) -> str:
        """The smallest rendition that is wide enough; the original only where it is asked for."""
        if not self.sizes or (size is None and image_format == "ORIGINAL"):
            return file_url(self.original)
        wide = next((name for width, name in self.sizes if width >= (size or 0)), None)
        return file_url(wide or self.sizes[-1][1])


@dataclass(slots=True)
class ImageNode:
    url: str
    alt: str


@dataclass(slots=True)
class CollectionNode:
    typename: ClassVar[str] = "Collection"
    pk: int
    id: str
    name: str
    name_en: str
    slug: str
    description_text: str
    description_text_en: str
    image: str


@dataclass(slots=True)
class EnterpriseNode:
    typename: ClassVar[str] = "Enterprise"
    pk: int
    id: str
    name: str
    slug: str
    representative: str
    business_number: str
    mail_order_number: str
    mail_order_exemption: str
    address: str
    phone: str
    email: str
    row: Any
    family: EnterpriseFamily


@dataclass(slots=True)
class MoneyNode:
    """An amount in minor units, shown in the currency's main unit."""

    minor: int
    currency: str = "KRW"
    fraction_digits: int = 0

    @property
    def amount(self) -> float:
        return self.minor / 10**self.fraction_digits


@dataclass(slots=True)
class TaxedNode:
    """A tax-included price. ``tax_minor`` None: by the tax class, as the law is today."""

    gross: MoneyNode
    tax_class: str = ""
    tax_minor: int | None = None

    @property
    def currency(self) -> str:
        return self.gross.currency


@dataclass(slots=True)
class RangeNode:
    start: TaxedNode
    stop: TaxedNode


@dataclass(slots=True)
class TranslationNode:
    """Any type's translation: the fields that the type has are filled.

    A description may be a function, which reads it when it is asked for.
    """

    id: str
    code: str
    name: str = ""
    title: str = ""
    slug: str = ""
    description_text: str | Callable[[], str] = ""
    content_text: str = ""


def rich_text(text: str) -> str | None:
    """Plain paragraphs as the JSON of EditorJS, whose texts are HTML; None for none."""
    if not text.strip():
        return None
    paragraphs = [part.strip() for part in text.replace("\r\n", "\n").split("\n\n")]
    blocks = [
        {"type": "paragraph", "data": {"text": escape(part).replace("\n", "<br>")}}
        for part in paragraphs
        if part
    ]
    return json.dumps({"blocks": blocks, "version": "2.30"}, ensure_ascii=False)
