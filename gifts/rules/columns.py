"""The columns of a list of recipients, by the names people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its field, its head in our own sheets, and what else people call it."""

    field: str
    head: str
    aliases: tuple[str, ...] = ()


#: The place of a row in the first file: a corrected sheet finds its rows by it.
ROW = Column("row", "행", ("행번호", "row", "row number"))
COLUMNS = (
    Column("name", "받는 사람", (
        "받는분", "받으시는 분", "수령인", "수령인명", "수취인", "수취인명", "수령자", "성명",
        "이름", "성함", "받는 사람 이름", "name", "full name", "recipient", "recipient name",
    )),
    Column("phone", "전화번호", (
        "전화", "휴대폰", "휴대폰번호", "휴대전화", "휴대전화번호", "핸드폰", "핸드폰번호",
        "연락처", "연락처1", "수취인 연락처", "수취인 연락처1", "수령인 연락처", "받는분 전화번호",
        "phone", "phone number", "mobile", "cell", "tel", "telephone",
    )),
    Column("postal_code", "우편번호", (
        "우편", "신우편번호", "새우편번호", "postal code", "postcode", "zip", "zip code",
    )),
    Column("road_address", "주소", (
        "도로명주소", "기본주소", "배송지", "배송지주소", "배송주소", "수취인 주소", "받는분 주소",
        "수령인 주소", "address", "address 1", "address line 1", "road address", "street address",
    )),
    Column("address_detail", "상세주소", (
        "나머지주소", "동호수", "address 2", "address line 2", "address detail", "detail", "unit",
    )),
    Column("quantity", "수량", ("개수", "선물 수량", "quantity", "qty")),
    Column("message", "메시지", (
        "카드", "메시지카드", "메시지 카드", "카드 메시지", "카드 문구", "인사말",
        "message", "card", "card message",
    )),
    Column("sku", "상품코드", ("품목코드", "선물코드", "sku", "code", "item code", "product code")),
)  # fmt: skip
#: Without these there is nobody to send to; a postal code may stand in the address.
NEEDED = ("name", "phone", "road_address")


def _plain(head: str) -> str:
    """A head without what people put around it: ``전화번호 (휴대폰)*`` is ``전화번호``."""
    text = unicodedata.normalize("NFKC", head).lower()
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]", "", text)
    return re.sub(r"[\W_]+", "", bare) or re.sub(r"[\W_]+", "", text)


_FIELDS = {
    _plain(name): column.field
    for column in (ROW, *COLUMNS)
    for name in (column.field, column.head, *column.aliases)
}


def found_columns(heads: Sequence[str]) -> dict[str, list[int]]:
    """Where each field stands in a row of heads; several columns may tell the same (telephone and
    mobile), the first that isn't blank counts."""
    found: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        field = _FIELDS.get(_plain(head))
        if field is not None:
            found.setdefault(field, []).append(place)
    return found


def is_heading(heads: Sequence[str]) -> bool:
    """Whether a row looks like heads: it names at least two of what is needed."""
    found = found_columns(heads)
    return sum(field in found for field in NEEDED) >= 2


def missing_columns(found: Mapping[str, Sequence[int]]) -> list[str]:
    """The heads of needed columns that aren't there."""
    return [
        column.head for column in COLUMNS if column.field in NEEDED and not found.get(column.field)
    ]


def told(cells: Sequence[str], columns: Mapping[str, Sequence[int]]) -> dict[str, str]:
    """What a row says, by field: as typed, without spaces around it."""
    found = {}
    for field, places in columns.items():
        texts = (cells[place].strip() for place in places if place < len(cells))
        found[field] = next((text for text in texts if text), "")
    return found
