"""Templates × themes × enterprises: what each enterprise sells, said as a shopkeeper would."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Iterator

from backend.demo.content.categories import CATEGORY_BY_SLUG
from backend.demo.content.model import (
    EnterpriseSpec,
    ProductSpec,
    Template,
    Theme,
    TierSpec,
    VariantSpec,
)
from backend.demo.content.templates_food import FOOD
from backend.demo.content.templates_goods import GOODS
from backend.demo.content.templates_services import SERVICES
from backend.demo.content.themes import THEMES
from backend.demo.content.words import DISTRICTS, Word

TEMPLATES: dict[str, Template] = {t.key: t for t in FOOD + GOODS + SERVICES}

#: whole names that people say otherwise than template and theme would
_NAMES = {
    "참깨기름": ("참기름", "Sesame Oil"),
    "들깨기름": ("들기름", "Perilla Oil"),
    "녹차차": ("녹차", "Green Tea"),
    "녹차차 티백": ("녹차 티백", "Green Tea Bags"),
    "국화차": ("국화차", "Chrysanthemum Tea"),
    "쌀 누룽지": ("쌀 누룽지", "Scorched White Rice"),
    "현미 누룽지": ("현미 누룽지", "Scorched Brown Rice"),
    "메밀 누룽지": ("메밀 누룽지", "Scorched Buckwheat"),
    "현미 강정": ("현미 강정", "Brown Rice Brittle"),
    "바다소금 입욕소금": ("바다 입욕소금", "Ocean Bath Salt"),
    "배추 김치": ("배추김치", "Napa Cabbage Kimchi"),
    "갓 김치": ("갓김치", "Mustard Leaf Kimchi"),
    "무 김치": ("섞박지", "Radish Kimchi"),
    "부추 김치": ("부추김치", "Garlic Chive Kimchi"),
    "연근 반찬": ("연근조림", "Braised Lotus Root"),
    "멸치 반찬": ("멸치볶음", "Stir-Fried Anchovies"),
    "우엉 반찬": ("우엉조림", "Braised Burdock"),
    "콩 반찬": ("콩자반", "Soy-Glazed Beans"),
    "시금치 반찬": ("시금치나물", "Seasoned Spinach"),
    "무 반찬": ("무생채", "Radish Salad"),
    "깻잎 반찬": ("깻잎찜", "Steamed Perilla Leaves"),
    "고등어 반찬": ("고등어조림", "Braised Mackerel"),
    "새우 반찬": ("마른새우볶음", "Stir-Fried Dried Shrimp"),
    "오징어 반찬": ("오징어채볶음", "Stir-Fried Shredded Squid"),
    "불고기 반찬": ("불고기볶음", "Pan-Fried Bulgogi"),
    "고구마 반찬": ("고구마조림", "Braised Sweet Potato"),
    "순한맛 반찬": ("순한 아이 반찬 3종", "Three Mild Side Dishes"),
    "쑥 떡": ("쑥떡", "Mugwort Rice Cake"),
    "단호박 떡": ("단호박설기", "Pumpkin Rice Cake"),
    "인절미 떡": ("인절미", "Injeolmi Rice Cake"),
    "흑임자 떡": ("흑임자떡", "Black Sesame Rice Cake"),
    "팥 떡": ("팥시루떡", "Red Bean Rice Cake"),
    "대추 떡": ("대추약식", "Jujube Sweet Rice"),
    "고구마 떡": ("고구마설기", "Sweet Potato Rice Cake"),
    "밤 떡": ("밤떡", "Chestnut Rice Cake"),
    "콩고물 떡": ("콩고물떡", "Bean Crumb Rice Cake"),
    "김 한 톳": ("생김 한 톳", "A Hundred Sheets of Laver"),
    "파래 한 톳": ("파래김 한 톳", "A Hundred Sheets of Sea Lettuce Laver"),
    "폐현수막 현수막": ("되살림 현수막", "Reclaimed Banner"),
    "느타리버섯": ("느타리버섯", "Oyster Mushrooms"),
    "토마토 한 상자": ("토마토 한 상자", "Box of Tomatoes"),
    "딸기 한 상자": ("딸기 한 상자", "Box of Strawberries"),
    "배 한 상자": ("배 한 상자", "Box of Pears"),
    "사과 한 상자": ("사과 한 상자", "Box of Apples"),
    "무화과 한 상자": ("무화과 한 상자", "Box of Figs"),
    "블루베리 한 상자": ("블루베리 한 상자", "Box of Blueberries"),
    "대파 한 바구니": ("대파 한 바구니", "Basket of Leeks"),
    "당근 한 바구니": ("당근 한 바구니", "Basket of Carrots"),
    "비트 한 바구니": ("비트 한 바구니", "Basket of Beets"),
    "오이 한 바구니": ("오이 한 바구니", "Basket of Cucumbers"),
    "부추 한 바구니": ("부추 한 바구니", "Basket of Chives"),
    "고구마 한 바구니": ("고구마 한 바구니", "Basket of Sweet Potatoes"),
    "무 한 바구니": ("무 한 바구니", "Basket of Radishes"),
    "가정 방문돌봄": ("가정 방문돌봄", "Home Care"),
    "경로당 방문돌봄": ("경로당 방문돌봄", "Care at the Seniors' Centre"),
    "국악 교육": ("국악 교육", "Korean Music Lessons"),
    "회의 출장카페": ("회의 출장카페", "Coffee Cart for Meetings"),
    "회의 다과상자": ("회의 다과상자", "Snack Box for Meetings"),
    "회의 출장뷔페": ("회의 출장뷔페", "Buffet for Meetings"),
}
_ENGLISH = (
    ("Thanks ", "Thank-You "),
    ("Opening Day", "Opening-Day"),
    ("First Birthday", "First-Birthday"),
    ("Village Festival", "Village-Festival"),
)
_EXTRA_PACKS = (
    ("", "", 100),
    ("실속 ", "Value ", 92),
    ("알뜰 ", "Saver ", 88),
    ("듬뿍 ", "Generous ", 135),
    ("꾸러미 ", "Bundle of ", 190),
    ("작은 ", "Small ", 70),
)
_CLOSING_KO = (
    "{e:이} {d}에서 정성껏 준비합니다.",
    "{d} {e}의 손끝에서 나왔습니다.",
    "{e} 사람들이 하나하나 살펴 보냅니다.",
    "수익은 {e}의 일자리를 지키는 데 쓰입니다.",
    "{d}에서 일하는 {e:이} 만들었습니다.",
)
_CLOSING_KO_SERVICE = (
    "{d}의 {e:이} 책임지고 진행합니다.",
    "{e} 담당자가 먼저 전화로 일정을 여쭙니다.",
    "수익은 {e}의 일자리를 지키는 데 쓰입니다.",
)
_CLOSING_EN = (
    "Made by {e} in {d}.",
    "From the hands of {e}, {d}.",
    "Every sale keeps jobs at {e}.",
)
_CLOSING_EN_SERVICE = ("Done by {e} in {d}.", "{e} calls you first to set the day.")


def _names(template: Template, theme: Theme) -> tuple[str, str]:
    ko = template.ko.format(t=Word(theme.ko))
    en = template.en.format(t=theme.en)
    for plain, said in _ENGLISH:
        en = en.replace(plain, said)
    return _NAMES.get(ko, (ko, en))


def _tiers(template: Template, rng: random.Random) -> tuple[TierSpec, ...]:
    """Who buys many pays less: cheap things by the hundred, dear ones by the ten."""
    if not template.tiers or (not template.gift and rng.random() > 0.8):
        return ()
    if template.price >= 200_000:
        steps: tuple[tuple[int, int], ...] = ((3, 96), (10, 92))
    elif template.price >= 50_000:
        steps = ((10, 95), (30, 91), (100, 87))
    elif template.gift:
        steps = ((20, 96), (50, 93), (100, 90), (300, 86))
    else:
        steps = ((50, 95), (100, 91), (500, 85))
    return tuple(TierSpec(quantity, percent - rng.choice((0, 0, 1))) for quantity, percent in steps)


def _notice(
    template: Template, theme: Theme, name: str, pack: str, e: EnterpriseSpec
) -> dict[str, str]:
    made_of = template.made_of.format(t=theme.ko)
    maker = f"{e.ko} / {e.address}"
    service = not CATEGORY_BY_SLUG[template.category].shippable
    fresh = template.category == "farm-sea"
    axis = template.axis
    said = {
        "name": name,
        "food_type": template.kind or "농수산물",
        "producer": maker,
        "made_on": "주문 후 생산하여 제조일로부터 7일 이내 발송"
        if template.category != "textile"
        else "상품 라벨에 표시",
        "shelf_life": template.shelf,
        "volume": pack,
        "ingredients": made_of,
        "gmo": "해당 없음",
        "caution": {
            "processed-food": "직사광선을 피해 보관하고 개봉 후에는 냉장 보관하세요. 알레르기 유발 물질은 포장지를 확인하세요.",
            "bakery": "밀, 우유, 달걀, 견과류를 다루는 시설에서 만듭니다.",
            "tea-coffee": "개봉 후 밀봉하여 서늘한 곳에 보관하세요.",
            "beauty-soap": "상처가 있는 부위에는 쓰지 말고, 눈에 들어가면 바로 씻어 내세요.",
            "textile": "30℃ 이하 찬물에 단독 세탁, 그늘에서 건조하세요.",
        }.get(template.category, "화기와 직사광선을 피하고 어린이의 손이 닿지 않는 곳에 두세요."),
        "nutrition": "포장지에 표시",
        "origin": "국산(부산)" if fresh else "대한민국",
        "storage": "0–5℃ 냉장 보관" if "냉장" in template.shelf else "서늘하고 습기 없는 곳에 보관",
        "grade": "해당 없음",
        "skin_type": template.kind,
        "usage": "적당량을 덜어 거품을 내거나 펴 바른 뒤 필요하면 물로 헹굽니다.",
        "functional": "해당 없음",
        "warranty": "공정거래위원회 고시 소비자분쟁해결기준에 따라 보상합니다.",
        "contact": f"{e.ko} {e.phone}",
        "material": made_of,
        "colour": ", ".join(c.ko for c in axis.choices)
        if axis and axis.key == "colour"
        else "상품 사진 참조",
        "size": ", ".join(c.ko for c in axis.choices) if axis and axis.key == "size" else pack,
        "age": "3세 이상" if template.kind in ("완구", "교구", "도서") else "전 연령",
        "safety_mark": "공급자적합성확인(데모)" if template.kind == "완구" else "해당 없음",
        "scope": f"{made_of} ({pack})",
        "qualification": template.kind,
        "cancellation": "시작 3일 전까지 전액 환불, 이후에는 소비자분쟁해결기준에 따릅니다.",
    }
    fields = CATEGORY_BY_SLUG[template.category].notice
    notice = {field.key: said[field.key] for field in fields if said.get(field.key)}
    if service and template.shelf:
        notice["scope"] += f", {template.shelf}"
    return notice


def _variants(
    template: Template, code: str, price: int, weight_g: int, rng: random.Random
) -> tuple[VariantSpec, ...]:
    def stock() -> int:
        if template.weight_g == 0:
            return rng.randint(60, 160)
        if template.gift:
            return rng.randint(700, 1500)
        base = 2400 if template.price < 10_000 else 900 if template.price < 40_000 else 260
        return rng.randint(base // 2, base)

    if template.axis is None:
        return (VariantSpec(code, "", "", {}, price, weight_g, stock()),)
    return tuple(
        VariantSpec(
            sku=f"{code}-{number}",
            ko=choice.ko,
            en=choice.en,
            options={template.axis.key: choice.ko},
            price=_round(price * choice.percent // 100),
            weight_g=weight_g * choice.percent // 100,
            stock=stock(),
        )
        for number, choice in enumerate(template.axis.choices, start=1)
    )


def _round(price: int) -> int:
    return price // 1000 * 1000 if price >= 100_000 else price // 100 * 100


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("'", "")).strip("-")


def _pairs(lines: tuple[str, ...]) -> Iterator[tuple[Template, Theme]]:
    for line in lines:
        key, themes = line.split(":")
        for theme in themes.split(","):
            yield TEMPLATES[key.strip()], THEMES[theme.strip()]


def _product(
    *, template: Template, theme: Theme, e: EnterpriseSpec, code: str, pack_name: tuple[str, str, int],
    brand: bool, rng: random.Random, today: dt.date, taken: set[str],
) -> ProductSpec:  # fmt: skip
    word = Word(theme.ko)
    ko, en = _names(template, theme)
    ko, en = pack_name[0] + ko, pack_name[1] + en
    if brand:
        ko, en = f"{e.ko} {ko}", f"{en} by {e.en}"
    slug = _slug(en)
    if slug in taken:
        slug = f"{slug}-{_slug(code)}"
    taken.add(slug)
    # each maker has its own price, within a tenth
    price = _round(
        template.price * pack_name[2] * rng.choice((96, 98, 100, 100, 102, 105)) // 10_000
    )
    weight = template.weight_g * pack_name[2] // 100
    is_service = template.weight_g == 0
    closing_ko = rng.choice(_CLOSING_KO_SERVICE if is_service else _CLOSING_KO)
    closing_en = rng.choice(_CLOSING_EN_SERVICE if is_service else _CLOSING_EN)
    axis_values = f", {template.axis.ko} {len(template.axis.choices)}가지" if template.axis else ""
    text_ko = " ".join(
        (
            template.text_ko.format(t=word),
            theme.blurb_ko,
            closing_ko.format(e=Word(e.ko), d=e.district_ko),
        )
    )
    text_en = " ".join(
        (template.text_en, theme.blurb_en, closing_en.format(e=e.en, d=DISTRICTS[e.district][1]))
    )
    oldest = (today - e.joined_on).days
    listed = today - dt.timedelta(days=rng.choice((oldest, oldest, oldest, rng.randint(5, oldest))))
    green = f"데모 {template.green} 제{rng.randint(10000, 29999)}호" if template.green else ""
    return ProductSpec(
        slug=slug,
        enterprise=e.slug,
        category=template.category,
        template=template.key,
        ko=ko,
        en=en,
        text_ko=text_ko,
        text_en=text_en,
        price=price,
        tiers=_tiers(template, rng),
        axis=template.axis,
        variants=_variants(template, code, price, weight, rng),
        weight_g=weight,
        exempt=template.exempt,
        gift=template.gift,
        green=green,
        lead_days=template.lead_days,
        notice=_notice(template, theme, ko, template.pack + axis_values, e),
        keywords=tuple(dict.fromkeys((*template.keywords, theme.ko, e.district_ko))),
        listed_on=listed,
        pull=max(1, e.pull * rng.choice((1, 2, 3, 5)) // 2),
        picture=f"{template.key}-{_slug(theme.en)}".replace("_", "-"),
        theme=theme.ko,
        theme_en=theme.en,
        motif=template.motif,
        colour=theme.colour,
        emblem=theme.emblem,
    )


def products(
    *, enterprises: tuple[EnterpriseSpec, ...], each: int, rng: random.Random, today: dt.date
) -> tuple[ProductSpec, ...]:
    """Ten products an enterprise as written; more (``each`` > 10) as further packs of them.

    Names are unique: an enterprise's own ten stand bare, the rest carry its name.
    """
    made: list[ProductSpec] = []
    taken: set[str] = set()
    for number, enterprise in enumerate(enterprises, start=1):
        pairs = list(_pairs(enterprise.lines))
        first = number <= 60
        for index in range(each):
            template, theme = pairs[index % len(pairs)]
            pack = _EXTRA_PACKS[index // len(pairs)]
            made.append(
                _product(
                    template=template,
                    theme=theme,
                    e=enterprise,
                    code=f"ON{number:03d}-{index + 1:02d}",
                    pack_name=pack,
                    brand=not first or index >= len(pairs),
                    rng=rng,
                    today=today,
                    taken=taken,
                )
            )
    return tuple(made)
