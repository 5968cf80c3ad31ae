"""What an enterprise says of itself, whether it may sell, and whether its number is alive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotAllowed, NotFound
from vendors import gateways, locks, rules
from vendors.errors import AlreadyDecided
from vendors.models import Enterprise
from vendors.services.credential import reason_given
from vendors.services.fields import problems_of

_BANK = ("bank_name", "bank_account", "bank_holder")
PROFILE_FIELDS = (
    "representative", "phone", "email", "postal_code", "address", "mail_order_number",
    "mail_order_exemption", "story", "story_en", *_BANK,
)  # fmt: skip
#: What stays filled once it was; a bank account may come later.
_KEPT = rules.REQUIRED_FIELDS - set(_BANK)


@transaction.atomic
def enterprise_profile_set(
    *, actor: Actor, enterprise_id: int, fields: Mapping[str, str]
) -> Enterprise:
    """Change what the enterprise says of itself. Its name and number need the city; the account
    that payouts go to needs somebody trusted with it. Raises NotFound, NotAllowed, InvalidInput."""
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None or not actor.sells_for(enterprise_id):
        raise NotFound
    known = {name: fields[name].strip() for name in PROFILE_FIELDS if name in fields}
    known = {name: text for name, text in known.items() if text != getattr(enterprise, name)}
    for names, duty in ((_BANK, Duty.BANK), (set(PROFILE_FIELDS) - set(_BANK), Duty.PROFILE)):
        if any(name in names for name in known) and not actor.sells_for(enterprise_id, duty):
            raise NotAllowed
    problems = problems_of(known, required=[name for name in known if name in _KEPT])
    if problems:
        raise InvalidInput(problems)
    for name, text in known.items():
        setattr(enterprise, name, text)
    enterprise.save(update_fields=list(known))
    audit.record(actor=actor, action="enterprise.profile", obj=enterprise, fields=sorted(known))
    outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
    if any(name in _BANK for name in known):
        outbox.emit(
            topic="enterprise.bank_changed",
            payload={"enterprise_id": enterprise_id, "at": clock.now().isoformat()},
        )
    return enterprise


@transaction.atomic
def enterprise_suspend(*, actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Stop selling: listings vanish, orders in flight can still be fulfilled."""
    actor.require_city()
    return _set_status(actor, enterprise_id, Enterprise.Status.SUSPENDED, reason_given(reason))


@transaction.atomic
def enterprise_activate(*, actor: Actor, enterprise_id: int, reason: str = "") -> Enterprise:
    """Let it sell again."""
    actor.require_city()
    return _set_status(actor, enterprise_id, Enterprise.Status.ACTIVE, reason.strip()[:300])


def business_numbers_check(*, enterprise_ids: Sequence[int]) -> int:
    """Ask the tax service for the state of these enterprises' numbers; answers how many were told.

    Raises gateways.StatusFailed when it can't be asked: what was known stays.
    """
    rows = Enterprise.objects.filter(pk__in=enterprise_ids).values_list("pk", "business_number")
    numbers = dict(rows)
    register = gateways.register()
    told = 0
    pks = sorted(numbers)
    for start in range(0, len(pks), gateways.MOST_NUMBERS):
        part = pks[start : start + gateways.MOST_NUMBERS]
        found = register.states([numbers[pk] for pk in part])
        for pk in part:
            if numbers[pk] in found:
                _note(pk, numbers[pk], found[numbers[pk]])
                told += 1
    return told


@transaction.atomic
def _note(enterprise_id: int, number: str, state: gateways.State) -> None:
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None or enterprise.business_number != number:
        return  # another number meanwhile: it will be asked for itself
    before = enterprise.business_status
    enterprise.business_status = Enterprise.BusinessStatus(state.value)
    enterprise.business_status_at = clock.now()
    enterprise.save(update_fields=["business_status", "business_status_at"])
    if before != enterprise.business_status:
        audit.record(
            actor=Actor(is_system=True),
            action="enterprise.number_state",
            obj=enterprise,
            before=before,
            state=state.value,
        )


def _set_status(
    actor: Actor, enterprise_id: int, status: Enterprise.Status, reason: str
) -> Enterprise:
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    if enterprise.status not in (Enterprise.Status.ACTIVE, Enterprise.Status.SUSPENDED):
        raise AlreadyDecided  # an application: it is answered, not switched
    if enterprise.status != status:
        enterprise.status = status
        enterprise.status_reason = reason if status == Enterprise.Status.SUSPENDED else ""
        enterprise.save(update_fields=["status", "status_reason"])
        audit.record(
            actor=actor, action=f"enterprise.{status.value}", obj=enterprise, reason=reason
        )
        outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
        outbox.emit(
            topic="enterprise.answered",
            payload={"enterprise_id": enterprise_id, "at": clock.now().isoformat()},
        )
    return enterprise
