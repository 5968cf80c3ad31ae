"""An organization joins: handed in by its founder, verified by the city, with terms.

An unverified organization may prepare (ask for quotes, set its rules) and orders nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import rules as people
from accounts.locks import lock_organization
from accounts.models import Organization
from accounts.rules import DomainFault, Role
from accounts.services.organizations import NUMBER_TAKEN, number_is_taken, organization_create
from core import audit, business_number, clock, outbox
from core.actor import SYSTEM, Actor
from core.districts import District
from core.errors import InvalidInput, NotAllowed, NotFound
from procurement.errors import WrongState
from vendors import gateways
from vendors.services.credential import reason_given
from vendors.services.fields import problems_of

FIELDS = (
    "name", "name_en", "business_number", "representative", "district", "address", "postal_code",
    "phone", "email_domain",
)  # fmt: skip
REQUIRED = ("name", "business_number", "representative", "address", "district", "phone")
#: Organizations of one founder that may wait for the city at once.
MOST_WAITING = 3
LONGEST_TERM = 120
HIGHEST_CREDIT = 10**12


@transaction.atomic
def organization_join(*, actor: Actor, kind: str, fields: Mapping[str, str]) -> Organization:
    """Hand an organization in (``FIELDS``); who does becomes its owner, and the city's queue has
    it. The same number by the same person again is the same organization.

    Raises NotAllowed for guests, InvalidInput by field.
    """
    user_id = actor.require_person()
    known = {name: fields.get(name, "").strip() for name in FIELDS}
    digits = business_number.digits_of(known["business_number"])
    waiting = Organization.objects.filter(
        memberships__user_id=user_id,
        memberships__roles__contains=[Role.OWNER.value],
        is_verified=False,
    ).exclude(answer=Organization.Answer.REFUSED)
    again = waiting.filter(business_number=digits).first() if digits else None
    if again is not None:
        return again
    problems = _problems(user_id, kind, known)
    if not problems and waiting.count() >= MOST_WAITING:
        text = _("확인을 기다리는 기관은 %(most)d개까지 둘 수 있습니다.")
        problems["business_number"] = text % {"most": MOST_WAITING}
    if problems:
        raise InvalidInput(problems)
    organization = organization_create(
        actor=actor,
        kind=kind,
        name=known.pop("name"),
        business_number_=known.pop("business_number"),
        asked_at=clock.now(),
        **known,
    )
    outbox.emit(topic="organization.number_given", payload={"organization_id": organization.pk})
    _tell(organization, "asked")
    return organization


@transaction.atomic
def organization_mend(
    *, actor: Actor, organization_id: int, fields: Mapping[str, str]
) -> Organization:
    """Change what was handed in, and hand it in again. Owners, until the city has verified it.

    Raises NotFound, NotAllowed, WrongState, InvalidInput by field.
    """
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, Role.OWNER)
    organization = lock_organization(organization_id)
    if organization is None:
        raise NotFound
    if organization.is_verified or organization.answer == Organization.Answer.REFUSED:
        raise WrongState
    known = {name: fields.get(name, "").strip() for name in FIELDS}
    problems = _problems(
        actor.require_person(), organization.kind, known, organization_id=organization_id
    )
    if problems:
        raise InvalidInput(problems)
    known["business_number"] = business_number.digits_of(known["business_number"])
    is_new = known["business_number"] != organization.business_number
    for name, text in known.items():
        setattr(organization, name, text)
    if is_new:
        organization.business_status, organization.business_status_at = "", None
    organization.answer, organization.answer_reason = "", ""
    organization.asked_at = clock.now()
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError as error:  # somebody came with this number meanwhile
        raise InvalidInput({"business_number": NUMBER_TAKEN}, code="UNIQUE") from error
    if is_new:
        outbox.emit(topic="organization.number_given", payload={"organization_id": organization_id})
    audit.record(actor=actor, action="organization.mend", obj=organization)
    _tell(organization, "asked")
    return organization


@transaction.atomic
def organization_verify(
    *, actor: Actor, organization_id: int, net_days: int, credit_limit: int = 0
) -> Organization:
    """The city has seen who it is: it may order, on these terms (``terms_set``).

    Raises NotAllowed, NotFound, WrongState, InvalidInput by field.
    """
    organization = _waiting(actor, organization_id)
    _terms(organization, net_days, credit_limit)
    organization.is_verified = True
    organization.answer, organization.answer_reason = "", ""
    organization.save()
    audit.record(
        actor=actor,
        action="organization.verify",
        obj=organization,
        net_days=organization.net_days,
        credit_limit=organization.credit_limit_amount,
    )
    _tell(organization, "verified")
    return organization


@transaction.atomic
def organization_return(*, actor: Actor, organization_id: int, reason: str) -> Organization:
    """Ask its owner to mend what was handed in. Raises NotAllowed, NotFound, WrongState,
    InvalidInput without a reason."""
    return _answer(actor, organization_id, Organization.Answer.RETURNED, reason)


@transaction.atomic
def organization_refuse(*, actor: Actor, organization_id: int, reason: str) -> Organization:
    """Refuse it for good; its number is free again. Raises NotAllowed, NotFound, WrongState,
    InvalidInput without a reason."""
    return _answer(actor, organization_id, Organization.Answer.REFUSED, reason)


@transaction.atomic
def organization_terms_set(
    *, actor: Actor, organization_id: int, net_days: int, credit_limit: int = 0, reason: str
) -> Organization:
    """Other terms for one that is verified; what was ordered keeps its own.

    Raises NotAllowed, NotFound, WrongState, InvalidInput by field.
    """
    actor.require_city()
    organization = lock_organization(organization_id)
    if organization is None:
        raise NotFound
    if not organization.is_verified:
        raise WrongState
    why = reason_given(reason)
    before = (organization.net_days, organization.credit_limit_amount)
    _terms(organization, net_days, credit_limit)
    if before == (organization.net_days, organization.credit_limit_amount):
        return organization
    organization.save(update_fields=["net_days", "credit_limit_amount"])
    audit.record(
        actor=actor,
        action="organization.terms",
        obj=organization,
        reason=why,
        net_days=organization.net_days,
        credit_limit=organization.credit_limit_amount,
        before=list(before),
    )
    _tell(organization, "terms")
    return organization


def organization_numbers_check(*, organization_ids: Sequence[int]) -> int:
    """Ask the tax service for the state of these numbers; answers how many were told.

    Raises gateways.StatusFailed when it can't be asked: what was known stays, nobody is held up.
    """
    rows = Organization.objects.filter(pk__in=organization_ids)
    numbers = dict(rows.values_list("pk", "business_number"))
    register = gateways.register()
    told, pks = 0, sorted(numbers)
    for start in range(0, len(pks), gateways.MOST_NUMBERS):
        part = pks[start : start + gateways.MOST_NUMBERS]
        found = register.states([numbers[pk] for pk in part])
        for pk in part:
            if numbers[pk] in found:
                _note(pk, numbers[pk], found[numbers[pk]])
                told += 1
    return told


@transaction.atomic
def _note(organization_id: int, number: str, state: gateways.State) -> None:
    organization = lock_organization(organization_id)
    if organization is None or organization.business_number != number:
        return  # another number meanwhile: it will be asked for itself
    before = organization.business_status
    organization.business_status = Organization.BusinessStatus(state.value)
    organization.business_status_at = clock.now()
    organization.save(update_fields=["business_status", "business_status_at"])
    if before != organization.business_status:
        audit.record(
            actor=SYSTEM,
            action="organization.number_state",
            obj=organization,
            before=before,
            state=state.value,
        )


def _answer(
    actor: Actor, organization_id: int, answer: Organization.Answer, reason: str
) -> Organization:
    organization = _waiting(actor, organization_id)
    organization.answer, organization.answer_reason = answer, reason_given(reason)
    organization.save(update_fields=["answer", "answer_reason"])
    audit.record(
        actor=actor,
        action=f"organization.{answer.value}",
        obj=organization,
        reason=organization.answer_reason,
    )
    _tell(organization, answer.value)
    return organization


def _waiting(actor: Actor, organization_id: int) -> Organization:
    """One that the city has to decide on, locked. Nobody decides on an organization of theirs."""
    actor.require_city()
    organization = lock_organization(organization_id)
    if organization is None:
        raise NotFound
    if not actor.is_system and actor.has_role(organization_id):
        raise NotAllowed
    if organization.is_verified or organization.answer:
        raise WrongState
    return organization


def _terms(organization: Organization, net_days: int, credit_limit: int) -> None:
    """Agencies buy within their budgets: they have no credit limit to be set."""
    problems: dict[str, Any] = {}
    if not 1 <= net_days <= LONGEST_TERM:
        problems["net_days"] = _("결제일은 1일에서 %(most)d일까지입니다.") % {"most": LONGEST_TERM}
    if organization.kind == Organization.Kind.COMPANY and not 0 <= credit_limit <= HIGHEST_CREDIT:
        problems["credit_limit"] = _("여신 한도는 0원에서 1조 원까지입니다.")
    if problems:
        raise InvalidInput(problems)
    organization.net_days = net_days
    if organization.kind == Organization.Kind.COMPANY:
        organization.credit_limit_amount = credit_limit


def _tell(organization: Organization, step: str) -> None:
    outbox.emit(
        topic="organization.step",
        payload={
            "organization_id": organization.pk,
            "step": step,
            "at": clock.now().isoformat(),
        },
    )


def _problems(
    user_id: int, kind: str, known: dict[str, str], *, organization_id: int | None = None
) -> dict[str, Any]:
    """What is wrong with what was handed in, by field; the domain in ``known`` is cleaned."""
    problems = problems_of(known, required=REQUIRED)
    if kind not in Organization.Kind.values:
        problems["kind"] = _("기업인지 공공기관인지 골라 주세요.")
    digits = business_number.digits_of(known["business_number"])
    if known["business_number"] and not business_number.is_valid(digits):
        problems["business_number"] = _("사업자등록번호가 올바르지 않습니다.")
    elif digits and number_is_taken(digits, but=organization_id):
        problems["business_number"] = NUMBER_TAKEN
    if known["district"] and known["district"] not in District.values:
        problems["district"] = _("부산의 구·군을 선택해 주세요.")
    known["email_domain"] = people.clean_domain(known["email_domain"])
    if problem := _domain_problem(user_id, kind, known["email_domain"]):
        problems["email_domain"] = problem
    return problems


def _domain_problem(user_id: int, kind: str, domain: str) -> str | None:
    """An agency has a domain of its own, and its founder a confirmed address there; a company may
    have one, on the same terms."""
    if not domain:
        return (
            _("공공기관은 기관의 이메일 도메인을 입력해 주세요.")
            if kind == Organization.Kind.AGENCY
            else None
        )
    fault = people.domain_fault(domain)
    if fault is DomainFault.MALFORMED:
        return _("gu.busan.kr처럼 도메인만 입력해 주세요.")
    if fault is DomainFault.FREE_MAIL:
        return _("누구나 쓰는 메일의 도메인은 기관을 나타낼 수 없습니다.")
    if fault is DomainFault.SHARED:
        return _("여러 기관이 함께 쓰는 도메인입니다. 우리 기관의 도메인을 입력해 주세요.")
    confirmed = EmailAddress.objects.filter(user_id=user_id, verified=True)
    if not any(people.email_belongs_to(row.email, domain) for row in confirmed):
        return _("이 도메인의 이메일을 내 계정에서 먼저 확인(인증)해 주세요.")
    return None
