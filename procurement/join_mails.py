"""What an organization's owners hear while it joins, in Korean."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Organization
from procurement.mails import MailText


def step_news(organization: Organization, step: str) -> MailText | None:
    """The mail of a step of ``procurement.services.join``; None where another step followed."""
    with translation.override("ko"):
        names = {
            "name": organization.name,
            "days": organization.net_days,
            "limit": f"{organization.credit_limit_amount:,}",
        }
        reason = _("사유: %(reason)s") % {"reason": organization.answer_reason}
        terms = [_("결제 조건: 검수 뒤 %(days)s일") % names]
        if organization.kind == Organization.Kind.COMPANY:
            terms.append(_("여신 한도: %(limit)s원") % names)
        stands = "verified" if organization.is_verified else organization.answer or "asked"
        texts: dict[str, tuple[str, list[str]]] = {
            "asked": (
                _("[온장] %(name)s의 가입 신청을 받았습니다"),
                [_("시 담당자가 확인하는 동안 견적을 요청하고 규칙을 정해 둘 수 있습니다.")],
            ),
            "verified": (
                _("[온장] %(name)s이(가) 확인되었습니다. 이제 발주할 수 있습니다"),
                terms,
            ),
            "returned": (
                _("[온장] %(name)s의 가입 신청을 보완해 주세요"),
                [reason, _("고쳐서 다시 보내 주시면 이어서 확인합니다.")],
            ),
            "refused": (
                _("[온장] %(name)s의 가입 신청이 거절되었습니다"),
                [reason, _("궁금한 점은 시 담당자에게 문의해 주세요.")],
            ),
            "terms": (_("[온장] %(name)s의 결제 조건이 바뀌었습니다"), terms),
        }
        if step not in texts or (stands != step and (step, stands) != ("terms", "verified")):
            return None
        subject, lines = texts[step]
        url = f"{settings.SITE_URL.rstrip('/')}/buyer/settings/"
        return MailText(subject % names, "\n".join([*lines, "", url]))
