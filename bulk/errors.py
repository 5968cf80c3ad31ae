"""What can go wrong with sheets of products."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.errors import Conflict


class WrongStage(Conflict):
    """The sheet is somewhere else on its way."""

    code = "WRONG_STAGE"
    message = _("지금은 할 수 없습니다. 화면을 새로 열어 진행 상황을 확인해 주세요.")


class AnotherRuns(Conflict):
    """An enterprise takes one sheet at a time."""

    code = "ANOTHER_RUNS"
    message = _("다른 파일을 처리하고 있습니다. 끝난 뒤에 다시 시도해 주세요.")
