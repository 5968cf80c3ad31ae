"""Organizations that buy, and the parts they are made of."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import locks, rules
from accounts.models import Department, Membership, Organization
from core import audit, business_number, clock
from core.actor import Actor
from core.errors import InvalidInput, NotFound

KEEPERS = (rules.Role.OWNER, rules.Role.FINANCE)
#: How deep an organization's chart may go.
DEEPEST = 5

NUMBER_TAKEN = gettext_lazy("이미 등록된 사업자등록번호입니다.")


@transaction.atomic
def organization_create(
    *, actor: Actor, kind: str, name: str, business_number_: str, **fields: Any
) -> Organization:
    """A new buying organization; the founder becomes its owner.

    Raises InvalidInput for a wrong or known business number.
    """
    digits = business_number.digits_of(business_number_)
    if not business_number.is_valid(digits):
        raise InvalidInput({"business_number": _("사업자등록번호가 올바르지 않습니다.")})
    if number_is_taken(digits):
        raise InvalidInput({"business_number": NUMBER_TAKEN}, code="UNIQUE")
    try:
        with transaction.atomic():
            organization = Organization.objects.create(
                kind=rules.OrganizationKind(kind).value,
                name=name,
                business_number=digits,
                created_at=clock.now(),
                **fields,
            )
    except IntegrityError as error:  # somebody came with this number meanwhile
        raise InvalidInput({"business_number": NUMBER_TAKEN}, code="UNIQUE") from error
    if actor.user_id is not None:
        Membership.objects.create(
            organization=organization, user_id=actor.user_id, roles=[rules.Role.OWNER.value]
        )
    audit.record(actor=actor, action="organization.create", obj=organization)
    return organization


def number_is_taken(digits: str, *, but: int | None = None) -> bool:
    """Whether another organization than ``but`` stands under the number; refused ones don't."""
    rows = Organization.objects.filter(business_number=digits)
    return rows.exclude(answer=Organization.Answer.REFUSED).exclude(pk=but or 0).exists()


@transaction.atomic
def department_set(
    *,
    actor: Actor,
    organization_id: int,
    name: str,
    code: str = "",
    parent_id: int | None = None,
    department_id: int | None = None,
) -> Department:
    """Enter a department, or change the one with ``department_id``.

    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    require_keeper(actor, organization_id)
    locks.lock_organization(organization_id)  # two changes at once could close a circle
    mine = Department.objects.filter(organization_id=organization_id)
    before = mine.filter(pk=department_id).first() if department_id is not None else None
    if department_id is not None and before is None:
        raise NotFound
    name, code = name.strip(), code.strip()
    problems: dict[str, Any] = {}
    if not name or len(name) > 80:
        problems["name"] = _("이름을 80자 안으로 입력해 주세요.")
    elif mine.filter(parent_id=parent_id, name=name).exclude(pk=department_id or 0).exists():
        problems["name"] = _("같은 이름의 부서가 이미 있습니다.")
    if len(code) > 20:
        problems["code"] = _("코드를 20자 안으로 입력해 주세요.")
    elif code and mine.filter(code=code).exclude(pk=department_id or 0).exists():
        problems["code"] = _("같은 코드의 부서가 이미 있습니다.")
    if problem := _parent_problem(organization_id, parent_id, department_id):
        problems["parent"] = problem
    if problems:
        raise InvalidInput(problems)
    row = before or Department(organization_id=organization_id)
    row.name, row.code, row.parent_id = name, code, parent_id
    row.save()
    audit.record(actor=actor, action="department.set", obj=row)
    return row


@transaction.atomic
def department_remove(*, actor: Actor, organization_id: int, department_id: int) -> None:
    """Strike a department nothing hangs under; its people stay, without one.

    Raises NotFound, NotAllowed, InvalidInput while departments hang under it.
    """
    require_keeper(actor, organization_id)
    locks.lock_organization(organization_id)
    row = Department.objects.filter(organization_id=organization_id, pk=department_id).first()
    if row is None:
        raise NotFound
    if row.children.exists():
        raise InvalidInput({"": _("아래에 다른 부서가 있어 지울 수 없습니다.")})
    audit.record(actor=actor, action="department.remove", obj=row)
    row.delete()


def require_keeper(actor: Actor, organization_id: int) -> None:
    """Owners and finance keep an organization's settings. Raises NotFound, NotAllowed."""
    if not actor.has_role(organization_id):
        raise NotFound
    actor.require_role(organization_id, *KEEPERS)


def _parent_problem(
    organization_id: int, parent_id: int | None, department_id: int | None
) -> str | None:
    if parent_id is None:
        return None
    rows = Department.objects.filter(organization_id=organization_id)
    parents: dict[int, int | None] = dict(rows.values_list("pk", "parent_id"))
    if parent_id not in parents:
        return _("우리 기관의 부서를 골라 주세요.")
    line: list[int] = []
    above: int | None = parent_id
    while above is not None and len(line) < len(parents):
        line.append(above)
        above = parents[above]
    if department_id in line:
        return _("자기 자신이나 아래 부서를 상위로 둘 수 없습니다.")
    if len(line) >= DEEPEST:
        return _("부서는 다섯 단계까지 둘 수 있습니다.")
    return None
