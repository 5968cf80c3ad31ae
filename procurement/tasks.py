"""What follows from buying for organizations: mails, and states that follow deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any

import structlog
from celery import shared_task
from celery.schedules import crontab
from django.db.models import Q

from accounts.models import Membership
from accounts.rules import Role
from core import clock, outbox
from core.actor import SYSTEM
from core.errors import InvalidInput
from core.mail import send_once
from payments import services as payments
from procurement import claims, joined, mails, publishing, selectors, services
from procurement.models import (
    Acceptance,
    ApprovalStep,
    ChangeOrder,
    Dispute,
    DisputeMessage,
    Invoice,
    MonthlyBill,
    PurchaseOrder,
    PurchaseOrderResponse,
    Quote,
    QuoteMember,
    RecurringRun,
    RequestForQuote,
    Requisition,
    RfqQuestion,
)
from procurement.selectors.join import numbers_to_check
from procurement.services import join, publish
from settlements import services as settlements
from vendors import gateways
from vendors.models import Enterprise

log = structlog.get_logger(__name__)

#: Handlers of their own story, known wherever these are.
__all__ = ["SCHEDULE", "joined", "publishing"]


@outbox.handler("shipment.created", name="procurement.follow_delivery")
def follow_delivery(payload: dict[str, Any]) -> None:
    found = PurchaseOrder.objects.filter(order__vendor_orders__shipments=payload["shipment_id"])
    for po_id in found.values_list("pk", flat=True):
        services.purchase_order_follow(po_id=po_id)


@outbox.handler("rfq.created", name="procurement.mail_asked")
def mail_asked(payload: dict[str, Any]) -> None:
    rfq = RequestForQuote.objects.select_related("organization").get(pk=payload["rfq_id"])
    text = mails.quote_wanted(rfq)
    for invitation in rfq.invitations.select_related("enterprise"):
        send_once(
            key=f"rfq:{rfq.pk}:{invitation.enterprise_id}",
            to=invitation.enterprise.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("quote.submitted", name="procurement.mail_quote")
def mail_quote(payload: dict[str, Any]) -> None:
    quote = Quote.objects.select_related("enterprise", "rfq__requester").get(pk=payload["quote_id"])
    text = mails.quote_came(quote)
    send_once(
        key=f"quote:{quote.pk}",
        to=quote.rfq.requester.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("approval.wanted", name="procurement.mail_approvers")
def mail_approvers(payload: dict[str, Any]) -> None:
    """To everybody who may give the consent now, and nobody else."""
    step = (
        ApprovalStep.objects.select_related("purchase_order__requester", "requisition__requester")
        .filter(pk=payload["step_id"], status=ApprovalStep.Status.OPEN)
        .first()
    )
    if step is None:
        return
    subject = step.purchase_order or step.requisition
    assert subject is not None
    text = mails.approval_wanted(subject, is_late=step.escalated_at is not None)
    for person in selectors.who_may_decide(step):
        send_once(
            key=f"step:{step.pk}:{step.escalated_at is not None:d}:{person.pk}",
            to=person.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("requisition.decided", name="procurement.mail_need_decided")
def mail_need_decided(payload: dict[str, Any]) -> None:
    need = Requisition.objects.select_related("requester").get(pk=payload["requisition_id"])
    text = mails.need_decided(need)
    send_once(
        key=f"need:{need.pk}:{need.status}",
        to=need.requester.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("po.ordered", name="procurement.mail_ordered")
def mail_ordered(payload: dict[str, Any]) -> None:
    """To the requester, and to each enterprise that shall say whether it delivers."""
    po = PurchaseOrder.objects.select_related("requester", "organization").get(pk=payload["po_id"])
    text = mails.ordered(po)
    send_once(
        key=f"po:{po.pk}:ordered", to=po.requester.email, subject=text.subject, body=text.body
    )
    for enterprise in _sellers(po):
        text = mails.answer_wanted(po)
        send_once(
            key=f"po:{po.pk}:answer:{enterprise.pk}",
            to=enterprise.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("po.answered", name="procurement.mail_answered")
def mail_answered(payload: dict[str, Any]) -> None:
    answer = PurchaseOrderResponse.objects.select_related(
        "purchase_order__requester", "enterprise"
    ).get(pk=payload["response_id"])
    text = mails.answered(answer)
    send_once(
        key=f"po:answered:{answer.pk}",
        to=answer.purchase_order.requester.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("rfq.asked", name="procurement.mail_question")
def mail_question(payload: dict[str, Any]) -> None:
    question = RfqQuestion.objects.select_related("rfq__requester").get(pk=payload["question_id"])
    text = mails.question_came(question)
    send_once(
        key=f"rfq-question:{question.pk}",
        to=question.rfq.requester.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("rfq.answered", name="procurement.mail_answer")
def mail_answer(payload: dict[str, Any]) -> None:
    """To everybody who was asked: what one learns, all know."""
    question = RfqQuestion.objects.select_related("rfq").get(pk=payload["question_id"])
    text = mails.answer_came(question)
    for invitation in question.rfq.invitations.select_related("enterprise"):
        send_once(
            key=f"rfq-answer:{question.pk}:{invitation.enterprise_id}",
            to=invitation.enterprise.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("quote.partner_asked", name="procurement.mail_partner")
def mail_partner(payload: dict[str, Any]) -> None:
    member = QuoteMember.objects.select_related("quote__enterprise", "quote__rfq", "enterprise")
    found = member.get(pk=payload["member_id"])
    text = mails.partner_wanted(found)
    send_once(
        key=f"quote-member:{found.pk}",
        to=found.enterprise.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("quote.partner_answered", name="procurement.mail_partner_answer")
def mail_partner_answer(payload: dict[str, Any]) -> None:
    member = QuoteMember.objects.select_related("quote__enterprise", "quote__rfq", "enterprise")
    found = member.get(pk=payload["member_id"])
    text = mails.partner_answered(found)
    send_once(
        key=f"quote-member:{found.pk}:{found.status}",
        to=found.quote.enterprise.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("change.requested", name="procurement.mail_change_wanted")
def mail_change_wanted(payload: dict[str, Any]) -> None:
    change = _change(payload)
    text = mails.change_wanted(change)
    for email in _people(change.purchase_order.organization_id, Role.APPROVER):
        if email != change.requested_by.email:
            send_once(
                key=f"change:{change.pk}:{email}", to=email, subject=text.subject, body=text.body
            )


@outbox.handler("change.decided", name="procurement.mail_change_decided")
def mail_change_decided(payload: dict[str, Any]) -> None:
    """To who asked; when it was approved, to the enterprises that shall agree."""
    change = _change(payload)
    text = mails.change_news(change)
    to = [change.requested_by.email]
    if change.status == ChangeOrder.Status.APPROVED:
        to += [enterprise.email for enterprise in _sellers(change.purchase_order)]
    for email in to:
        send_once(
            key=f"change:{change.pk}:{change.status}:{email}",
            to=email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("change.answered", name="procurement.mail_change_answered")
def mail_change_answered(payload: dict[str, Any]) -> None:
    change = _change(payload)
    if change.status in (ChangeOrder.Status.DONE, ChangeOrder.Status.REFUSED):
        text = mails.change_news(change)
        send_once(
            key=f"change:{change.pk}:{change.status}",
            to=change.requested_by.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("dispute.changed", name="procurement.mail_dispute")
def mail_dispute(payload: dict[str, Any]) -> None:
    """To the other side of the last word."""
    dispute = Dispute.objects.select_related("purchase_order__requester", "enterprise").get(
        pk=payload["dispute_id"]
    )
    last = dispute.messages.order_by("-pk").first()
    assert last is not None
    text = mails.dispute_news(dispute)
    to = {
        DisputeMessage.Side.BUYER: dispute.purchase_order.requester.email,
        DisputeMessage.Side.SELLER: dispute.enterprise.email,
    }
    for side, email in to.items():
        if side != last.side or dispute.status == Dispute.Status.SETTLED:
            send_once(
                key=f"dispute:{dispute.pk}:{last.pk}:{dispute.status}:{side}",
                to=email,
                subject=text.subject,
                body=text.body,
            )


@outbox.handler("invoice.claimed", name="procurement.mail_claim")
def mail_claim(payload: dict[str, Any]) -> None:
    invoice = Invoice.objects.select_related("purchase_order").get(pk=payload["invoice_id"])
    text = mails.payment_wanted(invoice)
    for email in _people(invoice.purchase_order.organization_id, Role.FINANCE):
        send_once(key=f"claim:{invoice.pk}:{email}", to=email, subject=text.subject, body=text.body)


@shared_task
def approvals_remind() -> dict[str, int]:
    """Hourly: consents that nobody gave in time go to the owners, and lapse."""
    now = clock.now()
    found = ApprovalStep.objects.filter(status=ApprovalStep.Status.OPEN).filter(
        Q(escalates_at__lte=now, escalated_at=None) | Q(expires_at__lte=now)
    )
    counts: dict[str, int] = {}
    for pk in list(found.order_by("pk").values_list("pk", flat=True)):
        answer = services.approval_remind(step_id=pk)
        if answer:
            counts[answer] = counts.get(answer, 0) + 1
    return counts


@outbox.handler("po.rejected", name="procurement.mail_sent_back")
def mail_sent_back(payload: dict[str, Any]) -> None:
    po = PurchaseOrder.objects.select_related("requester").get(pk=payload["po_id"])
    decision = po.approvals.order_by("-pk").first()
    lapsed = po.steps.filter(status=ApprovalStep.Status.LAPSED).exists()
    text = mails.sent_back(po, "" if lapsed or decision is None else decision.note)
    send_once(
        key=f"po:{po.pk}:rejected", to=po.requester.email, subject=text.subject, body=text.body
    )


@outbox.handler("acceptance.recorded", name="procurement.mail_inspected")
def mail_inspected(payload: dict[str, Any]) -> None:
    acceptance = Acceptance.objects.select_related(
        "purchase_order", "shipment__vendor_order__enterprise"
    ).get(pk=payload["acceptance_id"])
    text = mails.inspected(acceptance)
    send_once(
        key=f"acceptance:{acceptance.pk}",
        to=acceptance.shipment.vendor_order.enterprise.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("invoice.issued", name="procurement.tax_documents")
def tax_documents(payload: dict[str, Any]) -> None:
    settlements.goods_documents_create(claims.tax_sources([payload["invoice_id"]]))


@outbox.handler("invoice.issued", name="procurement.mail_finance")
def mail_finance(payload: dict[str, Any]) -> None:
    invoice = Invoice.objects.select_related("purchase_order").get(pk=payload["invoice_id"])
    text = mails.payment_wanted(invoice)
    for email in _people(invoice.purchase_order.organization_id, Role.FINANCE):
        send_once(
            key=f"invoice:{invoice.pk}:{email}", to=email, subject=text.subject, body=text.body
        )


@outbox.handler("invoice.transferred", name="procurement.record_transfer")
def record_transfer(payload: dict[str, Any]) -> None:
    """The bank's statement names an invoice: the transfer is recorded as finance would."""
    at = dt.datetime.fromisoformat(payload["at"])
    try:
        services.invoice_payment_record(
            actor=SYSTEM,
            invoice_id=Invoice.objects.get(number=payload["invoice_number"]).pk,
            amount=payload["amount"],
            paid_on=clock.local_date(at),
            reference=f"입금 {payload['deposit_id']}",
            happened_at=at,
        )
    except InvalidInput:  # finance recorded it meanwhile, or it is more than is owed
        payments.deposit_reopen(deposit_id=payload["deposit_id"])


@shared_task(ignore_result=True)
def check_organization_numbers() -> int:
    """Every number, once a night; where the service is down, the next night."""
    try:
        return join.organization_numbers_check(organization_ids=numbers_to_check())
    except gateways.StatusFailed as error:
        log.warning("the register of businesses is silent", error=str(error))
        return 0


def _change(payload: dict[str, Any]) -> ChangeOrder:
    rows = ChangeOrder.objects.select_related("purchase_order__organization", "requested_by")
    return rows.get(pk=payload["change_id"])


def _sellers(po: PurchaseOrder) -> list[Enterprise]:
    mine = po.lines.values("enterprise")
    return list(Enterprise.objects.filter(pk__in=mine).order_by("pk"))


def _people(organization_id: int, role: Role) -> list[str]:
    rows = Membership.objects.filter(organization_id=organization_id, roles__contains=[role.value])
    return list(rows.order_by("pk").values_list("user__email", flat=True))


@outbox.handler("bill.issued", name="procurement.mail_bill")
def mail_bill(payload: dict[str, Any]) -> None:
    bill = MonthlyBill.objects.select_related("organization").get(pk=payload["bill_id"])
    text = mails.bill_came(bill)
    for email in _people(bill.organization_id, Role.FINANCE):
        send_once(key=f"bill:{bill.pk}:{email}", to=email, subject=text.subject, body=text.body)


@outbox.handler("recurring.failed", name="procurement.mail_recurring_failed")
def mail_recurring_failed(payload: dict[str, Any]) -> None:
    run = RecurringRun.objects.select_related("recurring__person").get(pk=payload["run_id"])
    text = mails.recurring_failed(run)
    send_once(
        key=f"recurring:{run.pk}",
        to=run.recurring.person.email,
        subject=text.subject,
        body=text.body,
    )


@shared_task
def close_months() -> int:
    """Daily: bills of the month before."""
    return services.monthly_bills_close()


@shared_task
def make_recurring_orders() -> dict[str, int]:
    """Daily: the orders whose day has come."""
    return services.recurring_orders_make()


@shared_task
def processes_catch_up() -> int:
    """Hourly: what no event told the public of."""
    return publish.processes_catch_up()


SCHEDULE = {
    "tell the public of purchases": {
        "task": "procurement.tasks.processes_catch_up",
        "schedule": crontab(minute="47"),
    },
    "close months": {
        "task": "procurement.tasks.close_months",
        "schedule": crontab(hour=0, minute=40),
    },
    "make recurring orders": {
        "task": "procurement.tasks.make_recurring_orders",
        "schedule": crontab(hour=7, minute=10),
    },
    "remind approvers": {
        "task": "procurement.tasks.approvals_remind",
        "schedule": crontab(minute="17"),
    },
    "check organizations' numbers": {
        "task": "procurement.tasks.check_organization_numbers",
        "schedule": crontab(hour=3, minute=40),
    },
}
