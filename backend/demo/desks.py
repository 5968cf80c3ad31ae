"""Who buys at a desk, and what: organizations with their purses, goods by need."""

# ruff: noqa: E501
from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from accounts.models import Organization, User
from backend.demo import season
from backend.demo.content.model import OrganizationSpec, ProductSpec
from backend.demo.history import History, Pick
from backend.demo.market import People, Shelf
from catalog.selectors import Offer
from procurement.models import (
    BudgetLine,
    CostCenter,
)

_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
#: how often an agency buys from a category; a company
_AGENCY_NEEDS = {
    "office": 26, "catering-events": 22, "cleaning-living": 14, "bakery": 9, "tea-coffee": 7,
    "kids-education": 6, "crafts-gifts": 6, "textile": 5, "beauty-soap": 5, "processed-food": 4,
    "household": 4, "farm-sea": 2,
}  # fmt: skip
_COMPANY_NEEDS = {
    "catering-events": 18, "tea-coffee": 16, "bakery": 14, "office": 14, "beauty-soap": 8,
    "processed-food": 8, "textile": 7, "cleaning-living": 6, "household": 6, "crafts-gifts": 5,
    "farm-sea": 4,
}  # fmt: skip
_TITLES = {
    "office": "사무용품 구매", "catering-events": "회의·행사 다과 및 식사", "cleaning-living": "청사 청소·방역",
    "bakery": "직원 간식 구매", "tea-coffee": "탕비실 차·커피 구매", "kids-education": "체험·교육 운영",
    "crafts-gifts": "기념품 구매", "textile": "단체복·기념품 구매", "beauty-soap": "위생용품 구매",
    "processed-food": "나눔 꾸러미 구매", "household": "생활용품 구매", "farm-sea": "나눔 꾸러미 구매",
}  # fmt: skip


@dataclass(slots=True)
class Desk:
    """An organization with its people and purse, as the history needs them."""

    spec: OrganizationSpec
    row: Organization
    requesters: list[User]
    approver: User
    inspector: User
    finance: User
    budgets: list[BudgetLine]
    cost_centers: list[CostCenter]

    @property
    def is_agency(self) -> bool:
        return self.row.kind == Organization.Kind.AGENCY


@dataclass(slots=True)
class Goods:
    """Offers by category, dearest sellers first to be found; gift sets apart."""

    by_category: dict[str, list[tuple[ProductSpec, Offer]]]
    gifts: list[tuple[ProductSpec, Offer]]


def goods_of(history: History, shelf: Shelf) -> Goods:
    by_category: dict[str, list[tuple[ProductSpec, Offer]]] = defaultdict(list)
    gifts: list[tuple[ProductSpec, Offer]] = []
    for spec, _row in shelf.some():
        entry = (spec, history.offers[shelf.variants[spec.slug][0].pk])
        (gifts if spec.gift else by_category[spec.category]).append(entry)
    return Goods(dict(by_category), gifts)


def desk_of(spec: OrganizationSpec, row: Organization, people: People) -> Desk:
    def of(role: str) -> list[User]:
        return people.by_role[row.pk, role]

    return Desk(
        spec=spec,
        row=row,
        requesters=of("requester"),
        approver=of("approver")[0],
        inspector=of("inspector")[0],
        finance=of("finance")[0],
        budgets=list(BudgetLine.objects.filter(organization=row)),
        cost_centers=list(CostCenter.objects.filter(organization=row)),
    )


def delivery_of(desk: Desk) -> dict[str, str]:
    road, _comma, detail = desk.row.address.rpartition(", ")
    return {
        "recipient": desk.requesters[0].name,
        "phone": desk.row.phone,
        "postal_code": desk.row.postal_code,
        "road_address": road,
        "address_detail": detail,
    }


def basket(
    history: History, desk: Desk, goods: Goods, day: dt.date, rng: random.Random
) -> tuple[str, list[Pick]]:
    """A title and what is bought: one seller for an agency, up to three for a company."""
    if rng.random() * 14 < season.gift_share(day) - 1:
        title, pool = "명절 선물 구매", goods.gifts
    else:
        needs = _AGENCY_NEEDS if desk.is_agency else _COMPANY_NEEDS
        sold = [name for name in needs if name in goods.by_category]
        category = rng.choices(sold, [needs[name] for name in sold])[0]
        title, pool = _TITLES[category], goods.by_category[category]
    listed = [entry for entry in pool if entry[0].listed_on <= day] or pool
    spec, offer = rng.choices(listed, [entry[0].pull for entry in listed])[0]
    target = _target(desk, rng)
    chosen = {offer.variant_id: Pick(offer, _pieces(target, spec))}
    for _ in range(rng.choice((0, 0, 1, 2))):
        spec, more = rng.choice(listed)
        if desk.is_agency and more.enterprise_id != offer.enterprise_id:
            continue
        chosen.setdefault(more.variant_id, Pick(more, _pieces(target // 3, spec)))
    return title, list(chosen.values())


def _target(desk: Desk, rng: random.Random) -> int:
    if desk.is_agency:
        return int(min(42_000_000, 900_000 * desk.spec.pull**0.5 * rng.lognormvariate(0.6, 1.0)))
    limit = desk.row.credit_limit_amount // 8
    return int(min(limit, 500_000 * rng.lognormvariate(0.5, 0.8)))


def _pieces(target: int, spec: ProductSpec) -> int:
    """A round number of pieces worth about ``target`` won."""
    count = max(1, target // spec.price)
    for step in (100, 50, 10, 5):
        if count >= step * 3:
            return min(count // step * step, 1500)
    return count
