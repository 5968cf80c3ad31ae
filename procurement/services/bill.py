"""Monthly bills: closed once a month, paid by one transfer that reaches every enterprise."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from accounts.models import Organization
from accounts.rules import Role
from core import audit, clock, ids, outbox
from core.actor import SYSTEM, Actor
from core.errors import InvalidInput, NotFound
from procurement import locks, selectors
from procurement.models import BilledInvoice, BillingTerms, BillPayment, Invoice, MonthlyBill
from procurement.rules.standing import shared_out
from procurement.services.pay import invoice_payment_record
from procurement.services.purse import keeper_of


@transaction.atomic
def monthly_billing_set(*, actor: Actor, organization_id: int, is_on: bool) -> None:
    """Whether the company pays once a month; what was billed stays billed. Raises NotFound,
    NotAllowed, InvalidInput for an agency (it pays by the law's clock)."""
    organization = keeper_of(actor, organization_id)
    if is_on and organization.kind == Organization.Kind.AGENCY:
        raise InvalidInput({"": _("공공기관은 건별로 지급합니다.")})
    if is_on:
        BillingTerms.objects.get_or_create(
            organization=organization, defaults={"since": clock.today()}
        )
    else:
        BillingTerms.objects.filter(organization=organization).delete()
    audit.record(actor=actor, action="billing.set", obj=organization, is_on=is_on)


@transaction.atomic
def monthly_bill_close(*, organization_id: int, month: dt.date) -> MonthlyBill | None:
    """Put every open invoice up to the end of ``month`` (its first day) under one bill. None where
    there is nothing, or the month was closed before."""
    organization = locks.lock_credit(organization_id)
    if MonthlyBill.objects.filter(organization=organization, month=month).exists():
        return None
    end = (month + dt.timedelta(days=32)).replace(day=1)
    found = list(selectors.unbilled(organization_id, before=clock.midnight(end)))
    if not found:
        return None
    total = sum(invoice.total_amount for invoice in found)
    supply = sum(invoice.supply_amount for invoice in found)
    bill = MonthlyBill.objects.create(
        organization=organization,
        month=month,
        number=ids.new_number("B", clock.today()),
        total_amount=total,
        supply_amount=supply,
        vat_amount=total - supply,
        paid_before_amount=sum(invoice.paid_amount for invoice in found),
        issued_at=clock.now(),
        due_on=clock.today() + dt.timedelta(days=organization.net_days or 30),
    )
    BilledInvoice.objects.bulk_create(
        BilledInvoice(bill=bill, invoice=invoice) for invoice in found
    )
    Invoice.objects.filter(pk__in=[invoice.pk for invoice in found]).update(due_on=bill.due_on)
    audit.record(actor=SYSTEM, action="bill.close", obj=bill, invoices=len(found))
    outbox.emit(topic="bill.issued", payload={"bill_id": bill.pk})
    return bill


def monthly_bills_close(*, today: dt.date | None = None) -> int:
    """Daily: close the month before for everybody who pays once a month; answers how many bills
    came of it. Repeating closes nothing twice."""
    first = (today or clock.today()).replace(day=1)
    month = (first - dt.timedelta(days=1)).replace(day=1)
    wanted = BillingTerms.objects.filter(since__lt=first).exclude(
        organization__monthly_bills__month=month
    )
    bills = [
        monthly_bill_close(organization_id=pk, month=month)
        for pk in wanted.order_by("pk").values_list("organization_id", flat=True)
    ]
    return sum(bill is not None for bill in bills)


@transaction.atomic
def monthly_bill_pay(
    *, actor: Actor, bill_id: int, amount: int, paid_on: dt.date, reference: str
) -> BillPayment:
    """Record one transfer for a bill: it is shared out over the invoices, the oldest first, and
    each enterprise is settled as if it had been paid by itself.

    The same transfer again is the same. Raises NotFound, NotAllowed, InvalidInput by field.
    """
    bill = locks.lock_bill(bill_id)
    if bill is None or not actor.has_role(bill.organization_id):
        raise NotFound
    actor.require_role(bill.organization_id, Role.FINANCE)
    reference = reference.strip()
    before = bill.payments.filter(reference=reference).first()
    if before is not None and (before.amount, before.paid_on) == (amount, paid_on):
        return before
    invoices = [
        row.invoice for row in bill.rows.select_related("invoice").order_by("invoice__issued_at")
    ]
    owed = [invoice.total_amount - invoice.paid_amount for invoice in invoices]
    _check(amount, paid_on, reference, owed=sum(owed), bill=bill, is_used=before is not None)
    for invoice, part in zip(invoices, shared_out(amount, owed), strict=True):
        if part:
            invoice_payment_record(
                actor=actor,
                invoice_id=invoice.pk,
                amount=part,
                paid_on=paid_on,
                reference=f"{reference} {bill.number[-6:]}"[:40],
                for_bill=True,
            )
    payment = BillPayment.objects.create(
        bill=bill,
        amount=amount,
        paid_on=paid_on,
        reference=reference,
        recorded_by_id=actor.require_person(),
        recorded_at=clock.now(),
    )
    paid = bill.payments.aggregate(sum=Sum("amount"))["sum"]
    bill.paid_amount = paid
    if not bill.open_amount:
        bill.status, bill.paid_at = MonthlyBill.Status.PAID, payment.recorded_at
    bill.save(update_fields=["paid_amount", "status", "paid_at"])
    audit.record(actor=actor, action="bill.pay", obj=bill, amount=amount)
    return payment


def _check(
    amount: int, paid_on: dt.date, reference: str, *, owed: int, bill: MonthlyBill, is_used: bool
) -> None:
    problems: dict[str, Any] = {}
    if not 1 <= amount <= owed:
        text = _("1원에서 남은 금액 %(open)s원까지 입력할 수 있습니다.")
        problems["amount"] = text % {"open": f"{owed:,}"}
    if paid_on > clock.today():
        problems["paid_on"] = _("앞으로의 날짜는 입력할 수 없습니다.")
    elif paid_on < clock.local_date(bill.issued_at):
        problems["paid_on"] = _("청구일보다 앞설 수 없습니다.")
    if not reference or len(reference) > 30:
        problems["reference"] = _("이체 번호를 30자 안으로 입력해 주세요.")
    elif is_used:
        problems["reference"] = _("이미 다른 금액으로 기록된 이체 번호입니다.")
    if problems:
        raise InvalidInput(problems)
