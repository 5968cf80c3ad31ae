"""What organizations owe on account: booked when invoiced, settled when transferred."""

from __future__ import annotations

import datetime as dt

from core import clock, tax
from core.actor import Actor
from orders.models import VendorOrder
from payments import ledger, rules


def receivable_post(
    *,
    actor: Actor,
    invoice_number: str,
    vendor_order: VendorOrder,
    organization_id: int,
    goods: int,
    total: int,
    happened_at: dt.datetime | None = None,
) -> None:
    """An invoice of ``total`` won (``goods`` without shipping) was issued. Once a number.

    Called inside procurement's transaction, so that invoice and books can't part.
    """
    at = happened_at or clock.now()
    commission = tax.rates(on=clock.local_date(at)).split(
        rules.commission_of(goods, rate_bp=vendor_order.commission_rate_bp), "taxable"
    )
    owner = rules.organization_owner(organization_id)
    ledger.post(
        key=f"invoice:{invoice_number}",
        kind="recognition",
        postings=rules.recognition_postings(
            source=rules.Posting(rules.AccountKind.BUYER_RECEIVABLE, total, owner),
            enterprise_id=vendor_order.enterprise_id,
            commission=commission,
        ),
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.pk,
        actor=actor,
        happened_at=at,
    )


def receivable_settle(
    *,
    actor: Actor,
    invoice_number: str,
    reference: str,
    organization_id: int,
    amount: int,
    happened_at: dt.datetime | None = None,
) -> None:
    """A transfer of ``amount`` won came in for an invoice. Once a reference."""
    owner = rules.organization_owner(organization_id)
    ledger.post(
        key=f"invoice:{invoice_number}:paid:{reference}"[:80],
        kind="transfer",
        postings=[
            rules.Posting(rules.AccountKind.BANK, amount),
            rules.Posting(rules.AccountKind.BUYER_RECEIVABLE, -amount, owner),
        ],
        actor=actor,
        happened_at=happened_at or clock.now(),
    )
