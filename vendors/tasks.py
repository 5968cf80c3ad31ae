"""What follows from decisions, and what runs out by the calendar."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.schedules import crontab
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from vendors import services
from vendors.models import Credential

SCHEDULE = {
    "expire credentials": {
        "task": "vendors.tasks.expire_credentials",
        "schedule": crontab(hour=0, minute=10),
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


@shared_task(ignore_result=True)
def expire_credentials() -> int:
    return services.credentials_expire()
