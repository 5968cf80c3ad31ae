"""What can go wrong with questions and reviews."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class NotReceived(Conflict):
    """Who hasn't received a thing, or sent all of it back, doesn't review it."""

    code = "NOT_RECEIVED"
    message = _("받은 상품에만 후기를 쓸 수 있습니다.")


class AlreadyReplied(Conflict):
    """A review has one reply."""

    code = "ALREADY_REPLIED"
    message = _("이미 답글을 달았습니다.")
