"""What can go wrong with stock."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput


class InsufficientStock(InvalidInput):
    """Fewer pieces are free than asked for. ``available`` maps variant ids to what is left."""

    message = _("재고가 부족합니다.")

    def __init__(self, available: Mapping[int, int]) -> None:
        self.available = dict(available)
        super().__init__(
            {"quantity": [_("재고가 부족합니다. 남은 수량을 확인해 주세요.")]},
            code="INSUFFICIENT_STOCK",
        )


class ReservationGone(Conflict):
    """The reservation was released (its time ran out) before the sale."""

    code = "RESERVATION_GONE"
    message = _("예약 시간이 지나 재고 확보가 풀렸습니다.")
