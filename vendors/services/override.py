"""Four eyes: what one officer asks to let pass against a check, and another grants."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from core import audit, business_number, clock, outbox
from core.actor import Actor
from core.errors import InvalidInput, NotFound
from vendors import locks
from vendors.errors import AlreadyDecided, SameEyes
from vendors.models import Credential, Enterprise, Override
from vendors.services.credential import reason_given

#: Nobody extends a paper for longer at once.
LONGEST_EXTENSION = dt.timedelta(days=366)


@transaction.atomic
def override_number_ask(*, actor: Actor, enterprise_id: int, reason: str) -> Override:
    """Ask to let a business number pass though its check digit is wrong.

    Raises NotFound, AlreadyDecided, InvalidInput without a reason or need.
    """
    actor.require_city()
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    if business_number.is_valid(enterprise.business_number):
        raise InvalidInput({"reason": _("검증에 맞는 사업자등록번호입니다.")})
    return _ask(
        actor,
        Override(
            kind=Override.Kind.BUSINESS_NUMBER,
            enterprise=enterprise,
            value=enterprise.business_number,
            reason=reason_given(reason),
        ),
    )


@transaction.atomic
def override_paper_ask(
    *, actor: Actor, credential_id: int, until: dt.date | None, reason: str
) -> Override:
    """Ask to let a paper hold longer than is printed on it, as where its authority extended it.

    Raises NotFound, AlreadyDecided, InvalidInput by field.
    """
    actor.require_city()
    credential = locks.lock_credential(credential_id)
    if credential is None:
        raise NotFound
    today = clock.today()
    if until is None or not today <= until <= today + LONGEST_EXTENSION:
        raise InvalidInput({"until": _("오늘부터 1년 안의 날짜를 입력해 주세요.")})
    waits = credential.status in (Credential.Status.PENDING, Credential.Status.EXPIRED)
    ended = credential.valid_until is not None and credential.valid_until < today
    if not (waits and ended):
        raise InvalidInput({"until": _("유효기간이 지난 인증만 연장할 수 있습니다.")})
    return _ask(
        actor,
        Override(
            kind=Override.Kind.EXPIRED_PAPER,
            enterprise=credential.enterprise,
            credential=credential,
            value=credential.valid_until.isoformat() if credential.valid_until else "",
            until=until,
            reason=reason_given(reason),
        ),
    )


@transaction.atomic
def override_decide(*, actor: Actor, override_id: int, grant: bool) -> Override:
    """Grant or refuse what another officer asked. Raises SameEyes for one's own, NotFound,
    AlreadyDecided."""
    actor.require_city()
    override = locks.lock_override(override_id)
    if override is None:
        raise NotFound
    if override.status != Override.Status.ASKED:
        raise AlreadyDecided
    if override.asked_by_id == actor.require_person():
        raise SameEyes
    override.status = Override.Status.GRANTED if grant else Override.Status.REFUSED
    override.decided_by_id = actor.user_id
    override.decided_at = clock.now()
    override.save(update_fields=["status", "decided_by", "decided_at"])
    audit.record(
        actor=actor,
        action=f"override.{override.status}",
        obj=override.credential or override.enterprise,
        kind=override.kind,
        value=override.value,
        until=override.until.isoformat() if override.until else None,
        reason=override.reason,
    )
    if grant and override.credential_id is not None and override.until is not None:
        _extend(override.credential_id, override.until)
    return override


def _extend(credential_id: int, until: dt.date) -> None:
    """The paper holds until the day; one that had run out holds again."""
    credential = locks.lock_credential(credential_id)
    if credential is None:
        raise NotFound
    credential.expires_on = until
    if credential.transition_due is not None:
        credential.transition_due = max(credential.transition_due, until)
    if credential.status == Credential.Status.EXPIRED:
        credential.status = Credential.Status.VERIFIED
    credential.warned = None
    credential.save(update_fields=["expires_on", "transition_due", "status", "warned"])
    outbox.emit(topic="enterprise.changed", payload={"enterprise_id": credential.enterprise_id})


def _ask(actor: Actor, override: Override) -> Override:
    override.asked_by_id = actor.require_person()
    override.asked_at = clock.now()
    try:
        with transaction.atomic():
            override.save()
    except IntegrityError as error:
        raise AlreadyDecided(_("이미 승인을 요청했습니다.")) from error
    obj: Enterprise | Credential = override.credential or override.enterprise
    audit.record(
        actor=actor,
        action="override.ask",
        obj=obj,
        kind=override.kind,
        value=override.value,
        reason=override.reason,
    )
    return override
