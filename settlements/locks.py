"""Locks on settlements and payouts: after orders and payments, before the ledger."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from settlements.models import Payout, TaxDocument

#: One closing at a time: a second one waits, and finds nothing left.
_CLOSING = 0x0E_57_7E


def lock_closing() -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLOSING])


def lock_payout(payout_id: int) -> Payout | None:
    return (
        Payout.objects.select_for_update(of=("self",))
        .select_related("settlement__enterprise")
        .filter(pk=payout_id)
        .first()
    )


def lock_payouts_to_file() -> list[Payout]:
    """Every open payout by bank file, locked by pk."""
    rows = Payout.objects.select_for_update(of=("self",)).filter(
        state=Payout.State.OPEN, method="bank_file"
    )
    return list(rows.select_related("settlement__enterprise").order_by("pk"))


def lock_payouts_of_batch(batch: str) -> list[Payout]:
    """Every payout of a file, locked by pk."""
    rows = Payout.objects.select_for_update(of=("self",)).filter(batch=batch)
    return list(rows.order_by("pk"))


def lock_commission_documents(enterprise_id: int, until: dt.date) -> list[TaxDocument]:
    """What the market invoiced an enterprise until a day, newest first, with what amended it."""
    rows = TaxDocument.objects.select_for_update(of=("self",)).filter(
        enterprise_id=enterprise_id,
        subject=TaxDocument.Subject.COMMISSION,
        amendment="",
        supplied_on__lte=until,
    )
    return list(rows.prefetch_related("amendments").order_by("-supplied_on", "-pk"))


def lock_tax_document(number: str) -> TaxDocument | None:
    """A tax document with those that amend it; they are written under its lock alone."""
    return (
        TaxDocument.objects.select_for_update(of=("self",))
        .select_related("enterprise", "organization", "amends")
        .prefetch_related("amendments")
        .filter(number=number)
        .first()
    )
