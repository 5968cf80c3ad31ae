"""Purchases told as open contracting data hold to the OCDS 1.1 schemas and rules."""

from __future__ import annotations

import copy
import dataclasses
import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator
from ocdsmerge.rules import get_merge_rules
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from procurement.standards import ocds
from procurement.standards.ocds import (
    Address,
    Amendment,
    Award,
    AwardStatus,
    Classification,
    Contract,
    ContractFacts,
    ContractStatus,
    Credential,
    Document,
    Item,
    Milestone,
    MilestoneStatus,
    OcdsError,
    Party,
    Payment,
    Plan,
    Publisher,
    Quote,
    Request,
    Section,
    Tag,
    TenderStatus,
)

SCHEMAS = Path(__file__).parent / "schemas" / "ocds"
KST = dt.timezone(dt.timedelta(hours=9))
BASE = "https://standard.open-contracting.org/schema"


def _schema(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    return loaded


RELEASE = _schema("release-schema.json")
REGISTRY: Registry[Any] = Registry().with_resources(
    (f"{BASE}/{version}/release-schema.json", Resource(RELEASE, DRAFT4))
    for version in ("1__1__4", "1__1__5")
)
HELD = Draft4Validator(RELEASE, registry=REGISTRY)
RELEASES_HELD = Draft4Validator(_schema("release-package-schema.json"), registry=REGISTRY)
RECORDS_HELD = Draft4Validator(_schema("record-package-schema.json"), registry=REGISTRY)


def faults(validator: Any, instance: Any) -> list[str]:
    return [f"{list(e.path)}: {e.message}" for e in validator.iter_errors(instance)]


def at(month: int, day: int, hour: int = 10) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=KST)


AGENCY = Party(
    "601-83-00012", "부산광역시 해운대구", Address("중동2로 11", "해운대구", "부산광역시", "48095")
)
COOP = Party(
    "124-81-00998",
    "온마을 사회적협동조합",
    Address("수영로 1", "수영구", "부산광역시", "48200"),
    (
        Credential(
            "social_enterprise",
            "사회적기업 인증",
            "제2020-001호",
            "고용노동부",
            dt.date(2020, 1, 1),
        ),
        Credential("cooperative", "사회적협동조합 인가"),
    ),
)
SOLE = Party("605-12-34567", "다온공방", Address("범일로 2", "동구", "부산광역시", "48700"))
LINES = (
    Item("1", "간식 꾸러미", 100, "상자", 15_000, Classification("UNSPSC", "50192100", "간식")),
    Item("2", "다과 접시", 20, "개", 5_000),
)
REQUEST = Request(
    "RFQ-12", "행사 다과", "구민의 날 행사 다과", LINES, at(3, 2), at(3, 9, 18), 5,
    dt.date(2026, 4, 10), 1_700_000,
)  # fmt: skip
QUOTES = (Quote(COOP, at(3, 5)), Quote(SOLE, at(3, 6)), Quote(COOP, at(3, 7)))


def asked(**changes: Any) -> ContractFacts:
    facts = ContractFacts(
        "ocds-onjang", "2026-00012", AGENCY, REQUEST, quotes=QUOTES,
        plan=Plan("구민의 날 행사", 2_000_000, "행사운영비"),
    )  # fmt: skip
    return dataclasses.replace(facts, **changes)


def chosen(**changes: Any) -> ContractFacts:
    facts = asked(
        request=dataclasses.replace(REQUEST, status=TenderStatus.COMPLETE),
        suppliers=(COOP, SOLE),
        award=Award(
            "A-12", "행사 다과", at(3, 10), 1_600_000, "지방계약법 시행령 제25조제1항제5호"
        ),
    )
    return dataclasses.replace(facts, **changes)


def bound(**changes: Any) -> ContractFacts:
    contract = Contract(
        "2026-C-12", "행사 다과 구매", at(3, 12), dt.date(2026, 3, 12), dt.date(2026, 4, 10),
        1_600_000, LINES, ContractStatus.ACTIVE,
    )  # fmt: skip
    return dataclasses.replace(chosen(contract=contract), **changes)


def amended() -> ContractFacts:
    facts = bound()
    assert facts.contract is not None
    amendment = Amendment(
        "1", at(3, 20), "참석 인원 증가", "간식 꾸러미 100상자를 120상자로",
        ocds.release_id(facts.ocid, Tag.CONTRACT, 1),
        ocds.release_id(facts.ocid, Tag.CONTRACT_AMENDMENT, 1),
    )  # fmt: skip
    contract = dataclasses.replace(
        facts.contract,
        value=1_900_000,
        items=(dataclasses.replace(LINES[0], quantity=120), LINES[1]),
        amendments=(amendment,),
    )
    return dataclasses.replace(facts, contract=contract)


def done() -> ContractFacts:
    facts = amended()
    due = dt.date(2026, 4, 10)
    assert facts.contract is not None
    return dataclasses.replace(
        facts,
        contract=dataclasses.replace(facts.contract, status=ContractStatus.TERMINATED),
        deliveries=(
            Milestone("D-1", "1차 납품", due, MilestoneStatus.MET, at(4, 8), at(4, 8)),
            Milestone("D-2", "2차 납품", due, MilestoneStatus.PARTIALLY_MET, at(4, 9)),
        ),
        inspections=(
            Milestone("I-1", "1차 검수", due, MilestoneStatus.MET, at(4, 9), at(4, 9)),
            Milestone("I-2", "2차 검수", due, MilestoneStatus.NOT_MET, at(4, 9)),
        ),
        payments=(Payment("P-1", "1248100998", 1_900_000, at(4, 15)),),
        documents=tuple(
            Document(f"doc-{n}", section, kind, "문서", f"https://onjang.example/d/{n}", at(3, 12))
            for n, (section, kind) in enumerate(
                (
                    (Section.PLANNING, "procurementPlan"),
                    (Section.TENDER, "tenderNotice"),
                    (Section.AWARD, "awardNotice"),
                    (Section.CONTRACT, "contractSigned"),
                    (Section.IMPLEMENTATION, "completionCertificate"),
                )
            )
        ),
    )


STORY = (
    (Tag.PLANNING, asked, at(3, 1)),
    (Tag.TENDER, asked, at(3, 2)),
    (Tag.AWARD, chosen, at(3, 10)),
    (Tag.CONTRACT, bound, at(3, 12)),
    (Tag.CONTRACT_AMENDMENT, amended, at(3, 20)),
    (Tag.CONTRACT_TERMINATION, done, at(4, 15)),
)


def told() -> list[dict[str, Any]]:
    return [
        ocds.release(facts(), tag=tag, date=date, release_id=ocds.release_id(facts().ocid, tag, 1))
        for tag, facts, date in STORY
    ]


def walk(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, node
    if isinstance(node, dict):
        for key, value in node.items():
            yield from walk(value, (*path, key))
    elif isinstance(node, list):
        for value in node:
            yield from walk(value, path)


PUBLISHER = Publisher("온장", "https://onjang.example/", "601-83-00012")


# The schemas ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(len(STORY)))
def test_every_release_of_the_story_holds_to_the_schema(number: int) -> None:
    assert faults(HELD, told()[number]) == []


def test_the_packages_hold_to_their_schemas() -> None:
    releases = told()
    package = ocds.release_package(
        releases,
        uri="https://onjang.example/ocds/1.json",
        published=at(5, 1),
        publisher=PUBLISHER,
        license_url="https://creativecommons.org/licenses/by/4.0/",
        policy_url="https://onjang.example/policy",
    )
    assert faults(RELEASES_HELD, package) == []
    records = ocds.record_package(
        [ocds.record(releases)],
        uri="https://onjang.example/ocds/r.json",
        published=at(5, 1),
        publisher=PUBLISHER,
    )
    assert faults(RECORDS_HELD, records) == []
    assert records["publisher"]["uid"] == "6018300012"


def test_the_schema_would_notice_a_wrong_code() -> None:
    """The control: the validator does read the definitions it is referred to."""
    spoilt = told()[-1]
    spoilt["contracts"][0]["implementation"]["milestones"][0]["status"] = "done"
    assert faults(HELD, spoilt)
    package = ocds.release_package(
        [spoilt], uri="https://onjang.example/1", published=at(5, 1), publisher=PUBLISHER
    )
    assert faults(RELEASES_HELD, package)
    spoilt_record = {"ocid": spoilt["ocid"], "releases": [spoilt]}
    assert faults(
        RECORDS_HELD,
        ocds.record_package(
            [spoilt_record], uri="https://onjang.example/1", published=at(5, 1), publisher=PUBLISHER
        ),
    )


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = RELEASE["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _definition(path: tuple[str, ...]) -> dict[str, Any] | None:
    schema = RELEASE
    for key in path:
        schema = _resolved(schema)
        if "items" in schema and "properties" not in schema:
            schema = _resolved(schema["items"])
        if key not in schema.get("properties", {}):
            return None
        schema = schema["properties"][key]
    return schema


def test_no_field_is_told_that_the_standard_does_not_have() -> None:
    unknown = {
        path
        for each in told()
        for path, _ in walk(each)
        if path[:2] != ("parties", "details") and _definition(path) is None
    }
    assert unknown == set()


def test_closed_codelists_hold_every_code_that_can_be_told() -> None:
    tender = RELEASE["definitions"]["Tender"]["properties"]
    codes = {
        Tag: RELEASE["properties"]["tag"]["items"]["enum"],
        TenderStatus: tender["status"]["enum"],
        ocds.Method: tender["procurementMethod"]["enum"],
        ocds.Category: tender["mainProcurementCategory"]["enum"],
        AwardStatus: RELEASE["definitions"]["Award"]["properties"]["status"]["enum"],
        ContractStatus: RELEASE["definitions"]["Contract"]["properties"]["status"]["enum"],
        MilestoneStatus: RELEASE["definitions"]["Milestone"]["properties"]["status"]["enum"],
    }
    for ours, theirs in codes.items():
        assert {code.value for code in ours} <= set(theirs), ours  # type: ignore[attr-defined]
    assert ocds.CURRENCY in RELEASE["definitions"]["Value"]["properties"]["currency"]["enum"]


def test_what_is_told_stays_within_the_closed_codelists() -> None:
    checked = set()
    for each in told():
        for path, value in walk(each):
            definition = _definition(path) or {}
            if definition.get("openCodelist") is not False or isinstance(value, (dict, list)):
                continue
            allowed = definition.get("enum") or definition["items"]["enum"]
            assert value in allowed, path
            checked.add(definition["codelist"])
    assert checked == {
        "releaseTag.csv", "initiationType.csv", "tenderStatus.csv", "method.csv",
        "procurementCategory.csv", "awardStatus.csv", "contractStatus.csv",
        "milestoneStatus.csv", "currency.csv",
    }  # fmt: skip


def test_the_merging_rules_are_the_schemas() -> None:
    theirs = get_merge_rules(RELEASE)
    paths = {path for each in told() for path, _ in walk(each)}
    assert {path: rule for path, rule in theirs.items() if path in paths} == ocds.MERGE_RULES


# What is told ---------------------------------------------------------------------------------


def test_moments_are_korean_and_amounts_whole_won() -> None:
    for each in told():
        for path, value in walk(each):
            if path and path[-1].lower().endswith(("date", "datesigned", "datemet")) and value:
                assert value.endswith("+09:00"), path
                assert dt.datetime.fromisoformat(value).tzinfo is not None
            if path and path[-1] == "amount" and not isinstance(value, dict):
                assert type(value) is int, path
    utc = dt.datetime(2026, 3, 1, 20, tzinfo=dt.UTC)
    assert ocds.release(asked(), tag=Tag.TENDER, release_id="x", date=utc)["date"] == (
        "2026-03-02T05:00:00+09:00"
    )


def test_parties_go_by_their_business_numbers_and_every_reference_is_among_them() -> None:
    for each in told():
        ids = [party["id"] for party in each["parties"]]
        assert len(ids) == len(set(ids))
        for path, value in walk(each):
            if path and path[-1] in ("buyer", "procuringEntity", "payer", "payee"):
                assert value["id"] in ids
            if path and path[-1] in ("suppliers", "tenderers") and isinstance(value, dict):
                assert value["id"] in ids
    parties = {party["id"]: party for party in told()[-1]["parties"]}
    assert parties["KR-BRN-6018300012"]["roles"] == ["buyer", "procuringEntity", "payer"]
    assert parties["KR-BRN-1248100998"]["roles"] == ["supplier", "tenderer", "payee"]
    assert parties["KR-BRN-1248100998"]["identifier"]["scheme"] == "KR-BRN"
    assert parties["KR-BRN-1248100998"]["details"]["credentials"][0] == {
        "id": "social_enterprise-제2020-001호",
        "type": "social_enterprise",
        "title": "사회적기업 인증",
        "number": "제2020-001호",
        "issuer": "고용노동부",
        "validFrom": "2020-01-01",
    }


def test_a_sole_proprietors_street_is_not_told() -> None:
    parties = {party["id"]: party for party in told()[-1]["parties"]}
    assert parties["KR-BRN-6051234567"]["address"] == {
        "locality": "동구",
        "region": "부산광역시",
        "countryName": "대한민국",
    }
    assert parties["KR-BRN-1248100998"]["address"]["streetAddress"] == "수영로 1"


def test_quotes_stay_sealed_until_the_request_is_over() -> None:
    open_release = told()[1]
    assert open_release["tender"]["status"] == "active"
    assert "tenderers" not in open_release["tender"]
    assert "numberOfTenderers" not in open_release["tender"]
    assert [party["id"] for party in open_release["parties"]] == [AGENCY.id]
    assert "1인" not in open_release["tender"]["procurementMethodDetails"]
    over = told()[2]["tender"]
    assert over["numberOfTenderers"] == 2
    assert [each["id"] for each in over["tenderers"]] == [COOP.id, SOLE.id]


@pytest.mark.parametrize(
    ("quotes", "invited", "method", "details"),
    [
        (QUOTES[:1], 5, "direct", "수의계약(1인 견적), 견적 요청 5개 기업"),
        (QUOTES, 5, "limited", "수의계약(2인 이상 견적), 견적 요청 5개 기업"),
        ((), 1, "direct", "수의계약(1인 견적), 견적 요청 1개 기업"),
        ((), 3, "limited", "수의계약(2인 이상 견적), 견적 요청 3개 기업"),
    ],
)
def test_one_quote_is_direct_and_several_are_limited(
    quotes: tuple[Quote, ...], invited: int, method: str, details: str
) -> None:
    request = dataclasses.replace(REQUEST, status=TenderStatus.COMPLETE, invited=invited)
    facts = chosen(quotes=quotes, request=request)
    tender = ocds.release(facts, tag=Tag.AWARD, release_id="x", date=at(3, 10))["tender"]
    assert tender["procurementMethod"] == method
    assert tender["procurementMethodDetails"] == details
    assert tender["procurementMethodRationale"] == "지방계약법 시행령 제25조제1항제5호"


def test_a_release_tells_no_further_than_its_tag() -> None:
    sections = [set(each) & {"planning", "tender", "awards", "contracts"} for each in told()]
    assert sections[:3] == [
        {"planning", "tender"},
        {"planning", "tender"},
        {"planning", "tender", "awards"},
    ]
    early = ocds.release(done(), tag=Tag.CONTRACT, release_id="x", date=at(4, 20))
    assert "implementation" not in early["contracts"][0]
    both = ocds.release(
        done(), tag=[Tag.CONTRACT, Tag.IMPLEMENTATION], release_id="x", date=at(4, 20)
    )
    assert both["tag"] == ["contract", "implementation"]
    assert "implementation" in both["contracts"][0]


def test_deliveries_inspections_payments_and_papers_are_where_they_belong() -> None:
    last = told()[-1]
    done_ = last["contracts"][0]["implementation"]
    assert [(m["id"], m["type"], m["code"], m["status"]) for m in done_["milestones"]] == [
        ("D-1", "delivery", "DELIVERY", "met"),
        ("D-2", "delivery", "DELIVERY", "partiallyMet"),
        ("I-1", "assessment", "INSPECTION", "met"),
        ("I-2", "assessment", "INSPECTION", "notMet"),
    ]
    assert done_["transactions"] == [
        {
            "id": "P-1",
            "date": "2026-04-15T10:00:00+09:00",
            "value": {"amount": 1_900_000, "currency": "KRW"},
            "payer": {"id": AGENCY.id, "name": AGENCY.name},
            "payee": {"id": COOP.id, "name": COOP.name},
        }
    ]
    kinds = [
        place["documents"][0]["documentType"]
        for place in (
            last["planning"], last["tender"], last["awards"][0], last["contracts"][0], done_,
        )
    ]  # fmt: skip
    assert kinds == [
        "procurementPlan", "tenderNotice", "awardNotice", "contractSigned", "completionCertificate",
    ]  # fmt: skip
    assert last["contracts"][0]["items"][0]["unit"] == {
        "name": "상자",
        "value": {"amount": 15_000, "currency": "KRW"},
    }


def test_the_same_facts_make_the_same_release() -> None:
    assert told() == told()
    assert told()[4]["id"] == "ocds-onjang-2026-00012-contractAmendment-1"


# Records --------------------------------------------------------------------------------------


def test_a_record_compiles_its_releases_in_the_order_of_their_dates() -> None:
    releases = told()
    before = copy.deepcopy(releases)
    record = ocds.record([*reversed(releases), releases[0]])
    assert [each["id"] for each in record["releases"]] == [each["id"] for each in releases]
    compiled = record["compiledRelease"]
    assert compiled["tag"] == ["compiled"]
    assert compiled["ocid"] == "ocds-onjang-2026-00012"
    assert compiled["date"] == releases[-1]["date"]
    (contract,) = compiled["contracts"]
    assert contract["status"] == "terminated"
    assert contract["value"]["amount"] == 1_900_000
    assert [item["quantity"] for item in contract["items"]] == [120, 20]
    assert len(contract["amendments"]) == 1
    assert compiled["tender"]["status"] == "complete"
    assert "dateMet" not in contract["implementation"]["milestones"][1]
    assert releases == before


def test_a_delivery_taken_back_loses_its_day() -> None:
    facts = done()
    undone = dataclasses.replace(
        facts.deliveries[0], status=MilestoneStatus.NOT_MET, modified_at=at(4, 20), met_at=None
    )
    again = dataclasses.replace(facts, deliveries=(undone, *facts.deliveries[1:]))
    update = ocds.release(again, tag=Tag.IMPLEMENTATION_UPDATE, release_id="u", date=at(4, 20))
    assert faults(HELD, update) == []
    (contract,) = ocds.record([*told(), update])["compiledRelease"]["contracts"]
    assert "dateMet" not in contract["implementation"]["milestones"][0]


def test_one_id_never_tells_two_things_and_a_record_is_of_one_process() -> None:
    first, other = told()[0], told()[1]
    with pytest.raises(OcdsError, match="같은 공개 번호"):
        ocds.record([first, other | {"id": first["id"]}])
    with pytest.raises(OcdsError, match="한 계약 과정"):
        ocds.record([first, other | {"ocid": "ocds-onjang-other"}])
    with pytest.raises(OcdsError, match="한 계약 과정"):
        ocds.record([])


def test_empty_packages_are_refused() -> None:
    with pytest.raises(OcdsError, match="공개할 내용"):
        ocds.release_package([], uri="https://a.example", published=at(5, 1), publisher=PUBLISHER)
    with pytest.raises(OcdsError, match="공개할 내용"):
        ocds.record_package([], uri="https://a.example", published=at(5, 1), publisher=PUBLISHER)


# Facts that can't be told ---------------------------------------------------------------------


def _contract(**changes: Any) -> ContractFacts:
    facts = bound()
    assert facts.contract is not None
    return bound(contract=dataclasses.replace(facts.contract, **changes))


@pytest.mark.parametrize(
    ("facts", "tag", "field"),
    [
        (asked(plan=None), Tag.PLANNING, "plan"),
        (asked(), Tag.TENDER_CANCELLATION, "request.status"),
        (asked(), Tag.AWARD, "award"),
        (chosen(suppliers=()), Tag.AWARD, "suppliers"),
        (chosen(award=Award("A", "가", at(3, 1), 1, " ")), Tag.AWARD, "award.ground"),
        (chosen(award=Award("A", "가", at(3, 1), -1, "제25조")), Tag.AWARD, "award.value"),
        (chosen(), Tag.AWARD_CANCELLATION, "award.status"),
        (chosen(), Tag.CONTRACT, "contract"),
        (bound(), Tag.CONTRACT_AMENDMENT, "contract.amendments"),
        (bound(), Tag.CONTRACT_TERMINATION, "contract.status"),
        (_contract(ends_on=dt.date(2026, 1, 1)), Tag.CONTRACT, "contract.ends_on"),
        (_contract(value=1.5), Tag.CONTRACT, "contract.value"),
        (_contract(items=(Item("1", "가", -1),)), Tag.CONTRACT, "items.quantity"),
        (asked(ocid_prefix="onjang"), Tag.TENDER, "ocid_prefix"),
        (asked(process="2026/1"), Tag.TENDER, "process"),
        (asked(agency=Party("123", "가")), Tag.TENDER, "business_number"),
        (
            bound(payments=(Payment("P", "6018300012", 1, at(4, 1)),)),
            Tag.IMPLEMENTATION,
            "payments.payee",
        ),
        (
            bound(
                deliveries=(
                    Milestone("D", "납품", dt.date(2026, 4, 1), MilestoneStatus.MET, at(4, 1)),
                )
            ),
            Tag.IMPLEMENTATION,
            "milestones.met_at",
        ),
    ],
)
def test_bad_facts_are_refused_by_their_field(facts: ContractFacts, tag: Tag, field: str) -> None:
    with pytest.raises(OcdsError) as refused:
        ocds.release(facts, tag=tag, release_id="x", date=at(4, 20))
    assert refused.value.field == field


def test_bad_releases_are_refused_by_their_field() -> None:
    with pytest.raises(OcdsError, match="시간대"):
        ocds.release(asked(), tag=Tag.TENDER, release_id="x", date=dt.datetime(2026, 1, 1))  # noqa: DTZ001
    with pytest.raises(OcdsError, match="tag"):
        ocds.release(asked(), tag=[], release_id="x", date=at(3, 2))
    with pytest.raises(OcdsError, match="release_id"):
        ocds.release(asked(), tag=Tag.TENDER, release_id="a#1", date=at(3, 2))
    with pytest.raises(OcdsError, match="number"):
        ocds.release_id("ocds-onjang-1", Tag.TENDER, 0)
