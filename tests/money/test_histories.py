"""Ten thousand random histories of money, by the rules alone: whatever happens, nothing is lost.

A history is a market's: carts of several enterprises with coupons of both funders, shipping of
every kind, commission that changes between orders, payments in time, late or never, pieces
cancelled before they ship and sent back after, for a change of mind or a fault, settled in any
order. It is played by the same pure functions the services call, against books kept in memory.

After every step: each entry sums to zero, children sum to their parents, nothing is negative,
and what buyers paid is what enterprises, the market and refunds have of it, to the won.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.money import TaxSplit, allocate, split_included_tax
from orders import prices
from orders import rules as order_rules
from orders.prices import CommissionTerm, LineAmounts, LineShare, ShippingTerms
from payments import rules as money
from payments.rules import AccountKind as A
from promotions.rules import Funder, Goods, Terms, discounts
from settlements import rules as settling

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
VAT = 1_000
HISTORIES = 10_000

WON = st.integers(1, 300_000)


@dataclass
class Line:
    amounts: LineAmounts
    enterprise: int
    cancelled: int = 0
    shipped: int = 0
    returned: int = 0

    @property
    def gone(self) -> int:
        return self.cancelled + self.returned


@dataclass
class Part:
    enterprise: int
    lines: list[Line]
    shipping: int
    return_fee: int
    counted: bool = False

    @property
    def total(self) -> int:
        return self.shipping + sum(
            line.amounts.goods - line.amounts.market_discount - line.amounts.enterprise_discount
            for line in self.lines
        )


@dataclass
class Books:
    """Accounts by (kind, owner), and each enterprise's items that no settlement holds yet."""

    accounts: Counter[tuple[A, str]] = field(default_factory=Counter)
    items: dict[int, list[settling.Item]] = field(default_factory=dict)
    carried: Counter[int] = field(default_factory=Counter)
    paid_out: Counter[int] = field(default_factory=Counter)
    came_in: int = 0
    went_back: int = 0

    def post(self, postings: list[money.Posting]) -> None:
        assert money.balanced(postings)
        for posting in postings:
            self.accounts[posting.kind, posting.owner] += posting.amount

    def sum(self, kind: A) -> int:
        return sum(amount for (of, _owner), amount in self.accounts.items() if of is kind)

    def check(self) -> None:
        assert sum(self.accounts.values()) == 0
        for (kind, _owner), amount in self.accounts.items():
            if kind in (A.BUYER_FUNDS, A.REFUNDS):
                assert amount <= 0, "somebody's funds are below nothing"
            if kind in (A.COUPONS, A.GATEWAY_CLEARING):
                assert amount >= 0
        # What buyers paid = what is owed to enterprises and was paid to them + commission and its
        # VAT + funds still held + refunds owed and sent − what the market's coupons put in.
        assert self.came_in == (
            -self.sum(A.ENTERPRISE_PAYABLE)
            + sum(self.paid_out.values())
            - self.sum(A.COMMISSION)
            - self.sum(A.COMMISSION_VAT)
            - self.sum(A.BUYER_FUNDS)
            - self.sum(A.REFUNDS)
            + self.went_back
            - self.sum(A.COUPONS)
        )


@st.composite
def shippings(draw: st.DrawFn) -> ShippingTerms:
    steps = draw(st.lists(st.tuples(st.integers(1, 90_000), st.integers(0, 9_000)), max_size=3))
    return ShippingTerms(
        fee=draw(st.integers(0, 5_000)),
        free_from=draw(st.sampled_from([0, 30_000, 50_000])),
        basis=draw(st.sampled_from(["flat", "amount", "weight"])),
        steps=sorted(dict(steps).items()),
        island=draw(st.sampled_from([0, 3_000, 5_500])),
        mountain=draw(st.sampled_from([0, 2_000])),
    )


@st.composite
def coupons(draw: st.DrawFn, enterprises: int) -> list[Terms]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        funder = draw(st.sampled_from(Funder))
        percent = draw(st.booleans())
        found.append(
            Terms(
                code=f"C{number}",
                funder=funder,
                enterprise_id=draw(st.integers(0, enterprises - 1))
                if funder is Funder.ENTERPRISE or draw(st.booleans())
                else None,
                category_id=draw(st.sampled_from([None, None, 1, 2])),
                percent=percent,
                value=draw(st.integers(1, 10_000) if percent else st.integers(1, 400_000)),
                most=draw(st.sampled_from([0, 0, 5_000])),
                least_goods=draw(st.sampled_from([0, 0, 20_000])),
                valid_from=NOW - dt.timedelta(days=1),
                valid_to=NOW + dt.timedelta(days=1),
            )
        )
    return found


@st.composite
def orders(draw: st.DrawFn) -> list[Part]:
    """An order's parts as ``order_create`` makes them up."""
    enterprises = draw(st.integers(1, 3))
    terms = [
        CommissionTerm(draw(st.integers(0, 2_000))),
        CommissionTerm(draw(st.integers(0, 2_000)), enterprise_id=0),
        CommissionTerm(draw(st.integers(0, 2_000)), category_id=2),
    ]
    wanted = [
        (draw(st.integers(0, enterprises - 1)), draw(WON), draw(st.integers(1, 5)),
         draw(st.sampled_from([1, 2])))
        for _ in range(draw(st.integers(1, 5)))
    ]  # fmt: skip
    goods = [
        Goods(key, enterprise, frozenset({category}), price * quantity)
        for key, (enterprise, price, quantity, category) in enumerate(wanted)
    ]
    off = discounts(draw(coupons(enterprises)), goods, at=NOW)
    assert off.total == sum(off.amounts.values())
    area = draw(st.sampled_from(["", "", "island", "mountain"]))
    parts = []
    for enterprise in sorted({row[0] for row in wanted}):
        mine = [key for key, row in enumerate(wanted) if row[0] == enterprise]
        whole = sum(goods[key].total for key in mine)
        charge = prices.shipping_charge(
            draw(shippings()), goods=whole, load=prices.Load(whole // 10), area=area,
            pickup=draw(st.integers(0, 5)) == 0,
        )  # fmt: skip
        shares = allocate(charge.total, [goods[key].total for key in mine])
        lines = []
        for key, share in zip(mine, shares, strict=True):
            worth = goods[key].total - off.lines[key].enterprise
            rate = prices.commission_rate(
                terms, enterprise_id=enterprise, category_path=[wanted[key][3]], kinds=[]
            )
            lines.append(
                Line(
                    LineAmounts(
                        quantity=wanted[key][2],
                        goods=goods[key].total,
                        market_discount=off.lines[key].market,
                        enterprise_discount=off.lines[key].enterprise,
                        shipping=share,
                        commission=prices.commission(worth, rate_bp=rate),
                    ),
                    enterprise,
                )
            )
        part = Part(enterprise, lines, charge.total, draw(st.sampled_from([0, 3_000, 9_000])))
        assert part.shipping == sum(line.amounts.shipping for line in lines)
        assert part.total >= 0
        parts.append(part)
    return parts


def _plus(shares: list[LineShare]) -> TaxSplit:
    return TaxSplit(
        sum(share.commission.total for share in shares),
        sum(share.commission.supply for share in shares),
        sum(share.commission.vat for share in shares),
    )


def count(books: Books, part: Part, buyer: str) -> None:
    """The part was delivered: what is kept of it becomes the enterprise's."""
    shares = [
        prices.line_share(
            line.amounts,
            before=line.gone,
            pieces=line.amounts.quantity - line.gone,
            vat_rate_bp=VAT,
        )
        for line in part.lines
    ]
    part.counted = True
    source = sum(share.paid + share.shipping for share in shares)
    market = sum(share.market_discount for share in shares)
    before = books.accounts[A.ENTERPRISE_PAYABLE, money.enterprise_owner(part.enterprise)]
    books.post(
        money.recognition_postings(
            source=money.Posting(A.BUYER_FUNDS, source, buyer),
            enterprise_id=part.enterprise,
            commission=_plus(shares),
            market_discount=market,
        )
    )
    items = [_item(share, refund=False) for share in shares]
    books.items.setdefault(part.enterprise, []).extend(items)
    after = books.accounts[A.ENTERPRISE_PAYABLE, money.enterprise_owner(part.enterprise)]
    assert before - after == sum(item.net for item in items)


def take_back(
    books: Books, part: Part, line: Line, pieces: int, buyer: str, *, shipped: bool, fault: bool
) -> int:
    """Cancel pieces that never left, or refund ones that came back; answers what the buyer gets."""
    share = prices.line_share(
        line.amounts,
        before=line.gone,
        pieces=pieces,
        vat_rate_bp=VAT,
        with_shipping=pieces if fault or not shipped else 0,
    )
    fee = 0
    if shipped:
        reason = order_rules.ReturnReason("defective" if fault else "change_of_mind")
        fee = order_rules.return_fee(reason, fee=part.return_fee, paid=share.paid)
        line.returned += pieces
    else:
        line.cancelled += pieces
    amount = share.paid + share.shipping - fee
    assert amount >= 0
    books.post(
        money.refund_postings(
            amount,
            buyer=buyer,
            enterprise_id=part.enterprise if part.counted else None,
            commission=share.commission,
            market_discount=share.market_discount,
        )
    )
    if part.counted:
        books.items.setdefault(part.enterprise, []).append(_item(share, refund=True, fee=fee))
    return amount


def _item(share: LineShare, *, refund: bool, fee: int = 0) -> settling.Item:
    sign = -1 if refund else 1
    return settling.Item(
        refund=refund,
        goods=sign * share.goods,
        enterprise_discount=sign * share.enterprise_discount,
        market_discount=sign * share.market_discount,
        shipping=sign * share.shipping,
        fee=fee,
        commission=sign * share.commission.supply,
        commission_vat=sign * share.commission.vat,
        net=sign
        * (share.goods - share.enterprise_discount + share.shipping - share.commission.total)
        + fee,
    )


def settle(books: Books, enterprise: int) -> None:
    """Close the period: pay what is due, or carry what is owed."""
    found = settling.totals(books.items.pop(enterprise, []))
    assert found.net == (
        found.sales + found.refunds - found.enterprise_discount + found.shipping + found.fee
        - found.commission - found.commission_vat
    )  # fmt: skip
    due = settling.due(net=found.net, carried_in=books.carried[enterprise])
    assert due.payout >= 0 >= due.carried_out
    assert due.payout + due.carried_out == found.net + books.carried[enterprise]
    books.carried[enterprise] = due.carried_out
    books.paid_out[enterprise] += due.payout
    owner = money.enterprise_owner(enterprise)
    books.post(
        [
            money.Posting(A.ENTERPRISE_PAYABLE, due.payout, owner),
            money.Posting(A.BANK, -due.payout),
        ]
    )


def send(books: Books, amount: int, buyer: str) -> None:
    books.post([money.clearing("stripe", -amount), money.Posting(A.REFUNDS, amount, buyer)])
    books.went_back += amount


@st.composite
def histories(draw: st.DrawFn) -> Books:
    books = Books()
    for number in range(draw(st.integers(1, 3))):
        parts, buyer = draw(orders()), f"user:{number}"
        total = sum(part.total for part in parts)
        fate = draw(st.sampled_from(["paid", "paid", "paid", "late", "unwanted", "never"]))
        if fate == "never" or total == 0:
            continue
        books.post(money.capture_postings(total, gateway="stripe", buyer=buyer))
        books.came_in += total
        books.check()
        if fate == "unwanted":  # the order was gone: all of it goes back
            books.post(
                [
                    money.Posting(A.BUYER_FUNDS, total, buyer),
                    money.Posting(A.REFUNDS, -total, buyer),
                ]
            )
            send(books, total, buyer)
            books.check()
            continue
        owed = []
        for part in parts:
            for line in part.lines:
                pieces = draw(st.integers(0, line.amounts.quantity))
                if pieces:  # cancelled in one go or two
                    first = draw(st.integers(1, pieces))
                    for some in filter(None, (first, pieces - first)):
                        owed.append(
                            take_back(books, part, line, some, buyer, shipped=False, fault=False)
                        )
                line.shipped = line.amounts.quantity - line.cancelled
            books.check()
            if any(line.shipped for line in part.lines) and draw(st.integers(0, 3)):
                count(books, part, buyer)
                books.check()
                for line in part.lines:
                    back = draw(st.integers(0, line.shipped))
                    while back:
                        some = draw(st.integers(1, back))
                        owed.append(
                            take_back(
                                books,
                                part,
                                line,
                                some,
                                buyer,
                                shipped=True,
                                fault=draw(st.booleans()),
                            )
                        )
                        back -= some
                        if draw(st.booleans()):
                            settle(books, part.enterprise)
            books.check()
        for amount in owed:
            if draw(st.booleans()):
                send(books, amount, buyer)
        books.check()
    for enterprise in range(3):
        settle(books, enterprise)
        owner = money.enterprise_owner(enterprise)
        assert -books.accounts[A.ENTERPRISE_PAYABLE, owner] == books.carried[enterprise]
    return books


@given(histories())
@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
def test_whatever_happens_no_won_is_lost(books: Books) -> None:
    books.check()


@given(orders(), st.data())
@settings(max_examples=1_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_order_taken_back_to_the_last_piece_gives_all_of_its_money_back(
    parts: list[Part], data: st.DataObject
) -> None:
    books, total = Books(), sum(part.total for part in parts)
    books.post(money.capture_postings(total, gateway="stripe", buyer="user:1"))
    books.came_in += total
    back = 0
    for part in parts:
        delivered = data.draw(st.booleans())
        if delivered:
            count(books, part, "user:1")
        for line in part.lines:
            while line.gone < line.amounts.quantity:
                pieces = data.draw(st.integers(1, line.amounts.quantity - line.gone))
                back += take_back(
                    books, part, line, pieces, "user:1", shipped=delivered, fault=True
                )
        books.check()
    assert back == total
    for kind in (A.ENTERPRISE_PAYABLE, A.COMMISSION, A.COMMISSION_VAT, A.BUYER_FUNDS, A.COUPONS):
        assert books.sum(kind) == 0


@given(st.integers(0, 10**9), st.integers(1, 50))
def test_commission_and_its_vat_are_whole_however_a_line_is_cut(amount: int, pieces: int) -> None:
    line = LineAmounts(pieces, pieces, commission=amount)
    shares = [
        prices.line_share(line, before=place, pieces=1, vat_rate_bp=VAT) for place in range(pieces)
    ]
    assert _plus(shares) == split_included_tax(amount, rate_bp=VAT)
