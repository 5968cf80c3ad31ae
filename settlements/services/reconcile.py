"""The nightly comparison: the books, the orders and the providers say the same, or it is listed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import connection

from core import clock
from core.actor import SYSTEM, Actor
from core.errors import DomainError
from payments import gateways, ledger, seal
from payments.models import Payment
from settlements.models import ReconciliationReport

#: Gateways that can be asked what they hold.
SILENT = ("bank_transfer", "invoice", "test")


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` was compared (a code), about ``which`` (a number or reference); won."""

    what: str
    which: str
    ours: int
    theirs: int


#: (code, SQL) answering (which, ours, theirs) of what differs. %(end)s: until when.
_CHECKS: tuple[tuple[str, str], ...] = (
    # Every captured payment stands in the books with its amount.
    (
        "payment_not_booked",
        """
        SELECT p.reference, p.amount, COALESCE(SUM(l.amount), 0)
        FROM payments_payment p
        LEFT JOIN payments_ledgerentry e ON e.key = 'payment:' || p.id || ':captured'
        LEFT JOIN payments_ledgerposting l ON l.entry_id = e.id AND l.amount > 0
        WHERE p.captured_at < %(end)s AND p.amount > 0 AND p.gateway <> 'invoice'
        GROUP BY p.id HAVING p.amount <> COALESCE(SUM(l.amount), 0)
        """,
    ),
    # What was invoiced is paid by the transfers that are booked for it, no more and no less.
    (
        "invoice_not_paid",
        """
        SELECT p.reference, CASE p.state WHEN 'captured' THEN p.amount ELSE 0 END,
            COALESCE(SUM(l.amount), 0)
        FROM payments_payment p
        LEFT JOIN payments_ledgerentry e ON e.kind = 'transfer'
            AND e.key LIKE 'invoice:' || p.reference || ':paid:%%'
        LEFT JOIN payments_ledgerposting l ON l.entry_id = e.id AND l.amount > 0
        WHERE p.gateway = 'invoice' AND p.created_at < %(end)s
        GROUP BY p.id
        HAVING COALESCE(SUM(l.amount), 0) > p.amount
            OR (p.state = 'captured') <> (COALESCE(SUM(l.amount), 0) = p.amount)
        """,
    ),
    # A payment is refunded by what its refunds come to.
    (
        "refunds_not_summing",
        """
        SELECT p.reference, p.refunded_amount, COALESCE(SUM(
            r.goods_amount - r.market_discount_amount - r.enterprise_discount_amount
            + r.shipping_amount - r.fee_amount), 0)
        FROM payments_payment p LEFT JOIN payments_refund r ON r.payment_id = p.id
        WHERE p.created_at < %(end)s
        GROUP BY p.id HAVING p.refunded_amount <> COALESCE(SUM(
            r.goods_amount - r.market_discount_amount - r.enterprise_discount_amount
            + r.shipping_amount - r.fee_amount), 0)
        """,
    ),
    # A confirmed prepaid order was paid, to the won.
    (
        "order_not_paid",
        """
        SELECT o.number, o.total_amount, COALESCE(SUM(p.amount), 0)
        FROM orders_order o
        LEFT JOIN payments_payment p ON p.order_id = o.id AND p.state = 'captured'
        WHERE o.terms = 'prepaid' AND o.confirmed_at < %(end)s
        GROUP BY o.id HAVING o.total_amount <> COALESCE(SUM(p.amount), 0)
        """,
    ),
    # What was paid for a cancelled order went back.
    (
        "paid_but_no_order",
        """
        SELECT o.number, 0, SUM(p.amount - p.refunded_amount)
        FROM orders_order o JOIN payments_payment p ON p.order_id = o.id
        WHERE o.confirmed_at IS NULL AND p.captured_at < %(end)s
        GROUP BY o.id HAVING SUM(p.amount - p.refunded_amount) <> 0
        """,
    ),
    # Parts sum to their order, lines to their part.
    (
        "parts_not_summing",
        """
        SELECT o.number, o.total_amount, COALESCE(SUM(v.total_amount), 0)
        FROM orders_order o JOIN orders_vendororder v ON v.order_id = o.id
        WHERE o.placed_at < %(end)s
        GROUP BY o.id HAVING o.total_amount <> SUM(v.total_amount)
        """,
    ),
    (
        "lines_not_summing",
        """
        SELECT v.number, v.goods_amount - v.market_discount_amount - v.enterprise_discount_amount,
            SUM(l.total_amount - l.market_discount_amount - l.enterprise_discount_amount)
        FROM orders_vendororder v JOIN orders_orderline l ON l.vendor_order_id = v.id
        JOIN orders_order o ON o.id = v.order_id WHERE o.placed_at < %(end)s
        GROUP BY v.id
        HAVING v.goods_amount - v.market_discount_amount - v.enterprise_discount_amount
            <> SUM(l.total_amount - l.market_discount_amount - l.enterprise_discount_amount)
        """,
    ),
    # A delivered prepaid part counts, unless all of it went back before.
    (
        "delivery_not_booked",
        """
        SELECT v.number, v.total_amount, 0
        FROM orders_vendororder v JOIN orders_order o ON o.id = v.order_id
        WHERE o.terms = 'prepaid' AND v.delivered_at < %(end)s - interval '10 minutes'
          AND v.goods_amount > 0
          AND NOT EXISTS (SELECT 1 FROM payments_ledgerentry e
                          WHERE e.key = 'vendor-order:' || v.id || ':delivered')
          AND EXISTS (SELECT 1 FROM orders_orderline l WHERE l.vendor_order_id = v.id
                      AND l.quantity > l.cancelled_quantity)
        """,
    ),
    # The sub-ledger less what was sent is what each enterprise's account says.
    (
        "payable_not_explained",
        """
        SELECT a.owner, -SUM(l.amount), COALESCE((
            SELECT SUM(i.net_amount) FROM payments_payableitem i
            WHERE 'enterprise:' || i.enterprise_id = a.owner), 0) - COALESCE((
            SELECT SUM(pl.amount) FROM payments_ledgerposting pl
            JOIN payments_ledgerentry pe ON pe.id = pl.entry_id
            WHERE pl.account_id = a.id AND pe.kind = 'payout'), 0)
        FROM payments_ledgeraccount a JOIN payments_ledgerposting l ON l.account_id = a.id
        WHERE a.kind = 'enterprise_payable'
        GROUP BY a.id
        HAVING -SUM(l.amount) <> COALESCE((
            SELECT SUM(i.net_amount) FROM payments_payableitem i
            WHERE 'enterprise:' || i.enterprise_id = a.owner), 0) - COALESCE((
            SELECT SUM(pl.amount) FROM payments_ledgerposting pl
            JOIN payments_ledgerentry pe ON pe.id = pl.entry_id
            WHERE pl.account_id = a.id AND pe.kind = 'payout'), 0)
        """,
    ),
    # A settlement is the sum of its lines.
    (
        "settlement_not_summing",
        """
        SELECT s.number, s.net_amount, COALESCE(SUM(i.net_amount), 0)
        FROM settlements_settlement s
        LEFT JOIN settlements_settlementline x ON x.settlement_id = s.id
        LEFT JOIN payments_payableitem i ON i.id = x.item_id
        GROUP BY s.id HAVING s.net_amount <> COALESCE(SUM(i.net_amount), 0)
        """,
    ),
    # Nobody's funds are below zero: nothing was given that wasn't there.
    (
        "funds_below_zero",
        """
        SELECT a.owner, -SUM(l.amount), 0
        FROM payments_ledgeraccount a JOIN payments_ledgerposting l ON l.account_id = a.id
        WHERE a.kind IN ('buyer_funds', 'refunds', 'unmatched_deposits')
        GROUP BY a.id HAVING SUM(l.amount) > 0
        """,
    ),
    # A refund that is due for longer than the law allows (3 business days are at most 7 days).
    (
        "refund_overdue",
        """
        SELECT r.reference, r.goods_amount, 0
        FROM payments_refund r
        WHERE r.state <> 'done' AND r.created_at < %(end)s - interval '7 days'
        """,
    ),
)


def reconciliation_make(
    *, day: dt.date | None = None, actor: Actor = SYSTEM
) -> ReconciliationReport:
    """Compare everything up to the end of ``day`` (yesterday) and keep what was found.

    Asks the providers about the payments captured on that day. Made again, a day's report is
    replaced by what is true now.
    """
    day = day or clock.today() - dt.timedelta(days=1)
    end = min(clock.midnight(day + dt.timedelta(days=1)), clock.now())
    differences = [*_in_the_database(end), *_at_the_providers(day, end)]
    totals: dict[str, int] = dict(ledger.trial_balance())
    proof = seal.verify(seal.export())
    differences += [Difference("books_not_proved", problem, 0, 0) for problem in proof.problems]
    if sum(totals.values()):
        differences.append(Difference("books_not_balanced", "", sum(totals.values()), 0))
    report, _created = ReconciliationReport.objects.update_or_create(
        day=day,
        defaults={
            "made_at": clock.now(),
            "made_by_id": actor.user_id,
            "totals": totals | {"sealed_entries": proof.entries - proof.unsealed},
            "differences": [asdict(difference) for difference in differences],
        },
    )
    return report


def _in_the_database(end: dt.datetime) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        for what, sql in _CHECKS:
            cursor.execute(sql, {"end": end})
            for which, ours, theirs in cursor.fetchall():
                yield Difference(what, str(which), int(ours), int(theirs))


def _at_the_providers(day: dt.date, end: dt.datetime) -> Iterator[Difference]:
    rows = (
        Payment.objects.filter(captured_at__gte=clock.midnight(day), captured_at__lt=end)
        .exclude(gateway__in=SILENT)
        .exclude(amount=0)
        .select_related("order")
        .order_by("pk")
    )
    for payment in rows.iterator(chunk_size=500):
        try:
            state = gateways.gateway_named(payment.gateway).fetch(payment)
        except DomainError:
            yield Difference("provider_silent", payment.reference, payment.amount, 0)
            continue
        if state.amount is not None and state.amount != payment.amount:
            yield Difference("provider_amount", payment.reference, payment.amount, state.amount)
        sent = sum(r.amount for r in payment.refunds.filter(state="done"))
        if state.refunded is not None and state.refunded != sent:
            yield Difference("provider_refunds", payment.reference, sent, state.refunded)
