"""What can go wrong with enterprises and their papers."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class AlreadyDecided(Conflict):
    """Somebody else decided on the credential before."""

    code = "ALREADY_DECIDED"
    message = _("이미 처리된 인증입니다.")
