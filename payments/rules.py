"""Who is owed what: the ledger's accounts and the entries each event makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.money import share_bp


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


def balanced(postings: list[Posting]) -> bool:
    """Whether debits equal credits: every entry sums to zero."""
    return sum(posting.amount for posting in postings) == 0
