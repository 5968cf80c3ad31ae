"""What can go wrong between cart and order."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class CartChanged(Conflict):
    """The cart became an order before (perhaps in another tab)."""

    code = "CHECKOUT_COMPLETED"
    message = _("이미 주문이 완료된 장바구니입니다.")
