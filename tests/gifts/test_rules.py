"""What a row may say: numbers a spreadsheet ate come back, what can't be is named."""

from __future__ import annotations

from typing import Any

import pytest

from gifts import rules
from gifts.errors import PROBLEMS
from gifts.rules import Defaults, GiftStatus

DEFAULTS = Defaults(sku="SOAP", pieces=2, sold={"SOAP", "TEA"})
GOOD = {
    "name": "박선물", "phone": "010-1234-5678", "postal_code": "48095",
    "road_address": "부산광역시 해운대구 중동2로 11",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("010-1234-5678", "010-1234-5678"), ("01012345678", "010-1234-5678"),
        ("1012345678", "010-1234-5678"), ("1112345678", "011-1234-5678"),
        ("0111234567", "011-123-4567"), ("010.1234.5678", "010-1234-5678"),
        ("010 1234 5678", "010-1234-5678"), ("(010) 1234-5678", "010-1234-5678"),
        ("+82 10-1234-5678", "010-1234-5678"), ("+82 010-1234-5678", "010-1234-5678"),
        ("821012345678", "010-1234-5678"), ("０１０１２３４５６７８", "010-1234-5678"),
        ("02-123-4567", "02-123-4567"), ("21234567", "02-123-4567"),
        ("0212345678", "02-1234-5678"), ("051-123-4567", "051-123-4567"),
        ("511234567", "051-123-4567"), ("070-1234-5678", "070-1234-5678"),
        ("050712345678", "0507-1234-5678"), ("5051234567", "0505-123-4567"),
        ("1588-1234", "1588-1234"),
        ("010-123", None), ("", None), ("없음", None), ("010-1234-5678, 010-2222-3333", None),
        ("99999999999", None), ("1.01E+10", None), ("010-12345-6789", None), ("12345678", None),
    ],
)  # fmt: skip
def test_telephones_as_people_and_spreadsheets_write_them(typed: str, number: str | None) -> None:
    assert rules.phone_formatted(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("48095", "48095"), ("6035", "06035"), ("06035", "06035"), ("480 95", "48095"),
        ("999", None), ("612020", None), ("612-020", None), ("99999", None), ("0999", None),
        ("ABCDE", None), ("", None),
    ],
)  # fmt: skip
def test_postal_codes_get_their_zero_back(typed: str, code: str | None) -> None:
    assert rules.postal_code_of(typed) == code


@pytest.mark.parametrize(
    ("cell", "typed", "problem"),
    [
        ("name", "", "missing"), ("name", "가" * 81, "too_long"),
        ("phone", "", "missing"), ("phone", "모름", "phone"),
        ("phone", "1.01E+10", "phone_shortened"),
        ("postal_code", "", "missing"), ("postal_code", "123", "postal_code"),
        ("postal_code", "612-020", "postal_code_old"),
        ("road_address", "", "missing"), ("road_address", "부산", "address_short"),
        ("road_address", "가" * 201, "too_long"), ("address_detail", "가" * 101, "too_long"),
        ("quantity", "0", "quantity"), ("quantity", "1001", "quantity"),
        ("quantity", "두 개", "quantity"), ("quantity", "-1", "quantity"),
        ("quantity", "1.5", "quantity"), ("message", "가" * 201, "too_long"),
        ("sku", "NO-SUCH", "sku"),
    ],
)  # fmt: skip
def test_every_bad_cell_is_named_by_its_column(cell: str, typed: str, problem: str) -> None:
    found = rules.checked(GOOD | {cell: typed}, DEFAULTS)
    assert {name: str(code) for name, code in found.problems.items()} == {cell: problem}
    assert problem in PROBLEMS


def test_a_row_that_says_little_gets_what_everybody_gets() -> None:
    found = rules.checked(GOOD, DEFAULTS)
    assert not found.problems
    assert (found.values["quantity"], found.values["sku"]) == (2, "SOAP")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("3", 3), ("3개", 3), ("1,000", 1000), ("2.0", 2), ("2 세트", 2)],
)
def test_quantities_as_people_write_them(typed: str, kept: int) -> None:
    assert rules.checked(GOOD | {"quantity": typed}, DEFAULTS).values["quantity"] == kept


@pytest.mark.parametrize("shape", ["({}) {}", "{} {}", "[{}] {}"])
def test_a_postal_code_before_the_address_is_found(shape: str) -> None:
    address = GOOD["road_address"]
    cells = GOOD | {"postal_code": "", "road_address": shape.format("48095", address)}
    found = rules.checked(cells, DEFAULTS)
    assert not found.problems
    assert (found.values["postal_code"], found.values["road_address"]) == ("48095", address)


def test_invisible_signs_and_odd_spaces_go() -> None:
    found = rules.checked(GOOD | {"name": " 박\u200b선물\u00a0\n님 "}, DEFAULTS)
    assert found.values["name"] == "박선물 님"


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("받는 사람", "name"), ("수령인", "name"), ("성명", "name"), ("Name", "name"),
        ("받는 분*", "name"), ("전화", "phone"), ("휴대폰 번호", "phone"), ("연락처", "phone"),
        ("Phone", "phone"), ("전화번호(휴대폰)", "phone"), ("우편번호", "postal_code"),
        ("Postal Code", "postal_code"), ("ZIP", "postal_code"), ("주소", "road_address"),
        ("도로명 주소", "road_address"), ("Address", "road_address"),
        ("상세 주소", "address_detail"), ("수량", "quantity"), ("메시지", "message"),
        ("카드", "message"), ("상품코드", "sku"), ("행", "row"), ("메모", None), ("", None),
    ],
)  # fmt: skip
def test_heads_in_korean_and_english(head: str, field: str | None) -> None:
    assert rules.found_columns([head]) == ({field: [0]} if field else {})


def test_of_two_telephones_the_first_that_is_there_counts() -> None:
    columns = rules.found_columns(["성명", "전화번호", "휴대폰", "주소"])
    assert rules.told(["박선물", "", "010-1234-5678", "부산"], columns)["phone"] == "010-1234-5678"


@pytest.mark.parametrize(
    ("numbers", "status"),
    [
        ({"ready": 3}, GiftStatus.ORDERED), ({"ready": 1, "sent": 1}, GiftStatus.SENDING),
        ({"sent": 2}, GiftStatus.SENDING), ({"sent": 1, "delivered": 1}, GiftStatus.SENDING),
        ({"sent": 1, "delivered": 1, "is_silent": True}, GiftStatus.DONE),
        ({"delivered": 2}, GiftStatus.DONE), ({}, GiftStatus.CANCELLED),
        ({"ready": 1, "delivered": 1, "is_silent": True}, GiftStatus.SENDING),
    ],
)  # fmt: skip
def test_an_order_stands_where_its_parcels_are(numbers: dict[str, Any], status: GiftStatus) -> None:
    told = {"ready": 0, "sent": 0, "delivered": 0, "is_silent": False} | numbers
    assert rules.status_once_ordered(**told) == status


def test_who_was_forgotten_or_cancelled_goes_nowhere() -> None:
    assert not rules.MOVES[GiftStatus.CANCELLED]
    assert not rules.MOVES[GiftStatus.ERASED]
    assert set(rules.MOVES) == set(GiftStatus)
