"""Who asks. Faces build an actor once a request; services and selectors decide by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.errors import NotAllowed


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

    def sells_for(self, enterprise_id: int) -> bool:
        return self.is_system or enterprise_id in self.enterprises

    def has_role(self, organization_id: int, *roles: str) -> bool:
        """Whether the actor holds one of ``roles`` (any role, when none is named) there."""
        held = self.organizations.get(organization_id, frozenset())
        return self.is_system or bool(held.intersection(roles) if roles else held)

    def require_enterprise(self, enterprise_id: int) -> None:
        if not self.sells_for(enterprise_id):
            raise NotAllowed

    def require_role(self, organization_id: int, *roles: str) -> None:
        if not self.has_role(organization_id, *roles):
            raise NotAllowed

    def require_city(self) -> None:
        if not (self.is_system or self.is_city_officer):
            raise NotAllowed


ANONYMOUS = Actor()
SYSTEM = Actor(is_system=True)
