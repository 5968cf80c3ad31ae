"""What can go wrong between a need and its payment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from core.errors import Conflict, InvalidInput, NotAllowed


class WrongState(Conflict):
    """The request, quote or purchase order isn't where this step begins."""

    code = "WRONG_STATE"
    message = _("지금 단계에서는 할 수 없는 작업입니다.")


class DeadlinePassed(Conflict):
    code = "DEADLINE_PASSED"
    message = _("견적 마감 시간이 지났습니다.")


class QuoteExpired(Conflict):
    """An expired quote can't be ordered; the enterprise may submit it anew."""

    code = "QUOTE_EXPIRED"
    message = _("유효기간이 지난 견적입니다. 새 견적을 받아 주세요.")


class PartnersMissing(Conflict):
    """A consortium's quote holds when each of its members agreed."""

    code = "PARTNERS_MISSING"
    message = _("공동 견적에 참여하는 기업의 동의를 기다리고 있습니다.")


class DutiesMustPart(NotAllowed):
    """Requester, approver and inspector of one purchase order are three people."""

    code = "DUTIES_MUST_PART"
    message = _("요청자, 승인자, 검수자는 서로 다른 사람이어야 합니다.")


#: What each ``rules.Obstacle`` means to an officer.
OBSTACLES = {
    "not_in_force": _("오늘 시행 중인 근거가 아닙니다."),
    "above_limit": _("추정가격이 이 근거의 한도를 넘습니다."),
    "too_few_quotes": _("이 근거에 필요한 견적 수가 모자랍니다."),
    "seller_not_eligible": _("이 근거의 대상 기업이 아닙니다."),
    "ratio_not_shown": _("취약계층 고용비율이 확인되지 않은 기업입니다."),
    "system_reference_missing": _("지정정보처리장치 번호를 입력해 주세요."),
}


class RuleForbids(InvalidInput):
    """The ground that was cited doesn't carry this purchase, for these ``rules.Obstacle``s."""

    def __init__(self, obstacles: Sequence[str]) -> None:
        self.obstacles = list(obstacles)
        texts = [OBSTACLES[obstacle] for obstacle in obstacles]
        super().__init__({"rule": texts or [_("계약 근거를 선택해 주세요.")]}, code="RULE_FORBIDS")


class BudgetTooSmall(InvalidInput):
    def __init__(self, free: int) -> None:
        text = now_("예산 잔액(%(free)s원)이 부족합니다.") % {"free": f"{free:,}"}
        super().__init__({"budget_line": [text]}, code="BUDGET_EXCEEDED")


class LimitReached(InvalidInput):
    """A spending limit of the period is used up."""

    def __init__(self, limit: Any, free: int) -> None:
        text = now_("%(period)s 지출 한도를 넘습니다. 남은 한도는 %(free)s원입니다.")
        names = {"period": limit.get_period_display(), "free": f"{free:,}"}
        super().__init__({"": [text % names]}, code="LIMIT_REACHED")


class NotVerified(NotAllowed):
    """Nobody has checked the organization yet: it may prepare, and not order."""

    code = "NOT_VERIFIED"
    message = _("기관 확인이 끝난 뒤에 발주할 수 있습니다.")


class NotYourTurn(NotAllowed):
    """The consent that is open is somebody else's to give."""

    code = "NOT_YOUR_TURN"
    message = _("지금은 다른 결재자의 차례입니다.")


class NoAccount(InvalidInput):
    """The organization may not buy on account (no terms were agreed)."""

    def __init__(self) -> None:
        super().__init__({"": [_("외상 거래 약정이 없는 기관입니다.")]}, code="NO_ACCOUNT")


class CreditExceeded(InvalidInput):
    def __init__(self, free: int) -> None:
        text = now_("여신 한도가 부족합니다. 남은 한도는 %(free)s원입니다.") % {"free": f"{free:,}"}
        super().__init__({"": [text]}, code="CREDIT_EXCEEDED")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with one row of an uploaded list; ``row`` as the sheet numbers it."""

    row: int
    message: Any


class BadRows(InvalidInput):
    """Rows of an uploaded list can't be ordered; every one of them is named."""

    def __init__(self, rows: Sequence[RowError]) -> None:
        self.rows = list(rows)
        super().__init__(
            {
                "file": [
                    now_("%(row)d행: %(text)s") % {"row": r.row, "text": r.message} for r in rows
                ]
            },
            code="BAD_ROWS",
        )


class BadDocument(InvalidInput):
    """A document of another system's can't be taken in; every place that is wrong is named.

    ``problems``: pairs of a path in the document (``OrderLine[2]/LineItem/Quantity``) and a text.
    """

    def __init__(self, problems: Sequence[tuple[str, Any]]) -> None:
        self.problems = [(where, str(text)) for where, text in problems]
        super().__init__(
            {"file": [f"{where}: {text}" for where, text in self.problems]}, code="BAD_DOCUMENT"
        )
