"""What waits for whom, in the words of the desks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.rules import Role
from core import clock
from procurement.rules.glance import Act, Next, Side
from storefront import words

LABELS = {
    Act.APPROVE: _("결재"),
    Act.ANSWER: _("발주 수락 여부 회신"),
    Act.DECIDE_CHANGE: _("변경 요청 결재"),
    Act.AGREE_CHANGE: _("변경 요청 동의"),
    Act.SHIP: _("납품"),
    Act.INSPECT: _("검수"),
    Act.CLAIM: _("대금 청구"),
    Act.PAY: _("대금 지급"),
}
SIDES = {Side.BUYER: _("구매 기관"), Side.SELLER: _("공급 기업")}
#: Whose duty it is at the buyer's; at the supplier's it is anybody's who looks after orders.
DUTIES = {
    Act.APPROVE: Role.APPROVER,
    Act.DECIDE_CHANGE: Role.APPROVER,
    Act.INSPECT: Role.INSPECTOR,
    Act.PAY: Role.FINANCE,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An act as a page shows it."""

    label: str
    who: str
    is_mine: bool
    due: dt.date | None
    is_late: bool


def shown(acts: Iterable[Next], *, side: Side) -> list[Shown]:
    """The acts for somebody who sits on ``side``."""
    today = clock.today()
    return [
        Shown(
            label=str(LABELS[act.act]),
            who=_who(act),
            is_mine=act.side == side,
            due=act.due,
            is_late=act.is_late(today),
        )
        for act in acts
    ]


def _who(act: Next) -> str:
    duty = DUTIES.get(act.act)
    side = str(SIDES[act.side])
    return f"{side} {words.ROLES[duty]}" if duty else side
