"""Closing a period: what became due of each enterprise is summed, frozen, and to be paid."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q

from core import audit, clock, ids, outbox
from core.actor import SYSTEM, Actor
from payments.models import PayableItem
from settlements import locks, rules
from settlements.models import Payout, Settlement, SettlementLine
from settlements.selectors import as_item
from vendors.models import Enterprise

Status = Settlement.Status


def settlements_close(*, today: dt.date | None = None, actor: Actor = SYSTEM) -> list[Settlement]:
    """Close each enterprise's newest period that is over, where anything became due in it.

    Due are lines whose purchase was confirmed (and what was refunded of them), deliveries that
    were accepted, and adjustments, that no settlement holds yet: also those of earlier periods
    that became due late. Repeating closes nothing twice.
    """
    today = today or clock.today()
    closed: list[Settlement] = []
    for cycle in rules.Cycle:
        period = rules.last_ended(today, cycle)
        with transaction.atomic():
            locks.lock_closing()
            closed += _close(actor, period, _due(period, cycle))
    return closed


def _due(period: rules.Period, cycle: rules.Cycle) -> dict[int, list[PayableItem]]:
    """What is to be settled, by enterprise."""
    end = clock.midnight(period.last + dt.timedelta(days=1))
    rows = (
        PayableItem.objects.filter(
            Q(kind=PayableItem.Kind.INVOICE)
            | Q(vendor_order=None)
            | Q(vendor_order__closed_at__lt=end),
            enterprise__settlement_cycle=cycle.value,
            happened_at__lt=end,
            settled=None,
        )
        .exclude(enterprise__settlements__period_to=period.last)
        .order_by("enterprise_id", "pk")
    )
    by_enterprise: dict[int, list[PayableItem]] = defaultdict(list)
    for row in rows:
        by_enterprise[row.enterprise_id].append(row)
    return by_enterprise


def _close(
    actor: Actor, period: rules.Period, due: Mapping[int, list[PayableItem]]
) -> list[Settlement]:
    """Write the settlements of a period with their lines and payouts, table by table."""
    enterprises = Enterprise.objects.in_bulk(due)
    last = Settlement.objects.filter(enterprise_id__in=due).order_by("enterprise_id", "-period_to")
    carried = {row.enterprise_id: row.carried_out_amount for row in last.distinct("enterprise_id")}
    settlements = Settlement.objects.bulk_create(
        _settlement(enterprises[pk], period, items, carried.get(pk, 0)) for pk, items in due.items()
    )
    SettlementLine.objects.bulk_create(
        (
            SettlementLine(item=item, settlement=settlement)
            for settlement in settlements
            for item in due[settlement.enterprise_id]
        ),
        batch_size=1_000,
    )
    Payout.objects.bulk_create(
        Payout(
            settlement=settlement,
            method=settlement.enterprise.payout_method,
            amount=settlement.payout_amount,
            created_at=settlement.closed_at,
        )
        for settlement in settlements
        if settlement.payout_amount
    )
    for settlement in settlements:
        audit.record(
            actor=actor,
            action="settlement.close",
            obj=settlement,
            payout=settlement.payout_amount,
            net=settlement.net_amount,
        )
        outbox.emit(topic="settlement.closed", payload={"settlement_id": settlement.pk})
    return settlements


def _settlement(
    enterprise: Enterprise, period: rules.Period, items: list[PayableItem], carried_in: int
) -> Settlement:
    found = rules.totals(as_item(row) for row in items)
    due = rules.due(net=found.net, carried_in=carried_in)
    return Settlement(
        enterprise=enterprise,
        number=ids.new_number("S", period.last),
        period_from=period.first,
        period_to=period.last,
        sales_amount=found.sales,
        refunds_amount=found.refunds,
        enterprise_discount_amount=found.enterprise_discount,
        market_discount_amount=found.market_discount,
        shipping_amount=found.shipping,
        fee_amount=found.fee,
        commission_amount=found.commission,
        commission_vat_amount=found.commission_vat,
        net_amount=found.net,
        carried_in_amount=carried_in,
        payout_amount=due.payout,
        carried_out_amount=due.carried_out,
        status=Status.CLOSED if due.payout else Status.CARRIED,
        closed_at=clock.now(),
    )
