"""What can go wrong with goods."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from core.errors import InvalidInput


class NotPublishable(InvalidInput):
    """Something the law or the shop needs is missing; ``missing`` names it for the reader."""

    message = _("아직 판매를 시작할 수 없습니다.")

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = list(missing)
        super().__init__({"publish": list(missing)}, code="NOT_PUBLISHABLE")
