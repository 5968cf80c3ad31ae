"""A need is written down and handed in (구매 요구)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import Role
from catalog.models import Category
from core import audit, clock, idempotency, ids
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement import locks
from procurement.errors import WrongState
from procurement.models import BuyingKind, Requisition, RequisitionLine
from procurement.services.approve import steps_drop, steps_plan
from procurement.services.ask import BUYERS, LARGEST_QUANTITY, MOST_LINES
from procurement.services.decide import need_end
from procurement.services.order import budget_of, cost_center_of
from procurement.services.purse import budget_move

HIGHEST_PRICE = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Needed:
    """So many pieces of something, at about so many won (with VAT) each."""

    description: str
    quantity: int
    unit_price_amount: int
    specification: str = ""


def requisition_create(
    *,
    actor: Actor,
    organization_id: int,
    title: str,
    lines: Sequence[Needed],
    needed_by: dt.date,
    reason: str = "",
    category_id: int | None = None,
    budget_line_id: int | None = None,
    cost_center_id: int | None = None,
    idempotency_key: str | None = None,
) -> Requisition:
    """Hand in a need. The budget line keeps its estimate from now on, and the first consent opens.

    With an ``idempotency_key`` a double click hands it in once. Raises NotFound, NotAllowed,
    BudgetTooSmall, InvalidInput by field (a line's as ``quantity_0``).
    """
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    problems = _problems(title, reason, lines, needed_by, category_id)
    if problems:
        raise InvalidInput(problems)

    def create() -> dict[str, Any]:
        need = Requisition.objects.create(
            organization_id=organization_id,
            number=ids.new_number("N", clock.today()),
            title=title.strip(),
            reason=reason.strip(),
            requester_id=actor.require_person(),
            category_id=category_id,
            cost_center=cost_center_of(organization_id, cost_center_id),
            budget_line=budget_of(organization_id, budget_line_id),
            needed_by=needed_by,
            total_amount=sum(line.unit_price_amount * line.quantity for line in lines),
            created_at=clock.now(),
        )
        RequisitionLine.objects.bulk_create(
            RequisitionLine(
                requisition=need,
                description=line.description.strip(),
                specification=line.specification.strip(),
                quantity=line.quantity,
                unit_price_amount=line.unit_price_amount,
            )
            for line in lines
        )
        if need.budget_line_id is not None:
            line = locks.lock_budget(need.budget_line_id)
            budget_move(line, reserved=need.total_amount, reference=need.number)
            need.reserved_amount = need.total_amount
            need.save(update_fields=["reserved_amount"])
        steps_plan(
            need,
            kind=BuyingKind.REQUISITION,
            category_ids=[category_id] if category_id is not None else [],
            cost_center_id=need.cost_center_id,
        )
        audit.record(actor=actor, action="requisition.create", obj=need, total=need.total_amount)
        return {"requisition_id": need.pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = create()
        else:
            answer = idempotency.once(
                scope=f"need:{organization_id}",
                key=idempotency_key,
                body={"title": title, "lines": [str(line) for line in lines]},
                action=create,
            )
    return Requisition.objects.get(pk=answer["requisition_id"])


@transaction.atomic
def requisition_cancel(*, actor: Actor, requisition_id: int) -> Requisition:
    """Take a need back while nothing was ordered for it: its requester may, and owners.

    Repeating changes nothing. Raises NotFound, NotAllowed, WrongState.
    """
    need = locks.lock_requisition(requisition_id)
    if need is None or not actor.has_role(need.organization_id):
        raise NotFound
    if need.requester_id != actor.user_id and not actor.has_role(need.organization_id, Role.OWNER):
        raise NotAllowed
    if need.status == Requisition.Status.CANCELLED:
        return need
    if need.status not in (Requisition.Status.SUBMITTED, Requisition.Status.APPROVED):
        raise WrongState
    steps_drop(need)
    need_end(need, Requisition.Status.CANCELLED)
    audit.record(actor=actor, action="requisition.cancel", obj=need)
    return need


def _problems(
    title: str,
    reason: str,
    lines: Sequence[Needed],
    needed_by: dt.date,
    category_id: int | None,
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not title.strip() or len(title.strip()) > 120:
        problems["title"] = _("건명을 120자 안으로 입력해 주세요.")
    if len(reason) > 2000:
        problems["reason"] = _("입력이 너무 깁니다.")
    if not lines:
        problems["description_0"] = _("품목을 하나 이상 입력해 주세요.")
    if len(lines) > MOST_LINES:
        problems["lines"] = _("품목은 100개까지입니다.")
    for place, line in enumerate(lines):
        if not line.description.strip() or len(line.description.strip()) > 200:
            problems[f"description_{place}"] = _("품명을 200자 안으로 입력해 주세요.")
        if len(line.specification) > 300:
            problems[f"specification_{place}"] = _("300자까지 입력할 수 있습니다.")
        if not 1 <= line.quantity <= LARGEST_QUANTITY:
            problems[f"quantity_{place}"] = _("수량은 1개에서 1백만 개까지입니다.")
        if not 0 <= line.unit_price_amount <= HIGHEST_PRICE:
            problems[f"price_{place}"] = _("가격은 0원에서 10억 원까지입니다.")
    if needed_by < clock.today():
        problems["needed_by"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    if category_id is not None and not Category.objects.filter(pk=category_id).exists():
        problems["category"] = _("분류를 다시 선택해 주세요.")
    return problems
