"""What the settings' forms have in common: ids, dates and lists of choices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.rules import Role
from accounts.selectors import Branch
from core.actor import Actor
from core.errors import InvalidInput
from storefront.forms import Filled, whole_number
from storefront.words import ROLES

ROLE_CHOICES = [(role.value, ROLES[role.value]) for role in Role]
KEEPERS = (Role.OWNER, Role.FINANCE)


def key_in(form: Filled, name: str = "id") -> int:
    """A row's key as it was sent; 0, which no row has, for anything else."""
    return optional_key(form, name) or 0


def optional_key(form: Filled, name: str) -> int | None:
    """A chosen row's key, None where nothing was chosen; 0 for what is no key."""
    text = form.values.get(name, "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def optional_whole(form: Filled, name: str, label: str) -> int | None:
    """A whole number, None where nothing was typed. Raises InvalidInput by field."""
    return whole_number(form.values, name, label) if form.values.get(name) else None


def day_of(form: Filled, name: str) -> dt.date:
    """Raises InvalidInput by field."""
    try:
        return dt.date.fromisoformat(form.values.get(name, ""))
    except ValueError:
        raise InvalidInput({name: _("날짜는 2026-11-23처럼 입력해 주세요.")}) from None


def may_keep(actor: Actor, organization_id: int) -> bool:
    return actor.has_role(organization_id, *KEEPERS)


def people_options(people: Iterable[User]) -> list[tuple[int, str]]:
    return [(person.pk, f"{person} ({person.email})") for person in people]


def department_options(branches: Iterable[Branch]) -> list[tuple[int, Any]]:
    return [
        (branch.department.pk, "\u2003" * branch.depth + branch.department.name)
        for branch in branches
    ]
