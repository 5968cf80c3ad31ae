"""What follows from money, and what is looked after by the clock."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from payments import seal, services
from payments.models import Payment, Refund

SCHEDULE = {
    "cancel unpaid orders": {"task": "payments.tasks.expire_orders", "schedule": 60.0},
    "seal the books": {"task": "payments.tasks.seal_the_books", "schedule": 60.0},
    "ask the providers": {"task": "payments.tasks.reconcile", "schedule": 180.0},
    "refund overdue returns": {"task": "payments.tasks.settle_returns", "schedule": 3600.0},
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


@outbox.handler("payment.late", name="payments.mail_late")
def mail_late(payload: dict[str, Any]) -> None:
    payment = Payment.objects.select_related("order").get(pk=payload["payment_id"])
    order = payment.order
    with translation.override(order.language):
        send_once(
            key=f"payment:{payment.pk}:late",
            to=order.email,
            subject=_("[온장] 늦은 결제로 주문을 되살렸습니다 (%(number)s)")
            % {"number": order.number},
            body=_(
                "결제 시간이 지나 취소되었던 주문 %(number)s의 결제 %(amount)s원을 받았습니다. "
                "상품이 남아 있어 주문을 그대로 진행합니다."
            )
            % {"number": order.number, "amount": f"{payment.amount:,}"},
        )


@outbox.handler("refund.requested", name="payments.mail_refund")
def mail_refund(payload: dict[str, Any]) -> None:
    refund = Refund.objects.select_related("payment__order", "vendor_order__enterprise").get(
        pk=payload["refund_id"]
    )
    order = refund.payment.order
    if refund.vendor_order is None:
        return  # told as an unwanted payment
    with translation.override(order.language):
        send_once(
            key=f"refund:{refund.pk}",
            to=order.email,
            subject=_("[온장] 환불을 시작했습니다 (%(number)s)") % {"number": order.number},
            body=_(
                "%(enterprise)s 상품의 환불 금액은 %(amount)s원입니다. "
                "결제하신 수단으로 돌려드리며, 은행·카드사에 따라 며칠 걸릴 수 있습니다."
            )
            % {"enterprise": refund.vendor_order.enterprise.name, "amount": f"{refund.amount:,}"},
        )


@shared_task(ignore_result=True)
def expire_orders() -> int:
    return services.orders_expire()


@shared_task(ignore_result=True)
def seal_the_books() -> int:
    sealed = 0
    while (link := seal.seal()) is not None:
        sealed += link.entries
    return sealed


@shared_task(ignore_result=True)
def reconcile() -> dict[str, int]:
    services.deposits_settle()
    counts = services.payments_reconcile()
    return {**counts, "refunds": services.refunds_reconcile()}


@shared_task(ignore_result=True)
def settle_returns() -> int:
    return services.returns_settle_overdue()
