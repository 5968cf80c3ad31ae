"""What organizations owe on account: booked when invoiced, settled when transferred."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from core import clock, tax
from core.actor import Actor
from core.money import TaxSplit
from orders.models import OrderLine, VendorOrder
from orders.prices import line_share
from payments import ledger, rules
from payments.gateways.invoice import InvoiceGateway
from payments.models import LedgerPosting, PayableItem, Payment
from payments.shares import amounts_of, item


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """Accepted pieces of a line, ``before`` which so many had been invoiced already."""

    line: OrderLine
    before: int
    pieces: int


def receivable_post(
    *,
    actor: Actor,
    invoice_number: str,
    vendor_order: VendorOrder,
    organization_id: int,
    lines: Sequence[InvoicedLine],
    happened_at: dt.datetime | None = None,
) -> int:
    """An invoice for accepted pieces was issued; answers what it comes to, in won. Once a number.

    Called inside procurement's transaction, so that invoice and books can't part.
    """
    at = happened_at or clock.now()
    vat = tax.rates(on=clock.local_date(at)).by_class["taxable"]
    shares = [
        line_share(amounts_of(row.line), before=row.before, pieces=row.pieces, vat_rate_bp=vat)
        for row in lines
    ]
    total = sum(share.paid + share.shipping for share in shares)
    owner = rules.organization_owner(organization_id)
    ledger.post(
        key=f"invoice:{invoice_number}",
        kind="recognition",
        postings=rules.recognition_postings(
            source=rules.Posting(rules.AccountKind.BUYER_RECEIVABLE, total, owner),
            enterprise_id=vendor_order.enterprise_id,
            commission=TaxSplit(
                sum(share.commission.total for share in shares),
                sum(share.commission.supply for share in shares),
                sum(share.commission.vat for share in shares),
            ),
        ),
        items=[
            item(
                kind=PayableItem.Kind.INVOICE,
                part=vendor_order,
                line=row.line,
                pieces=row.pieces,
                share=share,
            )
            for row, share in zip(lines, shares, strict=True)
        ],
        order_id=vendor_order.order_id,
        vendor_order_id=vendor_order.pk,
        actor=actor,
        happened_at=at,
    )
    _payment_open(vendor_order, invoice_number, total, at)
    return total


def _payment_open(part: VendorOrder, invoice_number: str, total: int, at: dt.datetime) -> None:
    """The claim as a payment that is waited for, under the invoice's number."""
    if total == 0 or Payment.objects.filter(reference=invoice_number).exists():
        return
    gateway = InvoiceGateway()
    payment = Payment(
        order_id=part.order_id,
        gateway=gateway.slug,
        reference=invoice_number,
        amount=total,
        created_at=at,
    )
    state = gateway.start(payment)
    payment.provider_ref, payment.next_action = state.provider_ref, state.next_action
    payment.save()


def receivable_settle(
    *,
    actor: Actor,
    invoice_number: str,
    reference: str,
    organization_id: int,
    amount: int,
    happened_at: dt.datetime | None = None,
) -> None:
    """A transfer of ``amount`` won came in for an invoice. Once a reference; with the last the
    invoice's payment is captured."""
    at = happened_at or clock.now()
    owner = rules.organization_owner(organization_id)
    ledger.post(
        key=f"invoice:{invoice_number}:paid:{reference}"[:80],
        kind="transfer",
        postings=[
            rules.Posting(rules.AccountKind.BANK, amount),
            rules.Posting(rules.AccountKind.BUYER_RECEIVABLE, -amount, owner),
        ],
        actor=actor,
        happened_at=at,
    )
    transferred = LedgerPosting.objects.filter(
        entry__key__startswith=f"invoice:{invoice_number}:paid:", amount__gt=0
    ).aggregate(sum=Sum("amount"))["sum"]
    Payment.objects.filter(
        gateway=InvoiceGateway.slug, reference=invoice_number, amount=transferred, captured_at=None
    ).update(state=Payment.State.CAPTURED, captured_at=at)
