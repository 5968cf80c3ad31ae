"""Deposits on the market's account: imported, matched, and settled; nothing is lost on the way."""

from __future__ import annotations

import hashlib
import re

from django.db import transaction
from django.utils.translation import gettext as _

from core import audit, clock, outbox
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from orders.models import Order
from payments import ledger, locks, rules
from payments.errors import DepositSettled
from payments.models import BankDeposit, BankStatement, LedgerEntry, Payment
from payments.services.collect import payment_capture
from payments.statements import Expected, Outcome, StatementRow, match, read_statement

State = BankDeposit.State


def bank_statement_import(*, actor: Actor, name: str, data: bytes) -> BankStatement:
    """Take a bank's file in: every deposit is kept and matched, then what fits is captured.

    City officers only. Rows of earlier files are left out and counted. Raises NotAllowed, and
    InvalidInput on ``file`` for a file that was imported before or can't be read: then nothing is.
    """
    actor.require_city()
    digest = hashlib.sha256(data).hexdigest()
    known = BankStatement.objects.filter(digest=digest).first()
    if known is not None:
        text = _("이미 가져온 파일입니다 (%(at)s).") % {
            "at": known.imported_at.astimezone(clock.SEOUL).strftime("%Y-%m-%d %H:%M")
        }
        raise InvalidInput({"file": text}, code="DUPLICATE")
    rows = read_statement(data)
    with transaction.atomic():
        statement = _keep(actor, name, digest, rows)
    deposits_settle()
    return statement


def deposits_settle() -> int:
    """Capture what was matched and isn't captured yet (a crash in between leaves such); answers
    how many. A late one takes its order up again, or goes back by itself."""
    waiting = BankDeposit.objects.filter(
        state__in=[State.MATCHED, State.LATE],
        payment__gateway="bank_transfer",
        payment__captured_at=None,
    ).order_by("pk")
    settled = 0
    for deposit in list(waiting.select_related("payment")):
        if deposit.payment is not None:
            payment_capture(payment_id=deposit.payment.pk, happened_at=deposit.at)
            settled += 1
    return settled


def deposit_assign(
    *, actor: Actor, deposit_id: int, payment_reference: str, note: str = ""
) -> BankDeposit:
    """A clerk found out what a deposit is for. Only the payment's own amount is taken.

    Raises NotAllowed, NotFound, DepositSettled, InvalidInput by field.
    """
    actor.require_city()
    with transaction.atomic():
        deposit = _open_deposit(deposit_id)
        payment = Payment.objects.filter(
            gateway__in=TRANSFERRED, reference__iexact=payment_reference.strip()
        ).first()
        if payment is None:
            raise InvalidInput({"payment_reference": _("없는 결제 번호입니다.")})
        if payment.captured_at is not None:
            raise InvalidInput({"payment_reference": _("이미 입금된 결제입니다.")})
        if payment.amount != deposit.amount:
            text = _("입금액이 청구액 %(amount)s원과 다릅니다.") % {"amount": f"{payment.amount:,}"}
            raise InvalidInput({"payment_reference": text})
        _book_out(actor, deposit, "assigned")
        _settle(actor, deposit, State.MATCHED, note, payment=payment)
        _tell_of_transfer(deposit)
    deposits_settle()
    return deposit


@transaction.atomic
def deposit_return(*, actor: Actor, deposit_id: int, note: str) -> BankDeposit:
    """A clerk sent a deposit back by hand, and says to whom. Raises NotAllowed, NotFound,
    DepositSettled, InvalidInput on ``note``."""
    actor.require_city()
    deposit = _open_deposit(deposit_id)
    if not note.strip() or len(note) > 200:
        raise InvalidInput({"note": _("누구에게 돌려주었는지 200자 안으로 적어 주세요.")})
    _book_out(actor, deposit, "returned")
    _settle(actor, deposit, State.RETURNED, note)
    return deposit


@transaction.atomic
def deposit_from_provider(
    *, actor: Actor, deposit_id: int, gateway: str, fee_amount: int = 0
) -> BankDeposit:
    """A deposit is a provider's payout of what it collected, less ``fee_amount`` won.

    Raises NotAllowed, NotFound, DepositSettled, InvalidInput on ``gateway`` or, where the provider
    doesn't hold so much for us, on ``fee_amount``.
    """
    actor.require_city()
    deposit = _open_deposit(deposit_id)
    if gateway not in PROVIDERS:
        raise InvalidInput({"gateway": _("결제사를 골라 주세요.")})
    held = ledger.balance(rules.AccountKind.GATEWAY_CLEARING, gateway)
    if fee_amount < 0 or deposit.amount + fee_amount > held:
        text = _("이 결제사가 맡아 둔 돈은 %(held)s원입니다.") % {"held": f"{held:,}"}
        raise InvalidInput({"fee_amount": text})
    ledger.post(
        key=f"deposit:{deposit.pk}:provider",
        kind="provider_payout",
        postings=rules.provider_payout_postings(deposit.amount, fee=fee_amount, gateway=gateway),
        actor=actor,
        happened_at=deposit.at,
    )
    _settle(actor, deposit, State.PROVIDER, f"{gateway} {fee_amount:,}")
    return deposit


@transaction.atomic
def deposit_recorded(*, actor: Actor, deposit_id: int, invoice_number: str) -> BankDeposit:
    """A deposit is an organization's transfer for an invoice, which its finance had recorded.

    The money stands in the books already; the deposit only proves it. Raises NotAllowed, NotFound,
    DepositSettled, InvalidInput on ``invoice_number`` where no such transfer is recorded.
    """
    actor.require_city()
    deposit = _open_deposit(deposit_id)
    transfer = _transfer_of(invoice_number.strip().upper(), deposit.amount)
    if transfer is None:
        text = _("이 금액으로 기록된 청구 이체가 없습니다.")
        raise InvalidInput({"invoice_number": text})
    deposit.transfer = transfer
    deposit.save(update_fields=["transfer"])
    _book_out(actor, deposit, "recorded")
    _settle(actor, deposit, State.RECORDED, invoice_number)
    return deposit


@transaction.atomic
def deposit_reopen(*, deposit_id: int) -> None:
    """What a deposit was matched with doesn't take it (any more): a clerk looks into it."""
    deposit = locks.lock_deposit(deposit_id)
    if deposit is not None and deposit.state == State.MATCHED:
        deposit.state, deposit.payment = State.UNKNOWN, None
        deposit.save(update_fields=["state", "payment"])
        _book_in(SYSTEM, deposit, again=True)


def _tell_of_transfer(deposit: BankDeposit) -> None:
    """An organization paid an invoice: whoever wrote it records the transfer, and so books it."""
    payment = deposit.payment
    if payment is not None and payment.gateway == "invoice":
        payload = {
            "deposit_id": deposit.pk,
            "invoice_number": payment.reference,
            "amount": deposit.amount,
            "at": deposit.at.isoformat(),
        }
        outbox.emit(topic="invoice.transferred", payload=payload)


#: What is paid by a transfer to our account.
TRANSFERRED = ("bank_transfer", "invoice")
#: Providers that collect for us and pay out.
PROVIDERS = ("toss", "stripe", "test")
_INVOICE = re.compile(r"I-?(\d{6})-?([0-9A-Z]{6})")


def _transfer_of(text: str, amount: int) -> LedgerEntry | None:
    """The recorded transfer of ``amount`` won for the invoice named in ``text``, that no deposit
    has proved yet."""
    named = _INVOICE.search(text.upper())
    if named is None:
        return None
    rows = LedgerEntry.objects.filter(
        key__startswith=f"invoice:I-{named[1]}-{named[2]}:paid:",
        postings__account__kind=rules.AccountKind.BANK.value,
        postings__amount=amount,
        deposit=None,
    )
    return rows.order_by("pk").first()


def _keep(actor: Actor, name: str, digest: str, rows: list[StatementRow]) -> BankStatement:
    prints = [row.fingerprint for row in rows]
    known = set(
        BankDeposit.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True)
    )
    fresh = [row for row in rows if row.fingerprint not in known]
    statement = BankStatement.objects.create(
        name=name[:200],
        digest=digest,
        imported_by_id=actor.user_id,
        imported_at=clock.now(),
        repeated=len(rows) - len(fresh),
    )
    expected = _expected()
    taken: set[int] = set()
    for row in fresh:
        transfer = _transfer_of(f"{row.payer} {row.memo}", row.amount)
        found = match(row, [each for each in expected if each.payment_id not in taken])
        deposit = BankDeposit.objects.create(
            statement=statement,
            row=row.row,
            at=row.at,
            amount=row.amount,
            payer=row.payer,
            memo=row.memo,
            fingerprint=row.fingerprint,
            state=State.RECORDED if transfer else found.outcome.value,
            payment_id=None if transfer else found.payment_id,
            transfer=transfer,
        )
        if transfer is not None:
            continue  # it is in the books: finance had recorded it
        if found.outcome in (Outcome.MATCHED, Outcome.LATE) and found.payment_id is not None:
            taken.add(found.payment_id)
            _tell_of_transfer(deposit)
        else:
            _book_in(actor, deposit)
    audit.record(actor=actor, action="bank_statement.import", obj=statement, rows=len(fresh))
    return statement


def _expected() -> list[Expected]:
    """Every transfer that wasn't received, its order waiting or not."""
    rows = Payment.objects.filter(gateway__in=TRANSFERRED, captured_at=None)
    return [
        Expected(
            payment_id=row.pk,
            reference=row.reference,
            order_number=row.order.number,
            recipient=_payer(row.order),
            amount=row.amount,
            is_open=row.gateway == "invoice" or row.order.status == Order.Status.PENDING,
        )
        for row in rows.select_related("order__organization").order_by("pk")
    ]


def _payer(order: Order) -> str:
    return order.organization.name if order.organization else order.recipient


def _open_deposit(deposit_id: int) -> BankDeposit:
    deposit = locks.lock_deposit(deposit_id)
    if deposit is None:
        raise NotFound
    if deposit.state not in (State.UNKNOWN, State.WRONG_AMOUNT):
        raise DepositSettled
    return deposit


def _settle(
    actor: Actor, deposit: BankDeposit, state: State, note: str, payment: Payment | None = None
) -> None:
    deposit.state, deposit.note = state, note.strip()[:200]
    deposit.payment = payment or deposit.payment
    deposit.handled_by_id, deposit.handled_at = actor.user_id, clock.now()
    deposit.save(update_fields=["state", "note", "payment", "handled_by", "handled_at"])
    audit.record(actor=actor, action=f"deposit.{state.value}", obj=deposit, amount=deposit.amount)


def _book_in(actor: Actor, deposit: BankDeposit, *, again: bool = False) -> None:
    """It lies in the bank, and nobody knows what for."""
    ledger.post(
        key=f"deposit:{deposit.pk}:{'reopened' if again else 'received'}",
        kind="deposit",
        postings=[
            rules.Posting(rules.AccountKind.BANK, deposit.amount),
            rules.Posting(rules.AccountKind.UNMATCHED_DEPOSITS, -deposit.amount),
        ],
        actor=actor,
        happened_at=deposit.at,
    )


def _book_out(actor: Actor, deposit: BankDeposit, what: str) -> None:
    ledger.post(
        key=f"deposit:{deposit.pk}:{what}",
        kind="deposit",
        postings=[
            rules.Posting(rules.AccountKind.UNMATCHED_DEPOSITS, deposit.amount),
            rules.Posting(rules.AccountKind.BANK, -deposit.amount),
        ],
        actor=actor,
    )
