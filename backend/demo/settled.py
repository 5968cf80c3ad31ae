"""Eighteen months of settlements: every period closed as the night would have, and paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from backend.demo import season
from backend.demo.market import BATCH
from core import clock
from core.models import OutboxTask
from payments import rules as money
from payments.models import BankDeposit, LedgerAccount, LedgerEntry, LedgerPosting
from procurement.claims import tax_sources
from procurement.models import Invoice
from settlements import rules, tax_rules
from settlements import services as settlements
from settlements.models import Payout, Settlement, TaxDocument
from settlements.services.payouts import destination_of

#: What was closed since waits for the clerk, so that there is something to pay in the demo.
_DAYS_TO_PAY = 12
#: Who collects in the demo, and what it keeps of it (basis points).
_PROVIDER, _FEE_BP = "test", 220


def settle_the_past(today: dt.date) -> None:
    """Close every period since the market opened; what was due long enough ago is paid."""
    day = rules.period_of(
        today - dt.timedelta(days=season.HISTORY_DAYS), rules.Cycle.HALF_MONTH
    ).last
    while day < today:
        night = day + dt.timedelta(days=1)
        with clock.moved_to(clock.midnight(night) + dt.timedelta(hours=3)):
            settlements.settlements_close(today=night)
        day = rules.period_of(night, rules.Cycle.HALF_MONTH).last
    _providers_pay_out(today)
    settlements.commission_documents_create(
        list(Settlement.objects.order_by("pk").values_list("pk", flat=True))
    )
    settlements.goods_documents_create(
        tax_sources(list(Invoice.objects.order_by("pk").values_list("pk", flat=True)))
    )
    _issue(until=today.replace(day=1))
    # Of the past, nobody is told today.
    OutboxTask.objects.filter(topic="settlement.closed", done_at=None).exclude(
        payload__settlement_id__in=list(
            Settlement.objects.filter(period_to__gte=today - dt.timedelta(days=20)).values_list(
                "pk", flat=True
            )
        )
    ).delete()
    _pay(until=clock.midnight(today - dt.timedelta(days=_DAYS_TO_PAY)))


def _pay(*, until: dt.datetime) -> None:
    payouts = list(
        Payout.objects.filter(created_at__lt=until)
        .select_related("settlement__enterprise")
        .order_by("created_at", "pk")
    )
    entries, postings = [], []
    accounts = _accounts(payouts)
    bank = accounts[money.AccountKind.BANK.value, ""]
    for payout in payouts:
        settlement = payout.settlement
        sent_at = payout.created_at + dt.timedelta(hours=7)
        payout.state = Payout.State.PAID
        payout.sent_at, payout.paid_at = sent_at, sent_at + dt.timedelta(days=1)
        payout.batch = f"B-{clock.local_date(sent_at):%y%m%d}-DEMO00"
        payout.destination = destination_of(settlement.enterprise, payout.method)
        settlement.status, settlement.paid_at = Settlement.Status.PAID, payout.paid_at
        owner = money.enterprise_owner(settlement.enterprise_id)
        on_way = accounts[money.AccountKind.PAYOUTS.value, owner]
        owed = accounts[money.AccountKind.ENTERPRISE_PAYABLE.value, owner]
        for what, at, debit, credit in (
            ("sent", sent_at, owed, on_way),
            ("paid", payout.paid_at, on_way, bank),
        ):
            entry = LedgerEntry(key=f"payout:{payout.pk}:1:{what}", kind="payout", happened_at=at)
            entries.append(entry)
            postings += [
                LedgerPosting(entry=entry, account=debit, amount=payout.amount),
                LedgerPosting(entry=entry, account=credit, amount=-payout.amount),
            ]
    LedgerEntry.objects.bulk_create(entries, batch_size=BATCH)
    for posting in postings:
        posting.entry_id = posting.entry.pk
    LedgerPosting.objects.bulk_create(postings, batch_size=BATCH)
    Payout.objects.bulk_update(
        payouts, ["state", "sent_at", "paid_at", "batch", "destination"], batch_size=BATCH
    )
    Settlement.objects.bulk_update(
        [payout.settlement for payout in payouts], ["status", "paid_at"], batch_size=BATCH
    )


def _providers_pay_out(today: dt.date) -> None:
    """On each month's first day the provider pays out what it holds, less its fee."""
    held = _held_by_month()
    clearing, bank, unmatched, fees = (
        LedgerAccount.objects.get_or_create(kind=kind.value, owner=owner)[0]
        for kind, owner in (
            (money.AccountKind.GATEWAY_CLEARING, _PROVIDER),
            (money.AccountKind.BANK, ""),
            (money.AccountKind.UNMATCHED_DEPOSITS, ""),
            (money.AccountKind.PROVIDER_FEES, ""),
        )
    )
    for month, amount in held:
        day = (month + dt.timedelta(days=32)).replace(day=1)
        if day > today or amount <= 0:
            continue
        fee = amount * _FEE_BP // 10_000
        at = clock.midnight(day) + dt.timedelta(hours=11)
        deposit = BankDeposit.objects.create(
            at=at,
            amount=amount - fee,
            payer="시험결제(데모)",
            memo=f"{month:%Y-%m} 정산",
            fingerprint=f"demo-provider-{month:%Y-%m}",
            state=BankDeposit.State.PROVIDER,
            note=f"{_PROVIDER} {fee:,}",
            handled_at=at,
        )
        _book(f"deposit:{deposit.pk}:received", "deposit", at, (
            (bank, deposit.amount), (unmatched, -deposit.amount)
        ))  # fmt: skip
        _book(f"deposit:{deposit.pk}:provider", "provider_payout", at, (
            (unmatched, deposit.amount), (fees, fee), (clearing, -amount)
        ))  # fmt: skip


def _held_by_month() -> list[tuple[dt.date, int]]:
    """What the provider collected in each month, less what it sent back."""
    rows = (
        LedgerPosting.objects.filter(
            account__kind=money.AccountKind.GATEWAY_CLEARING.value, account__owner=_PROVIDER
        )
        .annotate(month=TruncMonth("entry__happened_at", tzinfo=clock.SEOUL))
        .values_list("month")
        .annotate(sum=Sum("amount"))
        .order_by("month")
    )
    return [(month.date(), amount) for month, amount in rows]


def _book(
    key: str, kind: str, at: dt.datetime, postings: Iterable[tuple[LedgerAccount, int]]
) -> None:
    entry = LedgerEntry.objects.create(key=key, kind=kind, happened_at=at)
    LedgerPosting.objects.bulk_create(
        LedgerPosting(entry=entry, account=account, amount=amount) for account, amount in postings
    )


def _issue(*, until: dt.date) -> None:
    """What was supplied before ``until`` was issued in time, under numbers that say it's a demo."""
    rows = list(TaxDocument.objects.filter(supplied_on__lt=until).order_by("pk"))
    for place, row in enumerate(rows, start=1):
        day = min(tax_rules.issue_by(row.supplied_on), clock.today())
        row.state = TaxDocument.State.ISSUED
        row.approval_number = f"{day:%Y%m%d}DEMO0000{place:08d}"
        row.issued_at = clock.midnight(day) + dt.timedelta(hours=10)
    TaxDocument.objects.bulk_update(
        rows, ["state", "approval_number", "issued_at"], batch_size=BATCH
    )


def _accounts(payouts: list[Payout]) -> dict[tuple[str, str], LedgerAccount]:
    owners = {money.enterprise_owner(payout.settlement.enterprise_id) for payout in payouts}
    kinds = (money.AccountKind.PAYOUTS.value, money.AccountKind.ENTERPRISE_PAYABLE.value)
    LedgerAccount.objects.bulk_create(
        [
            LedgerAccount(kind=money.AccountKind.BANK.value),
            *(LedgerAccount(kind=kind, owner=owner) for kind in kinds for owner in sorted(owners)),
        ],
        ignore_conflicts=True,
    )
    return {(row.kind, row.owner): row for row in LedgerAccount.objects.all()}
