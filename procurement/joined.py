"""What follows while organizations join, and when their people leave."""

from __future__ import annotations

import hashlib
from typing import Any

from accounts.models import Membership, Organization
from accounts.rules import Role
from core import outbox
from core.mail import send_once
from procurement import join_mails
from procurement.services import join, leave


@outbox.handler("organization.step", name="procurement.mail_organization")
def mail_organization(payload: dict[str, Any]) -> None:
    organization = Organization.objects.get(pk=payload["organization_id"])
    text = join_mails.step_news(organization, payload["step"])
    if text is None:
        return  # the next step tells of itself
    rows = Membership.objects.filter(
        organization=organization, roles__contains=[Role.OWNER.value], user__is_active=True
    )
    step = hashlib.sha256(f"{payload['step']}:{payload['at']}".encode()).hexdigest()[:24]
    for user_id, email in rows.order_by("pk").values_list("user_id", "user__email"):
        send_once(
            key=f"organization:{organization.pk}:{step}:{user_id}",
            to=email,
            subject=text.subject,
            body=text.body,
        )


@outbox.handler("organization.number_given", name="procurement.check_number")
def check_number(payload: dict[str, Any]) -> None:
    join.organization_numbers_check(organization_ids=[payload["organization_id"]])


@outbox.handler("membership.removed", name="procurement.member_left")
def member_left(payload: dict[str, Any]) -> None:
    leave.member_left(organization_id=payload["organization_id"], user_id=payload["user_id"])
