"""How an order's money is made up: prices, shipping, commission, and a line's shares of each.

All amounts are won, VAT included. Imports no Django.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.money import TaxSplit, share_bp, split_included_tax


def unit_price(base: int, tiers: list[tuple[int, int]], quantity: int) -> int:
    """The price of one piece when ``quantity`` are bought: the best tier reached, else ``base``.

    ``tiers`` are (from quantity, won each) in any order.
    """
    return min([base, *(price for least, price in tiers if quantity >= least)])


@dataclass(frozen=True, slots=True)
class ShippingTerms:
    """An enterprise's shipping. ``basis``: ``flat``, ``amount`` (won of goods) or ``weight``
    (grams); ``steps`` are (from, fee), below the first of which ``fee`` holds. From ``free_from``
    won of goods at list price on (0: never) the fee is none; surcharges stay, as carriers take
    them all the same."""

    fee: int
    free_from: int = 0
    basis: str = "flat"
    steps: Sequence[tuple[int, int]] = ()
    island: int = 0
    mountain: int = 0


@dataclass(frozen=True, slots=True)
class ShippingCharge:
    fee: int = 0
    surcharge: int = 0

    @property
    def total(self) -> int:
        return self.fee + self.surcharge


@dataclass(frozen=True, slots=True)
class Piece:
    """A line as shipping sees it: whether it goes by the enterprise's terms, for nothing, or for a
    fee of its product's own, and what all its pieces weigh (grams)."""

    product_id: int = 0
    weight_g: int = 0
    by_shop: bool = True
    own: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What an enterprise sends in one order, as ``shipping_charge`` takes it."""

    weight_g: int = 0
    by_shop: bool = True
    own: int = 0

    @classmethod
    def of(cls, pieces: Sequence[Piece]) -> Load:
        """A product's own fee is charged once, however many of its options are in the order."""
        return cls(
            weight_g=sum(piece.weight_g for piece in pieces if piece.by_shop),
            by_shop=any(piece.by_shop for piece in pieces),
            own=sum({piece.product_id: piece.own for piece in pieces}.values()),
        )


def shipping_charge(
    terms: ShippingTerms,
    *,
    goods: int,
    load: Load = Load(),
    area: str = "",
    pickup: bool = False,
) -> ShippingCharge:
    """What shipping ``goods`` won of one enterprise costs the buyer.

    ``area``: ``island``, ``mountain`` or ``""``. What products with a fee of their own cost comes
    beside, whatever the sum; where nothing goes by the enterprise's terms, it is all there is.
    Picked up, it costs nothing.
    """
    if pickup:
        return ShippingCharge()
    surcharge = {"island": terms.island, "mountain": terms.mountain}.get(area, 0)
    if not load.by_shop or (terms.free_from and goods >= terms.free_from):
        return ShippingCharge(load.own, surcharge)
    measure = {"amount": goods, "weight": load.weight_g}.get(terms.basis, 0)
    reached = [step for step in terms.steps if terms.basis != "flat" and measure >= step[0]]
    fee = max(reached)[1] if reached else terms.fee
    return ShippingCharge(fee + load.own, surcharge)


def commission(worth: int, *, rate_bp: int) -> int:
    """The market's commission on a line worth ``worth`` won to the enterprise (its own discount
    taken off), VAT included, half up."""
    return share_bp(worth, rate_bp=rate_bp)


@dataclass(frozen=True, slots=True)
class CommissionTerm:
    """A commission rule that holds on a day. What is None (or ``""``) fits everything."""

    rate_bp: int
    enterprise_id: int | None = None
    category_id: int | None = None
    kind: str = ""


def commission_rate(
    terms: Sequence[CommissionTerm],
    *,
    enterprise_id: int,
    category_path: Sequence[int],
    kinds: Sequence[str],
) -> int:
    """The rate (basis points) of the narrowest rule that fits: the enterprise's own before a
    category's, a nearer category's before one above it, a kind's before the general one; of equal
    ones the last given (the newest). 0 where none fits.

    ``category_path``: the line's category first, then those above it.
    """

    def narrowness(term: CommissionTerm) -> tuple[bool, int, bool] | None:
        if term.enterprise_id not in (None, enterprise_id):
            return None
        if term.category_id is not None and term.category_id not in category_path:
            return None
        if term.kind and term.kind not in kinds:
            return None
        nearness = 0
        if term.category_id is not None:
            nearness = len(category_path) - list(category_path).index(term.category_id)
        return (term.enterprise_id is not None, nearness, bool(term.kind))

    best: tuple[tuple[bool, int, bool], int] | None = None
    for term in terms:
        found = narrowness(term)
        if found is not None and (best is None or found >= best[0]):
            best = (found, term.rate_bp)
    return best[1] if best else 0


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """What a whole line of ``quantity`` pieces is made of."""

    quantity: int
    goods: int
    market_discount: int = 0
    enterprise_discount: int = 0
    shipping: int = 0
    commission: int = 0


@dataclass(frozen=True, slots=True)
class LineShare:
    """Some pieces' share of a line."""

    goods: int = 0
    market_discount: int = 0
    enterprise_discount: int = 0
    shipping: int = 0
    commission: TaxSplit = field(default_factory=lambda: TaxSplit(0, 0, 0))

    @property
    def paid(self) -> int:
        """What the buyer paid for these pieces, without shipping."""
        return self.goods - self.market_discount - self.enterprise_discount


def portion(amount: int, whole: int, *, before: int, pieces: int) -> int:
    """The share of ``pieces`` of ``whole`` pieces, ``before`` of which had theirs already.

    Shares taken one after another sum to ``amount``, to the won, however they are cut.
    """
    return amount * (before + pieces) // whole - amount * before // whole


def line_share(
    line: LineAmounts,
    *,
    before: int,
    pieces: int,
    vat_rate_bp: int,
    with_shipping: int | None = None,
) -> LineShare:
    """The share of ``pieces`` of a line, after ``before`` others.

    ``with_shipping``: so many of the pieces, the first, bring their share of the shipping (None:
    all). ``vat_rate_bp``: of the VAT in the commission.
    """
    with_theirs = pieces if with_shipping is None else with_shipping
    lower, upper = _discounts_upto(line, before), _discounts_upto(line, before + pieces)
    return LineShare(
        goods=portion(line.goods, line.quantity, before=before, pieces=pieces),
        market_discount=upper[0] - lower[0],
        enterprise_discount=upper[1] - lower[1],
        shipping=portion(line.shipping, line.quantity, before=before, pieces=with_theirs),
        commission=_commission_share(line, before=before, pieces=pieces, vat_rate_bp=vat_rate_bp),
    )


def _discounts_upto(line: LineAmounts, count: int) -> tuple[int, int]:
    """(the market's, the enterprise's) part of what is off the first ``count`` pieces.

    From what the pieces cost the buyer, and not each on its own: two shares rounded down one after
    the other could make a piece of one won cost minus one.
    """
    off = line.market_discount + line.enterprise_discount
    if off == 0:
        return 0, 0
    goods = portion(line.goods, line.quantity, before=0, pieces=count)
    paid = portion(line.goods - off, line.quantity, before=0, pieces=count)
    market = (goods - paid) * line.market_discount // off
    return market, goods - paid - market


def _commission_share(line: LineAmounts, *, before: int, pieces: int, vat_rate_bp: int) -> TaxSplit:
    """The difference of two splits, so that commission and VAT both come to the whole."""

    def upto(count: int) -> TaxSplit:
        total = portion(line.commission, line.quantity, before=0, pieces=count)
        return split_included_tax(total, rate_bp=vat_rate_bp)

    lower, upper = upto(before), upto(before + pieces)
    return TaxSplit(upper.total - lower.total, upper.supply - lower.supply, upper.vat - lower.vat)
