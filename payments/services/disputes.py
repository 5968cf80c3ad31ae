"""A buyer's bank takes a card payment back until it is decided whose it is."""

from __future__ import annotations

from django.db import transaction

from core import clock, outbox
from core.errors import NotFound
from payments import ledger, locks, rules
from payments.gateways.base import DisputeNotice
from payments.models import Dispute


@transaction.atomic
def dispute_record(*, payment_id: int, notice: DisputeNotice) -> Dispute:
    """Book what a provider says of a dispute; any number of times and in any order.

    Open, the money lies apart; won, it is back; lost, it is the market's loss, which the back
    office may charge to the enterprise by an adjustment.
    """
    payment = locks.lock_payment(payment_id)
    if payment is None:
        raise NotFound
    dispute, _created = Dispute.objects.get_or_create(
        provider_ref=notice.provider_ref,
        defaults={
            "payment": payment,
            "amount": notice.amount,
            "reason": notice.reason[:80],
            "opened_at": clock.now(),
        },
    )
    taken = rules.clearing(payment.gateway, -dispute.amount)
    apart = rules.Posting(rules.AccountKind.DISPUTES, dispute.amount)
    _book(dispute, "opened", [taken, apart])
    if notice.state == Dispute.State.OPEN or dispute.state != Dispute.State.OPEN:
        return dispute
    dispute.state = Dispute.State(notice.state)
    dispute.closed_at = clock.now()
    dispute.save(update_fields=["state", "closed_at"])
    if dispute.state == Dispute.State.WON:
        _book(dispute, "won", rules.mirrored([taken, apart]))
    else:
        lost = rules.Posting(rules.AccountKind.LOSSES, dispute.amount)
        _book(dispute, "lost", [lost, *rules.mirrored([apart])])
    outbox.emit(topic="dispute.closed", payload={"dispute_id": dispute.pk})
    return dispute


def _book(dispute: Dispute, what: str, postings: list[rules.Posting]) -> None:
    ledger.post(
        key=f"dispute:{dispute.pk}:{what}",
        kind="dispute",
        postings=postings,
        order_id=dispute.payment.order_id,
    )
