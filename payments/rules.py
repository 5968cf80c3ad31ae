"""Who is owed what: the ledger's accounts and the entries each event makes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.money import TaxSplit


class PaymentState(StrEnum):
    """``pending`` waits for the buyer or a deposit; ``captured`` is money received."""

    PENDING = "pending"
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


class AccountKind(StrEnum):
    """Debit accounts hold what we have (or what something cost us), credit accounts whose it is.

    ``docs/money.md`` explains each with a worked example.
    """

    #: What we have: the bank account; what providers hold for us, by gateway; what buyers on
    #: account owe, by organization; payouts on their way; what a buyer's bank took back for now.
    BANK = "bank"
    GATEWAY_CLEARING = "gateway_clearing"
    BUYER_RECEIVABLE = "buyer_receivable"
    DISPUTES = "disputes"
    #: What something cost the market: its own coupons, the providers' fees, and losses.
    COUPONS = "coupons"
    PROVIDER_FEES = "provider_fees"
    LOSSES = "losses"
    #: Whose it is: each buyer's funds held until the delivery; refunds decided and not yet sent;
    #: each enterprise's; payouts on their way; deposits nobody knows the purpose of.
    BUYER_FUNDS = "buyer_funds"
    REFUNDS = "refunds"
    ENTERPRISE_PAYABLE = "enterprise_payable"
    PAYOUTS = "payouts"
    UNMATCHED_DEPOSITS = "unmatched_deposits"
    #: What the market earned, and the VAT in it.
    COMMISSION = "commission"
    COMMISSION_VAT = "commission_vat"


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: debit above zero, credit below. ``owner`` parts accounts of a kind."""

    kind: AccountKind
    amount: int
    owner: str = ""


def balanced(postings: list[Posting]) -> bool:
    """Whether debits equal credits: every entry sums to zero."""
    return sum(posting.amount for posting in postings) == 0


def enterprise_owner(enterprise_id: int) -> str:
    return f"enterprise:{enterprise_id}"


def organization_owner(organization_id: int) -> str:
    return f"organization:{organization_id}"


def buyer_owner(*, user_id: int | None, organization_id: int | None, order_id: int) -> str:
    """Whose funds an order's are: an organization's, a member's, or a guest's (one an order)."""
    if organization_id is not None:
        return organization_owner(organization_id)
    return f"user:{user_id}" if user_id is not None else f"guest:{order_id}"


def clearing(gateway: str, amount: int) -> Posting:
    """Where a gateway's money lies: a transfer in the bank, the rest with the provider, until it
    pays it out."""
    if gateway == "bank_transfer":
        return Posting(AccountKind.BANK, amount)
    return Posting(AccountKind.GATEWAY_CLEARING, amount, gateway)


def capture_postings(amount: int, *, gateway: str, buyer: str) -> list[Posting]:
    """Money came in and is still the buyer's."""
    return [clearing(gateway, amount), Posting(AccountKind.BUYER_FUNDS, -amount, buyer)]


def provider_payout_postings(amount: int, *, fee: int, gateway: str) -> list[Posting]:
    """A provider paid out what it held for us, less its fee: the deposit has found its purpose."""
    return [
        Posting(AccountKind.UNMATCHED_DEPOSITS, amount),
        Posting(AccountKind.PROVIDER_FEES, fee),
        Posting(AccountKind.GATEWAY_CLEARING, -amount - fee, gateway),
    ]


def recognition_postings(
    *, source: Posting, enterprise_id: int, commission: TaxSplit, market_discount: int = 0
) -> list[Posting]:
    """A sale counts: ``source`` (a debit: the buyer's funds, or a claim on the buyer) and what the
    market's coupons pay become the enterprise's, less the market's commission and its VAT."""
    return [
        source,
        Posting(AccountKind.COUPONS, market_discount),
        Posting(
            AccountKind.ENTERPRISE_PAYABLE,
            commission.total - source.amount - market_discount,
            enterprise_owner(enterprise_id),
        ),
        Posting(AccountKind.COMMISSION, -commission.supply),
        Posting(AccountKind.COMMISSION_VAT, -commission.vat),
    ]


def refund_postings(
    amount: int,
    *,
    buyer: str,
    enterprise_id: int | None,
    commission: TaxSplit,
    market_discount: int = 0,
) -> list[Posting]:
    """A refund of ``amount`` won was decided: it is owed to the buyer, and taken from their funds
    (``enterprise_id`` None: the sale didn't count yet) or back from the enterprise and the market.
    """
    owed = Posting(AccountKind.REFUNDS, amount, buyer)
    if enterprise_id is None:
        return [Posting(AccountKind.BUYER_FUNDS, amount, buyer), mirrored([owed])[0]]
    return mirrored(
        recognition_postings(
            source=owed,
            enterprise_id=enterprise_id,
            commission=commission,
            market_discount=market_discount,
        )
    )


def mirrored(postings: list[Posting]) -> list[Posting]:
    """The entry that takes another back."""
    return [Posting(posting.kind, -posting.amount, posting.owner) for posting in postings]
