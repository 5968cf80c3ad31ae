"""A purchase as open contracting data: OCDS 1.1 releases, records and packages.

Facts come in as frozen values, JSON-ready dictionaries go out. Sources of the rules:
https://standard.open-contracting.org/1.1/en/schema/ (reference, codelists, merging, identifiers).
Amounts are whole won; moments are told in Korean time (+09:00). Officers and other people are
never told: there is no field here that could carry one, and a sole proprietor's address stops at
the district.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ocdsmerge import Merger

VERSION = "1.1"
CURRENCY = "KRW"
PARTY_SCHEME = "KR-BRN"  # the tax office's business number (사업자등록번호)
KST = dt.timezone(dt.timedelta(hours=9))

Json = dict[str, Any]


class OcdsError(ValueError):
    """Facts that can't be told: ``field`` says where, the message why (Korean)."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


# Closed codelists -----------------------------------------------------------------------------


class Tag(StrEnum):
    """releaseTag, without ``compiled``, which only ``record`` gives."""

    PLANNING = "planning"
    PLANNING_UPDATE = "planningUpdate"
    TENDER = "tender"
    TENDER_AMENDMENT = "tenderAmendment"
    TENDER_UPDATE = "tenderUpdate"
    TENDER_CANCELLATION = "tenderCancellation"
    AWARD = "award"
    AWARD_UPDATE = "awardUpdate"
    AWARD_CANCELLATION = "awardCancellation"
    CONTRACT = "contract"
    CONTRACT_UPDATE = "contractUpdate"
    CONTRACT_AMENDMENT = "contractAmendment"
    IMPLEMENTATION = "implementation"
    IMPLEMENTATION_UPDATE = "implementationUpdate"
    CONTRACT_TERMINATION = "contractTermination"


class Method(StrEnum):
    DIRECT = "direct"
    LIMITED = "limited"


class Category(StrEnum):
    GOODS = "goods"
    WORKS = "works"
    SERVICES = "services"


class TenderStatus(StrEnum):
    PLANNED = "planned"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"
    COMPLETE = "complete"


class AwardStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


class ContractStatus(StrEnum):
    PENDING = "pending"
    ACTIVE = "active"
    CANCELLED = "cancelled"
    TERMINATED = "terminated"


class MilestoneStatus(StrEnum):
    SCHEDULED = "scheduled"
    MET = "met"
    NOT_MET = "notMet"
    PARTIALLY_MET = "partiallyMet"


class Section(StrEnum):
    """How far a release tells the story: each section includes those before it."""

    PLANNING = "planning"
    TENDER = "tender"
    AWARD = "award"
    CONTRACT = "contract"
    IMPLEMENTATION = "implementation"


_ORDER = tuple(Section)
_TOLD: Mapping[Tag, Section] = {
    Tag.PLANNING: Section.PLANNING,
    Tag.PLANNING_UPDATE: Section.PLANNING,
    Tag.TENDER: Section.TENDER,
    Tag.TENDER_AMENDMENT: Section.TENDER,
    Tag.TENDER_UPDATE: Section.TENDER,
    Tag.TENDER_CANCELLATION: Section.TENDER,
    Tag.AWARD: Section.AWARD,
    Tag.AWARD_UPDATE: Section.AWARD,
    Tag.AWARD_CANCELLATION: Section.AWARD,
    Tag.CONTRACT: Section.CONTRACT,
    Tag.CONTRACT_UPDATE: Section.CONTRACT,
    Tag.CONTRACT_AMENDMENT: Section.CONTRACT,
    Tag.IMPLEMENTATION: Section.IMPLEMENTATION,
    Tag.IMPLEMENTATION_UPDATE: Section.IMPLEMENTATION,
    Tag.CONTRACT_TERMINATION: Section.IMPLEMENTATION,
}

# Facts ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Address:
    street: str = ""
    locality: str = ""  # 시·군·구
    region: str = ""  # 시·도
    postal_code: str = ""
    country: str = "대한민국"


@dataclass(frozen=True, slots=True)
class Credential:
    """A certificate of an enterprise, such as 사회적기업 인증, with the days it holds."""

    kind: str
    title: str
    number: str = ""
    issuer: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """An agency or enterprise under its ten-digit business number (hyphens allowed)."""

    business_number: str
    name: str
    address: Address | None = None
    credentials: tuple[Credential, ...] = ()

    @property
    def digits(self) -> str:
        digits = self.business_number.replace("-", "").strip()
        if not re.fullmatch(r"[0-9]{10}", digits):
            raise OcdsError("business_number", "사업자등록번호는 숫자 10자리여야 합니다.")
        return digits

    @property
    def id(self) -> str:
        return f"{PARTY_SCHEME}-{self.digits}"

    @property
    def is_sole(self) -> bool:
        """A natural person's business: the middle two digits are 01-79 or 90-99 (국세청)."""
        return not 80 <= int(self.digits[3:5]) <= 89


@dataclass(frozen=True, slots=True)
class Classification:
    scheme: str  # itemClassificationScheme, such as UNSPSC
    id: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line. ``quantity`` in ``unit``; ``unit_price`` in won, VAT included where the line's is.

    A line that an amendment takes away stays, with quantity 0: merging never forgets an id.
    """

    id: str
    description: str
    quantity: int
    unit: str = "개"
    unit_price: int | None = None
    classification: Classification | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    rationale: str
    budget: int | None = None  # won
    budget_description: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request for quotes; ``invited`` counts the enterprises it went to.

    ``is_open``: every enterprise that sells such goods may answer, named or not.
    """

    id: str
    title: str
    description: str
    items: tuple[Item, ...]
    opened_at: dt.datetime
    quotes_due_at: dt.datetime
    invited: int
    deliver_by: dt.date | None = None
    estimate: int | None = None  # won
    category: Category = Category.GOODS
    status: TenderStatus = TenderStatus.ACTIVE
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """That an enterprise quoted. Its price isn't told: losing quotes stay confidential."""

    enterprise: Party
    submitted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Award:
    """The choice. ``ground`` names the article the purchase without bidding rests on."""

    id: str
    title: str
    decided_at: dt.datetime
    value: int  # won
    ground: str
    status: AwardStatus = AwardStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class Amendment:
    id: str
    amended_at: dt.datetime
    rationale: str
    description: str
    amends_release_id: str
    release_id: str


@dataclass(frozen=True, slots=True)
class Contract:
    """``value`` and ``items`` as they hold now; ``amendments`` tell how they came to."""

    number: str
    title: str
    signed_at: dt.datetime | None
    starts_on: dt.date
    ends_on: dt.date | None  # None: no day was agreed
    value: int  # won
    items: tuple[Item, ...]
    status: ContractStatus
    amendments: tuple[Amendment, ...] = ()


@dataclass(frozen=True, slots=True)
class Milestone:
    """A delivery, or the inspection of one (검사·검수): due, and met or not."""

    id: str
    title: str
    due_on: dt.date
    status: MilestoneStatus
    modified_at: dt.datetime
    met_at: dt.datetime | None = None
    description: str = ""


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that went from the agency to ``payee`` (a business number among the suppliers)."""

    id: str
    payee: str
    value: int  # won; negative when money came back
    paid_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Document:
    """``kind`` is a documentType code (open codelist), ``format`` a media type."""

    id: str
    section: Section
    kind: str
    title: str
    url: str
    published_at: dt.datetime
    format: str = "application/pdf"


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """One contracting process. ``ocid_prefix`` is the publisher's, registered with OCP."""

    ocid_prefix: str
    process: str
    agency: Party
    request: Request
    suppliers: tuple[Party, ...] = ()
    quotes: tuple[Quote, ...] = ()
    plan: Plan | None = None
    award: Award | None = None
    contract: Contract | None = None
    deliveries: tuple[Milestone, ...] = ()
    inspections: tuple[Milestone, ...] = ()
    payments: tuple[Payment, ...] = ()
    documents: tuple[Document, ...] = ()

    @property
    def ocid(self) -> str:
        if not re.fullmatch(r"ocds-[a-z0-9]+", self.ocid_prefix):
            raise OcdsError("ocid_prefix", "OCID 접두사는 'ocds-'와 영문 소문자, 숫자입니다.")
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", self.process):
            raise OcdsError("process", "계약 과정 번호에는 영문, 숫자, '.', '_', '-'만 씁니다.")
        return f"{self.ocid_prefix}-{self.process}"


@dataclass(frozen=True, slots=True)
class Publisher:
    name: str
    uri: str = ""
    business_number: str = ""


# Releases -------------------------------------------------------------------------------------


def release_id(ocid: str, tag: Tag, number: int) -> str:
    """The id of the ``number``-th release (from 1) with ``tag``: the same facts, the same id."""
    if number < 1:
        raise OcdsError("number", "공개 차수는 1부터 셉니다.")
    return f"{ocid}-{tag.value}-{number}"


def release(
    facts: ContractFacts, *, tag: Tag | Sequence[Tag], release_id: str, date: dt.datetime
) -> Json:
    """What ``date`` knew of the process, as far as ``tag`` tells.

    Each release stands by itself: it repeats the sections before its own. A published release is
    never changed; news is another release with another id.
    """
    tags = (tag,) if isinstance(tag, Tag) else tuple(dict.fromkeys(tag))
    if not tags:
        raise OcdsError("tag", "공개 단계를 하나 이상 주어야 합니다.")
    if not release_id or "#" in release_id:
        raise OcdsError("release_id", "공개 번호는 비울 수 없고 '#'을 쓸 수 없습니다.")
    reach = max(_ORDER.index(_TOLD[each]) for each in tags)
    told = frozenset(_ORDER[: reach + 1])
    _check(facts, tags, told)

    out: Json = {
        "ocid": facts.ocid,
        "id": release_id,
        "date": _moment(date, "date"),
        "tag": [each.value for each in tags],
        "initiationType": "tender",
        "language": "ko",
        "parties": _parties(facts, told),
        "buyer": _reference(facts.agency),
    }
    documents = {section: _documents(facts, section) for section in told}
    if facts.plan is not None:
        out["planning"] = _filled(_planning(facts.plan), documents=documents[Section.PLANNING])
    status = facts.request.status if Section.TENDER in told else TenderStatus.PLANNED
    tender = _tender(facts, status)
    out["tender"] = _filled(tender, documents=documents.get(Section.TENDER))
    if Section.AWARD in told and facts.award is not None:
        out["awards"] = [_filled(_award(facts, facts.award), documents=documents[Section.AWARD])]
    if Section.CONTRACT in told and facts.contract is not None:
        contract = _filled(_contract(facts, facts.contract), documents=documents[Section.CONTRACT])
        if Section.IMPLEMENTATION in told:
            implementation = _filled(
                _implementation(facts), documents=documents[Section.IMPLEMENTATION]
            )
            if implementation:
                contract["implementation"] = implementation
        out["contracts"] = [contract]
    return out


def _check(facts: ContractFacts, tags: tuple[Tag, ...], told: frozenset[Section]) -> None:
    """A release tells what its tag promises."""
    request, award, contract = facts.request, facts.award, facts.contract
    if facts.plan is None and {Tag.PLANNING, Tag.PLANNING_UPDATE} & set(tags):
        raise OcdsError("plan", "계획 단계를 공개하려면 계획이 있어야 합니다.")
    if Tag.TENDER_CANCELLATION in tags and request.status != TenderStatus.CANCELLED:
        raise OcdsError("request.status", "취소되지 않은 견적 요청입니다.")
    if Section.AWARD in told:
        if award is None:
            raise OcdsError("award", "낙찰 정보가 없습니다.")
        if not award.ground.strip():
            raise OcdsError("award.ground", "계약 방법의 근거 조항을 적어야 합니다.")
        if not facts.suppliers:
            raise OcdsError("suppliers", "공급 기업이 하나 이상 있어야 합니다.")
        if Tag.AWARD_CANCELLATION in tags and award.status != AwardStatus.CANCELLED:
            raise OcdsError("award.status", "취소되지 않은 낙찰입니다.")
    if Section.CONTRACT in told:
        if contract is None:
            raise OcdsError("contract", "계약 정보가 없습니다.")
        if contract.ends_on is not None and contract.starts_on > contract.ends_on:
            raise OcdsError("contract.ends_on", "계약 기간의 끝이 시작보다 빠릅니다.")
        if Tag.CONTRACT_AMENDMENT in tags and not contract.amendments:
            raise OcdsError("contract.amendments", "변경 내역이 없습니다.")
        if Tag.CONTRACT_TERMINATION in tags and contract.status != ContractStatus.TERMINATED:
            raise OcdsError("contract.status", "끝나지 않은 계약입니다.")


def _tenderers(facts: ContractFacts, status: TenderStatus) -> dict[str, Party]:
    """Who quoted, each once. Sealed, so none, while others may still quote."""
    if status in (TenderStatus.PLANNED, TenderStatus.ACTIVE):
        return {}
    return {quote.enterprise.id: quote.enterprise for quote in facts.quotes}


def _method(facts: ContractFacts, status: TenderStatus) -> tuple[Method, str]:
    """One quote is a direct purchase, several a limited one; before any came, the invited count.
    Small purchases need no quote at all (제30조 단서): nobody was asked.

    지방계약법 시행령 제30조: 수의계약은 2인 이상의 견적이 원칙, 1인 견적은 예외.
    """
    if facts.request.invited == 0 and not facts.request.is_open:
        return Method.DIRECT, "수의계약(견적 생략)"
    answered = len(_tenderers(facts, status))
    if facts.request.is_open and status in (TenderStatus.PLANNED, TenderStatus.ACTIVE):
        return Method.LIMITED, "수의계약(공개 견적 요청)"
    if (answered or facts.request.invited) > 1:
        return Method.LIMITED, f"수의계약(2인 이상 견적), 견적 요청 {facts.request.invited}개 기업"
    return Method.DIRECT, f"수의계약(1인 견적), 견적 요청 {facts.request.invited}개 기업"


def _tender(facts: ContractFacts, status: TenderStatus) -> Json:
    request = facts.request
    method, details = _method(facts, status)
    out: Json = {
        "id": request.id,
        "title": request.title,
        "status": status.value,
        "procuringEntity": _reference(facts.agency),
        "items": [_item(item) for item in request.items],
        "procurementMethod": method.value,
        "procurementMethodDetails": details,
        "mainProcurementCategory": request.category.value,
        "submissionMethod": ["electronicSubmission"],
        "tenderPeriod": {
            "startDate": _moment(request.opened_at, "request.opened_at"),
            "endDate": _moment(request.quotes_due_at, "request.quotes_due_at"),
        },
    }
    out = _filled(out, description=request.description)
    if request.estimate is not None:
        out["value"] = _value(request.estimate, "request.estimate")
    if request.deliver_by is not None:
        out["contractPeriod"] = {"endDate": _day_end(request.deliver_by)}
    if facts.award is not None and status == TenderStatus.COMPLETE:
        out["procurementMethodRationale"] = facts.award.ground
    if status not in (TenderStatus.PLANNED, TenderStatus.ACTIVE):
        tenderers = _tenderers(facts, status)
        out["numberOfTenderers"] = len(tenderers)
        out = _filled(out, tenderers=[_reference(party) for party in tenderers.values()])
    return out


def _planning(plan: Plan) -> Json:
    out: Json = {"rationale": plan.rationale}
    budget: Json = {}
    if plan.budget_description:
        budget["description"] = plan.budget_description
    if plan.budget is not None:
        budget["amount"] = _value(plan.budget, "plan.budget")
    return _filled(out, budget=budget)


def _award(facts: ContractFacts, award: Award) -> Json:
    return {
        "id": award.id,
        "title": award.title,
        "status": award.status.value,
        "date": _moment(award.decided_at, "award.decided_at"),
        "value": _value(award.value, "award.value"),
        "suppliers": [_reference(party) for party in facts.suppliers],
    }


def _contract(facts: ContractFacts, contract: Contract) -> Json:
    out: Json = {
        "id": contract.number,
        "title": contract.title,
        "status": contract.status.value,
        "period": _filled(
            {"startDate": _day_start(contract.starts_on)},
            endDate=_day_end(contract.ends_on) if contract.ends_on else "",
        ),
        "value": _value(contract.value, "contract.value"),
        "items": [_item(item) for item in contract.items],
    }
    if facts.award is not None:
        out["awardID"] = facts.award.id
    if contract.signed_at is not None:
        out["dateSigned"] = _moment(contract.signed_at, "contract.signed_at")
    amendments = [
        {
            "id": each.id,
            "date": _moment(each.amended_at, "amendments.amended_at"),
            "rationale": each.rationale,
            "description": each.description,
            "amendsReleaseID": each.amends_release_id,
            "releaseID": each.release_id,
        }
        for each in contract.amendments
    ]
    return _filled(out, amendments=amendments)


def _implementation(facts: ContractFacts) -> Json:
    milestones = [_milestone(each, "delivery", "DELIVERY") for each in facts.deliveries]
    milestones += [_milestone(each, "assessment", "INSPECTION") for each in facts.inspections]
    suppliers = {party.digits: party for party in facts.suppliers}
    transactions: list[Json] = []
    for payment in facts.payments:
        payee = suppliers.get(payment.payee.replace("-", ""))
        if payee is None:
            raise OcdsError("payments.payee", "지급받은 기업이 공급 기업에 없습니다.")
        transactions.append(
            {
                "id": payment.id,
                "date": _moment(payment.paid_at, "payments.paid_at"),
                "value": _value(payment.value, "payments.value", negative=True),
                "payer": _reference(facts.agency),
                "payee": _reference(payee),
            }
        )
    return _filled({}, transactions=transactions, milestones=milestones)


def _milestone(milestone: Milestone, kind: str, code: str) -> Json:
    if (milestone.status == MilestoneStatus.MET) and milestone.met_at is None:
        raise OcdsError("milestones.met_at", "이행된 단계에는 이행일이 있어야 합니다.")
    out: Json = {
        "id": milestone.id,
        "title": milestone.title,
        "type": kind,
        "code": code,
        "status": milestone.status.value,
        "dueDate": _day_end(milestone.due_on),
        "dateModified": _moment(milestone.modified_at, "milestones.modified_at"),
        # Null takes an earlier release's date back when the record is compiled.
        "dateMet": _moment(milestone.met_at, "milestones.met_at") if milestone.met_at else None,
    }
    if milestone.description:
        out["description"] = milestone.description
    return out


# Parties and small parts ----------------------------------------------------------------------


def _parties(facts: ContractFacts, told: frozenset[Section]) -> list[Json]:
    """Everyone referred to, once, with every role; the agency first."""
    parties: dict[str, Party] = {facts.agency.id: facts.agency}
    roles: dict[str, list[str]] = {facts.agency.id: ["buyer", "procuringEntity"]}

    def take(party: Party, role: str) -> None:
        parties.setdefault(party.id, party)
        mine = roles.setdefault(party.id, [])
        if role not in mine:
            mine.append(role)

    if Section.AWARD in told:
        for supplier in facts.suppliers:
            take(supplier, "supplier")
    if Section.TENDER in told:
        for tenderer in _tenderers(facts, facts.request.status).values():
            take(tenderer, "tenderer")
    if Section.IMPLEMENTATION in told and facts.payments:
        take(facts.agency, "payer")
        paid = {payment.payee.replace("-", "") for payment in facts.payments}
        for supplier in facts.suppliers:
            if supplier.digits in paid:
                take(supplier, "payee")
    return [_party(party, roles[key]) for key, party in parties.items()]


def _party(party: Party, roles: list[str]) -> Json:
    out: Json = {
        "id": party.id,
        "name": party.name,
        "identifier": {"scheme": PARTY_SCHEME, "id": party.digits, "legalName": party.name},
        "roles": list(roles),
    }
    address = party.address
    if address is not None:
        full = not party.is_sole  # a sole proprietor's business address may be a home
        out["address"] = _filled(
            {},
            streetAddress=address.street if full else "",
            locality=address.locality,
            region=address.region,
            postalCode=address.postal_code if full else "",
            countryName=address.country,
        )
    credentials = [
        _filled(
            {"id": f"{each.kind}-{each.number}" if each.number else each.kind, "type": each.kind},
            title=each.title,
            number=each.number,
            issuer=each.issuer,
            validFrom=each.valid_from.isoformat() if each.valid_from else "",
            validUntil=each.valid_until.isoformat() if each.valid_until else "",
        )
        for each in party.credentials
    ]
    return _filled(out, details={"credentials": credentials} if credentials else {})


def _reference(party: Party) -> Json:
    return {"id": party.id, "name": party.name}


def _item(item: Item) -> Json:
    if item.quantity < 0:
        raise OcdsError("items.quantity", "수량은 0 이상이어야 합니다.")
    unit: Json = {"name": item.unit}
    if item.unit_price is not None:
        unit["value"] = _value(item.unit_price, "items.unit_price")
    out: Json = {
        "id": item.id,
        "description": item.description,
        "quantity": item.quantity,
        "unit": unit,
    }
    if item.classification is not None:
        code = item.classification
        out["classification"] = _filled(
            {"scheme": code.scheme, "id": code.id}, description=code.description
        )
    return out


def _documents(facts: ContractFacts, section: Section) -> list[Json]:
    return [
        {
            "id": document.id,
            "documentType": document.kind,
            "title": document.title,
            "url": document.url,
            "datePublished": _moment(document.published_at, "documents.published_at"),
            "format": document.format,
            "language": "ko",
        }
        for document in facts.documents
        if document.section == section
    ]


def _value(amount: int, field: str, *, negative: bool = False) -> Json:
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise OcdsError(field, "금액은 원 단위 정수여야 합니다.")
    if amount < 0 and not negative:
        raise OcdsError(field, "금액은 0원 이상이어야 합니다.")
    return {"amount": amount, "currency": CURRENCY}


def _moment(moment: dt.datetime, field: str) -> str:
    if moment.tzinfo is None:
        raise OcdsError(field, "시간대가 없는 시각입니다.")
    return moment.astimezone(KST).isoformat(timespec="seconds")


def _day_start(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time.min, KST).isoformat(timespec="seconds")


def _day_end(day: dt.date) -> str:
    return dt.datetime.combine(day, dt.time(23, 59, 59), KST).isoformat(timespec="seconds")


def _filled(base: Json, **more: Any) -> Json:
    """``base`` with those of ``more`` that say something: empty values aren't published."""
    return base | {key: value for key, value in more.items() if value not in (None, "", [], {})}


# Records and packages -------------------------------------------------------------------------

#: Merging rules of release-schema 1.1 for the fields told here; all else merges by value or id.
#: Given so that the library has no reason to look the schema up on the network.
MERGE_RULES: Mapping[tuple[str, ...], str] = {
    ("id",): "omitWhenMerged",
    ("date",): "omitWhenMerged",
    ("tag",): "omitWhenMerged",
    ("parties", "roles"): "wholeListMerge",
    ("tender", "submissionMethod"): "wholeListMerge",
}


def record(releases: Iterable[Mapping[str, Any]]) -> Json:
    """All releases of one process, oldest first, and what they come to together.

    Two different releases under one id are refused: what was published stays as it was.
    """
    by_id: dict[str, Json] = {}
    for each in releases:
        mine = dict(each)
        if by_id.setdefault(mine["id"], mine) != mine:
            raise OcdsError("releases", "같은 공개 번호로 내용이 다른 공개가 있습니다.")
    ordered = sorted(by_id.values(), key=lambda each: dt.datetime.fromisoformat(each["date"]))
    ocids = {each["ocid"] for each in ordered}
    if len(ocids) != 1:
        raise OcdsError("releases", "한 계약 과정의 공개를 하나 이상 주어야 합니다.")
    compiled = Merger(merge_rules=dict(MERGE_RULES)).create_compiled_release(ordered)
    return {"ocid": ocids.pop(), "releases": ordered, "compiledRelease": compiled}


def release_package(
    releases: Sequence[Json],
    *,
    uri: str,
    published: dt.datetime,
    publisher: Publisher,
    license_url: str = "",
    policy_url: str = "",
) -> Json:
    """Releases with who publishes them, when, under which licence; ``uri`` is absolute."""
    if not releases:
        raise OcdsError("releases", "공개할 내용이 없습니다.")
    head = _package(uri, published, publisher, license_url, policy_url)
    return head | {"releases": list(releases)}


def record_package(
    records: Sequence[Json],
    *,
    uri: str,
    published: dt.datetime,
    publisher: Publisher,
    license_url: str = "",
    policy_url: str = "",
) -> Json:
    """Records with who publishes them, when, under which licence; ``uri`` is absolute."""
    if not records:
        raise OcdsError("records", "공개할 내용이 없습니다.")
    head = _package(uri, published, publisher, license_url, policy_url)
    return head | {"records": list(records)}


def _package(
    uri: str, published: dt.datetime, publisher: Publisher, license_url: str, policy_url: str
) -> Json:
    who = _filled({"name": publisher.name}, uri=publisher.uri)
    if publisher.business_number:
        who |= {"scheme": PARTY_SCHEME, "uid": publisher.business_number.replace("-", "")}
    out: Json = {
        "uri": uri,
        "version": VERSION,
        "publishedDate": _moment(published, "published"),
        "publisher": who,
    }
    return _filled(out, license=license_url, publicationPolicy=policy_url)
