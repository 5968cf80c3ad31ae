"""The books: balanced, told once, never rewritten, by the database's own word."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core import clock
from payments import ledger
from payments.models import LedgerAccount, LedgerEntry, LedgerPosting
from payments.rules import AccountKind, Posting

pytestmark = pytest.mark.django_db

SALE = [Posting(AccountKind.BANK, 1_000), Posting(AccountKind.BUYER_FUNDS, -1_000)]


def book(key: str = "sale:1", postings: list[Posting] = SALE) -> LedgerEntry:
    return ledger.post(key=key, kind="capture", postings=postings)


@transaction.atomic
def commit_with(posting: LedgerPosting) -> None:
    """Save the posting, and check what PostgreSQL checks at a commit."""
    posting.save()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_what_is_told_twice_is_booked_once() -> None:
    assert book() == book()
    assert LedgerPosting.objects.count() == 2
    assert ledger.balance(AccountKind.BANK) == 1_000


def test_accounts_of_a_kind_are_parted_by_owner_and_summed_without() -> None:
    for number in (1, 2):
        owed = Posting(AccountKind.ENTERPRISE_PAYABLE, -700, f"enterprise:{number}")
        book(f"sale:{number}", [Posting(AccountKind.BUYER_FUNDS, 700), owed])
    assert ledger.balance(AccountKind.ENTERPRISE_PAYABLE, "enterprise:1") == -700
    assert ledger.balance(AccountKind.ENTERPRISE_PAYABLE) == -1_400
    assert ledger.balance(AccountKind.ENTERPRISE_PAYABLE, "enterprise:3") == 0
    assert sum(ledger.trial_balance().values()) == 0


@pytest.mark.parametrize(
    "postings",
    [
        [Posting(AccountKind.BANK, 1_000)],
        [Posting(AccountKind.BANK, 1_000), Posting(AccountKind.BUYER_FUNDS, -999)],
        [Posting(AccountKind.BANK, 0), Posting(AccountKind.BUYER_FUNDS, 0)],
        [],
    ],
)
def test_an_entry_that_does_not_balance_is_our_mistake(postings: list[Posting]) -> None:
    with pytest.raises(ValueError, match="sum to zero"):
        book(postings=postings)
    assert not LedgerEntry.objects.exists()


def test_the_database_refuses_an_entry_that_does_not_balance() -> None:
    account = LedgerAccount.objects.create(kind="bank")
    entry = LedgerEntry.objects.create(key="odd", kind="capture", happened_at=clock.now())
    with pytest.raises(IntegrityError, match="does not balance"):
        commit_with(LedgerPosting(entry=entry, account=account, amount=1))
    assert not LedgerPosting.objects.exists()


def test_the_database_refuses_a_later_posting_that_unbalances() -> None:
    entry = book()
    account = LedgerAccount.objects.get(kind="bank")
    with pytest.raises(IntegrityError, match="does not balance"):
        commit_with(LedgerPosting(entry=entry, account=account, amount=5))
    assert LedgerPosting.objects.count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_ledgerposting SET amount = 5",
        "DELETE FROM payments_ledgerposting",
        "UPDATE payments_ledgerentry SET kind = 'other'",
        "DELETE FROM payments_ledgerentry",
    ],
)
def test_the_database_refuses_to_rewrite_the_books(statement: str) -> None:
    book()
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ledger.balance(AccountKind.BANK) == 1_000
