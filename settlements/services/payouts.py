"""Sending what was settled: by a provider, or by a file for the bank. What fails is open again."""

from __future__ import annotations

from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, ids, outbox, transactions
from core.actor import SYSTEM, Actor
from core.errors import DomainError, InvalidInput, NotFound
from payments import ledger
from payments import rules as money
from payments.models import PayableItem
from settlements import gateways, locks
from settlements.errors import WrongState
from settlements.models import Payout, Settlement
from vendors.models import Enterprise

log = structlog.get_logger(__name__)
State = Payout.State


def payout_send(*, payout_id: int) -> Payout:
    """Send an open payout by its provider. Repeating is safe: the provider knows the reference.

    Called from the outbox and the back office; never inside a transaction. Raises NotFound,
    GatewayFailed when nobody knows what became of it (then it is asked again).
    """
    payout = Payout.objects.select_related("settlement__enterprise").filter(pk=payout_id).first()
    if payout is None:
        raise NotFound
    if payout.state != State.OPEN or payout.method == "bank_file":
        return payout
    destination = destination_of(payout.settlement.enterprise, payout.method)
    if not destination.get("account"):
        return _note(payout_id, _("지급 계정이 등록되지 않았습니다."))
    payout.destination = destination
    transactions.require_none()
    answer = gateways.gateway_named(payout.method).send(payout)
    if answer.state == "failed":
        return _note(payout_id, answer.error, next_attempt=True)
    with transaction.atomic():
        locked = _locked(payout_id)
        if locked.state == State.OPEN and locked.attempt == payout.attempt:
            locked.destination = destination
            _mark_sent(SYSTEM, locked, provider_ref=answer.provider_ref)
    if answer.state == "paid":
        return payout_paid(payout_id=payout_id)
    return locked


@transaction.atomic
def payouts_file(*, actor: Actor) -> str:
    """Put every open payout by bank transfer into one file, and answer its batch number.

    What lacks an account stays open and says so. Raises NotAllowed, InvalidInput when there is
    nothing to pay.
    """
    actor.require_city()
    batch = ids.new_number("B", clock.today())
    taken = 0
    for payout in locks.lock_payouts_to_file():
        destination = destination_of(payout.settlement.enterprise, "bank_file")
        if not destination.get("account"):
            payout.error = _("지급받을 계좌가 등록되지 않았습니다.")
            payout.save(update_fields=["error"])
            continue
        payout.destination, payout.batch = destination, batch
        _mark_sent(actor, payout, provider_ref=batch)
        taken += 1
    if not taken:
        raise InvalidInput({"payouts": _("이체할 지급이 없습니다.")})
    return batch


@transaction.atomic
def payout_record(*, actor: Actor, payout_id: int, paid: bool, error: str = "") -> Payout:
    """A clerk says what the bank did with a payout of a file. Raises NotAllowed, NotFound,
    WrongState, InvalidInput on ``error`` when it failed without a word why."""
    actor.require_city()
    payout = _locked(payout_id)
    if paid:
        done = payout_paid(payout_id=payout_id)
    else:
        if not error.strip():
            raise InvalidInput({"error": _("실패한 까닭을 적어 주세요.")})
        done = payout_fail(payout_id=payout_id, error=error.strip())
    audit.record(actor=actor, action="payout.record", obj=payout, paid=paid, error=error[:200])
    return done


@transaction.atomic
def payouts_record(*, actor: Actor, batch: str) -> int:
    """A clerk says that the bank carried out a file: what didn't fail before is paid. Answers how
    many. Raises NotAllowed, NotFound for an unknown batch."""
    actor.require_city()
    rows = locks.lock_payouts_of_batch(batch)
    if not rows:
        raise NotFound
    for payout in rows:
        payout_paid(payout_id=payout.pk)
    audit.record(actor=actor, action="payout.record_batch", obj=rows[0], batch=batch)
    return len(rows)


@transaction.atomic
def payout_paid(*, payout_id: int) -> Payout:
    """The money is with the enterprise. Repeating changes nothing. Raises WrongState when open."""
    payout = _locked(payout_id)
    if payout.state == State.PAID:
        return payout
    if payout.state != State.SENT:
        raise WrongState
    now = clock.now()
    payout.state, payout.paid_at, payout.error = State.PAID, now, ""
    payout.save(update_fields=["state", "paid_at", "error"])
    _book(payout, "paid", [
        money.Posting(money.AccountKind.PAYOUTS, payout.amount, _owner(payout)),
        _source(payout, -payout.amount),
    ])  # fmt: skip
    Settlement.objects.filter(pk=payout.settlement_id).update(
        status=Settlement.Status.PAID, paid_at=now
    )
    outbox.emit(topic="payout.paid", payload={"payout_id": payout.pk})
    return payout


@transaction.atomic
def payout_fail(*, payout_id: int, error: str) -> Payout:
    """The money didn't arrive (or came back): the payout is open again, for another attempt."""
    payout = _locked(payout_id)
    if payout.state == State.OPEN:
        return payout
    if payout.state == State.PAID:
        _book(payout, "came-back", [
            money.Posting(money.AccountKind.PAYOUTS, -payout.amount, _owner(payout)),
            _source(payout, payout.amount),
        ])  # fmt: skip
    _book(payout, "failed", [
        money.Posting(money.AccountKind.PAYOUTS, payout.amount, _owner(payout)),
        money.Posting(money.AccountKind.ENTERPRISE_PAYABLE, -payout.amount, _owner(payout)),
    ])  # fmt: skip
    payout.state, payout.attempt, payout.error = State.OPEN, payout.attempt + 1, error[:300]
    payout.provider_ref, payout.batch, payout.sent_at, payout.paid_at = "", "", None, None
    payout.save(
        update_fields=[
            "state", "attempt", "error", "provider_ref", "batch", "sent_at", "paid_at",
        ]
    )  # fmt: skip
    Settlement.objects.filter(pk=payout.settlement_id).update(
        status=Settlement.Status.CLOSED, paid_at=None
    )
    outbox.emit(topic="payout.failed", payload={"payout_id": payout.pk})
    return payout


def payout_told(*, reference: str, outcome: str, why: str) -> None:
    """A provider's message about a payout: ``done`` or ``failed``. About an earlier attempt, or one
    nobody here sent, it changes nothing."""
    number, _dash, attempt = reference.rpartition("-P")
    payout = Payout.objects.filter(settlement__number=number).first()
    if payout is None or str(payout.attempt) != attempt or payout.state == State.OPEN:
        log.warning("message of a foreign payout", reference=reference, outcome=outcome)
    elif outcome == "done":
        payout_paid(payout_id=payout.pk)
    elif outcome == "failed":
        payout_fail(payout_id=payout.pk, error=why)


def payouts_follow() -> dict[str, int]:
    """Send what is open and ask about what is on its way at the providers; answers how many were
    ``sent``, ``paid``, ``failed`` and ``silent``."""
    counts = {"sent": 0, "paid": 0, "failed": 0, "silent": 0}
    rows = Payout.objects.exclude(method="bank_file").exclude(state=State.PAID)
    for payout in rows.select_related("settlement__enterprise").order_by("pk")[:500]:
        try:
            if payout.state == State.OPEN:
                if payout.error and payout.attempt > MOST_ATTEMPTS:
                    continue
                counts["sent"] += payout_send(payout_id=payout.pk).state != State.OPEN
                continue
            answer = gateways.gateway_named(payout.method).fetch(payout)
            if answer.state == "paid":
                payout_paid(payout_id=payout.pk)
            elif answer.state == "failed":
                payout_fail(payout_id=payout.pk, error=answer.error)
            counts["paid"] += answer.state == "paid"
            counts["failed"] += answer.state == "failed"
        except DomainError as error:
            counts["silent"] += 1
            log.warning("payout is waiting", payout=payout.reference, error=str(error))
    return counts


#: After so many refusals by its provider a payout waits for a person.
MOST_ATTEMPTS = 3


@transaction.atomic
def adjustment_post(*, actor: Actor, enterprise_id: int, amount: int, reason: str) -> None:
    """Give an enterprise ``amount`` won more (below zero: less) in its next settlement, and why.

    City officers only: what it costs or brings is the market's. Raises NotAllowed, NotFound,
    InvalidInput by field.
    """
    actor.require_city()
    if not Enterprise.objects.filter(pk=enterprise_id).exists():
        raise NotFound
    problems: dict[str, Any] = {}
    if not 1 <= abs(amount) <= 1_000_000_000:
        problems["amount"] = _("1원에서 10억 원까지 입력해 주세요.")
    if not reason.strip() or len(reason) > 200:
        problems["reason"] = _("까닭을 200자 안으로 적어 주세요.")
    if problems:
        raise InvalidInput(problems)
    owner = money.enterprise_owner(enterprise_id)
    item = PayableItem(
        enterprise_id=enterprise_id,
        kind=PayableItem.Kind.ADJUSTMENT,
        fee_amount=amount,
        net_amount=amount,
    )
    entry = ledger.post(
        key=f"adjustment:{ids.new_token()}",
        kind="adjustment",
        postings=[
            money.Posting(money.AccountKind.LOSSES, amount),
            money.Posting(money.AccountKind.ENTERPRISE_PAYABLE, -amount, owner),
        ],
        items=[item],
        actor=actor,
    )
    audit.record(
        actor=actor, action="payable.adjust", obj=entry, amount=amount, reason=reason.strip()
    )


def destination_of(enterprise: Enterprise, method: str) -> dict[str, str]:
    """Where an enterprise's money goes, as it is now."""
    if method == "bank_file":
        return {
            "bank": enterprise.bank_name,
            "account": enterprise.bank_account,
            "holder": enterprise.bank_holder or enterprise.name,
        }
    return {"account": enterprise.payout_account}


def _mark_sent(actor: Actor, payout: Payout, *, provider_ref: str) -> None:
    payout.state, payout.sent_at, payout.error = State.SENT, clock.now(), ""
    payout.provider_ref = provider_ref[:80]
    payout.save(update_fields=["state", "sent_at", "error", "provider_ref", "batch", "destination"])
    _book(payout, "sent", [
        money.Posting(money.AccountKind.ENTERPRISE_PAYABLE, payout.amount, _owner(payout)),
        money.Posting(money.AccountKind.PAYOUTS, -payout.amount, _owner(payout)),
    ])  # fmt: skip
    audit.record(actor=actor, action="payout.sent", obj=payout, amount=payout.amount)


@transaction.atomic
def _note(payout_id: int, error: str, *, next_attempt: bool = False) -> Payout:
    payout = _locked(payout_id)
    if payout.state == State.OPEN:
        payout.error = error[:300]
        payout.attempt += next_attempt
        payout.save(update_fields=["error", "attempt"])
    return payout


def _book(payout: Payout, what: str, postings: list[money.Posting]) -> None:
    ledger.post(key=f"payout:{payout.pk}:{payout.attempt}:{what}", kind="payout", postings=postings)


def _source(payout: Payout, amount: int) -> money.Posting:
    """The account a payout leaves: the bank, or the provider's."""
    gateway = "bank_transfer" if payout.method == "bank_file" else payout.method
    return money.clearing(gateway, amount)


def _owner(payout: Payout) -> str:
    return money.enterprise_owner(payout.settlement.enterprise_id)


def _locked(payout_id: int) -> Payout:
    payout = locks.lock_payout(payout_id)
    if payout is None:
        raise NotFound
    return payout
