"""Where things are sent: addresses that people and organizations keep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import locks
from accounts.models import Address
from accounts.services.organizations import require_keeper
from core import audit
from core.actor import Actor
from core.errors import InvalidInput, NotFound

#: A person keeps so many addresses at most.
MOST_ADDRESSES = 20


@transaction.atomic
def address_save(
    *,
    actor: Actor,
    recipient: str,
    phone: str,
    postal_code: str,
    road_address: str,
    detail: str = "",
    label: str = "",
) -> Address:
    """Keep a delivery address of the signed-in person; the first is their default. The same
    address again is kept once. Raises NotAllowed for guests, InvalidInput when there are too many.
    """
    user_id = actor.require_person()
    fields = {
        "recipient": recipient,
        "phone": phone,
        "postal_code": postal_code,
        "road_address": road_address,
        "detail": detail,
    }
    mine = Address.objects.filter(user_id=user_id)
    known = mine.filter(**fields).first()
    if known is not None:
        return known
    count = mine.count()
    if count >= MOST_ADDRESSES:
        raise InvalidInput(
            {
                "save_address": _("배송지는 %(most)d개까지 저장할 수 있습니다.")
                % {"most": MOST_ADDRESSES}
            }
        )
    return Address.objects.create(user_id=user_id, label=label, is_default=count == 0, **fields)


@transaction.atomic
def address_delete(*, actor: Actor, address_id: int) -> None:
    """Forget an address of one's own; the newest other becomes the default. Raises NotFound."""
    mine = Address.objects.filter(user_id=actor.require_person())
    address = mine.filter(pk=address_id).first()
    if address is None:
        raise NotFound
    was_default = address.is_default
    address.delete()
    newest = mine.order_by("-pk").first()
    if was_default and newest is not None:
        mine.filter(pk=newest.pk).update(is_default=True)


@transaction.atomic
def address_default(*, actor: Actor, address_id: int) -> None:
    """Make an address of one's own the first to be offered. Raises NotFound."""
    mine = Address.objects.filter(user_id=actor.require_person())
    if not mine.filter(pk=address_id).exists():
        raise NotFound
    mine.update(is_default=False)
    mine.filter(pk=address_id).update(is_default=True)


# -- an organization's own


@transaction.atomic
def organization_address_save(
    *, actor: Actor, organization_id: int, fields: Mapping[str, str]
) -> Address:
    """Keep an address of the organization; the first is its default, the same again is kept once.

    ``fields``: recipient, phone, postal_code, road_address, detail, label. Owners and finance may.
    Raises NotFound, NotAllowed, InvalidInput by field.
    """
    require_keeper(actor, organization_id)
    organization = locks.lock_organization(organization_id)  # one default at a time
    known = {name: fields.get(name, "").strip() for name in _LONGEST}
    problems = _problems(known)
    mine = Address.objects.filter(organization_id=organization_id)
    label = known.pop("label")
    same = mine.filter(**known).first()
    count = mine.count()
    if same is None and count >= MOST_ADDRESSES:
        text = _("배송지는 %(most)d개까지 저장할 수 있습니다.")
        problems[""] = text % {"most": MOST_ADDRESSES}
    if problems:
        raise InvalidInput(problems)
    if same is not None:
        return same
    row = Address.objects.create(
        organization_id=organization_id, label=label, is_default=count == 0, **known
    )
    assert organization is not None
    audit.record(actor=actor, action="organization.address", obj=organization, address=row.pk)
    return row


@transaction.atomic
def organization_address_delete(*, actor: Actor, organization_id: int, address_id: int) -> None:
    """Strike one of the organization's addresses; the newest other becomes its default.
    Raises NotFound, NotAllowed."""
    row = _of_organization(actor, organization_id, address_id)
    mine = Address.objects.filter(organization_id=organization_id)
    was_default = row.is_default
    row.delete()
    newest = mine.order_by("-pk").first()
    if was_default and newest is not None:
        mine.filter(pk=newest.pk).update(is_default=True)


@transaction.atomic
def organization_address_default(*, actor: Actor, organization_id: int, address_id: int) -> None:
    """Make it the first to be offered. Raises NotFound, NotAllowed."""
    row = _of_organization(actor, organization_id, address_id)
    Address.objects.filter(organization_id=organization_id).update(is_default=False)
    Address.objects.filter(pk=row.pk).update(is_default=True)


def _of_organization(actor: Actor, organization_id: int, address_id: int) -> Address:
    require_keeper(actor, organization_id)
    locks.lock_organization(organization_id)
    row = Address.objects.filter(organization_id=organization_id, pk=address_id).first()
    if row is None:
        raise NotFound
    return row


_LONGEST = {
    "label": 40, "recipient": 80, "phone": 20, "postal_code": 5, "road_address": 200, "detail": 100,
}  # fmt: skip


def _problems(known: Mapping[str, str]) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    for name, longest in _LONGEST.items():
        if len(known[name]) > longest:
            problems[name] = _("입력이 너무 깁니다.")
        elif not known[name] and name not in ("label", "detail"):
            problems[name] = _("필수 입력 항목입니다.")
    if known["postal_code"] and not re.fullmatch(r"\d{5}", known["postal_code"], re.ASCII):
        problems["postal_code"] = _("우편번호는 숫자 다섯 자리입니다.")
    if known["phone"] and not re.fullmatch(r"[0-9+()\- ]{8,20}", known["phone"], re.ASCII):
        problems["phone"] = _("전화번호를 다시 확인해 주세요.")
    return problems
