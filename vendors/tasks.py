"""What follows from decisions, and what runs out by the calendar."""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task
from celery.schedules import crontab
from django.conf import settings
from django.utils.translation import gettext as _

from core import outbox
from core.mail import send_once
from vendors import gateways, selectors, services
from vendors.models import Credential, Enterprise, EnterpriseStaff, StaffInvitation

log = structlog.get_logger(__name__)

SCHEDULE = {
    "expire credentials": {
        "task": "vendors.tasks.expire_credentials",
        "schedule": crontab(hour=0, minute=10),
    },
    "warn of papers that end": {
        "task": "vendors.tasks.warn_of_endings",
        "schedule": crontab(hour=9, minute=30),  # when mails are read
    },
    "check business numbers": {
        "task": "vendors.tasks.check_numbers",
        "schedule": crontab(hour=3, minute=20),
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
    elif credential.status == Credential.Status.REJECTED:
        subject = _("[온장] %(kind)s 인증을 받아들이지 못했습니다") % names
        body = _("%(kind)s (%(number)s) 인증이 거절되었습니다. 같은 인증은 다시 낼 수 없습니다.")
        body = body % names + "\n" + _("사유: %(reason)s") % {"reason": credential.reason}
    else:
        subject = _("[온장] %(kind)s 인증을 다시 제출해 주세요") % names
        reason = {"reason": credential.reason}
        body = _("%(kind)s (%(number)s) 인증을 보완해 주세요.") % names
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
        "day": credential.valid_until,
        "days": payload["days"],
    }
    send_once(
        key=f"credential:{credential.pk}:ending:{credential.valid_until}:{payload['days']}",
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
        key=f"credential:{credential.pk}:expired:{credential.valid_until}",
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


@outbox.handler("enterprise.answered", name="vendors.mail_answer")
def mail_answer(payload: dict[str, Any]) -> None:
    """What the city decided about an enterprise, with its reason."""
    enterprise = Enterprise.objects.get(pk=payload["enterprise_id"])
    texts = {
        Enterprise.Status.DRAFT: (
            _("[온장] 입점 신청을 보완해 주세요"),
            _("보완한 뒤 다시 보내 주시면 이어서 심사합니다."),
            "/seller/apply/",
        ),
        Enterprise.Status.REJECTED: (
            _("[온장] 입점 신청이 거절되었습니다"),
            _("궁금한 점은 시 담당자에게 문의해 주세요."),
            "/seller/apply/",
        ),
        Enterprise.Status.SUSPENDED: (
            _("[온장] 판매가 중지되었습니다"),
            _("상품은 상점에서 내려갔습니다. 받은 주문은 그대로 처리해 주세요."),
            "/seller/",
        ),
        Enterprise.Status.ACTIVE: (
            _("[온장] 다시 판매할 수 있습니다"),
            _("상품이 상점에 다시 보입니다."),
            "/seller/",
        ),
    }
    told = texts.get(Enterprise.Status(enterprise.status))
    if told is None:
        return  # applied again meanwhile: the next answer tells of itself
    subject, what_now, path = told
    reason = enterprise.status_reason
    said = [_("사유: %(reason)s") % {"reason": reason}] if reason else []
    send_once(
        key=f"enterprise:{enterprise.pk}:answered:{payload['at']}",
        to=enterprise.email,
        subject=subject,
        body="\n".join([*said, what_now, "", _address(path)]),
    )


@outbox.handler("enterprise.bank_changed", name="vendors.mail_bank")
def mail_bank(payload: dict[str, Any]) -> None:
    """Owners hear of a new payout account, whoever entered it."""
    owners = EnterpriseStaff.objects.filter(
        enterprise_id=payload["enterprise_id"], role=EnterpriseStaff.Role.OWNER
    )
    for owner in owners.select_related("user", "enterprise"):
        send_once(
            key=f"bank:{payload['enterprise_id']}:{payload['at']}:{owner.user_id}",
            to=owner.user.email,
            subject=_("[온장] 정산받을 계좌가 바뀌었습니다"),
            body=_(
                "%(name)s의 정산 계좌가 바뀌었습니다. 바꾸지 않으셨다면 바로 시 담당자에게 "
                "알려 주세요."
            )
            % {"name": owner.enterprise.name}
            + f"\n\n{_address('/seller/profile/')}",
        )


@outbox.handler("staff.invited", name="vendors.mail_invitation")
def mail_invitation(payload: dict[str, Any]) -> None:
    rows = StaffInvitation.objects.select_related("enterprise")
    invitation = rows.filter(
        pk=payload["invitation_id"], nonce=payload["nonce"], accepted_at=None
    ).first()
    if invitation is None:
        return  # taken back, or sent anew with another link
    link = _address(f"/seller/join/{selectors.invitation_link(invitation)}/")
    names = {"name": invitation.enterprise.name, "role": invitation.get_role_display()}
    send_once(
        key=f"invitation:{invitation.pk}:{invitation.nonce}",
        to=invitation.email,
        subject=_("[온장] %(name)s에서 함께 일하자고 초대했습니다") % names,
        body=_(
            "%(name)s의 판매 화면에서 '%(role)s' 역할로 함께 일하자는 초대입니다. "
            "이 이메일로 로그인(처음이면 가입)한 뒤 7일 안에 아래 주소를 열어 주세요."
        )
        % names
        + f"\n\n{link}",
    )


@outbox.handler("notice.given", name="vendors.send_notice")
def send_notice(payload: dict[str, Any]) -> None:
    services.notice_send(key=payload["key"])


@outbox.handler("credential.ending", name="vendors.notice_ending")
def notice_ending(payload: dict[str, Any]) -> None:
    credential = Credential.objects.get(pk=payload["credential_id"])
    names = {"kind": credential.get_kind_display(), "days": payload["days"]}
    services.notice_give(
        enterprise_id=credential.enterprise_id,
        kind="credential",
        key=f"credential:{credential.pk}:ending:{credential.valid_until}:{payload['days']}",
        text=_("%(kind)s 인증이 %(days)d일 안에 끝납니다.") % names,
        path="/seller/credentials/",
    )


@outbox.handler("credential.decided", name="vendors.notice_decision")
def notice_decision(payload: dict[str, Any]) -> None:
    credential = Credential.objects.get(pk=payload["credential_id"])
    if credential.decided_at is None:
        return
    names = {"kind": credential.get_kind_display(), "state": credential.get_status_display()}
    services.notice_give(
        enterprise_id=credential.enterprise_id,
        kind="credential",
        key=f"credential:{credential.pk}:{credential.decided_at:%Y%m%dT%H%M%S%f}",
        text=_("%(kind)s 인증: %(state)s") % names,
        path="/seller/credentials/",
    )


@outbox.handler("enterprise.number_given", name="vendors.check_number")
def check_number(payload: dict[str, Any]) -> None:
    services.business_numbers_check(enterprise_ids=[payload["enterprise_id"]])


def _address(path: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def _how_to_renew() -> str:
    return f"\n\n{_address('/seller/credentials/')}"


@shared_task(ignore_result=True)
def warn_of_endings() -> int:
    return services.credentials_warn()


@shared_task(ignore_result=True)
def expire_credentials() -> int:
    return services.credentials_expire()


@shared_task(ignore_result=True)
def check_numbers() -> int:
    """Every number in the market, once a night; where the service is down, the next night."""
    states = (Enterprise.Status.APPLIED, Enterprise.Status.ACTIVE, Enterprise.Status.SUSPENDED)
    rows = Enterprise.objects.filter(status__in=states, is_demo=False).order_by("pk")
    try:
        return services.business_numbers_check(
            enterprise_ids=list(rows.values_list("pk", flat=True))
        )
    except gateways.StatusFailed as error:
        log.warning("the register of businesses is silent", error=str(error))
        return 0
