"""What follows from an order: mails, and the delivery nobody confirmed."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.db.models import Count
from django.utils.translation import gettext as _

from core import clock, outbox
from core.actor import SYSTEM
from core.errors import Conflict, InvalidInput
from core.mail import send_once
from orders import mails, selectors, services
from orders.errors import WrongState
from orders.models import Order, ReturnRequest, Shipment, VendorOrder
from vendors.services import notice_give

#: A shipped order counts as received after this long without a word from the buyer.
DELIVERED_BY_TIME = dt.timedelta(days=8)

SCHEDULE = {
    "receive what nobody confirmed": {
        "task": "orders.tasks.deliver_by_time",
        "schedule": 3600.0,
    },
    "confirm what nobody confirmed": {
        "task": "orders.tasks.close_by_time",
        "schedule": 3600.0,
    },
    "ask the carriers": {"task": "orders.tasks.track_shipments", "schedule": 1800.0},
    "tell of late parcels": {
        "task": "orders.tasks.tell_of_late",
        "schedule": crontab(hour=9, minute=0),
    },
    "answer unanswered returns": {
        "task": "orders.tasks.approve_returns_by_time",
        "schedule": 3600.0,
    },
}


@outbox.handler("order.confirmed", name="orders.mail_buyer")
def mail_buyer(payload: dict[str, Any]) -> None:
    order = Order.objects.prefetch_related("vendor_orders__lines", "vendor_orders__enterprise").get(
        pk=payload["order_id"]
    )
    text = mails.order_confirmed(order)
    send_once(
        key=f"order:{order.pk}:confirmed", to=order.email, subject=text.subject, body=text.body
    )


@outbox.handler("order.confirmed", name="orders.notice_order")
def notice_order(payload: dict[str, Any]) -> None:
    for part in VendorOrder.objects.filter(order_id=payload["order_id"]):
        notice_give(
            enterprise_id=part.enterprise_id,
            kind="order",
            key=f"vendor-order:{part.pk}:new",
            text=_("새 주문 %(number)s, %(amount)s원")
            % {"number": part.number, "amount": f"{part.total_amount:,}"},
            path=f"/seller/orders/{part.number}/",
        )


@outbox.handler("return.requested", name="orders.notice_return")
def notice_return(payload: dict[str, Any]) -> None:
    request = ReturnRequest.objects.select_related("vendor_order").get(pk=payload["return_id"])
    part = request.vendor_order
    notice_give(
        enterprise_id=part.enterprise_id,
        kind="return",
        key=f"return:{request.pk}:requested",
        text=_("%(kind)s 요청: %(number)s")
        % {"kind": request.get_kind_display(), "number": part.number},
        path=f"/seller/orders/{part.number}/",
    )


@shared_task(ignore_result=True)
def tell_of_late() -> int:
    """Each morning, enterprises hear how many parcels are past their day; answers how many did."""
    today, told = clock.today(), 0
    late = VendorOrder.objects.filter(status__in=selectors.TO_DO, ship_by__lt=today)
    for row in late.values("enterprise_id").annotate(count=Count("pk")).order_by("enterprise_id"):
        told += notice_give(
            enterprise_id=row["enterprise_id"],
            kind="late",
            key=f"late:{row['enterprise_id']}:{today}",
            text=_("발송 기한이 지난 주문이 %(count)d건 있습니다.") % {"count": row["count"]},
            path="/seller/parcels/",
        )
    return told


@outbox.handler("order.confirmed", name="orders.mail_enterprises")
def mail_enterprises(payload: dict[str, Any]) -> None:
    parts = VendorOrder.objects.filter(order_id=payload["order_id"])
    for part in parts.select_related("enterprise").prefetch_related("lines"):
        text = mails.vendor_order_new(part)
        send_once(
            key=f"vendor-order:{part.pk}:new",
            to=part.enterprise.email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("shipment.created", name="orders.mail_shipped")
def mail_shipped(payload: dict[str, Any]) -> None:
    shipment = Shipment.objects.select_related(
        "vendor_order__order", "vendor_order__enterprise"
    ).get(pk=payload["shipment_id"])
    text = mails.shipped(shipment)
    send_once(
        key=f"shipment:{shipment.pk}",
        to=shipment.vendor_order.order.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("return.requested", name="orders.mail_return_requested")
def mail_return_requested(payload: dict[str, Any]) -> None:
    request = _return(payload["return_id"])
    text = mails.return_requested(request)
    send_once(
        key=f"return:{request.pk}:requested",
        to=request.vendor_order.enterprise.email,
        subject=text.subject,
        body=text.body,
    )


@outbox.handler("return.moved", name="orders.mail_return_moved")
def mail_return_moved(payload: dict[str, Any]) -> None:
    request = _return(payload["return_id"])
    text = mails.return_moved(request, payload["status"])
    if text is not None:
        send_once(
            key=f"return:{request.pk}:{payload['status']}",
            to=request.vendor_order.order.email,
            subject=text.subject,
            body=text.body,
        )


def _return(return_id: int) -> ReturnRequest:
    return ReturnRequest.objects.select_related(
        "vendor_order__order", "vendor_order__enterprise"
    ).get(pk=return_id)


@shared_task(ignore_result=True)
def deliver_by_time() -> int:
    """Prepaid parts shipped long ago count as received; organizations inspect instead."""
    due = VendorOrder.objects.filter(
        status=VendorOrder.Status.SHIPPED,
        shipped_at__lt=clock.now() - DELIVERED_BY_TIME,
        order__terms=Order.Terms.PREPAID,
    ).values_list("pk", flat=True)[:500]
    for vendor_order_id in due:
        services.vendor_order_mark_delivered(actor=SYSTEM, vendor_order_id=vendor_order_id)
    return len(due)


@shared_task(ignore_result=True)
def close_by_time() -> int:
    """Delivered parts count as confirmed when the time to say otherwise is over."""
    due = selectors.unconfirmed_parts(today=clock.today())
    for vendor_order_id in due:
        with suppress(WrongState):  # something was sent back a moment ago
            services.vendor_order_close(actor=SYSTEM, vendor_order_id=vendor_order_id)
    return len(due)


@shared_task(ignore_result=True)
def approve_returns_by_time() -> int:
    """A return that its enterprise leaves unanswered may be sent."""
    due = selectors.unanswered_returns(today=clock.today())
    for return_id in due:
        with suppress(Conflict, InvalidInput):  # answered a moment ago, or nothing left to exchange
            services.return_approve(actor=SYSTEM, return_id=return_id)
    return len(due)


@shared_task(ignore_result=True)
def track_shipments() -> dict[str, int]:
    return services.shipments_track()
