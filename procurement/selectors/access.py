"""Whose rows somebody may see."""

from __future__ import annotations

from core.actor import Actor
from core.errors import NotFound


def require(actor: Actor, organization_id: int) -> None:
    if not actor.has_role(organization_id):
        raise NotFound
