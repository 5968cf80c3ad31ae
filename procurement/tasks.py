"""What follows from buying for organizations: mails, and states that follow deliveries."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.models import Membership
from accounts.rules import Role
from core import clock, outbox
from core.actor import SYSTEM
from core.errors import InvalidInput
from core.mail import send_once
from payments import services as payments
from procurement import claims, mails, services
from procurement.models import Acceptance, Invoice, PurchaseOrder, Quote, RequestForQuote
from settlements import services as settlements


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


@outbox.handler("po.submitted", name="procurement.mail_approvers")
def mail_approvers(payload: dict[str, Any]) -> None:
    po = PurchaseOrder.objects.select_related("requester").get(pk=payload["po_id"])
    text = mails.approval_wanted(po)
    for email in _people(po.organization_id, Role.APPROVER):
        if email != po.requester.email:
            send_once(key=f"po:{po.pk}:{email}", to=email, subject=text.subject, body=text.body)


@outbox.handler("po.rejected", name="procurement.mail_sent_back")
def mail_sent_back(payload: dict[str, Any]) -> None:
    po = PurchaseOrder.objects.select_related("requester").get(pk=payload["po_id"])
    decision = po.approvals.order_by("-pk").first()
    text = mails.sent_back(po, decision.note if decision else "")
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


def _people(organization_id: int, role: Role) -> list[str]:
    rows = Membership.objects.filter(organization_id=organization_id, roles__contains=[role.value])
    return list(rows.order_by("pk").values_list("user__email", flat=True))
