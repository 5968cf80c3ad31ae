"""What a sheet may say, without a database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk import rules

FIELDS = [column.field for column in rules.COLUMNS]


def parsed(**cells: str) -> rules.Wanted:
    return rules.parsed(list(cells.values()), list(cells))


@pytest.mark.parametrize("column", rules.COLUMNS, ids=lambda column: column.field)
def test_our_own_heads_and_those_of_other_malls_are_known(column: rules.Column) -> None:
    for head in (column.head, *column.aliases, f" {column.head} ", column.head.upper()):
        assert rules.guessed([head], {}) == {head: column.field}


def test_a_malls_sheet_is_mapped_and_what_is_unknown_is_left_out() -> None:
    heads = [
        "판매자 상품코드",
        "*상품명",
        "판매가(원)",
        "재고수량",
        "고시: 제조원",
        "배송비결제방식",
    ]
    assert rules.guessed(heads, {}) == {
        "판매자 상품코드": "code",
        "*상품명": "name",
        "판매가(원)": "price",
        "재고수량": "stock",
        "고시: 제조원": "notice:제조원",
        "배송비결제방식": "",
    }


def test_what_a_column_meant_last_time_goes_before_its_head() -> None:
    remembered = {"가격": "", "공급가": "price"}
    assert rules.guessed(["가격", "공급가"], remembered) == {"가격": "", "공급가": "price"}


def test_a_field_is_taken_by_the_first_column_that_claims_it() -> None:
    assert rules.guessed(["판매가", "가격"], {}) == {"판매가": "price", "가격": ""}


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("price", "6,500원", 6500),
        ("price", "6500.0", 6500),
        ("stock", " 12 개", 12),
        ("code", "00123", "00123"),
        ("tax_class", "면세", "exempt"),
        ("tax_class", "과세 상품", "taxable"),
        ("is_perishable", "네", True),
        ("is_made_to_order", "아니오", False),
        ("publish", "판매중", True),
        ("publish", "판매중지", False),
        ("keywords", "비누, 선물;동백", ["비누", "선물", "동백"]),
        ("tiers", "10:9,000; 50 : 8500", [(10, 9000), (50, 8500)]),
        ("tiers", "-", []),
        ("description", "'=1+1", "=1+1"),
        ("description", "'인용", "'인용"),
    ],
)
def test_a_cell_is_read(field: str, text: str, value: object) -> None:
    wanted = parsed(name="비누", **{field: text})
    assert (wanted.problems, wanted.values[field]) == ({}, value)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("price", "육천원"),
        ("price", "-1"),
        ("price", "1e9"),
        ("price", "9" * 13),
        ("price", "٣"),
        ("stock", "많음"),
        ("tax_class", "영세"),
        ("publish", "글쎄"),
        ("is_perishable", "아마"),
        ("tiers", "10개 9000원"),
        ("tiers", "10:"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(field: str, text: str) -> None:
    wanted = parsed(name="비누", **{field: text})
    assert list(wanted.problems) == [field]
    assert field not in wanted.values


def test_a_row_names_its_product_and_a_blank_cell_says_nothing() -> None:
    assert parsed(price="100").problems == {"name": "required"}
    assert parsed(code="A-1", name="", price=" ").values == {"code": "A-1"}
    assert parsed(code="A-1", option="빨강").key == "A-1\n빨강"
    assert parsed(name="비누").key == "비누\n"


@given(st.text(max_size=20))
def test_no_cell_is_carried_out_by_a_spreadsheet_and_all_come_back(text: str) -> None:
    marked = rules.safe(text)
    assert not marked.startswith(("=", "+", "-", "@", "\t", "\r"))
    if text.startswith(("=", "+", "-", "@", "\t", "\r")):
        assert rules.unsafe(marked) == text


@given(st.lists(st.text(max_size=30), min_size=len(FIELDS), max_size=len(FIELDS)))
def test_no_row_breaks_the_parser(cells: list[str]) -> None:
    wanted = rules.parsed(cells, FIELDS)
    assert set(wanted.values) | set(wanted.problems) <= set(FIELDS)


@given(st.lists(st.tuples(st.integers(2, 9999), st.integers(1, 10**9)), min_size=1, max_size=5))
def test_tiers_come_back_as_they_were(tiers: list[tuple[int, int]]) -> None:
    assert parsed(name="x", tiers=rules.tiers_text(tiers)).values["tiers"] == tiers
