"""Asking several enterprises what something costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import Role
from core import audit, clock, idempotency, ids, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from procurement import locks, rules
from procurement.errors import WrongState
from procurement.models import Quote, RequestForQuote, RfqInvitation, RfqLine
from procurement.services.order import DeliverTo, address_problems
from vendors.models import Enterprise

MOST_LINES = 100
MOST_INVITED = 20
LARGEST_QUANTITY = 1_000_000
BUYERS = (Role.REQUESTER, Role.CONTRACT_OFFICER, Role.OWNER)


@dataclass(frozen=True, slots=True)
class NewRfqLine:
    description: str
    quantity: int
    specification: str = ""


def rfq_create(
    *,
    actor: Actor,
    organization_id: int,
    title: str,
    lines: Sequence[NewRfqLine],
    enterprise_ids: Sequence[int],
    deadline: dt.datetime,
    needed_by: dt.date,
    address: DeliverTo,
    description: str = "",
    idempotency_key: str | None = None,
) -> RequestForQuote:
    """Ask enterprises for quotes. With an ``idempotency_key`` a double click asks once.

    Raises NotFound for a foreign organization, NotAllowed without a buyer's role there,
    InvalidInput by field (a line's as ``quantity_0``).
    """
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    problems = _problems(title, lines, enterprise_ids, deadline, needed_by, description)
    problems |= address_problems(address)
    if problems:
        raise InvalidInput(problems)

    def create() -> dict[str, Any]:
        row = _create(
            actor, organization_id, title, lines, enterprise_ids, deadline, needed_by, address,
            description,
        )  # fmt: skip
        return {"rfq_id": row.pk}

    with transaction.atomic():
        if idempotency_key is None:
            answer = create()
        else:
            answer = idempotency.once(
                scope=f"rfq:{organization_id}",
                key=idempotency_key,
                body={"title": title, "lines": [str(line) for line in lines]},
                action=create,
            )
    return RequestForQuote.objects.get(pk=answer["rfq_id"])


@transaction.atomic
def rfq_cancel(*, actor: Actor, rfq_id: int) -> RequestForQuote:
    """Take a request back; its quotes are no longer wanted. Raises NotFound, WrongState."""
    rfq = locks.lock_rfq(rfq_id)
    if rfq is None or not actor.has_role(rfq.organization_id):
        raise NotFound
    actor.require_role(rfq.organization_id, *BUYERS)
    if rfq.status == RequestForQuote.Status.CANCELLED:
        return rfq
    if not rules.rfq_may_move(rfq.status, RequestForQuote.Status.CANCELLED):
        raise WrongState
    rfq.status = RequestForQuote.Status.CANCELLED
    rfq.save(update_fields=["status"])
    rfq.quotes.filter(status=Quote.Status.SUBMITTED).update(status=Quote.Status.LOST)
    audit.record(actor=actor, action="rfq.cancel", obj=rfq)
    outbox.emit(topic="rfq.cancelled", payload={"rfq_id": rfq.pk})
    return rfq


def _create(
    actor: Actor,
    organization_id: int,
    title: str,
    lines: Sequence[NewRfqLine],
    enterprise_ids: Sequence[int],
    deadline: dt.datetime,
    needed_by: dt.date,
    address: DeliverTo,
    description: str,
) -> RequestForQuote:
    row = RequestForQuote.objects.create(
        organization_id=organization_id,
        number=ids.new_number("R", clock.today()),
        title=title.strip(),
        description=description.strip(),
        requester_id=actor.require_person(),
        deadline=deadline,
        needed_by=needed_by,
        recipient=address.recipient,
        phone=address.phone,
        postal_code=address.postal_code,
        road_address=address.road_address,
        address_detail=address.detail,
        created_at=clock.now(),
    )
    RfqLine.objects.bulk_create(
        RfqLine(
            rfq=row,
            description=line.description.strip(),
            specification=line.specification.strip(),
            quantity=line.quantity,
        )
        for line in lines
    )
    RfqInvitation.objects.bulk_create(
        RfqInvitation(rfq=row, enterprise_id=enterprise_id)
        for enterprise_id in dict.fromkeys(enterprise_ids)
    )
    audit.record(actor=actor, action="rfq.create", obj=row, invited=len(set(enterprise_ids)))
    outbox.emit(topic="rfq.created", payload={"rfq_id": row.pk})
    return row


def _problems(
    title: str,
    lines: Sequence[NewRfqLine],
    enterprise_ids: Sequence[int],
    deadline: dt.datetime,
    needed_by: dt.date,
    description: str,
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if not title.strip():
        problems["title"] = _("건명을 입력해 주세요.")
    elif len(title.strip()) > 120:
        problems["title"] = _("120자까지 입력할 수 있습니다.")
    if len(description) > 4000:
        problems["description"] = _("입력이 너무 깁니다.")
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
    selling = Enterprise.objects.filter(pk__in=enterprise_ids, status=Enterprise.Status.ACTIVE)
    if not enterprise_ids:
        problems["enterprises"] = _("견적을 요청할 기업을 선택해 주세요.")
    elif len(set(enterprise_ids)) > MOST_INVITED:
        problems["enterprises"] = _("기업은 20곳까지 선택할 수 있습니다.")
    elif selling.count() != len(set(enterprise_ids)):
        problems["enterprises"] = _("선택할 수 없는 기업이 있습니다.")
    if deadline <= clock.now():
        problems["deadline"] = _("견적 마감은 지금보다 뒤여야 합니다.")
    if needed_by < clock.local_date(deadline):
        problems["needed_by"] = _("납품 기한은 견적 마감보다 앞설 수 없습니다.")
    return problems
