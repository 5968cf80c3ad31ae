"""Consents: which a purchase takes, who gives them, who stands in, and what happens in silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rules import Role
from catalog import selectors as catalog
from catalog.models import Category
from core import audit, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement import rules
from procurement.errors import DutiesMustPart, NotYourTurn
from procurement.models import (
    Approval,
    ApprovalRule,
    ApprovalStage,
    ApprovalStep,
    BuyingKind,
    CostCenter,
    Delegation,
    PurchaseOrder,
    Requisition,
)
from procurement.rules import Policy, Stage
from procurement.services.purse import HIGHEST, keeper_of

Subject = PurchaseOrder | Requisition
S = ApprovalStep.Status
MOST_STAGES = 5
LONGEST_DAYS = 60


@transaction.atomic
def approval_rule_set(
    *,
    actor: Actor,
    organization_id: int,
    name: str,
    stages: Sequence[Stage],
    min_amount: int = 0,
    max_amount: int | None = None,
    cost_center_id: int | None = None,
    category_id: int | None = None,
    kind: str = "",
    sort_order: int | None = None,
    rule_id: int | None = None,
) -> ApprovalRule:
    """Write an approval rule, or another one in its place; what waits already isn't touched.

    Raises NotFound, NotAllowed, InvalidInput by field (a stage's as ``stage_0``).
    """
    keeper_of(actor, organization_id)
    mine = ApprovalRule.objects.filter(organization_id=organization_id)
    before = mine.filter(pk=rule_id).first() if rule_id is not None else None
    if rule_id is not None and before is None:
        raise NotFound
    problems = _rule_problems(
        organization_id, name, stages, min_amount, max_amount, cost_center_id, category_id, kind
    )
    if problems:
        raise InvalidInput(problems)
    if sort_order is None:
        last = mine.order_by("-sort_order").values_list("sort_order", flat=True).first()
        sort_order = before.sort_order if before else (last or 0) + 1
    rule = before or ApprovalRule(organization_id=organization_id)
    rule.name, rule.kind, rule.sort_order = name.strip(), kind, sort_order
    rule.min_amount, rule.max_amount = min_amount, max_amount
    rule.cost_center_id, rule.category_id = cost_center_id, category_id
    rule.is_active = True
    rule.save()
    rule.stages.all().delete()
    ApprovalStage.objects.bulk_create(
        ApprovalStage(
            rule=rule,
            place=place,
            role=stage.role,
            person_id=stage.person,
            escalate_days=stage.escalate_days,
            expire_days=stage.expire_days,
        )
        for place, stage in enumerate(stages, start=1)
    )
    audit.record(actor=actor, action="approval_rule.set", obj=rule, stages=len(stages))
    return rule


@transaction.atomic
def approval_rule_end(*, actor: Actor, rule_id: int) -> None:
    """The rule decides nothing from now on. Raises NotFound, NotAllowed."""
    rule = ApprovalRule.objects.filter(pk=rule_id, is_active=True).first()
    if rule is None:
        raise NotFound
    keeper_of(actor, rule.organization_id)
    rule.is_active = False
    rule.save(update_fields=["is_active"])
    audit.record(actor=actor, action="approval_rule.end", obj=rule)


@transaction.atomic
def delegation_set(
    *,
    actor: Actor,
    organization_id: int,
    delegate_id: int,
    starts_on: dt.date,
    ends_on: dt.date,
    reason: str = "",
) -> Delegation:
    """Let a colleague decide in one's own name for some days (대결).

    Raises NotFound, InvalidInput by field.
    """
    me = actor.require_person()
    if not actor.has_role(organization_id):
        raise NotFound
    problems = {}
    colleagues = Membership.objects.filter(organization_id=organization_id)
    if delegate_id == me or not colleagues.filter(user_id=delegate_id).exists():
        problems["delegate"] = _("우리 기관의 다른 구성원을 골라 주세요.")
    if ends_on < starts_on:
        problems["ends_on"] = _("종료일은 시작일보다 앞설 수 없습니다.")
    elif ends_on < clock.today():
        problems["ends_on"] = _("오늘이나 그 뒤의 날짜를 입력해 주세요.")
    elif (ends_on - starts_on).days > 366:
        problems["ends_on"] = _("대결은 1년까지 맡길 수 있습니다.")
    if len(reason) > 120:
        problems["reason"] = _("입력이 너무 깁니다.")
    if problems:
        raise InvalidInput(problems)
    row = Delegation.objects.create(
        organization_id=organization_id,
        principal_id=me,
        delegate_id=delegate_id,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason.strip(),
    )
    audit.record(actor=actor, action="delegation.set", obj=row, delegate=delegate_id)
    return row


@transaction.atomic
def delegation_end(*, actor: Actor, delegation_id: int) -> None:
    """Take a delegation back: whoever gave it, or an owner. Raises NotFound."""
    row = Delegation.objects.filter(pk=delegation_id, ended_at=None).first()
    if row is None or not actor.has_role(row.organization_id):
        raise NotFound
    if row.principal_id != actor.user_id and not actor.has_role(row.organization_id, Role.OWNER):
        raise NotFound
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    audit.record(actor=actor, action="delegation.end", obj=row)


# -- what services of needs and orders call, with their subject locked


def steps_plan(
    subject: Subject, *, kind: str, category_ids: Collection[int], cost_center_id: int | None
) -> None:
    """Write down which consents the new subject takes, and open the first."""
    rows = ApprovalRule.objects.filter(
        organization_id=subject.organization_id, is_active=True
    ).prefetch_related("stages")
    stages = rules.stages_for(
        [_policy(row) for row in rows],
        amount=subject.total_amount,
        cost_center=cost_center_id,
        categories=set().union(*catalog.category_paths(category_ids).values()),
        kind=kind,
    )
    ApprovalStep.objects.bulk_create(
        ApprovalStep(
            **_of(subject),
            place=place,
            role=stage.role,
            person_id=stage.person,
            escalate_days=stage.escalate_days,
            expire_days=stage.expire_days,
        )
        for place, stage in enumerate(stages, start=1)
    )
    open_next(subject)


def open_next(subject: Subject) -> ApprovalStep | None:
    """Open the next consent; None when there is none left: the subject is approved."""
    step = ApprovalStep.objects.filter(**_of(subject), status=S.WAITING).order_by("place").first()
    if step is None:
        return None
    now = clock.now()
    step.status, step.opened_at = S.OPEN, now
    step.escalates_at, step.expires_at = rules.due_times(_stage(step), opened=now)
    step.save(update_fields=["status", "opened_at", "escalates_at", "expires_at"])
    outbox.emit(topic="approval.wanted", payload={"step_id": step.pk})
    return step


def step_decide(
    actor: Actor, subject: Subject, decision: Approval.Decision, note: str
) -> ApprovalStep | None:
    """Give or refuse the consent that is open. The next one is opened; None when that was the last
    (or the refusal). Raises NotYourTurn, DutiesMustPart, InvalidInput for too long a note."""
    if len(note) > 300:
        raise InvalidInput({"note": _("300자까지 입력할 수 있습니다.")})
    me = actor.require_person()
    step = ApprovalStep.objects.filter(**_of(subject), status=S.OPEN).first()
    if step is None:
        raise NotYourTurn
    name = acts_as(actor, subject, step)
    now = clock.now()
    Approval.objects.create(
        **_of(subject),
        approver_id=me,
        on_behalf_of_id=None if name == me else name,
        decision=decision,
        note=note.strip(),
        at=now,
    )
    step.status = S.APPROVED if decision == Approval.Decision.APPROVED else S.REJECTED
    step.decided_by_id, step.decided_at = me, now
    step.save(update_fields=["status", "decided_by", "decided_at"])
    if decision == Approval.Decision.REJECTED:
        steps_drop(subject)
        return None
    return open_next(subject)


def steps_drop(subject: Subject) -> None:
    """No further consent is wanted: it was rejected, cancelled or lapsed."""
    ApprovalStep.objects.filter(**_of(subject), status__in=[S.WAITING, S.OPEN]).update(
        status=S.DROPPED
    )


def acts_as(actor: Actor, subject: Subject, step: ApprovalStep) -> int:
    """In whose name the actor may decide the step. Raises NotYourTurn, DutiesMustPart."""
    me = actor.require_person()
    decided = Approval.objects.filter(**_of(subject)).values_list("approver_id", "on_behalf_of_id")
    answer = rules.decides_as(
        _stage(step),
        user=me,
        roles=actor.organizations.get(subject.organization_id, frozenset()),
        stands_for=stands_for(me, subject.organization_id),
        requester=subject.requester_id,
        decided={person for pair in decided for person in pair if person is not None},
        is_escalated=step.escalated_at is not None,
    )
    if answer == rules.MayNot.NOT_THEIR_TURN:
        raise NotYourTurn
    if isinstance(answer, rules.MayNot):
        raise DutiesMustPart
    return answer


def stands_for(user_id: int, organization_id: int) -> dict[int, list[str]]:
    """Whom a person may decide for today, with the roles those hold."""
    today = clock.today()
    principals = Delegation.objects.filter(
        organization_id=organization_id,
        delegate_id=user_id,
        starts_on__lte=today,
        ends_on__gte=today,
        ended_at=None,
    ).values("principal")
    rows = Membership.objects.filter(organization_id=organization_id, user__in=principals)
    return dict(rows.values_list("user_id", "roles"))


def may_decide(actor: Actor, subject: Subject) -> bool:
    """Whether the open consent is the actor's to give. At most four queries."""
    step = ApprovalStep.objects.filter(**_of(subject), status=S.OPEN).first()
    if step is None or actor.user_id is None:
        return False
    try:
        acts_as(actor, subject, step)
    except NotAllowed:
        return False
    return True


def _of(subject: Subject) -> dict[str, Any]:
    name = "purchase_order" if isinstance(subject, PurchaseOrder) else "requisition"
    return {f"{name}_id": subject.pk}


def _stage(step: ApprovalStep) -> Stage:
    return Stage(
        role=step.role,
        person=step.person_id,
        escalate_days=step.escalate_days,
        expire_days=step.expire_days,
    )


def _policy(row: ApprovalRule) -> Policy:
    return Policy(
        stages=tuple(
            Stage(
                role=stage.role,
                person=stage.person_id,
                escalate_days=stage.escalate_days,
                expire_days=stage.expire_days,
            )
            for stage in row.stages.all()
        ),
        min_amount=row.min_amount,
        max_amount=row.max_amount,
        cost_center=row.cost_center_id,
        category=row.category_id,
        kind=row.kind,
    )


def _rule_problems(
    organization_id: int,
    name: str,
    stages: Sequence[Stage],
    min_amount: int,
    max_amount: int | None,
    cost_center_id: int | None,
    category_id: int | None,
    kind: str,
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not name.strip() or len(name.strip()) > 80:
        problems["name"] = _("이름을 80자 안으로 입력해 주세요.")
    if not 0 <= min_amount <= HIGHEST:
        problems["min_amount"] = _("0원에서 10조 원까지 입력할 수 있습니다.")
    if max_amount is not None and not min_amount <= max_amount <= HIGHEST:
        problems["max_amount"] = _("시작 금액보다 적을 수 없습니다.")
    centers = CostCenter.objects.filter(organization_id=organization_id)
    if cost_center_id is not None and not centers.filter(pk=cost_center_id).exists():
        problems["cost_center"] = _("비용 부서를 다시 선택해 주세요.")
    if category_id is not None and not Category.objects.filter(pk=category_id).exists():
        problems["category"] = _("분류를 다시 선택해 주세요.")
    if kind and kind not in BuyingKind.values:
        problems["kind"] = _("구매 방식을 다시 선택해 주세요.")
    if not 1 <= len(stages) <= MOST_STAGES:
        problems["stage_0"] = _("결재 단계는 1개에서 5개까지입니다.")
    members = dict(
        Membership.objects.filter(organization_id=organization_id).values_list("user_id", "roles")
    )
    for place, stage in enumerate(stages):
        if stage.person is not None and stage.person not in members:
            problems[f"stage_{place}"] = _("우리 기관의 구성원을 골라 주세요.")
        elif stage.person is None and stage.role not in {role.value for role in Role}:
            problems[f"stage_{place}"] = _("없는 역할입니다.")
        for days in (stage.escalate_days, stage.expire_days):
            if days is not None and not 1 <= days <= LONGEST_DAYS:
                problems[f"stage_{place}"] = _("기한은 1일에서 60일까지입니다.")
    return problems
