"""What can go wrong with orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class OrderNotPending(Conflict):
    """The order was cancelled or paid before."""

    code = "ORDER_NOT_PENDING"
    message = _("이미 취소되었거나 처리된 주문입니다.")


class WrongState(Conflict):
    """The vendor order's state doesn't lead there."""

    code = "WRONG_STATE"
    message = _("현재 주문 상태에서는 할 수 없는 작업입니다.")
