"""The shapes of the demo market's content: plain values, no database.

Money is whole won, tax included; weights are grams; dates are Korean days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NoticeField:
    """One line of the product information notice (상품정보제공고시) of a category."""

    key: str
    ko: str
    en: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class CategorySpec:
    slug: str
    ko: str
    en: str
    blurb_ko: str
    blurb_en: str
    notice: tuple[NoticeField, ...]
    #: goods are sent by parcel; services are not
    shippable: bool = True


@dataclass(frozen=True, slots=True)
class Theme:
    """What makes one product of a kind differ from the next: an ingredient, a place, a use."""

    ko: str
    en: str
    colour: str
    emblem: str
    blurb_ko: str = ""
    blurb_en: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a variant axis; the price is the product's times ``percent`` / 100."""

    ko: str
    en: str
    percent: int = 100


@dataclass(frozen=True, slots=True)
class Axis:
    key: str
    ko: str
    en: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of product; with a theme it becomes a product's name and description."""

    key: str
    category: str
    motif: str
    ko: str
    en: str
    text_ko: str
    text_en: str
    price: int
    pack: str
    weight_g: int
    made_of: str
    shelf: str = ""
    kind: str = ""
    axis: Axis | None = None
    tiers: bool = False
    exempt: bool = False
    gift: bool = False
    green: str = ""
    lead_days: int = 2
    keywords: tuple[str, ...] = ()
    colour: str = ""


@dataclass(frozen=True, slots=True)
class CredentialSpec:
    kind: str
    number: str
    authority: str
    law: str
    issued_on: dt.date
    expires_on: dt.date | None
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class EnterpriseSpec:
    slug: str
    ko: str
    en: str
    business_number: str
    representative: str
    representative_en: str
    district: str
    district_ko: str
    postal_code: str
    address: str
    phone: str
    email: str
    mail_order_number: str
    mail_order_exempt_reason: str
    story_ko: str
    story_en: str
    founded_on: dt.date
    joined_on: dt.date
    credentials: tuple[CredentialSpec, ...]
    lines: tuple[str, ...]
    colour: str
    emblem: str
    #: enterprises of one trade share sign and cover
    picture: str
    #: relative size: how many orders it draws
    pull: int
    bank_name: str
    bank_account: str
    vulnerable_percent: int

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(c.kind for c in self.credentials)


@dataclass(frozen=True, slots=True)
class VariantSpec:
    sku: str
    ko: str
    en: str
    options: dict[str, str]
    price: int
    weight_g: int
    stock: int


@dataclass(frozen=True, slots=True)
class TierSpec:
    """From ``min_quantity`` pieces on, one costs ``percent`` / 100 of its price."""

    min_quantity: int
    percent: int

    def price(self, base: int) -> int:
        return max(10, base * self.percent // 1000 * 10)


@dataclass(frozen=True, slots=True)
class ProductSpec:
    slug: str
    enterprise: str
    category: str
    template: str
    ko: str
    en: str
    text_ko: str
    text_en: str
    price: int
    tiers: tuple[TierSpec, ...]
    axis: Axis | None
    variants: tuple[VariantSpec, ...]
    weight_g: int
    exempt: bool
    gift: bool
    green: str
    lead_days: int
    notice: dict[str, str]
    keywords: tuple[str, ...]
    listed_on: dt.date
    pull: int
    #: names the picture: products of the same template and theme share one
    picture: str
    theme: str
    theme_en: str
    motif: str
    colour: str
    emblem: str


@dataclass(frozen=True, slots=True)
class PersonSpec:
    ko: str
    en: str
    email: str
    role: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class BudgetSpec:
    year: int
    account: str
    programme: str
    item_code: str
    item_name: str
    amount: int


@dataclass(frozen=True, slots=True)
class OrganizationSpec:
    slug: str
    ko: str
    en: str
    business_number: str
    domain: str
    district: str
    district_ko: str
    postal_code: str
    address: str
    phone: str
    people: tuple[PersonSpec, ...]
    industry: str = ""
    budgets: tuple[BudgetSpec, ...] = ()
    #: year -> declared total purchases (won), the denominator of the preferential share
    declared: dict[int, int] = field(default_factory=dict)
    cost_centres: tuple[tuple[str, str, str], ...] = ()
    terms_days: int = 0
    credit_limit: int = 0
    pull: int = 1


@dataclass(frozen=True, slots=True)
class CitizenSpec:
    ko: str
    en: str
    email: str
    phone: str
    district: str
    postal_code: str
    address: str
    joined_on: dt.date


@dataclass(frozen=True, slots=True)
class MarketContent:
    today: dt.date
    categories: tuple[CategorySpec, ...]
    enterprises: tuple[EnterpriseSpec, ...]
    products: tuple[ProductSpec, ...]
    agencies: tuple[OrganizationSpec, ...]
    companies: tuple[OrganizationSpec, ...]
    citizens: tuple[CitizenSpec, ...]
