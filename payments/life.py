"""An order's whole life, read together: what happened, was paid, booked, mailed and told us."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from core.actor import Actor
from core.models import AuditEntry, OutboxTask, SentMail
from orders.models import Order, OrderLine, ReturnRequest, Shipment, VendorOrder
from payments.models import LedgerEntry, Payment, Refund, WebhookEvent
from promotions.models import CouponUse


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened. ``kind``: event, payment, refund, ledger, mail, webhook, audit."""

    at: dt.datetime
    kind: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Life:
    order: Order
    payments: list[Payment]
    refunds: list[Refund]
    entries: list[LedgerEntry]
    mails: list[SentMail]
    webhooks: list[WebhookEvent]
    coupons: list[CouponUse]
    #: What is still owed by the outbox for this order, with its last error.
    owed: list[OutboxTask]
    moments: list[Moment]

    @property
    def is_balanced(self) -> bool:
        return all(sum(p.amount for p in e.postings.all()) == 0 for e in self.entries)


def find(*, actor: Actor, text: str) -> list[Order]:
    """Orders by number (of the order, a part, a payment, a parcel) or e-mail; at most 50."""
    actor.require_city()
    rows = Order.objects.filter(
        Q(number__iexact=text)
        | Q(email__iexact=text)
        | Q(reference__iexact=text)
        | Q(vendor_orders__number__iexact=text)
        | Q(payments__reference__iexact=text)
        | Q(vendor_orders__shipments__tracking_number=text)
    )
    return list(rows.distinct().order_by("-placed_at")[:50])


def of_order(*, actor: Actor, number: str) -> Life | None:
    """Everything about an order, for city officers. A fixed number of queries."""
    actor.require_city()
    parts = VendorOrder.objects.select_related("enterprise").order_by("pk")
    order = (
        Order.objects.filter(number=number)
        .select_related("user", "organization")
        .prefetch_related(
            Prefetch("vendor_orders", queryset=parts),
            Prefetch("vendor_orders__lines", queryset=OrderLine.objects.order_by("pk")),
            Prefetch("vendor_orders__shipments", queryset=Shipment.objects.order_by("pk")),
            Prefetch("vendor_orders__returns", queryset=ReturnRequest.objects.order_by("pk")),
            "events__vendor_order",
        )
        .first()
    )
    if order is None:
        return None
    payments = list(order.payments.order_by("pk"))
    refunds = list(
        Refund.objects.filter(payment__order=order)
        .select_related("payment", "vendor_order")
        .order_by("pk")
    )
    entries = list(
        LedgerEntry.objects.filter(order=order)
        .select_related("vendor_order", "sealed")
        .prefetch_related("postings__account")
        .order_by("happened_at", "pk")
    )
    mails = list(SentMail.objects.filter(key__in=_mail_keys(order, payments, refunds)))
    webhooks = list(WebhookEvent.objects.filter(payment__order=order).order_by("received_at"))
    coupons = list(
        CouponUse.objects.filter(holder=f"order:{order.number}").select_related("coupon")
    )
    owed = list(_owed(order))
    return Life(
        order, payments, refunds, entries, mails, webhooks, coupons, owed,
        _moments(order, payments, refunds, entries, mails, webhooks),
    )  # fmt: skip


def _mail_keys(order: Order, payments: list[Payment], refunds: list[Refund]) -> list[str]:
    keys = [f"order:{order.pk}:confirmed"]
    for part in order.vendor_orders.all():
        keys.append(f"vendor-order:{part.pk}:new")
        keys += [f"shipment:{shipment.pk}" for shipment in part.shipments.all()]
        for request in part.returns.all():
            states = ["requested", *ReturnRequest.Status.values]
            keys += [f"return:{request.pk}:{state}" for state in states]
    for payment in payments:
        keys += [f"payment:{payment.pk}:unwanted", f"payment:{payment.pk}:late"]
    return keys + [f"refund:{refund.pk}" for refund in refunds]


def _owed(order: Order) -> list[OutboxTask]:
    parts = [part.pk for part in order.vendor_orders.all()]
    payments = [payment.pk for payment in order.payments.all()]
    concerned = (
        Q(payload__order_id=order.pk)
        | Q(payload__vendor_order_id__in=parts)
        | Q(payload__payment_id__in=payments)
    )
    return list(OutboxTask.objects.filter(concerned, done_at=None).order_by("pk")[:50])


def _moments(
    order: Order,
    payments: list[Payment],
    refunds: list[Refund],
    entries: list[LedgerEntry],
    mails: list[SentMail],
    webhooks: list[WebhookEvent],
) -> list[Moment]:
    found = [
        Moment(
            event.at,
            "event",
            event.kind,
            " ".join(
                [
                    event.vendor_order.number if event.vendor_order else "",
                    *map(str, event.data.values()),
                ]
            ).strip(),
        )
        for event in order.events.all()
    ]
    for payment in payments:
        found.append(Moment(payment.created_at, "payment", "started", payment.reference))
        if payment.captured_at:
            found.append(Moment(payment.captured_at, "payment", "captured", payment.reference))
    for refund in refunds:
        found.append(Moment(refund.created_at, "refund", "decided", refund.reference))
        if refund.done_at:
            found.append(Moment(refund.done_at, "refund", "done", refund.reference))
    found += [Moment(entry.happened_at, "ledger", entry.kind, entry.key) for entry in entries]
    found += [Moment(mail.sent_at, "mail", mail.subject, mail.to) for mail in mails if mail.sent_at]
    found += [Moment(hook.received_at, "webhook", hook.kind, hook.event_id) for hook in webhooks]
    audits = AuditEntry.objects.filter(object_type="orders.order", object_id=str(order.pk))
    found += [Moment(row.at, "audit", row.action, str(row.actor_id or "")) for row in audits]
    return sorted(found, key=lambda moment: moment.at)
