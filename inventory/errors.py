"""What can go wrong with stock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


class ReservedAbove(Conflict):
    """More pieces are reserved for orders than shall be on the shelf."""

    code = "RESERVED_ABOVE"
    message = _("주문으로 예약된 수량보다 적게 줄일 수 없습니다.")

    def __init__(self, variant_ids: Sequence[int]) -> None:
        self.variant_ids = list(variant_ids)
        super().__init__()
