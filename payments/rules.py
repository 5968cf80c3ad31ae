"""Who is owed what: the ledger's accounts and the entries each event makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.money import TaxSplit, share_bp, split_included_tax


class PaymentState(StrEnum):
    """``pending`` waits for the buyer or a deposit; ``captured`` is money received."""

    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


class AccountKind(StrEnum):
    """Debit accounts hold what we have, credit accounts whose it is."""

    BANK = "bank"
    GATEWAY_CLEARING = "gateway_clearing"
    BUYER_RECEIVABLE = "buyer_receivable"
    BUYER_FUNDS = "buyer_funds"
    ENTERPRISE_PAYABLE = "enterprise_payable"
    COMMISSION = "commission"
    COMMISSION_VAT = "commission_vat"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: debit above zero, credit below. ``owner`` parts accounts of a kind."""

    kind: AccountKind
    amount: int
    owner: str = ""


def commission_of(goods: int, *, rate_bp: int) -> int:
    """The market's commission on ``goods`` won, VAT included, rounded half up."""
    return share_bp(goods, rate_bp=rate_bp)


def commission_given_back(*, kept: int, goods: int, rate_bp: int, vat_rate_bp: int) -> TaxSplit:
    """What of the commission goes back when ``goods`` of the ``kept`` won are refunded.

    The difference of two splits, so that refunds step by step come to the whole, to the won,
    in commission and in VAT.
    """
    before = split_included_tax(commission_of(kept, rate_bp=rate_bp), rate_bp=vat_rate_bp)
    after = split_included_tax(commission_of(kept - goods, rate_bp=rate_bp), rate_bp=vat_rate_bp)
    return TaxSplit(
        before.total - after.total, before.supply - after.supply, before.vat - after.vat
    )


def balanced(postings: list[Posting]) -> bool:
    """Whether debits equal credits: every entry sums to zero."""
    return sum(posting.amount for posting in postings) == 0


def enterprise_owner(enterprise_id: int) -> str:
    return f"enterprise:{enterprise_id}"


def organization_owner(organization_id: int) -> str:
    return f"organization:{organization_id}"


def capture_postings(amount: int, *, into: AccountKind) -> list[Posting]:
    """Money came in and is still the buyer's."""
    return [Posting(into, amount), Posting(AccountKind.BUYER_FUNDS, -amount)]


def recognition_postings(
    *, source: Posting, enterprise_id: int, commission: TaxSplit
) -> list[Posting]:
    """A sale counts: ``source`` (a debit: the buyer's funds, or a claim on the buyer) becomes the
    enterprise's, less the market's commission and the VAT in it."""
    return [
        source,
        Posting(
            AccountKind.ENTERPRISE_PAYABLE,
            commission.total - source.amount,
            enterprise_owner(enterprise_id),
        ),
        Posting(AccountKind.COMMISSION, -commission.supply),
        Posting(AccountKind.COMMISSION_VAT, -commission.vat),
    ]


def mirrored(postings: list[Posting]) -> list[Posting]:
    """The entry that takes another back."""
    return [Posting(posting.kind, -posting.amount, posting.owner) for posting in postings]
