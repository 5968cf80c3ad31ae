"""Cost centres that are given up."""

from __future__ import annotations

from django.db import transaction

from core import audit
from core.actor import Actor
from core.errors import NotFound
from procurement.models import CostCenter
from procurement.services.purse import keeper_of


@transaction.atomic
def cost_center_end(*, actor: Actor, organization_id: int, center_id: int) -> None:
    """It is offered no more; what was bought for it stays. Raises NotFound, NotAllowed."""
    keeper_of(actor, organization_id)
    rows = CostCenter.objects.filter(organization_id=organization_id, is_active=True)
    center = rows.filter(pk=center_id).first()
    if center is None:
        raise NotFound
    center.is_active = False
    center.save(update_fields=["is_active"])
    audit.record(actor=actor, action="cost_center.end", obj=center)
