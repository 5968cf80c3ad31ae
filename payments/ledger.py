"""The books: double entry, added to and never changed.

Debit is above zero, credit below; an entry sums to zero (a deferred trigger says so, too). An
entry's ``key`` names what happened, so that telling it twice books it once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Sum

from core import clock
from core.actor import SYSTEM, Actor
from payments import rules
from payments.models import LedgerAccount, LedgerEntry, LedgerPosting, PayableItem


@transaction.atomic
def post(
    *,
    key: str,
    kind: str,
    postings: Sequence[rules.Posting],
    items: Sequence[PayableItem] = (),
    order_id: int | None = None,
    vendor_order_id: int | None = None,
    actor: Actor = SYSTEM,
    happened_at: dt.datetime | None = None,
) -> LedgerEntry:
    """Book what happened; answers the entry, the first one when ``key`` was booked before.

    ``items`` (not saved yet) explain the posting on an enterprise's account, line by line.
    Raises ValueError for postings that don't balance: that is our mistake, never the caller's data.
    """
    moved = [posting for posting in postings if posting.amount]
    if not moved or not rules.balanced(moved):
        raise ValueError(f"{key}: postings must move money and sum to zero")
    LedgerEntry.objects.bulk_create(
        [
            LedgerEntry(
                key=key,
                kind=kind,
                order_id=order_id,
                vendor_order_id=vendor_order_id,
                actor_id=actor.user_id,
                happened_at=happened_at or clock.now(),
            )
        ],
        ignore_conflicts=True,
    )
    entry = LedgerEntry.objects.get(key=key)
    if entry.postings.exists():
        return entry
    accounts = _accounts(moved)
    LedgerPosting.objects.bulk_create(
        LedgerPosting(
            entry=entry, account=accounts[posting.kind, posting.owner], amount=posting.amount
        )
        for posting in moved
    )
    for item in items:
        item.entry, item.happened_at = entry, entry.happened_at
    PayableItem.objects.bulk_create(items)
    return entry


def balance(kind: rules.AccountKind, owner: str | None = None) -> int:
    """The sum of an account (of all of the kind, without ``owner``), in won; debit above zero."""
    postings = LedgerPosting.objects.filter(account__kind=kind.value)
    if owner is not None:
        postings = postings.filter(account__owner=owner)
    return postings.aggregate(sum=Sum("amount"))["sum"] or 0


def trial_balance() -> dict[str, int]:
    """Every kind of account with its balance; the values sum to zero. One query."""
    rows = LedgerPosting.objects.values_list("account__kind").annotate(sum=Sum("amount"))
    return dict(rows)


def _accounts(
    postings: Sequence[rules.Posting],
) -> dict[tuple[rules.AccountKind, str], LedgerAccount]:
    wanted = {(posting.kind, posting.owner) for posting in postings}
    kinds = [kind.value for kind, _owner in wanted]
    owners = [owner for _kind, owner in wanted]

    def read() -> dict[tuple[rules.AccountKind, str], LedgerAccount]:
        rows = LedgerAccount.objects.filter(kind__in=kinds, owner__in=owners)
        return {(rules.AccountKind(row.kind), row.owner): row for row in rows}

    found = read()
    missing = [key for key in wanted if key not in found]
    if missing:
        LedgerAccount.objects.bulk_create(
            [LedgerAccount(kind=kind.value, owner=owner) for kind, owner in sorted(missing)],
            ignore_conflicts=True,
        )
        found = read()
    return found
