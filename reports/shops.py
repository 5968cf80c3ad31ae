"""How an enterprise is doing: its own facts, and hints that follow from its data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from catalog.models import PriceTier, Product, ProductListing, ProductMedia
from core import clock
from core.actor import Actor
from inventory.models import Stock
from orders.models import Order
from reports import rules, selectors
from reports.models import ProductDay, SaleFact
from reports.selectors import Trend

#: Orders in bulk of a category within so many days make a price by quantity worth having.
BULK_SEEN_WITHIN = 180
#: So many products stand in a list.
TOP = 10


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product's net sales and pieces; ``name`` as it is now (blank: quoted to measure)."""

    product_id: int | None
    name: str
    total: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Place:
    label: str
    total: int
    orders: int


class HintKind(StrEnum):
    """What is missing, the most costly first."""

    NO_PICTURE = "no_picture"
    NO_NOTICE = "no_notice"
    SOLD_OUT = "sold_out"
    NO_TIER = "no_tier"
    NOT_SOLD = "not_sold"


@dataclass(frozen=True, slots=True)
class Hint:
    """Products of which the same is true; ``products`` are the first few, as (id, name)."""

    kind: HintKind
    count: int
    products: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class ShopReport:
    """An enterprise's period. Won, VAT included; ``repeat_bp``: buyers with two orders or more in
    twelve months ÷ buyers, in basis points (None without buyers)."""

    period: rules.Period
    net_sales: int
    before: int
    orders: int
    buyers: int
    repeat_bp: int | None
    returned_bp: int | None
    trend: Trend
    top: list[ProductRow]
    places: list[Place]
    hints: list[Hint] = field(default_factory=list)
    #: How often products were looked at and put in carts, since that is counted.
    views: int = 0
    carts: int = 0

    @property
    def cart_bp(self) -> int | None:
        """Carts ÷ looks, in basis points."""
        return self.carts * 10_000 // self.views if self.views else None

    @property
    def change_bp(self) -> int | None:
        """Against the span of the same length before it."""
        return (self.net_sales - self.before) * 10_000 // self.before if self.before > 0 else None


def shop_report(*, actor: Actor, enterprise_id: int, period: rules.Period) -> ShopReport:
    """An enterprise's own figures. Raises NotAllowed. A fixed number of queries."""
    actor.require_enterprise(enterprise_id)
    facts = selectors.net_facts(period).filter(enterprise_id=enterprise_id)
    length = period.end - period.start + dt.timedelta(days=1)
    earlier = rules.Period(period.start - length, period.start - dt.timedelta(days=1))
    sums = facts.aggregate(
        net=Sum("total_amount"),
        gone=Sum("total_amount", filter=Q(event=SaleFact.Event.REFUNDED)),
        came=Sum("total_amount", filter=Q(event=SaleFact.Event.DELIVERED)),
        orders=Count("order_id", distinct=True),
        buyers=Count("buyer_key", distinct=True),
    )
    seen = ProductDay.objects.filter(
        product__enterprise_id=enterprise_id, day__range=(period.start, period.end)
    ).aggregate(views=Sum("views"), carts=Sum("carts"))
    return ShopReport(
        views=seen["views"] or 0,
        carts=seen["carts"] or 0,
        period=period,
        net_sales=sums["net"] or 0,
        before=_before(enterprise_id, earlier),
        orders=sums["orders"],
        buyers=sums["buyers"],
        repeat_bp=_repeat(enterprise_id, period.end),
        returned_bp=-(sums["gone"] or 0) * 10_000 // sums["came"] if sums["came"] else None,
        trend=selectors.trend_of(facts, period),
        top=_top(facts),
        places=_places(facts),
        hints=_hints(enterprise_id),
    )


def _before(enterprise_id: int, earlier: rules.Period) -> int:
    """Net sales of the span before; 0, and so no comparison, where selling began within it."""
    began = SaleFact.objects.filter(enterprise_id=enterprise_id, day__lte=earlier.start).exists()
    return selectors.net_sales(period=earlier, enterprise_id=enterprise_id) if began else 0


def _repeat(enterprise_id: int, until: dt.date) -> int | None:
    year = rules.Period(until - dt.timedelta(days=364), until)
    buyers = (
        selectors.net_facts(year)
        .filter(enterprise_id=enterprise_id, event=SaleFact.Event.DELIVERED)
        .values("buyer_key")
        .annotate(orders=Count("order_id", distinct=True))
    )
    found = buyers.aggregate(all=Count("buyer_key"), again=Count("buyer_key", Q(orders__gte=2)))
    return found["again"] * 10_000 // found["all"] if found["all"] else None


def _top(facts: QuerySet[SaleFact]) -> list[ProductRow]:
    rows = list(
        facts.values_list("product_id")
        .annotate(total=Sum("total_amount"), pieces=Sum("quantity"))
        .order_by("-total")[:TOP]
    )
    names = dict(
        Product.objects.filter(pk__in=[pk for pk, *_ in rows if pk]).values_list("pk", "name")
    )
    return [ProductRow(pk, names.get(pk, ""), total, pieces) for pk, total, pieces in rows]


def _places(facts: QuerySet[SaleFact]) -> list[Place]:
    """Where buyers are, by district and kind of buyer."""
    labels = selectors.district_labels()
    kinds = {str(kind.value): str(kind.label) for kind in Order.BuyerKind}
    rows = (
        facts.values_list("buyer_district", "buyer_kind")
        .annotate(total=Sum("total_amount"), orders=Count("order_id", distinct=True))
        .order_by("-total")[:TOP]
    )
    return [
        Place(f"{labels.get(district, labels[''])} · {kinds.get(kind, kind)}", total, orders)
        for district, kind, total, orders in rows
    ]


def _hints(enterprise_id: int) -> list[Hint]:
    today = clock.today()
    shown = Product.objects.filter(
        Exists(ProductListing.objects.filter(product=OuterRef("pk"), is_published=True)),
        enterprise_id=enterprise_id,
    )
    has_stock = Stock.objects.filter(variant__product=OuterRef("pk"), variant__is_active=True)
    sold_lately = SaleFact.objects.filter(
        product_id=OuterRef("pk"), day__gt=today - dt.timedelta(days=90)
    )
    bulk = SaleFact.objects.filter(
        category_id=OuterRef("category_id"),
        day__gt=today - dt.timedelta(days=BULK_SEEN_WITHIN),
        buyer_kind__in=[Order.BuyerKind.AGENCY, Order.BuyerKind.COMPANY],
        event=SaleFact.Event.SOLD,
    )
    missing = {
        HintKind.NO_PICTURE: shown.exclude(
            Exists(ProductMedia.objects.filter(product=OuterRef("pk")))
        ),
        HintKind.NO_NOTICE: shown.filter(notice={}),
        HintKind.SOLD_OUT: shown.filter(Exists(has_stock)).exclude(
            Exists(has_stock.filter(on_hand__gt=F("reserved")))
        ),
        HintKind.NO_TIER: shown.filter(Exists(bulk)).exclude(
            Exists(PriceTier.objects.filter(listing__variant__product=OuterRef("pk")))
        ),
        HintKind.NOT_SOLD: shown.filter(created_at__lt=clock.now() - dt.timedelta(days=90)).exclude(
            Exists(sold_lately)
        ),
    }
    found = []
    for kind, products in missing.items():
        names = list(products.order_by("pk").values_list("pk", "name")[:200])
        if names:
            found.append(Hint(kind, len(names), names[:5]))
    return found
