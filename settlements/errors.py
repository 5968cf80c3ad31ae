"""What can go wrong with settlements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class WrongState(Conflict):
    """The payout isn't where this step begins."""

    code = "WRONG_STATE"
    message = _("지금 상태의 지급에는 할 수 없는 작업입니다.")


class OriginalNotIssued(Conflict):
    """An amended invoice names the original's approval number, which isn't there yet."""

    code = "ORIGINAL_NOT_ISSUED"
    message = _("당초 계산서를 먼저 발행해 주세요.")
