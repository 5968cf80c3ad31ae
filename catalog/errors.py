"""What can go wrong with goods."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput


class NotPublishable(InvalidInput):
    """Something the law or the shop needs is missing; ``missing`` names it for the reader."""

    message = _("아직 판매를 시작할 수 없습니다.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__({"publish": list(missing)}, code="NOT_PUBLISHABLE")


class WasPublished(Conflict):
    """What was on the shelf once is taken off it, never thrown away."""

    code = "WAS_PUBLISHED"
    message = _("판매한 적이 있는 상품은 지울 수 없습니다. 판매를 멈춰 주세요.")


class NotWaiting(Conflict):
    """Somebody else decided on the product before, or it was changed."""

    code = "ALREADY_DECIDED"
    message = _("이미 처리된 상품입니다.")
