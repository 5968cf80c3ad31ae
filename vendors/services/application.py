"""Joining the market: an application that can be left and taken up again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, business_number, clock, ids, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from vendors import locks, rules
from vendors.errors import AlreadyDecided
from vendors.models import Credential, Enterprise, EnterpriseStaff
from vendors.services.credential import reason_given
from vendors.services.fields import problems_of

_TAKEN = gettext_lazy("이미 등록된 사업자등록번호입니다.")
#: Drafts a person may have lying about.
MOST_DRAFTS = 5


@transaction.atomic
def application_start(
    *, actor: Actor, name: str, number: str, name_en: str = "", certain: bool = False
) -> Enterprise:
    """Begin an application; who does becomes its owner. The same number again is the same draft.

    ``certain`` lets a number pass whose check digit is wrong: two officers decide about it later.
    Raises NotAllowed for guests, InvalidInput by field.
    """
    user_id = actor.require_person()
    known = {"name": name.strip(), "name_en": name_en.strip(), "business_number": number.strip()}
    digits = _number(known, certain=certain, required=("name", "business_number"))
    mine = Enterprise.objects.filter(
        staff__user_id=user_id,
        staff__role=EnterpriseStaff.Role.OWNER,
        status=Enterprise.Status.DRAFT,
    )
    begun = mine.filter(business_number=digits).first()
    if begun is not None:
        return begun
    if mine.count() >= MOST_DRAFTS:
        text = _("작성 중인 신청은 %(most)d개까지 둘 수 있습니다.")
        raise InvalidInput({"business_number": text % {"most": MOST_DRAFTS}})
    enterprise = Enterprise.objects.create(
        name=known["name"],
        name_en=known["name_en"],
        business_number=digits,
        status=Enterprise.Status.DRAFT,
        slug=f"{slugify(known['name'], allow_unicode=True)[:60]}-{ids.new_token()[:6].lower()}",
        created_at=clock.now(),
    )
    EnterpriseStaff.objects.create(
        enterprise=enterprise, user_id=user_id, role=EnterpriseStaff.Role.OWNER
    )
    audit.record(actor=actor, action="enterprise.begin", obj=enterprise)
    outbox.emit(topic="enterprise.number_given", payload={"enterprise_id": enterprise.pk})
    return enterprise


@transaction.atomic
def application_save(
    *,
    actor: Actor,
    enterprise_id: int,
    step: str,
    fields: Mapping[str, str],
    certain: bool = False,
) -> Enterprise:
    """Keep a step of an application. Raises NotFound, AlreadyDecided, InvalidInput by field."""
    enterprise = _draft(actor, enterprise_id)
    names = rules.STEP_FIELDS[rules.Step(step)]
    known = {name: fields.get(name, "").strip() for name in names}
    required = [name for name in names if name in rules.REQUIRED_FIELDS]
    if "business_number" in known:
        known["business_number"] = _number(known, certain=certain, required=required)
    else:
        problems = problems_of(known, required=required)
        if not rules.step_is_done(rules.Step(step), known, 0) and not problems:
            problems["mail_order_number"] = _("통신판매업신고번호나 면제 사유를 입력해 주세요.")
        if problems:
            raise InvalidInput(problems)
    is_new = known.get("business_number", enterprise.business_number) != enterprise.business_number
    for name, text in known.items():
        setattr(enterprise, name, text)
    if is_new:
        enterprise.business_status, enterprise.business_status_at = "", None
        outbox.emit(topic="enterprise.number_given", payload={"enterprise_id": enterprise.pk})
    enterprise.save(update_fields=[*known, "business_status", "business_status_at"])
    return enterprise


@transaction.atomic
def application_submit(*, actor: Actor, enterprise_id: int) -> Enterprise:
    """Send it to the city. Raises NotFound, AlreadyDecided, InvalidInput on the open ``steps``."""
    enterprise = _draft(actor, enterprise_id)
    values = {
        name: str(getattr(enterprise, name))
        for names in rules.STEP_FIELDS.values()
        for name in names
    }
    papers = enterprise.credentials.filter(status=Credential.Status.PENDING).count()
    if missing := rules.open_steps(values, papers):
        raise InvalidInput(
            {step.value: _("이 단계가 아직 비어 있습니다.") for step in missing}, code="REQUIRED"
        )
    enterprise.status = Enterprise.Status.APPLIED
    enterprise.status_reason = ""
    enterprise.applied_at = clock.now()
    try:
        with transaction.atomic():
            enterprise.save(update_fields=["status", "status_reason", "applied_at"])
    except IntegrityError as error:  # somebody joined under this number meanwhile
        raise InvalidInput({"business_number": _TAKEN}, code="UNIQUE") from error
    audit.record(actor=actor, action="enterprise.apply", obj=enterprise)
    outbox.emit(topic="enterprise.applied", payload={"enterprise_id": enterprise_id})
    return enterprise


@transaction.atomic
def application_return(*, actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Send it back to be mended. Raises NotFound, AlreadyDecided, InvalidInput without a reason."""
    return _answer(actor, enterprise_id, Enterprise.Status.DRAFT, reason_given(reason))


@transaction.atomic
def application_reject(*, actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Refuse it for good. Raises NotFound, AlreadyDecided, InvalidInput without a reason."""
    return _answer(actor, enterprise_id, Enterprise.Status.REJECTED, reason_given(reason))


def _answer(actor: Actor, enterprise_id: int, status: Enterprise.Status, reason: str) -> Enterprise:
    actor.require_city()
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    if enterprise.status != Enterprise.Status.APPLIED:
        raise AlreadyDecided
    enterprise.status = status
    enterprise.status_reason = reason
    enterprise.save(update_fields=["status", "status_reason"])
    action = "enterprise.return" if status == Enterprise.Status.DRAFT else "enterprise.reject"
    audit.record(actor=actor, action=action, obj=enterprise, reason=reason)
    outbox.emit(
        topic="enterprise.answered",
        payload={"enterprise_id": enterprise_id, "at": clock.now().isoformat()},
    )
    return enterprise


def _draft(actor: Actor, enterprise_id: int) -> Enterprise:
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None or not actor.sells_for(enterprise_id, Duty.PROFILE):
        raise NotFound
    if enterprise.status != Enterprise.Status.DRAFT:
        raise AlreadyDecided
    return enterprise


def _number(known: Mapping[str, str], *, certain: bool, required: Any) -> str:
    """The digits of a business number that may join. Raises InvalidInput by field."""
    problems = problems_of(known, required=required)
    digits = business_number.digits_of(known["business_number"])
    if known["business_number"] and len(digits) != 10:
        problems["business_number"] = _("사업자등록번호는 숫자 열 자리입니다.")
    elif digits and not certain and not business_number.is_valid(digits):
        problems["business_number"] = _("사업자등록번호가 올바르지 않습니다.")
    elif digits and _is_taken(digits):
        problems["business_number"] = _TAKEN
    if problems:
        raise InvalidInput(problems)
    return digits


def _is_taken(digits: str) -> bool:
    open_states = (Enterprise.Status.DRAFT, Enterprise.Status.REJECTED)
    rows = Enterprise.objects.filter(business_number=digits)
    return rows.exclude(status__in=open_states).exists()
