"""Korean words that take the right particle, and names of fictitious people and places."""

from __future__ import annotations

import random

_PAIRS = {
    "을": ("을", "를"),
    "은": ("은", "는"),
    "이": ("이", "가"),
    "과": ("과", "와"),
    "으로": ("으로", "로"),
    "이라": ("이라", "라"),
}


class Word(str):
    """A Korean word whose format spec is a particle: ``f"{Word('유자'):을}"`` is ``유자를``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if not spec:
            return str(self)
        closed, open_ = _PAIRS[spec]
        final = (ord(self[-1]) - 0xAC00) % 28 if "가" <= self[-1] <= "힣" else 0
        if spec == "으로" and final == 8:  # after ㄹ the vowel falls
            final = 0
        return f"{self!s}{closed if final else open_}"


#: romanised as passports do
SURNAMES = (
    ("김", "Kim"), ("이", "Lee"), ("박", "Park"), ("최", "Choi"), ("정", "Jung"),
    ("강", "Kang"), ("조", "Cho"), ("윤", "Yoon"), ("장", "Jang"), ("임", "Lim"),
    ("한", "Han"), ("오", "Oh"), ("서", "Seo"), ("신", "Shin"), ("권", "Kwon"),
    ("황", "Hwang"), ("안", "Ahn"), ("송", "Song"), ("류", "Ryu"), ("홍", "Hong"),
    ("배", "Bae"), ("문", "Moon"), ("하", "Ha"), ("곽", "Kwak"),
)  # fmt: skip
GIVEN_NAMES = (
    ("데모", "Demo"), ("가온", "Gaon"), ("다온", "Daon"), ("라온", "Raon"), ("미르", "Mir"),
    ("보름", "Boreum"), ("새봄", "Saebom"), ("아람", "Aram"), ("여울", "Yeoul"), ("이든", "Ideun"),
    ("한결", "Hangyeol"), ("해솔", "Haesol"), ("도담", "Dodam"), ("바다", "Bada"), ("슬기", "Seulgi"),
    ("우람", "Uram"), ("찬솔", "Chansol"), ("초롱", "Chorong"), ("푸름", "Pureum"), ("하람", "Haram"),
    ("나래", "Narae"), ("누리", "Nuri"), ("단비", "Danbi"), ("든솔", "Deunsol"), ("마루", "Maru"),
    ("버들", "Beodeul"), ("소담", "Sodam"), ("온유", "Onyu"), ("은솔", "Eunsol"), ("주원", "Juwon"),
    ("차오름", "Chaoreum"), ("큰솔", "Keunsol"), ("한별", "Hanbyeol"), ("가람", "Garam"),
    ("고은", "Goeun"), ("윤슬", "Yunseul"),
)  # fmt: skip

#: district code -> Korean name, English name, first three digits of its postal codes,
#: invented streets (no such street exists there: the market is a demo)
DISTRICTS: dict[str, tuple[str, str, str, tuple[str, str]]] = {
    "26110": ("중구", "Jung-gu", "489", ("광복온장길", "보수책방골로")),
    "26140": ("서구", "Seo-gu", "492", ("송도등대길", "아미비탈로")),
    "26170": ("동구", "Dong-gu", "487", ("초량온장길", "이바구언덕로")),
    "26200": ("영도구", "Yeongdo-gu", "490", ("봉래물양장로", "흰여울온장길")),
    "26230": ("부산진구", "Busanjin-gu", "471", ("전포공방길", "부전시장온장로")),
    "26260": ("동래구", "Dongnae-gu", "477", ("온천학길", "명륜온장로")),
    "26290": ("남구", "Nam-gu", "484", ("문현온장로", "오륙도바람길")),
    "26320": ("북구", "Buk-gu", "465", ("구포나루길", "화명온장로")),
    "26350": ("해운대구", "Haeundae-gu", "480", ("반여온장로", "달맞이새벽길")),
    "26380": ("사하구", "Saha-gu", "493", ("감천물감길", "장림온장로")),
    "26410": ("금정구", "Geumjeong-gu", "462", ("금정산바람길", "서동예술온장로")),
    "26440": ("강서구", "Gangseo-gu", "467", ("대저들녘길", "명지온장로")),
    "26470": ("연제구", "Yeonje-gu", "475", ("연산온장로", "배산마루길")),
    "26500": ("수영구", "Suyeong-gu", "482", ("망미골목길", "광안온장로")),
    "26530": ("사상구", "Sasang-gu", "469", ("괘법온장로", "모라공장길")),
    "26710": ("기장군", "Gijang-gun", "460", ("대변포구길", "정관온장로")),
}
DISTRICT_CODES = {names[0]: code for code, names in DISTRICTS.items()}


def person_name(rng: random.Random) -> tuple[str, str]:
    """A fictitious Korean name and its romanised form."""
    surname, given = rng.choice(SURNAMES), rng.choice(GIVEN_NAMES[1:])
    return surname[0] + given[0], f"{given[1]} {surname[1]}"


def address_in(district: str, rng: random.Random, *, home: bool = False) -> tuple[str, str]:
    """A postal code and an address in ``district`` on a street that doesn't exist."""
    name, _, prefix, streets = DISTRICTS[district]
    street = rng.choice(streets)
    number = rng.randint(3, 180)
    inside = (
        f"{rng.randint(101, 112)}동 {rng.randint(2, 20)}0{rng.randint(1, 4)}호"
        if home
        else f"{rng.randint(1, 4)}층"
    )
    return f"{prefix}{rng.randint(0, 99):02d}", f"부산광역시 {name} {street} {number}, {inside}"
