"""What can go wrong with people and organizations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput


class EmailTaken(InvalidInput):
    def __init__(self) -> None:
        super().__init__({"email": [_("이미 가입된 이메일입니다.")]}, code="UNIQUE")
