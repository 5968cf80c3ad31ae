"""What a sheet of products may say: its columns, and what their cells mean. Knows no framework."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    TEXT = "text"
    WHOLE = "whole"
    YES_NO = "yes_no"
    TAX = "tax"
    STATE = "state"
    WORDS = "words"
    TIERS = "tiers"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name of its field, its head in our own sheets, and the heads other malls'
    sheets have for it."""

    field: str
    head: str
    kind: Kind
    aliases: tuple[str, ...] = ()


#: With heads of the product sheets of SmartStore, Coupang, 11st, Gmarket and Cafe24.
COLUMNS = (
    Column("code", "상품코드", Kind.TEXT, (
        "판매자상품코드", "판매자 상품코드", "업체상품코드", "자체상품코드",
        "자체 상품코드", "관리코드",
        "상품번호", "product code", "sku", "seller code",
    )),
    Column("name", "상품명", Kind.TEXT, (
        "등록상품명", "노출상품명", "상품 이름", "한글상품명", "product name", "name", "title",
    )),
    Column("name_en", "영문 상품명", Kind.TEXT, ("영문상품명", "english name", "name (en)")),
    Column("category", "카테고리", Kind.TEXT, (
        "카테고리명", "카테고리코드", "카테고리 코드", "상품분류", "분류", "category",
    )),
    Column("option", "옵션", Kind.TEXT, (
        "옵션명", "옵션값", "옵션 값", "단품명", "option", "variant", "option1 value",
    )),
    Column("price", "가격", Kind.WHOLE, (
        "판매가", "판매가격", "판매 가격", "소비자가", "단가", "상품가", "price", "variant price",
    )),
    Column("tiers", "수량 할인", Kind.TIERS, ("복수구매할인", "수량별 가격", "price tiers")),
    Column("stock", "재고", Kind.WHOLE, (
        "실사 수량", "재고수량", "재고 수량", "수량", "옵션재고수량",
        "stock", "quantity", "variant inventory qty",
    )),
    Column("low_at", "부족 알림 기준", Kind.WHOLE, ("안전재고", "알림 기준")),
    Column("tax_class", "과세 구분", Kind.TAX, (
        "부가세", "과세여부", "과세/면세", "과면세", "부가세 유형", "면세여부", "tax",
    )),
    Column("description", "상세설명", Kind.TEXT, (
        "상품상세", "상품 상세정보", "상품상세설명", "상세 설명",
        "상품설명", "설명", "description",
        "body (html)",
    )),
    Column("description_en", "영문 상세설명", Kind.TEXT, ("english description",)),
    Column("keywords", "검색어", Kind.WORDS, (
        "태그", "검색키워드", "키워드", "tags",
        "keywords",
    )),
    Column("lead_days", "준비 기간", Kind.WHOLE, (
        "출고소요일", "발송예정일", "배송준비일", "lead days",
    )),
    Column("weight_g", "무게(g)", Kind.WHOLE, (
        "무게", "중량", "상품무게", "weight", "variant grams",
    )),
    Column("weekly_capacity", "주간 생산량", Kind.WHOLE, ("weekly capacity",)),
    Column("is_made_to_order", "주문 제작", Kind.YES_NO, ("주문제작", "made to order")),
    Column("is_perishable", "신선식품", Kind.YES_NO, ("perishable",)),
    Column("publish", "판매", Kind.STATE, (
        "판매상태", "판매 상태", "상품상태", "진열상태", "판매여부", "status", "published",
    )),
    Column("pictures", "사진", Kind.WORDS, (
        "대표이미지", "대표 이미지", "대표이미지 파일명", "이미지",
        "이미지파일명", "추가이미지", "image",
        "images", "image src",
    )),
)  # fmt: skip
BY_FIELD: Mapping[str, Column] = {column.field: column for column in COLUMNS}
#: Heads of the product information notice begin so: ``고시: 제조원``.
NOTICE_HEAD = "고시"
NOTICE = "notice:"
MOST_COLUMNS = 120
#: Cells that a spreadsheet would carry out (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_YES = frozenset({"예", "y", "yes", "true", "1", "o", "네"})
_NO = frozenset({"아니오", "아니요", "n", "no", "false", "0", "x"})
_TAXES = {
    "과세": "taxable", "과세상품": "taxable", "taxable": "taxable", "y": "taxable",
    "면세": "exempt", "면세상품": "exempt", "exempt": "exempt", "비과세": "exempt", "n": "exempt",
}  # fmt: skip
_STATES = {
    "판매": True, "판매중": True, "판매 중": True, "예": True, "y": True, "on": True,
    "active": True,
    "멈춤": False, "초안": False, "판매중지": False, "판매대기": False, "n": False, "draft": False,
    "아니오": False,
}  # fmt: skip


def _plain(text: str) -> str:
    """A head as it is compared: small, without blanks, marks and what stands in brackets behind."""
    return re.sub(r"[\s*_·/]|\((?:필수|선택|원|개)\)$", "", text.strip().lower())


_HEADS = {
    _plain(name): column.field for column in COLUMNS for name in (column.head, *column.aliases)
}


def guessed(headings: Sequence[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """What each column means: as last time, by its head, or nothing (""). A field is taken by the
    first column that claims it."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for head in headings:
        meant = remembered.get(head)
        if meant is None:
            meant = _HEADS.get(_plain(head), "")
            if not meant and head.strip().startswith(NOTICE_HEAD):
                label = head.strip().removeprefix(NOTICE_HEAD).lstrip(" :：").strip()
                meant = NOTICE + label if label else ""
        if meant in taken:
            meant = ""
        if meant:
            taken.add(meant)
        found[head] = meant
    return found


def is_field(text: str) -> bool:
    return text in BY_FIELD or (text.startswith(NOTICE) and len(text) > len(NOTICE))


def safe(text: str) -> str:
    """A cell that no spreadsheet carries out: a mark before what would be a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def unsafe(text: str) -> str:
    """The cell that ``safe`` marked, as it was."""
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA) else text


@dataclass(slots=True)
class Wanted:
    """What a row asks for: values by field (blank cells leave what is there), the notice's values
    by label, and the codes of what is wrong, by field."""

    values: dict[str, Any] = field(default_factory=dict)
    notice: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Product and option as the file knows them; "" where it names neither code nor name."""
        product = self.values.get("code") or self.values.get("name") or ""
        return f"{product}\n{self.values.get('option', '')}" if product else ""


def parsed(cells: Sequence[str], fields: Sequence[str]) -> Wanted:
    """The row's cells, read by the fields of their columns ("" for a column that is ignored)."""
    wanted = Wanted()
    for text, name in zip(cells, fields, strict=False):
        text = unsafe(text.strip())
        if not name or not text:
            continue
        if name.startswith(NOTICE):
            wanted.notice[name.removeprefix(NOTICE)] = text
            continue
        value = _value(BY_FIELD[name].kind, text)
        if value is None:
            wanted.problems[name] = BY_FIELD[name].kind.value
        else:
            wanted.values[name] = value
    if not wanted.values.get("code") and not wanted.values.get("name"):
        wanted.problems.setdefault("name", "required")
    return wanted


def is_blank(cells: Iterable[str]) -> bool:
    return not any(text.strip() for text in cells)


def _value(kind: Kind, text: str) -> Any:
    """None for what can't be read."""
    small = text.lower()
    if kind is Kind.TEXT:
        return text
    if kind is Kind.WHOLE:
        return _whole(text)
    if kind is Kind.YES_NO:
        return True if small in _YES else False if small in _NO else None
    if kind is Kind.TAX:
        return _TAXES.get(small.replace(" ", ""))
    if kind is Kind.STATE:
        return _STATES.get(small)
    if kind is Kind.WORDS:
        return [word.strip() for word in re.split(r"[,;\n]", text) if word.strip()]
    return _tiers(text)


def _whole(text: str) -> int | None:
    digits = re.sub(r"[,\s]|원$|개$", "", text)
    digits = digits.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 13 else None


def _tiers(text: str) -> list[tuple[int, int]] | None:
    """``10:9000; 50:8500``: from pieces, won each. ``-`` takes all tiers away."""
    if text == "-":
        return []
    found = []
    for part in re.split(r"[;\n]", text):
        if not part.strip():
            continue
        least, colon, price = part.partition(":")
        pair = (_whole(least.strip()), _whole(price.strip()))
        if not colon or pair[0] is None or pair[1] is None:
            return None
        found.append((pair[0], pair[1]))
    return found or None


def tiers_text(tiers: Iterable[tuple[int, int]]) -> str:
    return "; ".join(f"{least}:{price}" for least, price in tiers)
