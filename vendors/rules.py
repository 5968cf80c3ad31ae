"""What an enterprise is, by law, and when its word is proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class CredentialKind(StrEnum):
    """Kinds an enterprise can be certified as; the overlays at the end are no kinds of its own."""

    SOCIAL_ENTERPRISE = "social_enterprise"
    PRELIMINARY = "preliminary_social_enterprise"
    COOPERATIVE = "cooperative"
    SOCIAL_COOPERATIVE = "social_cooperative"
    VILLAGE = "village_enterprise"
    SELF_SUPPORT = "self_support_enterprise"
    BUSAN_TYPE = "busan_type"
    SOCIAL_VENTURE = "social_venture"
    WOMEN_OWNED = "women_owned"
    DISABLED_OWNED = "disabled_owned"
    SEVERE_DISABILITY_PRODUCER = "severe_disability_producer"
    GREEN = "green_certificate"


#: The kinds of the social economy (사회적경제기업); one of them makes a sale a social-economy sale.
SOCIAL_ECONOMY = (
    CredentialKind.SOCIAL_ENTERPRISE,
    CredentialKind.PRELIMINARY,
    CredentialKind.COOPERATIVE,
    CredentialKind.SOCIAL_COOPERATIVE,
    CredentialKind.VILLAGE,
    CredentialKind.SELF_SUPPORT,
    CredentialKind.BUSAN_TYPE,
    CredentialKind.SOCIAL_VENTURE,
)


class CredentialStatus(StrEnum):
    PENDING = "pending"
    VERIFIED = "verified"
    REJECTED = "rejected"
    EXPIRED = "expired"
    RENEWED = "renewed"


class EnterpriseStatus(StrEnum):
    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class StaffRole(StrEnum):
    OWNER = "owner"
    MANAGER = "manager"
    CLERK = "clerk"
    ACCOUNTANT = "accountant"


#: A preliminary social enterprise is designated for three years: its paper must say until when.
EXPIRY_REQUIRED = frozenset({CredentialKind.PRELIMINARY})


@dataclass(frozen=True, slots=True)
class CredentialCopy:
    """What is copied onto an order line at the sale, so that a report stays true afterwards."""

    kind: str
    number: str
    authority: str
    expires_on: dt.date | None


def is_valid(status: str, expires_on: dt.date | None, *, on: dt.date) -> bool:
    """Only a verified, unexpired credential gives a badge or counts in a report.

    The last day of validity counts (Civil Act art. 159: a term ends with its last day).
    """
    return status == CredentialStatus.VERIFIED and (expires_on is None or on <= expires_on)


#: An enterprise is warned when so many days are left, and again at the next.
WARNINGS = (60, 30, 7)


def warning_due(expires_on: dt.date | None, *, on: dt.date, warned: int | None) -> int | None:
    """Which of ``WARNINGS`` to send on a day, after ``warned`` was sent; None for none.

    A night that was missed is made up for by the nearest one alone.
    """
    if expires_on is None or expires_on < on:
        return None
    left = (expires_on - on).days
    due = min((days for days in WARNINGS if left <= days), default=None)
    return due if due is not None and (warned is None or due < warned) else None


def social_kinds(kinds: Iterable[str]) -> list[str]:
    """The social-economy kinds among ``kinds``, in the order of the law's list."""
    held = set(kinds)
    return [kind.value for kind in SOCIAL_ECONOMY if kind.value in held]


def primary_kind(kinds: Iterable[str]) -> str:
    """The one kind under which an enterprise of several counts in totals; ``""`` for none."""
    return next(iter(social_kinds(kinds)), "")
