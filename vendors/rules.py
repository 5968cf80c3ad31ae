"""What an enterprise is, by law, and when its word is proved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
    HACCP = "haccp"
    ORGANIC = "organic"
    KC = "kc"


#: Papers about products; all but the green one say nothing about the enterprise itself.
PRODUCT_KINDS = (
    CredentialKind.GREEN,
    CredentialKind.HACCP,
    CredentialKind.ORGANIC,
    CredentialKind.KC,
)
NO_BADGE_OF_ENTERPRISES = frozenset(PRODUCT_KINDS) - {CredentialKind.GREEN}


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
    RETURNED = "returned"
    REJECTED = "rejected"
    EXPIRED = "expired"
    RENEWED = "renewed"


class EnterpriseStatus(StrEnum):
    DRAFT = "draft"
    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    REJECTED = "rejected"


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


def is_valid(status: str, valid_until: dt.date | None, *, on: dt.date) -> bool:
    """Only a verified, unexpired credential gives a badge or counts in a report.

    The last day of validity counts (Civil Act art. 159: a term ends with its last day).
    """
    return status == CredentialStatus.VERIFIED and (valid_until is None or on <= valid_until)


class Step(StrEnum):
    """What an application asks for, in the order of its pages."""

    BUSINESS = "business"
    CONTACT = "contact"
    MAIL_ORDER = "mail-order"
    BANK = "bank"
    PAPERS = "papers"
    CHECK = "check"


#: The fields of each step; those of ``REQUIRED_FIELDS`` can't stay empty.
STEP_FIELDS = {
    Step.BUSINESS: ("name", "name_en", "business_number"),
    Step.CONTACT: (
        "representative", "phone", "email", "postal_code", "address", "district", "story",
    ),
    Step.MAIL_ORDER: ("mail_order_number", "mail_order_exemption"),
    Step.BANK: ("bank_name", "bank_account", "bank_holder"),
}  # fmt: skip
REQUIRED_FIELDS = frozenset({
    "name", "business_number", "representative", "phone", "email", "address", "district",
    "bank_name", "bank_account", "bank_holder",
})  # fmt: skip


def step_is_done(step: Step, values: Mapping[str, str], papers: int) -> bool:
    """Whether a step of an application holds what is asked there.

    Mail-order sales are reported, or exempt for a reason (E-Commerce Act art. 12(1)).
    """
    if step is Step.PAPERS:
        return papers > 0
    if step is Step.MAIL_ORDER:
        return any(values.get(name) for name in STEP_FIELDS[step])
    fields = STEP_FIELDS.get(step, ())
    return all(values.get(name) for name in fields if name in REQUIRED_FIELDS)


def open_steps(values: Mapping[str, str], papers: int) -> list[Step]:
    """The steps that are still to be done before an application can be sent."""
    return [
        step for step in Step if step is not Step.CHECK and not step_is_done(step, values, papers)
    ]


#: An enterprise is warned when so many days are left, and again at the next.
WARNINGS = (60, 30, 7)


def warning_due(valid_until: dt.date | None, *, on: dt.date, warned: int | None) -> int | None:
    """Which of ``WARNINGS`` to send on a day, after ``warned`` was sent; None for none.

    A night that was missed is made up for by the nearest one alone.
    """
    if valid_until is None or valid_until < on:
        return None
    left = (valid_until - on).days
    due = min((days for days in WARNINGS if left <= days), default=None)
    return due if due is not None and (warned is None or due < warned) else None


def sends_from(closed_from: dt.date | None, closed_to: dt.date | None, *, on: dt.date) -> dt.date:
    """The day from which the days to send are counted: the last one of a holiday that covers
    ``on``, else ``on`` itself."""
    if closed_from is None or closed_to is None or not closed_from <= on <= closed_to:
        return on
    return closed_to


def social_kinds(kinds: Iterable[str]) -> list[str]:
    """The social-economy kinds among ``kinds``, in the order of the law's list."""
    held = set(kinds)
    return [kind.value for kind in SOCIAL_ECONOMY if kind.value in held]


def primary_kind(kinds: Iterable[str]) -> str:
    """The one kind under which an enterprise of several counts in totals; ``""`` for none."""
    return next(iter(social_kinds(kinds)), "")
