"""Every entry sums to zero."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.money import split_included_tax
from orders import prices
from payments import rules
from payments.rules import AccountKind, Posting

WON = st.integers(min_value=1, max_value=10**12)
RATES = st.integers(min_value=0, max_value=3_000)
SOURCES = st.sampled_from([AccountKind.BUYER_FUNDS, AccountKind.BUYER_RECEIVABLE])


@given(WON, st.sampled_from(["bank_transfer", "stripe", "toss"]))
def test_captured_money_is_the_buyer_s(amount: int, gateway: str) -> None:
    postings = rules.capture_postings(amount, gateway=gateway, buyer="user:7")
    assert rules.balanced(postings)
    assert Posting(AccountKind.BUYER_FUNDS, -amount, "user:7") in postings
    where = Posting(AccountKind.BANK, amount)
    if gateway != "bank_transfer":
        where = Posting(AccountKind.GATEWAY_CLEARING, amount, gateway)
    assert where in postings


@given(goods=WON, shipping=st.integers(0, 100_000), rate_bp=RATES, source=SOURCES)
def test_a_recognised_sale_is_the_enterprise_s_less_commission(
    goods: int, shipping: int, rate_bp: int, source: AccountKind
) -> None:
    commission = split_included_tax(prices.commission(goods, rate_bp=rate_bp), rate_bp=1_000)
    postings = rules.recognition_postings(
        source=Posting(source, goods + shipping), enterprise_id=7, commission=commission
    )
    by_kind = {posting.kind: posting for posting in postings}
    payable = by_kind[AccountKind.ENTERPRISE_PAYABLE]
    assert rules.balanced(postings)
    assert payable.owner == "enterprise:7"
    assert -payable.amount == goods + shipping - commission.total
    assert by_kind[AccountKind.COMMISSION].amount <= 0
    assert by_kind[AccountKind.COMMISSION_VAT].amount <= 0


@given(goods=WON, rate_bp=RATES)
def test_a_mirrored_entry_takes_the_first_back(goods: int, rate_bp: int) -> None:
    postings = rules.recognition_postings(
        source=Posting(AccountKind.BUYER_FUNDS, goods),
        enterprise_id=7,
        commission=split_included_tax(prices.commission(goods, rate_bp=rate_bp), rate_bp=1_000),
    )
    both = postings + rules.mirrored(postings)
    for kind, owner in {(p.kind, p.owner) for p in both}:
        assert sum(p.amount for p in both if (p.kind, p.owner) == (kind, owner)) == 0
