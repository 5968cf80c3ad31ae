"""Asking several enterprises what something costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.rules import Role
from catalog.models import Category
from core import audit, clock, idempotency, ids, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from procurement import locks, rules, selectors
from procurement.errors import DeadlinePassed, WrongState
from procurement.models import (
    Quote,
    RequestForQuote,
    Requisition,
    RfqInvitation,
    RfqLine,
    RfqQuestion,
)
from procurement.services.files import MOST_FILES, paper_checked, paper_keep
from procurement.services.order import DeliverTo, address_problems
from vendors.models import Enterprise

MOST_LINES = 100
MOST_INVITED = 20
MOST_QUESTIONS = 20
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
    open_to_id: int | None = None,
    requisition_id: int | None = None,
    files: Sequence[UploadedFile[bytes]] = (),
    idempotency_key: str | None = None,
) -> RequestForQuote:
    """Ask enterprises for quotes: those that are named, and with ``open_to_id`` everybody who
    sells in that category. With an ``idempotency_key`` a double click asks once.

    Raises NotFound for a foreign organization, NotAllowed without a buyer's role there,
    InvalidInput by field (a line's as ``quantity_0``).
    """
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *BUYERS)
    problems = _problems(title, lines, enterprise_ids, deadline, needed_by, description, open_to_id)
    problems |= address_problems(address)
    needs = Requisition.objects.filter(
        organization_id=organization_id, status=Requisition.Status.APPROVED
    )
    if requisition_id is not None and not needs.filter(pk=requisition_id).exists():
        problems["requisition"] = _("승인된 구매 요구를 선택해 주세요.")
    if len(files) > MOST_FILES:
        problems["files"] = _("파일은 10개까지 올릴 수 있습니다.")
    if problems:
        raise InvalidInput(problems)

    papers = [paper_checked(file) for file in files]

    def create() -> dict[str, Any]:
        row = RequestForQuote(
            organization_id=organization_id,
            requisition_id=requisition_id,
            open_to_id=open_to_id,
            title=title.strip(),
            description=description.strip(),
            deadline=deadline,
            needed_by=needed_by,
            recipient=address.recipient,
            phone=address.phone,
            postal_code=address.postal_code,
            road_address=address.road_address,
            address_detail=address.detail,
        )
        _create(actor, row, lines, enterprise_ids)
        for paper in papers:
            paper_keep(row, paper)
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


@transaction.atomic
def rfq_question_ask(*, actor: Actor, rfq_id: int, enterprise_id: int, text: str) -> RfqQuestion:
    """An enterprise that was asked (or may answer) wants to know more. Raises NotFound, WrongState,
    DeadlinePassed, InvalidInput."""
    rfq = rfq_to_answer(actor, rfq_id, enterprise_id)
    if not text.strip() or len(text) > 1000:
        raise InvalidInput({"question": _("질문을 1,000자 안으로 적어 주세요.")})
    if rfq.questions.filter(enterprise_id=enterprise_id).count() >= MOST_QUESTIONS:
        raise InvalidInput({"question": _("질문은 20개까지 할 수 있습니다.")})
    question = RfqQuestion.objects.create(
        rfq=rfq,
        enterprise_id=enterprise_id,
        text=text.strip(),
        asked_by_id=actor.require_person(),
        asked_at=clock.now(),
    )
    audit.record(actor=actor, action="rfq.question", obj=question)
    outbox.emit(topic="rfq.asked", payload={"question_id": question.pk})
    return question


@transaction.atomic
def rfq_question_answer(*, actor: Actor, question_id: int, text: str) -> RfqQuestion:
    """Answer a question where everybody who was asked reads it; once. Raises NotFound,
    NotAllowed, WrongState when it was answered, InvalidInput."""
    found = RfqQuestion.objects.filter(pk=question_id).values_list("rfq_id", flat=True).first()
    rfq = locks.lock_rfq(found) if found else None
    if rfq is None or not actor.has_role(rfq.organization_id):
        raise NotFound
    actor.require_role(rfq.organization_id, *BUYERS)
    question = rfq.questions.get(pk=question_id)
    if question.answered_at is not None:
        raise WrongState
    if not text.strip() or len(text) > 2000:
        raise InvalidInput({f"answer_{question_id}": _("답변을 2,000자 안으로 적어 주세요.")})
    question.answer, question.answered_at = text.strip(), clock.now()
    question.answered_by_id = actor.require_person()
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(actor=actor, action="rfq.answer", obj=question)
    outbox.emit(topic="rfq.answered", payload={"question_id": question.pk})
    return question


def rfq_to_answer(actor: Actor, rfq_id: int, enterprise_id: int) -> RequestForQuote:
    """The request, locked, that an enterprise may answer: it was named, or the request is open to
    a category it sells in (then it is listed from now on). Raises NotFound, WrongState,
    DeadlinePassed."""
    rfq = locks.lock_rfq(rfq_id)
    if rfq is None or not actor.sells_for(enterprise_id, Duty.ORDERS):
        raise NotFound
    if not rfq.invitations.filter(enterprise_id=enterprise_id).exists():
        if not selectors.may_answer(rfq, enterprise_id):
            raise NotFound
        RfqInvitation.objects.create(rfq=rfq, enterprise_id=enterprise_id)
    if rfq.status != RequestForQuote.Status.OPEN:
        raise WrongState
    if rfq.deadline < clock.now():
        raise DeadlinePassed
    return rfq


def _create(
    actor: Actor,
    row: RequestForQuote,
    lines: Sequence[NewRfqLine],
    enterprise_ids: Sequence[int],
) -> None:
    row.number = ids.new_number("R", clock.today())
    row.requester_id = actor.require_person()
    row.created_at = clock.now()
    row.save()
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


def _problems(
    title: str,
    lines: Sequence[NewRfqLine],
    enterprise_ids: Sequence[int],
    deadline: dt.datetime,
    needed_by: dt.date,
    description: str,
    open_to_id: int | None,
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
    if open_to_id is not None and not Category.objects.filter(pk=open_to_id).exists():
        problems["open_to"] = _("분류를 다시 선택해 주세요.")
    if not enterprise_ids and open_to_id is None:
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
