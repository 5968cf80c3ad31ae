"""Papers that prove what an enterprise is: handed in, decided, running out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from core import audit, clock, outbox
from core.actor import Actor, Duty
from core.errors import InvalidInput, NotFound
from vendors import locks, papers, rules, selectors
from vendors.errors import AlreadyDecided
from vendors.models import Credential, Enterprise, TransitionRule

_MAY_EXPIRE = (Credential.Status.VERIFIED, Credential.Status.PENDING)
#: Papers in these states may be handed in again under their number.
_CLOSED = (
    Credential.Status.RETURNED,
    Credential.Status.REJECTED,
    Credential.Status.EXPIRED,
    Credential.Status.RENEWED,
)
_MAY_COME_AGAIN = (Credential.Status.RETURNED, Credential.Status.EXPIRED)


def credential_submit(
    *,
    actor: Actor,
    enterprise_id: int,
    kind: str,
    number: str,
    authority: str,
    issued_on: dt.date | None,
    expires_on: dt.date | None = None,
    law: str = "",
    file: UploadedFile[bytes] | None = None,
) -> Credential:
    """Hand in a certificate; it waits for the city. Raises NotFound, InvalidInput by field.

    One that was sent back or ran out may be handed in again, with its number and a new file. A
    renewal of one that still holds waits beside it, and takes its place once it is verified.
    """
    if not actor.sells_for(enterprise_id, Duty.PROFILE):
        raise NotFound
    due = transition_due(kind, issued_on)
    problems = _credential_problems(kind, number, authority, law, issued_on, expires_on, due)
    if file is None:
        problems["file"] = _("인증서 파일을 올려 주세요.")
    if problems or file is None or issued_on is None:
        raise InvalidInput(problems)
    papers.inspect(file)  # asks a virus scanner: not while rows are locked
    with transaction.atomic():
        credential = _waiting_row(enterprise_id, kind, number.strip(), expires_on)
        credential.authority = authority.strip()
        credential.law = law.strip()
        credential.issued_on = issued_on
        credential.expires_on = expires_on
        credential.transition_due = due
        credential.file = papers.keep(file)
        credential.status = Credential.Status.PENDING
        credential.reason = ""
        credential.decided_by = credential.decided_at = credential.warned = None
        credential.created_at = clock.now()
        credential.save()
        audit.record(actor=actor, action="credential.submit", obj=credential, kind=kind)
    return credential


@transaction.atomic
def credential_withdraw(*, actor: Actor, credential_id: int) -> None:
    """Take back a paper from an application that wasn't sent yet. Raises NotFound."""
    credential = locks.lock_credential(credential_id)
    if credential is None or not actor.sells_for(credential.enterprise_id, Duty.PROFILE):
        raise NotFound
    enterprise = locks.lock_enterprise(credential.enterprise_id)
    open_ones = (Credential.Status.PENDING, Credential.Status.RETURNED)
    if (
        enterprise is None
        or enterprise.status != Enterprise.Status.DRAFT
        or credential.status not in open_ones
    ):
        raise AlreadyDecided
    audit.record(
        actor=actor, action="credential.withdraw", obj=credential, number=credential.number
    )
    credential.delete()


def transition_due(kind: str, issued_on: dt.date | None) -> dt.date | None:
    """By when a paper of this kind and day must be renewed because its law changed; None: never.
    One query."""
    if issued_on is None:
        return None
    rows = TransitionRule.objects.filter(kind=kind, issued_before__gt=issued_on)
    return rows.order_by("due_on").values_list("due_on", flat=True).first()


def _waiting_row(
    enterprise_id: int, kind: str, number: str, expires_on: dt.date | None
) -> Credential:
    """The row a paper is handed in on: a new one, or that of the paper that may come again."""
    if locks.lock_enterprise(enterprise_id) is None:
        raise NotFound
    same = Credential.objects.filter(enterprise_id=enterprise_id, kind=kind, number=number)
    open_ones = {row.status: row for row in same.exclude(status__in=_CLOSED)}
    if same.filter(status=Credential.Status.REJECTED).exists():
        raise InvalidInput({"number": _("시가 받아들이지 않은 인증입니다.")})
    if not _is_new(open_ones, expires_on):
        raise InvalidInput({"number": _("이미 제출한 인증입니다.")})
    known = None if open_ones else same.filter(status__in=_MAY_COME_AGAIN).last()
    return known or Credential(enterprise_id=enterprise_id, kind=kind, number=number)


@transaction.atomic
def credential_verify(*, actor: Actor, credential_id: int) -> Credential:
    """The officer saw the paper and it is true. An applicant's first one opens its shop.

    Raises NotAllowed, NotFound, AlreadyDecided, InvalidInput for a paper that has expired, or an
    enterprise whose number fails its check; two officers together may let those pass.
    """
    credential = _to_decide(actor, credential_id)
    if credential.valid_until is not None and credential.valid_until < clock.today():
        raise InvalidInput({"expires_on": _("유효기간이 지난 인증은 확인할 수 없습니다.")})
    if not selectors.number_is_trusted(credential.enterprise):
        raise InvalidInput(
            {
                "business_number": _(
                    "사업자등록번호가 검증에 맞지 않습니다. 예외 승인을 먼저 받아 주세요."
                )
            }
        )
    Credential.objects.filter(
        enterprise_id=credential.enterprise_id,
        kind=credential.kind,
        number=credential.number,
        status=Credential.Status.VERIFIED,
    ).update(status=Credential.Status.RENEWED)
    _decide(actor, credential, Credential.Status.VERIFIED, "")
    enterprise = locks.lock_enterprise(credential.enterprise_id)
    if enterprise is not None and enterprise.status == Enterprise.Status.APPLIED:
        enterprise.status = Enterprise.Status.ACTIVE
        enterprise.save(update_fields=["status"])
        audit.record(actor=actor, action="enterprise.activate", obj=enterprise)
        outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise.pk})
    return credential


@transaction.atomic
def credential_return(*, actor: Actor, credential_id: int, reason: str) -> Credential:
    """Send it back to be mended, saying why. Raises InvalidInput without a reason."""
    credential = _to_decide(actor, credential_id)
    _decide(actor, credential, Credential.Status.RETURNED, reason_given(reason))
    return credential


@transaction.atomic
def credential_reject(*, actor: Actor, credential_id: int, reason: str) -> Credential:
    """Refuse it for good: it isn't handed in again. Raises InvalidInput without a reason."""
    credential = _to_decide(actor, credential_id)
    _decide(actor, credential, Credential.Status.REJECTED, reason_given(reason))
    return credential


def reason_given(text: str) -> str:
    """A decision's reason. Raises InvalidInput for none, or one that is too long."""
    if not text.strip():
        raise InvalidInput({"reason": _("사유를 입력해 주세요.")})
    if len(text.strip()) > 300:
        raise InvalidInput({"reason": _("입력이 너무 깁니다.")})
    return text.strip()


def credentials_expire() -> int:
    """Mark what ran out; answers how many. Badges went by the date already: this makes it seen."""
    due = Credential.objects.filter(
        status__in=_MAY_EXPIRE,
        valid_until__lt=clock.today(),
    )
    expired = 0
    for credential_id in list(due.values_list("pk", flat=True)):
        with transaction.atomic():
            credential = locks.lock_credential(credential_id)
            if credential is None or credential.status not in _MAY_EXPIRE:
                continue
            held = credential.status == Credential.Status.VERIFIED
            credential.status = Credential.Status.EXPIRED
            credential.save(update_fields=["status"])
            outbox.emit(
                topic="enterprise.changed", payload={"enterprise_id": credential.enterprise_id}
            )
            if held:
                outbox.emit(topic="credential.expired", payload={"credential_id": credential.pk})
            expired += 1
    return expired


def credentials_warn() -> int:
    """Tell enterprises that a paper ends in 60, 30 or 7 days, each once, unless another of its kind
    waits for the city or holds longer; answers how many were told."""
    today = clock.today()
    of_its_kind = Credential.objects.filter(
        kind=OuterRef("kind"), enterprise_id=OuterRef("enterprise_id")
    )
    waits = Q(status=Credential.Status.PENDING)
    lasts = Q(status=Credential.Status.VERIFIED) & (
        Q(valid_until=None) | Q(valid_until__gt=OuterRef("valid_until"))
    )
    ending = Credential.objects.filter(
        status=Credential.Status.VERIFIED,
        valid_until__range=(today, today + dt.timedelta(days=max(rules.WARNINGS))),
    ).exclude(Exists(of_its_kind.filter(waits | lasts)))
    told = 0
    for credential_id in list(ending.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            credential = locks.lock_credential(credential_id)
            if credential is None or credential.status != Credential.Status.VERIFIED:
                continue
            days = rules.warning_due(credential.valid_until, on=today, warned=credential.warned)
            if days is None:
                continue
            credential.warned = days
            credential.save(update_fields=["warned"])
            outbox.emit(
                topic="credential.ending", payload={"credential_id": credential.pk, "days": days}
            )
            told += 1
    return told


def _is_new(open_ones: Mapping[str, Credential], expires_on: dt.date | None) -> bool:
    """Whether a paper may wait beside those of its number: where none waits already, and it holds
    longer than the one that holds."""
    if Credential.Status.PENDING in open_ones:
        return False
    held = open_ones.get(Credential.Status.VERIFIED)
    if held is None:
        return True
    return held.valid_until is not None and (expires_on is None or expires_on > held.valid_until)


def _to_decide(actor: Actor, credential_id: int) -> Credential:
    actor.require_city()
    credential = locks.lock_credential(credential_id)
    if credential is None:
        raise NotFound
    not_at_the_city = (Enterprise.Status.DRAFT, Enterprise.Status.REJECTED)
    if (
        credential.status != Credential.Status.PENDING
        or credential.enterprise.status in not_at_the_city
    ):
        raise AlreadyDecided
    return credential


def _decide(actor: Actor, credential: Credential, status: Credential.Status, reason: str) -> None:
    credential.status = status
    credential.reason = reason
    credential.decided_by_id = actor.user_id
    credential.decided_at = clock.now()
    credential.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    audit.record(actor=actor, action=f"credential.{status.value}", obj=credential, reason=reason)
    outbox.emit(
        topic="credential.decided",
        payload={"credential_id": credential.pk, "enterprise_id": credential.enterprise_id},
    )


def _credential_problems(
    kind: str,
    number: str,
    authority: str,
    law: str,
    issued_on: dt.date | None,
    expires_on: dt.date | None,
    due: dt.date | None,
) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if kind not in Credential.Kind.values:
        problems["kind"] = _("인증 종류를 선택해 주세요.")
    for name, text, longest in (("number", number, 60), ("authority", authority, 80)):
        if not text.strip():
            problems[name] = _("필수 입력 항목입니다.")
        elif len(text) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if len(law) > 120:
        problems["law"] = _("입력이 너무 깁니다.")
    if issued_on is None:
        problems["issued_on"] = _("필수 입력 항목입니다.")
    elif issued_on > clock.today():
        problems["issued_on"] = _("인증일이 오늘보다 뒤입니다.")
    elif expires_on is not None and expires_on < issued_on:
        problems["expires_on"] = _("유효기간이 인증일보다 앞섭니다.")
    if expires_on is not None and expires_on < clock.today() and "expires_on" not in problems:
        problems["expires_on"] = _("유효기간이 지난 인증은 확인할 수 없습니다.")
    if due is not None and due < clock.today():
        problems.setdefault(
            "issued_on",
            _("법이 바뀌어 %(day)s까지 다시 지정받아야 하는 인증입니다.") % {"day": due},
        )
    if kind in rules.EXPIRY_REQUIRED and expires_on is None:
        problems["expires_on"] = _("예비사회적기업은 유효기간이 필요합니다.")
    return problems
