"""Settlements by the clock: close at night, send by day, compare every night."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.utils import translation
from django.utils.translation import gettext as _

from core import outbox
from core.actor import SYSTEM
from core.mail import send_once
from settlements import services
from settlements.models import Payout, Settlement

#: In Korean hours, at night.
SCHEDULE = {
    "close settlements": {
        "task": "settlements.tasks.close",
        "schedule": crontab(hour="3", minute="0"),
    },
    "send payouts": {"task": "settlements.tasks.send_payouts", "schedule": 600.0},
    "compare the books": {
        "task": "settlements.tasks.reconcile",
        "schedule": crontab(hour="3", minute="30"),
    },
}


@outbox.handler("settlement.closed", name="settlements.mail_closed")
def mail_closed(payload: dict[str, Any]) -> None:
    settlement = Settlement.objects.select_related("enterprise").get(pk=payload["settlement_id"])
    with translation.override("ko"):
        send_once(
            key=f"settlement:{settlement.pk}",
            to=settlement.enterprise.email,
            subject=_("[온장] 정산을 마감했습니다 (%(number)s)") % {"number": settlement.number},
            body=_(
                "%(first)s부터 %(last)s까지의 정산액은 %(net)s원, 지급액은 %(payout)s원입니다. "
                "정산서는 판매 화면의 정산에서 받을 수 있습니다."
            )
            % {
                "first": settlement.period_from,
                "last": settlement.period_to,
                "net": f"{settlement.net_amount:,}",
                "payout": f"{settlement.payout_amount:,}",
            },
        )


@outbox.handler("settlement.closed", name="settlements.commission_document")
def commission_document(payload: dict[str, Any]) -> None:
    services.commission_documents_create([payload["settlement_id"]])


@outbox.handler("tax_document.created", name="settlements.issue_document")
def issue_document(payload: dict[str, Any]) -> None:
    services.document_issue(actor=SYSTEM, number=payload["number"])


@outbox.handler("payout.told", name="settlements.follow_payout")
def follow_payout(payload: dict[str, Any]) -> None:
    services.payout_told(**payload)


@outbox.handler("payout.failed", name="settlements.mail_failed")
def mail_failed(payload: dict[str, Any]) -> None:
    payout = Payout.objects.select_related("settlement__enterprise").get(pk=payload["payout_id"])
    with translation.override("ko"):
        send_once(
            key=f"payout:{payout.pk}:{payout.attempt}:failed",
            to=payout.settlement.enterprise.email,
            subject=_("[온장] 정산금을 보내지 못했습니다 (%(number)s)")
            % {"number": payout.settlement.number},
            body=_("계좌를 확인해 주세요. 까닭: %(why)s") % {"why": payout.error},
        )


@shared_task(ignore_result=True)
def close() -> int:
    return len(services.settlements_close())


@shared_task(ignore_result=True)
def send_payouts() -> dict[str, int]:
    return services.payouts_follow()


@shared_task(ignore_result=True)
def reconcile() -> int:
    return len(services.reconciliation_make().differences)
