"""Writes to enterprises: joining, proving, being verified, being stopped."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import audit, business_number, clock, ids, outbox
from core.actor import Actor
from core.districts import District
from core.errors import InvalidInput, NotAllowed, NotFound
from vendors import locks, papers, rules
from vendors.errors import AlreadyDecided
from vendors.models import (
    Credential,
    Enterprise,
    EnterpriseStaff,
    PickupPoint,
    ShippingBasis,
)

_TAKEN = gettext_lazy("이미 등록된 사업자등록번호입니다.")
_REQUIRED = ("name", "business_number", "representative", "phone", "email", "address", "district")
_LONGEST = {
    "name": 120, "name_en": 120, "representative": 80, "phone": 20, "address": 200,
    "postal_code": 5, "mail_order_number": 60, "mail_order_exemption": 120, "story": 4000,
    "story_en": 4000,
    "bank_name": 40, "bank_account": 40, "bank_holder": 80,
}  # fmt: skip
_MAY_EXPIRE = (Credential.Status.VERIFIED, Credential.Status.PENDING)
#: Papers in these states may be handed in again under their number.
_CLOSED = (Credential.Status.REJECTED, Credential.Status.EXPIRED, Credential.Status.RENEWED)
_MAY_COME_AGAIN = (Credential.Status.REJECTED, Credential.Status.EXPIRED)
PROFILE_FIELDS = (
    "representative", "phone", "email", "postal_code", "address", "mail_order_number",
    "mail_order_exemption", "story", "story_en", "bank_name", "bank_account", "bank_holder",
)  # fmt: skip


@transaction.atomic
def enterprise_apply(*, actor: Actor, fields: Mapping[str, str]) -> Enterprise:
    """A new seller, waiting to be verified; who applies becomes its owner.

    Raises NotAllowed for strangers, InvalidInput by field.
    """
    if actor.user_id is None:
        raise NotAllowed
    known = {name: text.strip() for name, text in fields.items()}
    problems = _problems(known, required=_REQUIRED)
    digits = business_number.digits_of(known.get("business_number", ""))
    if digits and not business_number.is_valid(digits):
        problems["business_number"] = _("사업자등록번호가 올바르지 않습니다.")
    elif digits and Enterprise.objects.filter(business_number=digits).exists():
        problems["business_number"] = _TAKEN
    if not (known.get("mail_order_number") or known.get("mail_order_exemption")):
        problems["mail_order_number"] = _("통신판매업신고번호나 면제 사유를 입력해 주세요.")
    if problems:
        raise InvalidInput(problems)
    try:
        with transaction.atomic():
            enterprise = _enterprise(known, digits)
    except IntegrityError as error:  # the same form twice at the same moment
        raise InvalidInput({"business_number": _TAKEN}) from error
    EnterpriseStaff.objects.create(
        enterprise=enterprise, user_id=actor.user_id, role=EnterpriseStaff.Role.OWNER
    )
    audit.record(actor=actor, action="enterprise.apply", obj=enterprise)
    return enterprise


@transaction.atomic
def enterprise_profile_set(
    *, actor: Actor, enterprise_id: int, fields: Mapping[str, str]
) -> Enterprise:
    """Change what the enterprise says of itself. Its name and number need the city."""
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None or not actor.sells_for(enterprise_id):
        raise NotFound
    known = {name: fields[name].strip() for name in PROFILE_FIELDS if name in fields}
    problems = _problems(known, required=[n for n in known if n in _REQUIRED])
    if problems:
        raise InvalidInput(problems)
    for name, text in known.items():
        setattr(enterprise, name, text)
    enterprise.save(update_fields=list(known))
    audit.record(actor=actor, action="enterprise.profile", obj=enterprise, fields=sorted(known))
    outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
    return enterprise


@transaction.atomic
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
    if not actor.sells_for(enterprise_id) or locks.lock_enterprise(enterprise_id) is None:
        raise NotFound
    problems = _credential_problems(kind, number, authority, law, issued_on, expires_on)
    if file is None:
        problems["file"] = _("인증서 파일을 올려 주세요.")
    same = Credential.objects.filter(enterprise_id=enterprise_id, kind=kind, number=number.strip())
    open_ones = {row.status: row for row in same.exclude(status__in=_CLOSED)}
    if not problems and not _is_new(open_ones, expires_on):
        problems["number"] = _("이미 제출한 인증입니다.")
    known = None if open_ones else same.filter(status__in=_MAY_COME_AGAIN).last()
    if problems or file is None or issued_on is None:
        raise InvalidInput(problems)
    credential = known or Credential(enterprise_id=enterprise_id, kind=kind, number=number.strip())
    credential.authority = authority.strip()
    credential.law = law.strip()
    credential.issued_on = issued_on
    credential.expires_on = expires_on
    credential.file = papers.keep(file)
    credential.status = Credential.Status.PENDING
    credential.reason = ""
    credential.decided_by = credential.decided_at = credential.warned = None
    credential.created_at = clock.now()
    credential.save()
    audit.record(actor=actor, action="credential.submit", obj=credential, kind=kind)
    return credential


@transaction.atomic
def credential_verify(*, actor: Actor, credential_id: int) -> Credential:
    """The officer saw the paper and it is true. An applicant's first one opens its shop.

    Raises NotAllowed, NotFound, AlreadyDecided, InvalidInput for a paper that has expired.
    """
    credential = _to_decide(actor, credential_id)
    if credential.expires_on is not None and credential.expires_on < clock.today():
        raise InvalidInput({"expires_on": _("유효기간이 지난 인증은 확인할 수 없습니다.")})
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
def credential_reject(*, actor: Actor, credential_id: int, reason: str) -> Credential:
    """Send it back, saying why. Raises InvalidInput without a reason."""
    credential = _to_decide(actor, credential_id)
    if not reason.strip():
        raise InvalidInput({"reason": _("반려 사유를 입력해 주세요.")})
    if len(reason) > 300:
        raise InvalidInput({"reason": _("입력이 너무 깁니다.")})
    _decide(actor, credential, Credential.Status.REJECTED, reason.strip())
    return credential


@transaction.atomic
def enterprise_suspend(*, actor: Actor, enterprise_id: int, reason: str) -> Enterprise:
    """Stop selling: listings vanish, orders in flight can still be fulfilled."""
    if not reason.strip():
        raise InvalidInput({"reason": _("중지 사유를 입력해 주세요.")})
    return _set_status(actor, enterprise_id, Enterprise.Status.SUSPENDED, reason.strip()[:300])


@transaction.atomic
def enterprise_activate(*, actor: Actor, enterprise_id: int, reason: str = "") -> Enterprise:
    return _set_status(actor, enterprise_id, Enterprise.Status.ACTIVE, reason.strip()[:300])


def credentials_expire() -> int:
    """Mark what ran out; answers how many. Badges went by the date already: this makes it seen."""
    due = Credential.objects.filter(
        status__in=_MAY_EXPIRE,
        expires_on__lt=clock.today(),
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
        Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on"))
    )
    ending = Credential.objects.filter(
        status=Credential.Status.VERIFIED,
        expires_on__range=(today, today + dt.timedelta(days=max(rules.WARNINGS))),
    ).exclude(Exists(of_its_kind.filter(waits | lasts)))
    told = 0
    for credential_id in list(ending.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            credential = locks.lock_credential(credential_id)
            if credential is None or credential.status != Credential.Status.VERIFIED:
                continue
            days = rules.warning_due(credential.expires_on, on=today, warned=credential.warned)
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
    return held.expires_on is not None and (expires_on is None or expires_on > held.expires_on)


def _to_decide(actor: Actor, credential_id: int) -> Credential:
    actor.require_city()
    credential = locks.lock_credential(credential_id)
    if credential is None:
        raise NotFound
    if credential.status != Credential.Status.PENDING:
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


def _set_status(
    actor: Actor, enterprise_id: int, status: Enterprise.Status, reason: str
) -> Enterprise:
    actor.require_city()
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    if enterprise.status != status:
        enterprise.status = status
        enterprise.save(update_fields=["status"])
        audit.record(
            actor=actor, action=f"enterprise.{status.value}", obj=enterprise, reason=reason
        )
        outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
    return enterprise


def _enterprise(known: Mapping[str, str], digits: str) -> Enterprise:
    told = (*PROFILE_FIELDS, "name", "name_en", "district")
    return Enterprise.objects.create(
        **{name: text for name, text in known.items() if name in told},
        business_number=digits,
        slug=f"{slugify(known['name'], allow_unicode=True)[:60]}-{ids.new_token()[:6].lower()}",
        created_at=clock.now(),
    )


def _credential_problems(
    kind: str,
    number: str,
    authority: str,
    law: str,
    issued_on: dt.date | None,
    expires_on: dt.date | None,
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
    if kind in rules.EXPIRY_REQUIRED and expires_on is None:
        problems["expires_on"] = _("예비사회적기업은 유효기간이 필요합니다.")
    return problems


def _problems(known: Mapping[str, str], *, required: Iterable[str]) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for name in required:
        if not known.get(name):
            problems[name] = _("필수 입력 항목입니다.")
    for name, longest in _LONGEST.items():
        if len(known.get(name, "")) > longest:
            problems[name] = _("입력이 너무 깁니다.")
    if known.get("email"):
        try:
            validate_email(known["email"])
        except ValidationError:
            problems["email"] = _("이메일 형식이 올바르지 않습니다.")
    if known.get("district") and known["district"] not in District.values:
        problems["district"] = _("부산의 구·군을 선택해 주세요.")
    return problems


#: No fee is higher than this, and no table of fees longer.
HIGHEST_FEE = 1_000_000
MOST_STEPS = 10


@transaction.atomic
def shipping_set(
    *,
    actor: Actor,
    enterprise_id: int,
    basis: str,
    amounts: Mapping[str, int],
    steps: Sequence[tuple[int, int]] = (),
    pickup_points: Collection[int] = (),
) -> Enterprise:
    """An enterprise's shipping: ``amounts`` by field (``SHIPPING_AMOUNTS``, won), ``steps`` as
    (from won or grams, fee), and the pick-up points it brings its goods to.

    Holds for orders from now on; those placed keep what they were shown. Raises NotFound,
    InvalidInput by field.
    """
    if not actor.sells_for(enterprise_id):
        raise NotFound
    problems: dict[str, Any] = {}
    for name in SHIPPING_AMOUNTS:
        most = 10_000_000 if name == "free_shipping_from_amount" else HIGHEST_FEE
        if not 0 <= amounts.get(name, 0) <= most:
            problems[name] = _("0원에서 %(most)s원까지 입력해 주세요.") % {"most": f"{most:,}"}
    if basis not in ShippingBasis.values:
        problems["shipping_basis"] = _("배송비 방식을 골라 주세요.")
    ordered = sorted(steps)
    if len(ordered) > MOST_STEPS or len({least for least, _fee in ordered}) != len(ordered):
        problems["shipping_steps"] = _("구간은 서로 다르게 10개까지 적을 수 있습니다.")
    elif any(least < 1 or not 0 <= fee <= HIGHEST_FEE for least, fee in ordered):
        problems["shipping_steps"] = _("구간의 시작은 1부터, 배송비는 1백만 원까지입니다.")
    elif basis != ShippingBasis.FLAT and not ordered:
        problems["shipping_steps"] = _("구간을 하나 이상 적어 주세요.")
    points = PickupPoint.objects.filter(pk__in=pickup_points, is_active=True)
    if points.count() != len(set(pickup_points)):
        problems["pickup_points"] = _("없는 픽업 장소입니다.")
    if problems:
        raise InvalidInput(problems)
    enterprise = locks.lock_enterprise(enterprise_id)
    if enterprise is None:
        raise NotFound
    for name in SHIPPING_AMOUNTS:
        setattr(enterprise, name, amounts.get(name, 0))
    enterprise.shipping_basis = basis
    enterprise.shipping_steps = [list(step) for step in ordered]
    enterprise.save(update_fields=[*SHIPPING_AMOUNTS, "shipping_basis", "shipping_steps"])
    enterprise.pickup_points.set(points)
    audit.record(actor=actor, action="enterprise.shipping", obj=enterprise, **dict(amounts))
    outbox.emit(topic="enterprise.changed", payload={"enterprise_id": enterprise_id})
    return enterprise


SHIPPING_AMOUNTS = (
    "shipping_fee_amount",
    "free_shipping_from_amount",
    "island_surcharge_amount",
    "mountain_surcharge_amount",
    "return_fee_amount",
)
