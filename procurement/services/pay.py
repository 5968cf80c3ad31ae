"""Finance records what it transferred."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from payments import services as payments
from procurement import locks, rules, selectors
from procurement.errors import WrongState
from procurement.models import BilledInvoice, Invoice, InvoicePayment, PurchaseOrder
from procurement.services.purse import budget_move
from procurement.services.receive import follow


@transaction.atomic
def invoice_payment_record(
    *,
    actor: Actor,
    invoice_id: int,
    amount: int,
    paid_on: dt.date,
    reference: str,
    happened_at: dt.datetime | None = None,
    for_bill: bool = False,
) -> InvoicePayment:
    """Record a transfer of ``amount`` won for an invoice; the purchase order closes with the last.

    The same reference and amount again is the same transfer. Raises NotFound, NotAllowed,
    InvalidInput by field for more than is owed, a day to come, a reference used for another sum;
    an invoice under a monthly bill is paid with it (``for_bill``).
    """
    found = Invoice.objects.filter(pk=invoice_id).values_list("purchase_order_id", flat=True)
    po = locks.lock_purchase_order(found[0]) if found else None
    if po is None or not actor.has_role(po.organization_id):
        raise NotFound
    actor.require_role(po.organization_id, Role.FINANCE)
    if po.budget_line_id is not None:
        locks.lock_budget(po.budget_line_id)  # before the books
    invoice = locks.lock_invoice(invoice_id)
    if invoice is None:
        raise NotFound
    if not for_bill and BilledInvoice.objects.filter(invoice=invoice).exists():
        raise InvalidInput({"": _("월 합계 청구서에서 한 번에 지급해 주세요.")})
    reference = reference.strip()
    before = invoice.payments.filter(reference=reference).first()
    if before is not None and before.amount == amount and before.paid_on == paid_on:
        return before
    _check(invoice, amount, paid_on, reference, is_used=before is not None)
    payment = InvoicePayment.objects.create(
        invoice=invoice,
        amount=amount,
        paid_on=paid_on,
        reference=reference,
        recorded_by_id=None if actor.is_system else actor.require_person(),
        recorded_at=clock.now(),
        late_days=rules.days_late(invoice.due_on, on=paid_on),
        late_interest_amount=late_interest(invoice, amount=amount, on=paid_on),
    )
    invoice.paid_amount += amount
    if invoice.paid_amount == invoice.total_amount:
        invoice.status = Invoice.Status.PAID
        invoice.paid_at = payment.recorded_at
    invoice.save(update_fields=["paid_amount", "status", "paid_at"])
    _spend(po, amount)
    payments.receivable_settle(
        actor=actor,
        invoice_number=invoice.number,
        reference=reference,
        organization_id=po.organization_id,
        amount=amount,
        happened_at=happened_at,
    )
    audit.record(actor=actor, action="invoice.pay", obj=invoice, amount=amount)
    outbox.emit(topic="invoice.payment_recorded", payload={"payment_id": payment.pk})
    follow(po)
    return payment


@transaction.atomic
def invoice_claim(*, actor: Actor, invoice_id: int) -> Invoice:
    """The enterprise claims the money (대금 청구); for an agency the clock of the law begins: it
    pays within so many business days. Repeating changes nothing. Raises NotFound, WrongState when
    it was paid.
    """
    found = Invoice.objects.filter(pk=invoice_id).values_list("purchase_order_id", flat=True)
    po = locks.lock_purchase_order(found[0]) if found else None
    invoice = locks.lock_invoice(invoice_id) if po else None
    if po is None or invoice is None:
        raise NotFound
    if not actor.sells_for(invoice.vendor_order.enterprise_id, Duty.MONEY):
        raise NotFound
    if invoice.claimed_at is not None:
        return invoice
    if invoice.status == Invoice.Status.PAID:
        raise WrongState
    invoice.claimed_at = clock.now()
    if po.organization.kind == Organization.Kind.AGENCY:
        days = selectors.clock_value(rules.ClockCode.PAY)
        invoice.due_on = clock.add_business_days(clock.today(), days)
    invoice.save(update_fields=["claimed_at", "due_on"])
    audit.record(actor=actor, action="invoice.claim", obj=invoice)
    outbox.emit(topic="invoice.claimed", payload={"invoice_id": invoice.pk})
    return invoice


def late_interest(invoice: Invoice, *, amount: int, on: dt.date) -> int:
    """The law's interest on ``amount`` won of an agency's invoice paid that day; 0 in time, and for
    companies (their contract says what being late costs)."""
    days = rules.days_late(invoice.due_on, on=on)
    if not days or invoice.purchase_order.organization.kind != Organization.Kind.AGENCY:
        return 0
    rate = selectors.clock_value(rules.ClockCode.LATE_INTEREST, on=on)
    return rules.late_interest(amount, days=days, ppm_year=rate)


def _check(
    invoice: Invoice, amount: int, paid_on: dt.date, reference: str, *, is_used: bool
) -> None:
    problems: dict[str, Any] = {}
    open_amount = invoice.total_amount - invoice.paid_amount
    if not 1 <= amount <= open_amount:
        text = _("1원에서 남은 금액 %(open)s원까지 입력할 수 있습니다.")
        problems["amount"] = text % {"open": f"{open_amount:,}"}
    if paid_on > clock.today():
        problems["paid_on"] = _("앞으로의 날짜는 입력할 수 없습니다.")
    elif paid_on < clock.local_date(invoice.issued_at):
        problems["paid_on"] = _("청구일보다 앞설 수 없습니다.")
    if not reference or len(reference) > 40:
        problems["reference"] = _("이체 번호를 40자 안으로 입력해 주세요.")
    elif is_used:
        problems["reference"] = _("이미 다른 금액으로 기록된 이체 번호입니다.")
    if problems:
        raise InvalidInput(problems)


def _spend(po: PurchaseOrder, amount: int) -> None:
    if po.budget_line_id is not None:
        line = locks.lock_budget(po.budget_line_id)
        budget_move(line, committed=-amount, spent=amount, reference=po.number)
