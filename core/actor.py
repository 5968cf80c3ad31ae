"""Who asks. Faces build an actor once a request; services and selectors decide by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from core.errors import NotAllowed


class Duty(StrEnum):
    """What somebody may be trusted with at an enterprise; looking at the rest is everybody's."""

    GOODS = "goods"
    ORDERS = "orders"
    #: Settlements, payouts and tax documents.
    MONEY = "money"
    PROFILE = "profile"
    #: The account that payouts go to.
    BANK = "bank"
    STAFF = "staff"


#: Duties by staff role (``vendors.models.EnterpriseStaff.Role``).
DUTIES: Mapping[str, frozenset[Duty]] = {
    "owner": frozenset(Duty),
    "manager": frozenset({Duty.GOODS, Duty.ORDERS, Duty.MONEY, Duty.PROFILE}),
    "clerk": frozenset({Duty.GOODS, Duty.ORDERS}),
    "accountant": frozenset({Duty.MONEY, Duty.BANK}),
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) with everything that permission depends on.

    ``enterprises`` maps enterprise ids to the person's staff role there, ``organizations``
    maps organization ids to the set of membership roles there.
    """

    user_id: int | None = None
    email: str = ""
    is_city_officer: bool = False
    is_system: bool = False
    enterprises: Mapping[int, str] = field(default_factory=dict)
    organizations: Mapping[int, frozenset[str]] = field(default_factory=dict)

    @property
    def is_authenticated(self) -> bool:
        return self.user_id is not None

    def require_person(self) -> int:
        """The id of the person who signs. Raises NotAllowed for guests and the system."""
        if self.user_id is None:
            raise NotAllowed
        return self.user_id

    def sells_for(self, enterprise_id: int, duty: Duty | None = None) -> bool:
        """Whether the actor works for the enterprise, and there is trusted with ``duty``."""
        if self.is_system:
            return True
        role = self.enterprises.get(enterprise_id)
        return role is not None and (duty is None or duty in DUTIES.get(role, frozenset()))

    def has_role(self, organization_id: int, *roles: str) -> bool:
        """Whether the actor holds one of ``roles`` (any role, when none is named) there."""
        held = self.organizations.get(organization_id, frozenset())
        return self.is_system or bool(held.intersection(roles) if roles else held)

    def require_enterprise(self, enterprise_id: int, duty: Duty | None = None) -> None:
        if not self.sells_for(enterprise_id, duty):
            raise NotAllowed

    def require_role(self, organization_id: int, *roles: str) -> None:
        if not self.has_role(organization_id, *roles):
            raise NotAllowed

    def require_city(self) -> None:
        if not (self.is_system or self.is_city_officer):
            raise NotAllowed


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
