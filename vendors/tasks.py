"""What follows from decisions, and what runs out by the calendar."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.conf import settings
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from vendors import services
from vendors.models import Credential

SCHEDULE = {
    "expire credentials": {
        "task": "vendors.tasks.expire_credentials",
        "schedule": crontab(hour=15, minute=10),  # ten past midnight in Korea
    },
    "warn of papers that end": {
        "task": "vendors.tasks.warn_of_endings",
        "schedule": crontab(hour=0, minute=30),  # in the morning, when mails are read
    },
}


@outbox.handler("credential.decided", name="vendors.mail_decision")
def mail_decision(payload: dict[str, Any]) -> None:
    credential = Credential.objects.select_related("enterprise").get(pk=payload["credential_id"])
    if credential.decided_at is None:
        return  # handed in again meanwhile: the next decision tells of itself
    names = {"kind": credential.get_kind_display(), "number": credential.number}
    if credential.status == Credential.Status.VERIFIED:
        subject = _("[온장] %(kind)s 인증이 확인되었습니다") % names
        body = _("%(kind)s (%(number)s) 인증을 확인했습니다. 이제 배지가 표시됩니다.") % names
    else:
        subject = _("[온장] %(kind)s 인증을 다시 제출해 주세요") % names
        reason = {"reason": credential.reason}
        body = _("%(kind)s (%(number)s) 인증이 반려되었습니다.") % names
        body += "\n" + _("사유: %(reason)s") % reason
    send_once(
        key=f"credential:{credential.pk}:{credential.decided_at:%Y%m%dT%H%M%S%f}",
        to=credential.enterprise.email,
        subject=subject,
        body=body,
    )


@outbox.handler("credential.ending", name="vendors.mail_ending")
def mail_ending(payload: dict[str, Any]) -> None:
    credential = Credential.objects.select_related("enterprise").get(pk=payload["credential_id"])
    names = {
        "kind": credential.get_kind_display(),
        "number": credential.number,
        "day": credential.expires_on,
        "days": payload["days"],
    }
    send_once(
        key=f"credential:{credential.pk}:ending:{credential.expires_on}:{payload['days']}",
        to=credential.enterprise.email,
        subject=_("[온장] %(kind)s 인증이 %(day)s에 끝납니다") % names,
        body=_(
            "%(kind)s (%(number)s) 인증의 유효기간이 %(day)s까지입니다. 인증기관에서 갱신한 뒤 "
            "판매 화면의 인증서에서 새 인증서를 올려 주세요. 확인될 때까지 지금 배지는 그대로 "
            "보이고, 기간이 지나면 배지와 공공구매 자격이 함께 사라집니다."
        )
        % names
        + _how_to_renew(),
    )


@outbox.handler("credential.expired", name="vendors.mail_expired")
def mail_expired(payload: dict[str, Any]) -> None:
    credential = Credential.objects.select_related("enterprise").get(pk=payload["credential_id"])
    names = {"kind": credential.get_kind_display(), "number": credential.number}
    send_once(
        key=f"credential:{credential.pk}:expired:{credential.expires_on}",
        to=credential.enterprise.email,
        subject=_("[온장] %(kind)s 인증이 끝났습니다") % names,
        body=_(
            "%(kind)s (%(number)s) 인증의 유효기간이 지나 배지와 검색 조건, 공공구매 자격에서 "
            "빠졌습니다. 상품은 계속 팔 수 있습니다. 갱신한 인증서를 올리면 확인하는 대로 다시 "
            "보입니다."
        )
        % names
        + _how_to_renew(),
    )


def _how_to_renew() -> str:
    return f"\n\n{settings.SITE_URL.rstrip('/')}/seller/credentials/"


@shared_task(ignore_result=True)
def warn_of_endings() -> int:
    return services.credentials_warn()


@shared_task(ignore_result=True)
def expire_credentials() -> int:
    return services.credentials_expire()
