"""From rows to enterprises: numbers, addresses and papers that hold, all of them invented."""

from __future__ import annotations

import datetime as dt
import random

from backend.demo.content.enterprise_rows import ROWS, Row
from backend.demo.content.model import CredentialSpec, EnterpriseSpec
from backend.demo.content.themes import THEMES
from backend.demo.content.words import (
    DISTRICT_CODES,
    DISTRICTS,
    SURNAMES,
    address_in,
    person_name,
)
from core.business_number import check_digit
from vendors.rules import CredentialKind as Kind

_BANKS = ("온장은행(데모)", "갈매기은행(데모)", "바다새마을금고(데모)", "동백신협(데모)")
_PURPOSES = ("일자리제공형", "사회서비스제공형", "지역사회공헌형", "혼합형", "기타(창의·혁신)형")

#: kind -> authority, law, number; "{gu}" is the district, "{year}" the year of issue
_PAPERS: dict[Kind, tuple[str, str, str]] = {
    Kind.SOCIAL_ENTERPRISE: ("고용노동부", "사회적기업 육성법 제7조", "데모 제{year}-{n:03d}호"),
    Kind.PRELIMINARY: (
        "부산광역시",
        "부산광역시 사회적기업 육성 조례",
        "데모 부산예비 제{year}-{n:03d}호",
    ),
    Kind.COOPERATIVE: ("부산광역시", "협동조합 기본법 제15조", "데모 부산 {year}-{n:04d}"),
    Kind.SOCIAL_COOPERATIVE: ("고용노동부", "협동조합 기본법 제85조", "데모 고용 {year}-{n:04d}"),
    Kind.VILLAGE: ("행정안전부", "마을기업 육성사업 시행지침", "데모 마을 {year}-부산-{n:02d}"),
    Kind.SELF_SUPPORT: (
        "{gu}청",
        "국민기초생활 보장법 제18조",
        "데모 {gu} 자활 {year}-{n:02d}",
    ),
    Kind.BUSAN_TYPE: (
        "부산광역시",
        "부산광역시 사회적경제 육성 및 지원 조례",
        "데모 부산형 {year}-{n:02d}",
    ),
    Kind.SOCIAL_VENTURE: (
        "기술보증기금",
        "벤처기업육성에 관한 특별법 제16조의11",
        "데모 소셜벤처 {year}-{n:04d}",
    ),
    Kind.WOMEN_OWNED: (
        "여성기업종합지원센터",
        "여성기업지원에 관한 법률 제2조",
        "데모 여성 {year}-{n:05d}",
    ),
    Kind.DISABLED_OWNED: (
        "장애인기업종합지원센터",
        "장애인기업활동 촉진법 제2조",
        "데모 장애인 {year}-{n:05d}",
    ),
    Kind.SEVERE_DISABILITY_PRODUCER: (
        "보건복지부",
        "중증장애인생산품 우선구매 특별법 제9조",
        "데모 중증 제{year}-{n:03d}호",
    ),
}
#: for how many years a paper holds; absent: until it is revoked
_YEARS = {
    Kind.PRELIMINARY: 3,
    Kind.SOCIAL_VENTURE: 2,
    Kind.WOMEN_OWNED: 3,
    Kind.DISABLED_OWNED: 3,
    Kind.SEVERE_DISABILITY_PRODUCER: 3,
    Kind.BUSAN_TYPE: 3,
}


def business_number(rng: random.Random, taken: set[str], *, middle: str) -> str:
    """A number that passes the check and is new; ``middle``: 81 a company, 82 a non-profit."""
    while True:
        first = f"{rng.randint(600, 629)}{middle}{rng.randint(0, 9999):04d}"
        number = first + str(check_digit(first))
        if number not in taken:
            taken.add(number)
            return number


def _date_in(rng: random.Random, year: int) -> dt.date:
    return dt.date(year, 1, 1) + dt.timedelta(days=rng.randint(10, 350))


def _vulnerable_percent(kinds: list[Kind], rng: random.Random) -> int:
    """Share of vulnerable people employed, where a paper states it (else 0)."""
    if Kind.SEVERE_DISABILITY_PRODUCER in kinds:
        return rng.choice((60, 70, 75))
    if {Kind.SELF_SUPPORT, Kind.SOCIAL_COOPERATIVE}.intersection(kinds):
        return rng.choice((35, 40, 50, 60))
    if {Kind.SOCIAL_ENTERPRISE, Kind.VILLAGE}.intersection(kinds):
        return rng.choice((20, 30, 35, 40, 50))
    return 0


def _credential(kind: Kind, row: Row, rng: random.Random, today: dt.date) -> CredentialSpec:
    years = _YEARS.get(kind)
    expires = None
    if years:  # still valid today, and valid through the eighteen months before
        expires = today + dt.timedelta(days=rng.randint(60, 360 * max(1, years - 2)))
        issued = min(expires - dt.timedelta(days=365 * years - 1), today - dt.timedelta(days=560))
    else:
        issued = _date_in(rng, min(row.founded + rng.randint(0, 3), today.year - 2))
    authority, law, number = _PAPERS[kind]
    fill = {"gu": row.district, "year": issued.year, "n": rng.randint(11, 98)}
    return CredentialSpec(
        kind=kind.value,
        number=number.format(**fill),
        authority=authority.format(**fill),
        law=law,
        issued_on=issued,
        expires_on=expires,
        purpose=rng.choice(_PURPOSES) if kind == Kind.SOCIAL_ENTERPRISE else "",
    )


def _enterprise(
    row: Row, index: int, rng: random.Random, taken: set[str], today: dt.date
) -> EnterpriseSpec:
    district = DISTRICT_CODES[row.district]
    representative, representative_en = person_name(rng)
    postal_code, address = address_in(district, rng)
    kinds = [Kind(kind) for kind in row.kinds.split()]
    exempt = index % 11 == 7
    founded = _date_in(rng, row.founded)
    # three in four were there from the market's first day, the rest joined on the way
    joined = today - dt.timedelta(days=548 if index % 4 != 3 else rng.randint(90, 480))
    return EnterpriseSpec(
        slug=row.slug,
        ko=row.ko,
        en=row.en,
        business_number=business_number(
            rng, taken, middle="82" if Kind.SOCIAL_COOPERATIVE in kinds else "81"
        ),
        representative=representative,
        representative_en=representative_en,
        district=district,
        district_ko=row.district,
        postal_code=postal_code,
        address=address,
        phone=f"051-000-{1000 + index * 7:04d}",
        email=f"hello@{row.slug}.example",
        mail_order_number=""
        if exempt
        else f"제{max(row.founded + 1, 2012)}-부산{row.district.removesuffix('구').removesuffix('군')}"
        f"-{rng.randint(1, 999):04d}호(데모)",
        mail_order_exempt_reason="간이과세자로서 통신판매업 신고 면제(데모)" if exempt else "",
        story_ko=row.story_ko,
        story_en=row.story_en,
        founded_on=founded,
        joined_on=max(joined, founded),
        credentials=tuple(_credential(kind, row, rng, today) for kind in kinds),
        lines=row.lines,
        colour=row.colour,
        emblem=THEMES[row.lines[0].split(":")[1].split(",")[0].strip()].emblem,
        picture=row.slug if index < len(ROWS) else ROWS[index % len(ROWS)].slug,
        pull=row.pull,
        bank_name=rng.choice(_BANKS),
        bank_account=f"000-{rng.randint(1000, 9999)}-{rng.randint(1000, 9999)}-00",
        vulnerable_percent=_vulnerable_percent(kinds, rng),
    )


def enterprises(
    *, count: int, rng: random.Random, taken: set[str], today: dt.date
) -> tuple[EnterpriseSpec, ...]:
    """The sixty (or fewer, of every trade), and beyond them sister enterprises elsewhere."""
    made = []
    for index in range(count):
        row = ROWS[index % len(ROWS)] if count >= len(ROWS) else ROWS[index * len(ROWS) // count]
        if index >= len(ROWS):
            row = _sister(row, index // len(ROWS), index)
        made.append(_enterprise(row, index, rng, taken, today))
    return tuple(made)


def _sister(row: Row, generation: int, index: int) -> Row:
    """Another enterprise of the same trade, named for its own district and founder."""
    districts = list(DISTRICTS.values())
    name, name_en, _, _ = districts[(index * 5 + generation) % len(districts)]
    surname = SURNAMES[(index * 7 + generation) % len(SURNAMES)]
    short, short_en = name.removesuffix("구").removesuffix("군"), name_en.split("-")[0]
    if len(short) < 2:
        short = name
    return row._replace(
        slug=f"{row.slug}-{short_en.lower()}-{generation}",
        ko=f"{short} {surname[0]}씨네 {row.ko}",
        en=f"{surname[1]}'s {row.en} of {short_en}",
        district=name,
        founded=2010 + (index * 3) % 13,
        pull=max(1, row.pull // 3),
    )
