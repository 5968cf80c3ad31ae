"""Who may decide what, now."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.models import Membership, User
from accounts.rules import Role
from core import clock
from core.actor import Actor
from procurement.models import (
    ApprovalRule,
    ApprovalStep,
    Delegation,
    SpendingLimit,
)
from procurement.selectors.access import require


def who_may_decide(step: ApprovalStep) -> list[User]:
    """The people whose consent an open step is, and who stand in for them today. Three queries."""
    subject = step.purchase_order or step.requisition
    assert subject is not None
    members = Membership.objects.filter(organization_id=subject.organization_id)
    turn = Q(user=step.person_id) if step.person_id else Q(roles__contains=[step.role])
    if step.escalated_at is not None:
        turn |= Q(roles__contains=[Role.OWNER.value])
    principals = set(members.filter(turn).values_list("user_id", flat=True))
    today = clock.today()
    stand_ins = Delegation.objects.filter(
        organization_id=subject.organization_id,
        principal__in=principals - {subject.requester_id},
        starts_on__lte=today,
        ends_on__gte=today,
        ended_at=None,
    ).values_list("delegate_id", flat=True)
    wanted = (principals | set(stand_ins)) - {subject.requester_id}
    return list(User.objects.filter(pk__in=wanted, is_active=True).order_by("pk"))


def approval_rules(*, actor: Actor, organization_id: int) -> QuerySet[ApprovalRule]:
    require(actor, organization_id)
    rows = ApprovalRule.objects.filter(organization_id=organization_id, is_active=True)
    return rows.select_related("cost_center", "category").prefetch_related("stages__person")


def delegations(*, actor: Actor, organization_id: int) -> QuerySet[Delegation]:
    """Those that hold today or will."""
    require(actor, organization_id)
    rows = Delegation.objects.filter(
        organization_id=organization_id, ended_at=None, ends_on__gte=clock.today()
    )
    return rows.select_related("principal", "delegate").order_by("starts_on", "pk")


def spending_limits(*, actor: Actor, organization_id: int) -> QuerySet[SpendingLimit]:
    require(actor, organization_id)
    rows = SpendingLimit.objects.filter(organization_id=organization_id, is_active=True)
    return rows.select_related("member", "cost_center").prefetch_related("periods").order_by("pk")
