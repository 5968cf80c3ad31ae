"""What follows from changes to an organization's people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts import selectors
from accounts.models import MembershipInvitation
from core import outbox
from core.mail import send_once


@outbox.handler("membership.invited", name="accounts.mail_invitation")
def mail_invitation(payload: dict[str, Any]) -> None:
    rows = MembershipInvitation.objects.select_related("organization")
    invitation = rows.filter(
        pk=payload["invitation_id"], nonce=payload["nonce"], accepted_at=None
    ).first()
    if invitation is None:
        return  # taken back, or sent anew with another link
    link = f"{settings.SITE_URL.rstrip('/')}/buyer/join/{selectors.invitation_link(invitation)}/"
    with translation.override("ko"):
        names = {"name": invitation.organization.name}
        body = _(
            "%(name)s의 구매 화면에서 함께 일하자는 초대입니다. "
            "이 이메일로 로그인(처음이면 가입)한 뒤 7일 안에 아래 주소를 열어 주세요."
        )
        send_once(
            key=f"membership:{invitation.pk}:{invitation.nonce}",
            to=invitation.email,
            subject=_("[온장] %(name)s에서 함께 일하자고 초대했습니다") % names,
            body=f"{body % names}\n\n{link}",
        )
