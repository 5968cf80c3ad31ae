"""What can go wrong with enterprises and their papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class AlreadyDecided(Conflict):
    """Somebody else decided on the credential before."""

    code = "ALREADY_DECIDED"
    message = _("이미 처리된 인증입니다.")


class SameEyes(Conflict):
    """Who asked for an override doesn't grant it."""

    code = "FOUR_EYES"
    message = _("요청한 사람이 아닌 다른 담당자가 승인해야 합니다.")


class LastOwner(Conflict):
    """An enterprise keeps one owner at least."""

    code = "LAST_OWNER"
    message = _("대표 역할을 가진 사람이 한 명은 있어야 합니다.")


class WrongAddressee(Conflict):
    """The invitation went to another mail address than that of who is signed in."""

    code = "WRONG_ADDRESSEE"
    message = _("다른 이메일로 보낸 초대입니다. 초대받은 이메일로 로그인해 주세요.")
