"""What can go wrong with people and organizations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotAllowed


class EmailTaken(InvalidInput):
    def __init__(self) -> None:
        super().__init__({"email": [_("이미 가입된 이메일입니다.")]}, code="UNIQUE")


class LastOwner(Conflict):
    """An organization keeps one owner at least."""

    code = "LAST_OWNER"
    message = _("대표 역할을 가진 사람이 한 명은 있어야 합니다.")


class WrongAddressee(Conflict):
    """The invitation went to another mail address than that of who is signed in."""

    code = "WRONG_ADDRESSEE"
    message = _("다른 이메일로 보낸 초대입니다. 초대받은 이메일로 로그인해 주세요.")


class WrongDomain(InvalidInput):
    """The organization takes people of its own mail domain."""

    def __init__(self) -> None:
        super().__init__({"email": [_("기관의 이메일 도메인이 아닙니다.")]}, code="WRONG_DOMAIN")


#: What each ``rules.SignInFault`` means to who came, by its value.
_SIGN_IN_FAULTS = {
    "no_email": _("기관의 로그인 서버가 이메일을 알려 주지 않았습니다."),
    "email_unconfirmed": _("기관의 로그인 서버에서 이메일이 확인되지 않았습니다."),
    "other_domain": _("기관의 이메일 도메인이 아닙니다."),
    "other_person": _("이 로그인은 다른 이메일의 계정에 이어져 있습니다."),
    "not_a_member": _("더는 이 기관의 구성원이 아닙니다. 대표에게 초대를 요청하세요."),
    "other_doors": _(
        "다른 기관이나 기업, 시 업무에도 쓰는 계정은 기관 로그인으로 들어올 수 없습니다. "
        "비밀번호나 패스키로 로그인해 주세요."
    ),
    "inactive": _("쓸 수 없는 계정입니다."),
}


class SignInRefused(NotAllowed):
    """Who came by an organization's own sign-in isn't let in."""

    code = "SIGN_IN_REFUSED"

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(_SIGN_IN_FAULTS[fault])
