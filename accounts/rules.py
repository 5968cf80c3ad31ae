"""Who people are in an organization, and who may not be whom."""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from urllib.parse import urlsplit


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


#: Where anybody gets an address: such a domain says nothing of who somebody works for.
FREE_MAIL = frozenset({
    "gmail.com", "googlemail.com", "naver.com", "daum.net", "hanmail.net", "kakao.com", "nate.com",
    "outlook.com", "outlook.kr", "hotmail.com", "hotmail.co.kr", "live.com", "live.co.kr",
    "msn.com", "yahoo.com", "yahoo.co.kr", "icloud.com", "me.com", "mac.com", "korea.com",
    "dreamwiz.com", "lycos.co.kr", "empas.com", "empal.com", "hanmir.com", "chol.com", "paran.com",
    "hitel.net", "unitel.co.kr", "freechal.com", "aol.com", "gmx.com", "gmx.net", "mail.com",
    "mail.ru", "yandex.com", "qq.com", "163.com", "126.com", "proton.me", "protonmail.com",
    "tutanota.com", "zoho.com",
})  # fmt: skip
#: Under these everybody registers their own; one of them itself would cover strangers.
SHARED_SUFFIXES = frozenset({
    "kr", "com", "net", "org", "co.kr", "or.kr", "go.kr", "ne.kr", "re.kr", "pe.kr", "ac.kr",
    "hs.kr", "ms.kr", "es.kr", "sc.kr", "kg.kr", "mil.kr", "busan.kr", "seoul.kr", "daegu.kr",
    "incheon.kr", "gwangju.kr", "daejeon.kr", "ulsan.kr", "gyeonggi.kr", "gangwon.kr",
    "chungbuk.kr", "chungnam.kr", "jeonbuk.kr", "jeonnam.kr", "gyeongbuk.kr", "gyeongnam.kr",
    "jeju.kr",
})  # fmt: skip
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


class DomainFault(StrEnum):
    """Why a mail domain can't stand for an organization."""

    MALFORMED = "malformed"
    FREE_MAIL = "free_mail"
    SHARED = "shared"


def clean_domain(text: str) -> str:
    """``@Gu.Busan.kr.`` as ``gu.busan.kr``."""
    return text.strip().lower().lstrip("@").rstrip(".")


def domain_fault(domain: str) -> DomainFault | None:
    """What keeps a (cleaned) domain from being an organization's own; None: nothing."""
    if len(domain) > 120 or not _DOMAIN.fullmatch(domain):
        return DomainFault.MALFORMED
    if any(domain == free or domain.endswith("." + free) for free in FREE_MAIL):
        return DomainFault.FREE_MAIL
    return DomainFault.SHARED if domain in SHARED_SUFFIXES else None


class SignInFault(StrEnum):
    """Why somebody who came by an organization's own sign-in isn't let in."""

    NO_EMAIL = "no_email"
    EMAIL_UNCONFIRMED = "email_unconfirmed"
    OTHER_DOMAIN = "other_domain"
    OTHER_PERSON = "other_person"
    NOT_A_MEMBER = "not_a_member"
    OTHER_DOORS = "other_doors"
    INACTIVE = "inactive"


def provider_address_is_public(url: str) -> bool:
    """Whether an identity provider's address is on the public net, by https: our server asks it,
    and must not be sent to machines that only it can reach."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or not host or parts.username is not None:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        inner = (".localhost", ".local", ".internal", ".lan", ".home.arpa")
        return "." in host.rstrip(".") and not host.rstrip(".").endswith(inner)
    return False
