"""Who people are in an organization, and who may not be whom."""

from __future__ import annotations

from enum import StrEnum


class OrganizationKind(StrEnum):
    COMPANY = "company"
    AGENCY = "agency"


class Role(StrEnum):
    """Membership roles. One person may hold several; duties that must part are checked per PO."""

    OWNER = "owner"
    REQUESTER = "requester"
    APPROVER = "approver"
    CONTRACT_OFFICER = "contract_officer"
    INSPECTOR = "inspector"
    FINANCE = "finance"


def email_belongs_to(email: str, domain: str) -> bool:
    """Whether ``email`` is of the agency's own domain or a subdomain of it."""
    host = email.rpartition("@")[2].lower()
    domain = domain.lower().lstrip("@")
    return bool(domain) and (host == domain or host.endswith("." + domain))
