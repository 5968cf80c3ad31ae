"""What the modules of the demo share: who is there, what is on the shelf, when a day begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from accounts.models import Address, User
from backend.demo.content.model import (
    EnterpriseSpec,
    ProductSpec,
)
from catalog.models import (
    Product,
    Variant,
)
from core.clock import SEOUL
from vendors.models import Enterprise

BATCH = 1000
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class People:
    """Who is there, to be asked for by the histories."""

    city: User
    citizens: list[User] = field(default_factory=list)
    addresses: dict[int, Address] = field(default_factory=dict)
    #: (organization id, role) -> people
    by_role: dict[tuple[int, str], list[User]] = field(default_factory=dict)
    sellers: dict[int, User] = field(default_factory=dict)


@dataclass(slots=True)
class Shelf:
    """The catalogue's rows beside what they were made from."""

    enterprises: dict[str, Enterprise]
    specs: dict[str, EnterpriseSpec]
    products: list[tuple[ProductSpec, Product]]
    #: by product slug
    variants: dict[str, list[Variant]]

    def some(self) -> list[tuple[ProductSpec, Product]]:
        """About six hundred products from all over the shelf, whatever its length."""
        return self.products[:: max(1, len(self.products) // 600)]


def midnight(day: dt.date) -> dt.datetime:
    """The day's first moment in Korea."""
    return dt.datetime.combine(day, dt.time(), tzinfo=SEOUL).astimezone(dt.UTC)
