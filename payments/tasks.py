"""What follows from money, and what is looked after by the clock."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from payments import services
from payments.models import Payment

SCHEDULE = {
    "cancel unpaid orders": {"task": "payments.tasks.expire_orders", "schedule": 60.0},
}


@outbox.handler("vendor_order.delivered", name="payments.recognise")
def recognise(payload: dict[str, Any]) -> None:
    services.sale_recognise(vendor_order_id=payload["vendor_order_id"])


@outbox.handler("webhook.received", name="payments.webhook")
def process_webhook(payload: dict[str, Any]) -> None:
    services.webhook_process(**payload)


@outbox.handler("refund.requested", name="payments.refund")
def execute_refund(payload: dict[str, Any]) -> None:
    services.refund_execute(refund_id=payload["refund_id"])


@outbox.handler("payment.unwanted", name="payments.mail_unwanted")
def mail_unwanted(payload: dict[str, Any]) -> None:
    payment = Payment.objects.select_related("order").get(pk=payload["payment_id"])
    order = payment.order
    with translation.override(order.language):
        send_once(
            key=f"payment:{payment.pk}:unwanted",
            to=order.email,
            subject=_("[온장] 늦은 결제를 환불합니다 (%(number)s)") % {"number": order.number},
            body=_(
                "주문 %(number)s은(는) 결제 시간이 지나 취소되었습니다. "
                "그 뒤에 결제된 %(amount)s원을 전액 환불합니다."
            )
            % {"number": order.number, "amount": f"{payment.amount:,}"},
        )


@shared_task(ignore_result=True)
def expire_orders() -> int:
    return services.orders_expire()
