"""Somebody left an organization: what waited for them alone is others' to decide."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q

from accounts.models import Membership
from accounts.rules import Role
from core import audit, clock, outbox
from core.actor import SYSTEM
from procurement.models import ApprovalStage, ApprovalStep, Delegation, SpendingLimit

S = ApprovalStep.Status


@transaction.atomic
def member_left(*, organization_id: int, user_id: int) -> int:
    """Consents that were the person's own go to the role they stood for (to the owners where
    nobody holds it); their delegations and limits end. Answers how many consents moved.

    Repeating changes nothing, nor does somebody who is a member again.
    """
    if Membership.objects.filter(organization_id=organization_id, user_id=user_id).exists():
        return 0
    held = set[str]()
    for roles in Membership.objects.filter(organization_id=organization_id).values_list(
        "roles", flat=True
    ):
        held.update(roles)
    steps = list(
        ApprovalStep.objects.filter(
            Q(purchase_order__organization_id=organization_id)
            | Q(requisition__organization_id=organization_id),
            person_id=user_id,
            status__in=[S.WAITING, S.OPEN],
        ).order_by("pk")
    )
    stages = list(
        ApprovalStage.objects.filter(rule__organization_id=organization_id, person_id=user_id)
    )
    for step in steps:
        step.person, step.role = None, _open_to(step.role, held)
    for stage in stages:
        stage.person, stage.role = None, _open_to(stage.role, held)
    ApprovalStep.objects.bulk_update(steps, ["person", "role"])
    ApprovalStage.objects.bulk_update(stages, ["person", "role"])
    _told(steps)
    Delegation.objects.filter(
        Q(principal_id=user_id) | Q(delegate_id=user_id),
        organization_id=organization_id,
        ended_at=None,
    ).update(ended_at=clock.now())
    SpendingLimit.objects.filter(
        organization_id=organization_id, member_id=user_id, is_active=True
    ).update(is_active=False)
    return len(steps)


def _open_to(role: str, held: Collection[str]) -> str:
    return role if role in held else Role.OWNER.value


def _told(steps: Iterable[ApprovalStep]) -> None:
    for step in steps:
        subject = step.purchase_order or step.requisition
        assert subject is not None
        audit.record(
            actor=SYSTEM, action="approval.to_role", obj=subject, step=step.pk, role=step.role
        )
        if step.status == S.OPEN:
            outbox.emit(topic="approval.wanted", payload={"step_id": step.pk})
