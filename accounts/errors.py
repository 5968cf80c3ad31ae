"""What can go wrong with people and organizations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput


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
