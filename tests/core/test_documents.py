"""Papers: our own font, the same bytes for the same data, words that match the digits."""

from __future__ import annotations

import re
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents import render_pdf, won_in_words

BUYER = {
    "name": "바다구청", "business_number": "124-81-00998", "representative": "",
    "address": "부산광역시 해운대구 중동2로 11", "phone": "051-000-8100", "person": "김온장",
}  # fmt: skip
SELLER = BUYER | {"name": "동백비누사회적협동조합", "representative": "박동백"}


def a_quote(**changes: Any) -> dict[str, Any]:
    line = {
        "name": "비누 선물세트", "specification": "", "quantity": 300, "unit_price": 11_000,
        "supply": 3_000_000, "vat": 300_000, "total": 3_300_000, "tax_class": "taxable",
    }  # fmt: skip
    return {
        "title": "견적서",
        "number": "Q-261123-7F3K2M",
        "issued_on": "2026-11-23",
        "buyer": BUYER,
        "seller": SELLER,
        "subject": "연말 선물",
        "valid_until": "2026-12-23",
        "lead": "7일",
        "version": 1,
        "lines": [line],
        "totals": {
            "supply": 3_000_000, "vat": 300_000, "total": 3_300_000,
            "words": won_in_words(3_300_000),
        },
        "note": "",
    } | changes  # fmt: skip


def streams(pdf: bytes) -> bytes:
    """The file with its compressed streams opened."""
    found = [pdf]
    for match in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            found.append(zlib.decompress(match[1]))
        except zlib.error:
            continue
    return b"\n".join(found)


def readable(pdf: bytes) -> set[str]:
    """The characters that a reader can copy out, by the file's ToUnicode maps."""
    text = streams(pdf)
    return {
        bytes.fromhex(code.decode()).decode("utf-16-be")
        for block in re.findall(rb"beginbfchar\s(.*?)endbfchar", text, re.DOTALL)
        for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", block)
    }


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "금 영원정"),
        (1_000_000, "금 일백만원정"),
        (9_387_000, "금 구백삼십팔만칠천원정"),
        (110_305, "금 일십일만삼백오원정"),
        (100_000_000, "금 일억원정"),
        (120_000_010_000, "금 일천이백억일만원정"),
    ],
)
def test_an_amount_is_written_in_words(amount: int, words: str) -> None:
    assert won_in_words(amount) == words


@given(st.integers(0, 10**20 - 1), st.integers(0, 10**20 - 1))
def test_two_amounts_never_share_their_words(one: int, other: int) -> None:
    assert (won_in_words(one) == won_in_words(other)) == (one == other)


@pytest.mark.parametrize("amount", [-1, 10**20])
def test_an_amount_no_form_carries_is_refused(amount: int) -> None:
    with pytest.raises(ValueError, match="no form"):
        won_in_words(amount)


def test_only_our_fonts_are_in_the_file_and_they_are_embedded() -> None:
    text = streams(render_pdf("quote", a_quote()))
    fonts = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", text))
    assert fonts
    assert all(b"+Pretendard-" in font for font in fonts), fonts
    assert text.count(b"/FontFile3") == 2  # regular and bold


def test_what_is_printed_can_be_searched_and_copied() -> None:
    readable_characters = readable(render_pdf("quote", a_quote()))
    assert set("견적서동백비누금삼백십만원정300") <= readable_characters


def test_the_same_data_gives_the_same_bytes() -> None:
    assert render_pdf("quote", a_quote()) == render_pdf("quote", a_quote())


def test_what_people_write_stays_text() -> None:
    """A name that is typst source is printed, not run."""
    evil = '#panic("boom") #include "/etc/passwd" $x$ [ ] \\ ` " 0'
    assert render_pdf("quote", a_quote(subject=evil, note=evil)).startswith(b"%PDF-")


def test_many_lines_go_over_pages() -> None:
    (line,) = a_quote()["lines"]
    pdf = render_pdf("quote", a_quote(lines=[line | {"name": "긴 이름 " * 30}] * 60))
    assert len(re.findall(rb"/Type\s*/Page\b", streams(pdf))) > 2


def test_an_unknown_form_is_refused() -> None:
    with pytest.raises(KeyError):
        render_pdf("../../secrets", a_quote())
