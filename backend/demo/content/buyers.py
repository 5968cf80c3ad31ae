"""Who buys: eight public agencies, twelve local companies, and citizens. All invented."""

from __future__ import annotations

import datetime as dt
import random

from backend.demo.content.enterprises import business_number
from backend.demo.content.model import BudgetSpec, CitizenSpec, OrganizationSpec, PersonSpec
from backend.demo.content.words import DISTRICT_CODES, address_in, person_name

# slug, Korean, English, district, declared purchases a year (won), pull
_AGENCIES = (
    ("bada-gu", "바다구청(데모)", "Bada District Office (demo)", "해운대구", 6_800_000_000, 6),
    ("dongbaek-gu", "동백구청(데모)", "Dongbaek District Office (demo)", "부산진구", 5_200_000_000, 5),
    ("hanggu-facility", "부산항구시설공단(데모)", "Busan Harbour Facilities (demo)", "중구", 9_400_000_000, 5),
    ("nuri-transit", "부산누리교통공사(데모)", "Busan Nuri Transit (demo)", "부산진구", 12_500_000_000, 6),
    ("baeum-edu", "온빛교육지원청(데모)", "Onbit Education Office (demo)", "동래구", 4_300_000_000, 4),
    ("saebyeok-health", "새벽보건소(데모)", "Saebyeok Health Centre (demo)", "사하구", 1_150_000_000, 2),
    ("pureun-env", "부산푸른환경공단(데모)", "Busan Pureun Environment (demo)", "사상구", 7_100_000_000, 3),
    ("galmaegi-library", "갈매기도서관사업소(데모)", "Galmaegi Libraries (demo)", "금정구", 620_000_000, 2),
)  # fmt: skip
# slug, Korean, English, district, industry, net days, credit limit, pull
_COMPANIES = (
    ("haepung-marine", "해풍조선기자재(데모)", "Haepung Marine (demo)", "강서구", "조선기자재", 30, 80_000_000, 5),
    ("onnuri-hotel", "온누리호텔(데모)", "Onnuri Hotel (demo)", "해운대구", "숙박", 30, 50_000_000, 6),
    ("mirae-soft", "미래소프트부산(데모)", "Mirae Soft Busan (demo)", "해운대구", "소프트웨어", 15, 30_000_000, 4),
    ("namhang-foods", "남항식품(데모)", "Namhang Foods (demo)", "서구", "식품가공", 30, 40_000_000, 3),
    ("seomyeon-clinic", "서면온종합병원(데모)", "Seomyeon On Hospital (demo)", "부산진구", "의료", 30, 60_000_000, 5),
    ("gwangan-bank", "광안저축은행(데모)", "Gwangan Savings Bank (demo)", "수영구", "금융", 15, 50_000_000, 4),
    ("noksan-metal", "녹산금속(데모)", "Noksan Metal (demo)", "강서구", "금속가공", 30, 30_000_000, 3),
    ("oryuk-logistics", "오륙물류(데모)", "Oryuk Logistics (demo)", "남구", "물류", 30, 40_000_000, 3),
    ("dalmaji-design", "달맞이디자인(데모)", "Dalmaji Design (demo)", "해운대구", "디자인", 15, 10_000_000, 2),
    ("hwamyeong-edu", "화명에듀(데모)", "Hwamyeong Edu (demo)", "북구", "교육", 15, 15_000_000, 2),
    ("centum-media", "센텀미디어온(데모)", "Centum Media On (demo)", "해운대구", "방송", 15, 20_000_000, 3),
    ("jeonggwan-pharm", "정관제약(데모)", "Jeonggwan Pharm (demo)", "기장군", "제약", 30, 60_000_000, 4),
)  # fmt: skip

_AGENCY_PEOPLE = (
    ("requester", "주무관", "purchase"),
    ("requester", "주무관", "welfare"),
    ("approver", "과장", "approver"),
    ("inspector", "팀장", "inspector"),
    ("finance", "지출관", "finance"),
    ("owner", "계약담당", "contract"),
)
_COMPANY_PEOPLE = (
    ("requester", "대리", "purchase"),
    ("approver", "부장", "approver"),
    ("inspector", "과장", "receiving"),
    ("finance", "재무과장", "finance"),
    ("owner", "대표", "owner"),
)
# programme, item code (통계목), its name, share of the yearly social-economy budget in per mille
_BUDGETS = (
    ("일반회계", "행정지원/청사관리/기본경비", "201-01", "사무관리비", 380),
    ("일반회계", "행정지원/청사관리/공공운영", "201-02", "공공운영비", 270),
    ("일반회계", "복지증진/어르신복지/행사운영", "201-03", "행사운영비", 150),
    ("일반회계", "복지증진/나눔/포상", "301-12", "행사실비지원금", 120),
    ("특별회계", "주민자치/마을공동체/자산취득", "405-01", "자산및물품취득비", 80),
)
_COST_CENTRES = (
    ("HR-100", "인사총무팀", "People & general affairs"),
    ("MK-200", "마케팅팀", "Marketing"),
    ("ESG-300", "ESG경영실", "ESG"),
    ("OP-400", "현장운영팀", "Operations"),
)


def _people(
    roles: tuple[tuple[str, str, str], ...], domain: str, rng: random.Random
) -> tuple[PersonSpec, ...]:
    people = []
    for role, title, mailbox in roles:
        ko, en = person_name(rng)
        people.append(PersonSpec(ko, en, f"{mailbox}@{domain}", role, title))
    return tuple(people)


def agencies(
    *, rng: random.Random, taken: set[str], today: dt.date
) -> tuple[OrganizationSpec, ...]:
    made = []
    for index, (slug, ko, en, district, declared, pull) in enumerate(_AGENCIES):
        code = DISTRICT_CODES[district]
        postal_code, address = address_in(code, rng)
        domain = f"{slug}.example"
        years = (today.year - 2, today.year - 1, today.year)
        budgets = tuple(
            BudgetSpec(year, account, programme, item, name, declared * 6 // 100 * share // 1000)
            for year in years
            for account, programme, item, name, share in _BUDGETS
        )
        made.append(
            OrganizationSpec(
                slug=slug,
                ko=ko,
                en=en,
                business_number=business_number(rng, taken, middle="83"),
                domain=domain,
                district=code,
                district_ko=district,
                postal_code=postal_code,
                address=address,
                phone=f"051-000-{8100 + index * 11:04d}",
                people=_people(_AGENCY_PEOPLE, domain, rng),
                industry="공공",
                budgets=budgets,
                declared={
                    year: declared * (94 + 3 * n) // 100_000_000 * 1_000_000
                    for n, year in enumerate(years)
                },
                pull=pull,
            )
        )
    return tuple(made)


def companies(*, rng: random.Random, taken: set[str]) -> tuple[OrganizationSpec, ...]:
    made = []
    for index, (slug, ko, en, district, industry, net, limit, pull) in enumerate(_COMPANIES):
        code = DISTRICT_CODES[district]
        postal_code, address = address_in(code, rng)
        domain = f"{slug}.example"
        made.append(
            OrganizationSpec(
                slug=slug,
                ko=ko,
                en=en,
                business_number=business_number(rng, taken, middle="81"),
                domain=domain,
                district=code,
                district_ko=district,
                postal_code=postal_code,
                address=address,
                phone=f"051-000-{9100 + index * 11:04d}",
                people=_people(_COMPANY_PEOPLE, domain, rng),
                industry=industry,
                cost_centres=_COST_CENTRES,
                terms_days=net,
                credit_limit=limit,
                pull=pull,
            )
        )
    return tuple(made)


#: residents by district in thousands, about 2024: where the citizens live
_RESIDENTS = {
    "해운대구": 378, "부산진구": 360, "사하구": 292, "동래구": 273, "북구": 271, "남구": 254,
    "금정구": 214, "연제구": 208, "사상구": 200, "기장군": 178, "수영구": 172, "강서구": 143,
    "영도구": 104, "서구": 102, "동구": 86, "중구": 38,
}  # fmt: skip


def citizens(*, count: int, rng: random.Random, today: dt.date) -> tuple[CitizenSpec, ...]:
    made = []
    names, weights = list(_RESIDENTS), list(_RESIDENTS.values())
    for number in range(1, count + 1):
        ko, en = person_name(rng)
        district = DISTRICT_CODES[rng.choices(names, weights)[0]]
        postal_code, address = address_in(district, rng, home=True)
        made.append(
            CitizenSpec(
                ko=ko,
                en=en,
                email=f"citizen{number:04d}@people.example",
                phone=f"010-0000-{number:04d}",
                district=district,
                postal_code=postal_code,
                address=address,
                joined_on=today - dt.timedelta(days=int(548 * (1 - rng.random() ** 0.7)) + 1),
            )
        )
    return tuple(made)
